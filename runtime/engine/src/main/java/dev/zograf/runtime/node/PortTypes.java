package dev.zograf.runtime.node;

import dev.zograf.api.PortType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Locale;
import java.util.Map;

/** The names of port types and what is special about scalars. */
public final class PortTypes {

    /** Types that a workflow input may have besides port types, with the class that their values have. */
    public static final Map<String, Class<?>> SCALARS =
            Map.of("text", String.class, "integer", Long.class, "number", Double.class, "boolean", Boolean.class);

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            boolean.class, Boolean.class);

    private PortTypes() {}

    /** What workflows and messages call the type: {@code image}, {@code integer}, {@code any} for a type variable and for whatever there is. */
    public static String name(Type type) {
        if (type instanceof TypeVariable) {
            return "any";
        }
        Class<?> raw = raw(type);
        if (raw == Object.class) {
            return "any";
        }
        if (raw == String.class || raw.isEnum()) {
            return "text";
        }
        if (isInteger(raw)) {
            return "integer";
        }
        if (isNumber(raw)) {
            return "number";
        }
        if (raw == Boolean.class) {
            return "boolean";
        }
        PortType named = raw.getAnnotation(PortType.class);
        return named != null ? named.value() : kebab(raw.getSimpleName());
    }

    /** The class of a type, boxed; the first bound of a variable. */
    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            Class<?> box = BOXES.get(c);
            return box == null ? c : box;
        }
        if (type instanceof ParameterizedType p) {
            return raw(p.getRawType());
        }
        if (type instanceof TypeVariable<?> v) {
            return raw(v.getBounds()[0]);
        }
        return Object.class;
    }

    /** Whether it is {@code int} or {@code long}. */
    public static boolean isInteger(Type type) {
        return type == Integer.class || type == Long.class || type == int.class || type == long.class;
    }

    /** Whether it is any number. */
    public static boolean isNumber(Type type) {
        return isInteger(type)
                || type == Double.class
                || type == Float.class
                || type == double.class
                || type == float.class;
    }

    /** Whether a value of it can be written in a workflow file. */
    public static boolean isScalar(Type type) {
        Class<?> raw = raw(type);
        return raw == String.class || raw == Boolean.class || raw.isEnum() || isNumber(raw);
    }

    /** How an enum constant is written in JSON: {@code NEAREST_EXACT} is {@code nearest-exact}. */
    public static String choice(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code HtmlPage} is {@code html-page}. */
    static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
