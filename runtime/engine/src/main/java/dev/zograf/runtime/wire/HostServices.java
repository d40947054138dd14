package dev.zograf.runtime.wire;

import com.google.inject.Binder;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;

/** What a host lets nodes have injected: objects by their interface, and the bindings of its injectors. */
public final class HostServices {

    /** What every injector has by itself. */
    private static final Set<Key<?>> BUILT_IN =
            Set.of(Key.get(Injector.class), Key.get(Logger.class), Key.get(Stage.class));

    private static final List<String> OURS = List.of("dev.zograf.api.", "dev.zograf.tensor.", "dev.zograf.runtime.");

    private final Map<Class<?>, Object> objects;
    private final Map<Key<?>, Injector> bound;

    private HostServices(Map<Class<?>, Object> objects, Map<Key<?>, Injector> bound) {
        this.objects = objects;
        this.bound = bound;
    }

    /**
     * Objects and bindings together.
     *
     * @throws IllegalArgumentException naming every type that is given twice, or that is the engine's own
     */
    public static HostServices of(Map<Class<?>, Object> objects, List<GuiceServices> guice) {
        Set<String> twice = new TreeSet<>();
        Set<String> reserved = new TreeSet<>();
        objects.keySet().forEach(type -> check(Key.get(type), reserved));
        Map<Key<?>, Injector> bound = new LinkedHashMap<>();
        for (GuiceServices services : guice) {
            // Explicit bindings only: what the host's injector would make up by itself is not meant for nodes.
            for (Injector at = services.injector(); at != null; at = at.getParent()) {
                for (Key<?> key : at.getBindings().keySet()) {
                    if (!BUILT_IN.contains(key)) {
                        check(key, reserved);
                        Injector before = bound.put(key, at);
                        if ((before != null && before != at) || isObject(key, objects)) {
                            twice.add(name(key));
                        }
                    }
                }
            }
        }
        if (!reserved.isEmpty()) {
            throw new IllegalArgumentException("A host cannot replace what is the engine's own: "
                    + String.join(", ", reserved) + ". Remove it from the services.");
        }
        if (!twice.isEmpty()) {
            throw new IllegalArgumentException("These services are given twice: " + String.join(", ", twice)
                    + ". Give each once, or tell them apart by a qualifier such as @Named.");
        }
        return new HostServices(Map.copyOf(objects), bound);
    }

    private static boolean isObject(Key<?> key, Map<Class<?>, Object> objects) {
        return objects.keySet().stream().anyMatch(type -> Key.get(type).equals(key));
    }

    private static void check(Key<?> key, Set<String> reserved) {
        String name = key.getTypeLiteral().getRawType().getName();
        if (key.getAnnotationType() == null && OURS.stream().anyMatch(name::startsWith)) {
            reserved.add(name);
        }
    }

    private static String name(Key<?> key) {
        return key.getAnnotation() == null
                ? key.getTypeLiteral().toString()
                : key.getAnnotation() + " " + key.getTypeLiteral();
    }

    void bind(Binder binder) {
        objects.forEach((type, service) -> bindObject(binder, type, service));
        bound.forEach((key, injector) -> bindKey(binder, key, injector));
    }

    private static <T> void bindObject(Binder binder, Class<T> type, Object service) {
        binder.bind(type).toInstance(type.cast(service));
    }

    /** Through the host's provider, so that its scopes hold. */
    private static <T> void bindKey(Binder binder, Key<T> key, Injector injector) {
        binder.bind(key).toProvider(injector.getProvider(key));
    }
}
