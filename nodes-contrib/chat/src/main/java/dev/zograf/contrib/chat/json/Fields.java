package dev.zograf.contrib.chat.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.zograf.contrib.chat.ChatException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The fields of a JSON object. Whoever has read all that it knows calls {@link #end}, which refuses the rest. */
public final class Fields {

    private final JsonObject object;
    private final String place;
    private final Set<String> known = new TreeSet<>();

    Fields(JsonObject object, String place) {
        this.object = object;
        this.place = place;
    }

    /**
     * Checks that the object is of the kind that a field names, in its only version, 1.
     *
     * @throws ChatException if it is not
     */
    public void first(String name) {
        if (integer(name, 1, 1).isEmpty()) {
            throw missing(name);
        }
    }

    /** A text that is not blank, if the field is there. */
    public Optional<String> text(String name) {
        return find(name, element -> element instanceof JsonPrimitive value && value.isString(), "a text")
                .map(JsonElement::getAsString)
                .filter(text -> !text.isBlank());
    }

    /** A whole number within bounds, if the field is there. */
    public Optional<Long> integer(String name, long min, long max) {
        return number(name, (double) min, (double) max).map(number -> {
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw new ChatException(at(name) + " is a whole number, not " + number + ".", e);
            }
        });
    }

    /** A number within bounds, if the field is there. */
    public Optional<BigDecimal> number(String name, double min, double max) {
        Optional<BigDecimal> number = find(
                        name, element -> element instanceof JsonPrimitive value && value.isNumber(), "a number")
                .map(JsonElement::getAsBigDecimal);
        number.filter(value -> value.doubleValue() < min || value.doubleValue() > max)
                .ifPresent(value -> {
                    throw new ChatException(
                            at(name) + " is from " + plain(min) + " to " + plain(max) + ", not " + value + ".");
                });
        return number;
    }

    private static String plain(double number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    /** True or false, if the field is there. */
    public Optional<Boolean> flag(String name) {
        return find(name, element -> element instanceof JsonPrimitive value && value.isBoolean(), "true or false")
                .map(JsonElement::getAsBoolean);
    }

    /** Texts; none if the field is not there. */
    public List<String> texts(String name) {
        return list(name, element -> element instanceof JsonPrimitive value && value.isString(), "a list of texts")
                .stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Whole numbers; none if the field is not there. */
    public List<Long> integers(String name) {
        try {
            return list(
                            name,
                            element -> element instanceof JsonPrimitive value && value.isNumber(),
                            "a list of whole numbers")
                    .stream()
                    .map(element -> element.getAsBigDecimal().longValueExact())
                    .toList();
        } catch (ArithmeticException e) {
            throw new ChatException(at(name) + " is a list of whole numbers.", e);
        }
    }

    /** An object, if the field is there. */
    public Optional<Fields> child(String name) {
        return find(name, JsonElement::isJsonObject, "an object")
                .map(element -> new Fields(element.getAsJsonObject(), place + ", " + name));
    }

    /** Objects; none if the field is not there. */
    public List<Fields> children(String name) {
        List<Fields> children = new ArrayList<>();
        for (JsonElement element : list(name, JsonElement::isJsonObject, "a list of objects")) {
            children.add(new Fields(element.getAsJsonObject(), place + ", " + name + " " + (children.size() + 1)));
        }
        return children;
    }

    private List<JsonElement> list(String name, Function<JsonElement, Boolean> is, String what) {
        return find(
                        name,
                        element -> element.isJsonArray()
                                && element.getAsJsonArray().asList().stream().allMatch(is::apply),
                        what)
                .map(element -> element.getAsJsonArray().asList())
                .orElse(List.of());
    }

    private Optional<JsonElement> find(String name, Function<JsonElement, Boolean> is, String what) {
        known.add(name);
        Optional<JsonElement> element = Optional.ofNullable(object.get(name));
        element.filter(found -> !is.apply(found)).ifPresent(found -> {
            throw new ChatException(at(name) + " is " + what + ".");
        });
        return element;
    }

    /** What a field that must be there throws if it is not. */
    public ChatException missing(String name) {
        return new ChatException(at(name) + " is missing.");
    }

    /** The place of a field, for messages. */
    public String at(String name) {
        return place + ": \"" + name + "\"";
    }

    /**
     * Refuses fields that nobody asked for.
     *
     * @throws ChatException if there are any
     */
    public void end() {
        object.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ChatException(at(name) + " is unknown; there are " + String.join(", ", known) + ".");
                });
    }
}
