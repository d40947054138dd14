package dev.zograf.runtime.node;

import dev.zograf.api.Body;
import dev.zograf.api.ChoiceSource;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Hidden;
import dev.zograf.api.InputFile;
import dev.zograf.api.Lazy;
import dev.zograf.api.MultipleOf;
import dev.zograf.api.Range;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.Unit;
import dev.zograf.runtime.json.JsonText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives a {@link PortSchema} from a record component and its annotations. */
final class PortReader {

    private static final Set<List<Wrapper>> OUTPUTS = Set.of(
            List.of(), List.of(Wrapper.LIST), List.of(Wrapper.OPTIONAL), List.of(Wrapper.OPTIONAL, Wrapper.LIST));

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
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            check(
                    wrapper != Wrapper.NAMED || arguments[0] == String.class,
                    name,
                    "is a map whose keys are no texts; write Map<String, …>");
            type = arguments[arguments.length - 1];
        }
        check(!wrappers.contains(Wrapper.OPTIONAL) || wrappers.get(0) == Wrapper.OPTIONAL, name, "is Optional inside");
        check(
                !(wrappers.contains(Wrapper.LIST) && wrappers.contains(Wrapper.NAMED)),
                name,
                "is a list and a map; of a map to Object every value may be a list");
        check(
                input || OUTPUTS.contains(wrappers),
                name,
                "is an output and can only be a value or a list, or an Optional of these");
        boolean named = wrappers.contains(Wrapper.NAMED);
        if (named && type instanceof WildcardType) {
            type = Object.class;
        }
        if (type instanceof TypeVariable<?> variable) {
            type = bound.getOrDefault(variable, variable);
        }
        check(
                type instanceof Class<?> || type instanceof ParameterizedType || type instanceof TypeVariable<?>,
                name,
                "has the type " + type.getTypeName() + ", which no link can carry");
        check(
                PortTypes.raw(type) != Object.class || type instanceof TypeVariable<?> || named,
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
        Class<? extends ChoiceSource> source = choices == null ? ChoiceSource.class : choices.from();
        check(
                choices == null || source == ChoiceSource.class || choices.value().length == 0,
                name,
                "has @Choices that are listed and come from a source, too");
        Unit unit = component.getAnnotation(Unit.class);
        check(unit == null || PortTypes.isNumber(PortTypes.raw(type)), name, "has @Unit but is no number");
        InputFile file = component.getAnnotation(InputFile.class);
        check(file == null || PortTypes.raw(type) == String.class, name, "has @InputFile but is no text");
        Doc doc = component.getAnnotation(Doc.class);
        Default initial = component.getAnnotation(Default.class);
        boolean hidden = component.isAnnotationPresent(Hidden.class);
        check(
                !hidden || initial != null || wrappers.contains(Wrapper.OPTIONAL),
                name,
                "is @Hidden but must be given; give it a default or make it Optional");
        Body body = component.getAnnotation(Body.class);
        check(body == null || PortTypes.raw(type) == Subworkflow.class, name, "has @Body but is no Subworkflow");
        PortSchema port = new PortSchema(
                name,
                type,
                List.copyOf(wrappers),
                Optional.empty(),
                doc == null ? "" : doc.value(),
                unit == null ? "" : unit.value(),
                hidden,
                range == null ? Double.NEGATIVE_INFINITY : range.min(),
                range == null ? Double.POSITIVE_INFINITY : range.max(),
                range == null ? 0 : range.step(),
                multiple == null ? 0 : multiple.value(),
                choices(type, choices),
                choices == null ? "" : choices.models(),
                file == null ? "" : file.value(),
                source == ChoiceSource.class ? Optional.empty() : Optional.of(source),
                Optional.ofNullable(body)
                        .map(b -> new PortSchema.BodyRule(List.of(b.sets()), List.of(b.needs()), b.with())));
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
        if (p.getRawType() == Map.class) {
            return Wrapper.NAMED;
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
        boolean several = port.list() || port.named();
        if (PortTypes.raw(port.type()) != String.class || json.startsWith("\"") || several) {
            parsed = JsonText.parse(json).orElse(json);
        }
        if (port.named()) {
            check(parsed instanceof Map, port.name(), "has the default " + json + ", which is no JSON object");
            Map<String, Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) parsed).forEach((name, value) -> {
                check(value != null, port.name(), "has a default with a null in it");
                entries.put(String.valueOf(name), convert(port, value, json));
            });
            return port.withInitial(Collections.unmodifiableMap(entries));
        }
        List<?> values = port.list() && parsed instanceof List<?> list ? list : List.of(parsed);
        List<Object> converted = new ArrayList<>();
        values.forEach(value -> converted.add(convert(port, value, json)));
        return port.withInitial(port.list() ? List.copyOf(converted) : converted.get(0));
    }

    private static Object convert(PortSchema port, Object value, String json) {
        Object one = PortValues.convert(value, port.type())
                .orElseThrow(() -> broken(
                        port.name(), "has the default " + json + ", which is no " + PortTypes.name(port.type())));
        PortValues.violation(port, one).ifPresent(v -> {
            throw broken(port.name(), "has a default that breaks its own rule: " + v.message());
        });
        return one;
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
