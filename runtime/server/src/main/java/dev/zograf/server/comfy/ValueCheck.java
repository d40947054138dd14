package dev.zograf.server.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ObjectInfo;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks a value that is written in a prompt against what the class says of its input. */
final class ValueCheck {

    private static final int MOST_LISTED = 20;

    private final ObjectInfo info;
    private final Predicate<String> uploaded;

    /**
     * A check.
     *
     * @param uploaded whether there is such a file, folder and annotation included
     */
    ValueCheck(ObjectInfo info, Predicate<String> uploaded) {
        this.info = info;
        this.uploaded = uploaded;
    }

    void check(String node, String classType, Input input, @Nullable Object value, NodeErrors errors) {
        String name = input.name();
        if (!input.isWidget() && !isScalar(input.type())) {
            errors.add(
                    node,
                    classType,
                    "return_type_mismatch",
                    "A value stands where a link is needed.",
                    name + ", which takes " + input.type(),
                    name,
                    Map.of("received_value", value == null ? "null" : value));
            return;
        }
        switch (input.type()) {
            case "INT", "FLOAT" -> number(node, classType, input, value, errors);
            case "BOOLEAN" -> {
                if (!(value instanceof Boolean) && !(value instanceof Number)) {
                    wrongType(node, classType, input, value, errors);
                }
            }
            case "COMBO" -> choice(node, classType, input, value, errors);
            case "STRING" -> {
                if (value instanceof Map || value instanceof List || value == null) {
                    wrongType(node, classType, input, value, errors);
                }
            }
            default -> {
                // Whatever else is written out is judged when the workflow is checked.
            }
        }
    }

    private static boolean isScalar(String type) {
        return Arrays.stream(type.split(",", -1))
                .anyMatch(one -> List.of("INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "*")
                        .contains(one));
    }

    private static void wrongType(
            String node, String classType, Input input, @Nullable Object value, NodeErrors errors) {
        errors.add(
                node,
                classType,
                "invalid_input_type",
                "The value cannot be read as " + input.type() + ".",
                input.name() + ", " + value,
                input.name(),
                Map.of("received_value", value == null ? "null" : value));
    }

    private static void number(String node, String classType, Input input, @Nullable Object value, NodeErrors errors) {
        double number;
        try {
            number = value instanceof Number given
                    ? given.doubleValue()
                    : value instanceof Boolean flag
                            ? (flag ? 1 : 0)
                            : Double.parseDouble(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            wrongType(node, classType, input, value, errors);
            return;
        }
        Object received = value == null ? "null" : value;
        if (input.min().filter(min -> compare(received, number, min) < 0).isPresent()) {
            errors.add(
                    node,
                    classType,
                    "value_smaller_than_min",
                    "The value is less than the least, " + input.min().get() + ".",
                    input.name(),
                    input.name(),
                    Map.of("received_value", received));
        }
        if (input.max().filter(max -> compare(received, number, max) > 0).isPresent()) {
            errors.add(
                    node,
                    classType,
                    "value_bigger_than_max",
                    "The value is more than the most, " + input.max().get() + ".",
                    input.name(),
                    input.name(),
                    Map.of("received_value", received));
        }
    }

    /** Whole numbers are compared as such: doubles do not tell the largest seeds apart. */
    private static int compare(Object received, double number, Number limit) {
        boolean whole = (received instanceof Long || received instanceof BigInteger)
                && (limit instanceof Long || limit instanceof BigInteger || limit instanceof Integer);
        return whole
                ? new BigInteger(received.toString()).compareTo(new BigInteger(limit.toString()))
                : Double.compare(number, limit.doubleValue());
    }

    private void choice(String node, String classType, Input input, @Nullable Object value, NodeErrors errors) {
        String text = String.valueOf(value);
        if (!input.upload().isEmpty()) {
            if (!uploaded.test(text)) {
                errors.add(
                        node,
                        classType,
                        "custom_validation_failed",
                        "There is no such file; upload it first.",
                        input.name() + " - Invalid image file: " + text,
                        input.name(),
                        Map.of("received_value", text));
            }
            return;
        }
        List<String> choices = info.choices(input);
        if (!choices.contains(text)) {
            String list =
                    choices.size() > MOST_LISTED ? "(list of length " + choices.size() + ")" : String.valueOf(choices);
            errors.add(
                    node,
                    classType,
                    "value_not_in_list",
                    "The value is none of those that there are.",
                    input.name() + ": '" + text + "' not in " + list,
                    input.name(),
                    Map.of("received_value", text));
        }
    }
}
