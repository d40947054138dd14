package dev.zograf.api.model;

import dev.zograf.api.BadFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object from a model's configuration file with typed access. Values are {@code String}, {@code Number}, {@code Boolean},
 * {@code List}, {@code Map} or absent; JSON's null counts as absent. Immutable. Errors name the file and the field.
 */
public final class Config {

    private final String file;
    private final Map<String, Object> values;

    private Config(String file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * A configuration.
     *
     * @param file its name for messages
     * @param values as above; nulls are dropped
     */
    public static Config of(String file, Map<String, ?> values) {
        Map<String, Object> copy = new HashMap<>();
        values.forEach((k, v) -> {
            if (v != null) {
                copy.put(k, v);
            }
        });
        return new Config(file, Map.copyOf(copy));
    }

    /** The same with the other's values on top. */
    public Config with(Map<String, ?> more) {
        Map<String, Object> merged = new HashMap<>(values);
        more.forEach((k, v) -> {
            if (v == null) {
                merged.remove(k);
            } else {
                merged.put(k, v);
            }
        });
        return new Config(file, Map.copyOf(merged));
    }

    /** Its name for messages. */
    public String file() {
        return file;
    }

    /** The fields that have a value. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Whether the field has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The raw value. */
    public Optional<Object> raw(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A whole number, or the default. */
    public int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    /** A whole number that must be there. */
    public int integer(String name) {
        return whole(name, need(name));
    }

    /** A number, or the default. Infinities are numbers here. */
    public double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    /** A number that must be there. */
    public double number(String name) {
        Object value = need(name);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, value, "a number");
    }

    /** A truth value, or the default. */
    public boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, value, "true or false");
    }

    /** A text, or the default. */
    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** A text that must be there. */
    public String text(String name) {
        Object value = need(name);
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, value, "a text");
    }

    /** A list of whole numbers that must be there. */
    public List<Integer> integers(String name) {
        List<Integer> out = new ArrayList<>();
        for (Object value : list(name)) {
            out.add(whole(name, value));
        }
        return List.copyOf(out);
    }

    /** A list of {@code count} whole numbers; a single number stands for as many of itself. */
    public List<Integer> integers(String name, int count) {
        if (need(name) instanceof Number) {
            return Collections.nCopies(count, integer(name));
        }
        List<Integer> out = integers(name);
        if (out.size() != count) {
            throw new BadFileException(
                    file, "\"" + name + "\" has " + out.size() + " entries where " + count + " are needed.");
        }
        return out;
    }

    /** A list of numbers, or empty if the field has no value. */
    public List<Double> numbers(String name) {
        List<Double> out = new ArrayList<>();
        if (has(name)) {
            for (Object value : list(name)) {
                if (!(value instanceof Number number)) {
                    throw wrong(name, value, "a list of numbers");
                }
                out.add(number.doubleValue());
            }
        }
        return List.copyOf(out);
    }

    /** A list of texts that must be there. */
    public List<String> texts(String name) {
        List<String> out = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String text)) {
                throw wrong(name, value, "a list of texts");
            }
            out.add(text);
        }
        return List.copyOf(out);
    }

    /** A nested object, or empty if the field has no value. */
    public Optional<Config> object(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, value, "an object");
        }
        Map<String, Object> inner = new HashMap<>();
        map.forEach((k, v) -> inner.put(String.valueOf(k), v));
        return Optional.of(of(file + " " + name, inner));
    }

    private List<?> list(String name) {
        Object value = need(name);
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(name, value, "a list");
    }

    private int whole(String name, Object value) {
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong(name, value, "a whole number");
    }

    private Object need(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new BadFileException(file, "\"" + name + "\" is missing.");
        }
        return value;
    }

    private BadFileException wrong(String name, Object value, String wanted) {
        return new BadFileException(file, "\"" + name + "\" is " + value + " where " + wanted + " is needed.");
    }
}
