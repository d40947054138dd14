package dev.zograf.runtime.node;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Lazy;
import dev.zograf.api.MultipleOf;
import dev.zograf.api.Range;
import dev.zograf.runtime.json.JsonText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Derives a {@link PortSchema} from a record component and its annotations. */
final class PortReader {

    private PortReader() {}

    /**
     * The port of a component.
     *
     * @param bound what the record's type variables stand for
     * @throws IllegalArgumentException if the component is no port; the message says why
     */
    static PortSchema read(RecordComponent component, Map<TypeVariable<?>, Type> bound, boolean input) {
        String name = component.getName();
        List<Wrapper> wrappers = new ArrayList<>();
        Type type = component.getGenericType();
        for (Wrapper wrapper = wrapper(type); wrapper != null; wrapper = wrapper(type)) {
            check(!wrappers.contains(wrapper), name, "is " + wrapper + " twice");
            wrappers.add(wrapper);
            type = ((ParameterizedType) type).getActualTypeArguments()[0];
        }
        check(!wrappers.contains(Wrapper.OPTIONAL) || wrappers.get(0) == Wrapper.OPTIONAL, name, "is Optional inside");
        check(
                input || wrappers.isEmpty() || wrappers.equals(List.of(Wrapper.LIST)),
                name,
                "is an output and can only be a value or a list");
        if (type instanceof TypeVariable<?> variable) {
            type = bound.getOrDefault(variable, variable);
        }
        check(
                type instanceof Class<?> || type instanceof ParameterizedType || type instanceof TypeVariable<?>,
                name,
                "has the type " + type.getTypeName() + ", which no link can carry");
        check(
                PortTypes.raw(type) != Object.class || type instanceof TypeVariable<?>,
                name,
                "has the type Object; use a type variable");
        Range range = component.getAnnotation(Range.class);
        MultipleOf multiple = component.getAnnotation(MultipleOf.class);
        check(
                multiple == null || (PortTypes.isInteger(PortTypes.raw(type)) && multiple.value() >= 1),
                name,
                "has @MultipleOf but is no integer");
        check(range == null || PortTypes.isNumber(PortTypes.raw(type)), name, "has @Range but is no number");
        Choices choices = component.getAnnotation(Choices.class);
        check(choices == null || PortTypes.raw(type) == String.class, name, "has @Choices but is no text");
        Doc doc = component.getAnnotation(Doc.class);
        PortSchema port = new PortSchema(
                name,
                type,
                List.copyOf(wrappers),
                Optional.empty(),
                doc == null ? "" : doc.value(),
                range == null ? Double.NEGATIVE_INFINITY : range.min(),
                range == null ? Double.POSITIVE_INFINITY : range.max(),
                range == null ? 0 : range.step(),
                multiple == null ? 0 : multiple.value(),
                choices(type, choices),
                choices == null ? "" : choices.models());
        Default initial = component.getAnnotation(Default.class);
        return initial == null ? port : withDefault(port, initial.value());
    }

    private static @Nullable Wrapper wrapper(Type type) {
        if (!(type instanceof ParameterizedType p)) {
            return null;
        }
        if (p.getRawType() == Optional.class) {
            return Wrapper.OPTIONAL;
        }
        if (p.getRawType() == Lazy.class) {
            return Wrapper.LAZY;
        }
        return p.getRawType() == List.class ? Wrapper.LIST : null;
    }

    private static List<String> choices(Type type, @Nullable Choices choices) {
        if (type instanceof Class<?> c && c.isEnum()) {
            return Arrays.stream(c.getEnumConstants())
                    .map(e -> PortTypes.choice((Enum<?>) e))
                    .toList();
        }
        return choices == null ? List.of() : List.of(choices.value());
    }

    private static PortSchema withDefault(PortSchema port, String json) {
        check(!port.wrappers().contains(Wrapper.OPTIONAL), port.name(), "is Optional and has a default");
        Object parsed = json;
        if (PortTypes.raw(port.type()) != String.class || json.startsWith("\"") || port.list()) {
            parsed = JsonText.parse(json).orElse(json);
        }
        List<?> values = port.list() && parsed instanceof List<?> list ? list : List.of(parsed);
        List<Object> converted = new ArrayList<>();
        for (Object value : values) {
            Object one = PortValues.convert(value, port.type())
                    .orElseThrow(() -> broken(
                            port.name(), "has the default " + json + ", which is no " + PortTypes.name(port.type())));
            PortValues.violation(port, one).ifPresent(v -> {
                throw broken(port.name(), "has a default that breaks its own rule: " + v.message());
            });
            converted.add(one);
        }
        Object initial = port.list() ? List.copyOf(converted) : converted.get(0);
        return new PortSchema(
                port.name(),
                port.type(),
                port.wrappers(),
                Optional.of(initial),
                port.doc(),
                port.min(),
                port.max(),
                port.step(),
                port.multipleOf(),
                port.choices(),
                port.models());
    }

    private static void check(boolean holds, String name, String reason) {
        if (!holds) {
            throw broken(name, reason);
        }
    }

    private static IllegalArgumentException broken(String name, String reason) {
        return new IllegalArgumentException("\"" + name + "\" " + reason + (reason.endsWith(".") ? "" : "."));
    }
}
