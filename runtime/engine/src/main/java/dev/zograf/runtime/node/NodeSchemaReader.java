package dev.zograf.runtime.node;

import dev.zograf.api.Doc;
import dev.zograf.api.Impure;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Derives a {@link NodeSchema} from a node class. */
public final class NodeSchemaReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)*");

    private final Class<? extends Node<?, ?>> nodeClass;
    private final List<String> reasons = new ArrayList<>();

    private NodeSchemaReader(Class<? extends Node<?, ?>> nodeClass) {
        this.nodeClass = nodeClass;
    }

    /**
     * The schema of a node class.
     *
     * @throws BadNodeException if the class breaks the rules of {@link Node}
     */
    @SuppressWarnings("unchecked") // checked by isAssignableFrom
    public static NodeSchema read(Class<?> nodeClass) {
        if (!Node.class.isAssignableFrom(nodeClass)) {
            throw new BadNodeException(nodeClass, List.of("It does not implement Node."));
        }
        return new NodeSchemaReader((Class<? extends Node<?, ?>>) nodeClass).read();
    }

    private NodeSchema read() {
        NodeType type = nodeClass.getAnnotation(NodeType.class);
        require(type != null, "It has no @NodeType.");
        require(Modifier.isPublic(nodeClass.getModifiers()), "It is not public.");
        require(
                !Modifier.isAbstract(nodeClass.getModifiers())
                        && (nodeClass.getEnclosingClass() == null || Modifier.isStatic(nodeClass.getModifiers())),
                "It is abstract or an inner class.");
        ParameterizedType node = nodeInterface(nodeClass);
        require(node != null, "It does not say what its Node<I, O> is.");
        if (type == null || node == null) {
            throw new BadNodeException(nodeClass, reasons);
        }
        require(ID.matcher(type.id()).matches(), "\"" + type.id() + "\" is no id: lower case words joined by hyphens.");
        require(type.version() >= 1, "Its version is below 1.");
        List<PortSchema> inputs = ports(node.getActualTypeArguments()[0], true);
        List<PortSchema> outputs = ports(node.getActualTypeArguments()[1], false);
        if (!reasons.isEmpty()) {
            throw new BadNodeException(nodeClass, reasons);
        }
        Doc doc = nodeClass.getAnnotation(Doc.class);
        return new NodeSchema(
                type.id(),
                type.version(),
                type.title().isEmpty() ? titleOf(type.id()) : type.title(),
                type.category(),
                doc == null ? "" : doc.value(),
                type.effect(),
                nodeClass.getAnnotation(Impure.class) == null && !type.effect(),
                overrides("fingerprint", 2),
                overrides("prepare", 3),
                nodeClass,
                inputs,
                outputs,
                constructor(PortTypes.raw(node.getActualTypeArguments()[0])),
                readers(PortTypes.raw(node.getActualTypeArguments()[1])));
    }

    private void require(boolean holds, String reason) {
        if (!holds) {
            reasons.add(reason);
        }
    }

    private static @Nullable ParameterizedType nodeInterface(@Nullable Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Type implemented : c.getGenericInterfaces()) {
                if (implemented instanceof ParameterizedType p && p.getRawType() == Node.class) {
                    return p;
                }
            }
        }
        return null;
    }

    private List<PortSchema> ports(Type type, boolean input) {
        Class<?> raw = PortTypes.raw(type);
        if (!raw.isRecord()) {
            reasons.add(type.getTypeName() + " is no record.");
            return List.of();
        }
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        if (type instanceof ParameterizedType p) {
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                bound.put(raw.getTypeParameters()[i], p.getActualTypeArguments()[i]);
            }
        }
        List<PortSchema> ports = new ArrayList<>();
        for (RecordComponent component : raw.getRecordComponents()) {
            try {
                ports.add(PortReader.read(component, bound, input));
            } catch (IllegalArgumentException e) {
                reasons.add(e.getMessage());
            }
        }
        return List.copyOf(ports);
    }

    /** Whether it has a method of {@link Node} of its own. */
    private boolean overrides(String method, int parameters) {
        return Arrays.stream(nodeClass.getMethods())
                .anyMatch(m -> m.getName().equals(method)
                        && m.getParameterCount() == parameters
                        && m.getDeclaringClass() != Node.class);
    }

    private static Constructor<? extends Record> constructor(Class<?> raw) {
        try {
            Constructor<? extends Record> constructor = raw.asSubclass(Record.class)
                    .getDeclaredConstructor(Arrays.stream(raw.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record has a canonical constructor: " + raw, e);
        }
    }

    private static List<Method> readers(Class<?> raw) {
        List<Method> readers = new ArrayList<>();
        for (RecordComponent component : raw.getRecordComponents()) {
            Method reader = component.getAccessor();
            reader.setAccessible(true);
            readers.add(reader);
        }
        return List.copyOf(readers);
    }

    private static String titleOf(String id) {
        String words = id.substring(id.lastIndexOf('.') + 1).replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
