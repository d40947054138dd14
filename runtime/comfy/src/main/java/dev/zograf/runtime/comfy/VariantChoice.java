package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.json.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which of the ways to say a class here is taken for what the inputs of a node are given. */
final class VariantChoice {

    private final ComfyClass type;
    private final Function<String, Optional<Parts>> given;

    /** @param given what an input is given, by its name */
    VariantChoice(ComfyClass type, Function<String, Optional<Parts>> given) {
        this.type = type;
        this.given = given;
    }

    /** The first whose conditions hold. */
    Optional<Variant> first() {
        return type.mapping().variants().stream().filter(this::fits).findFirst();
    }

    private boolean fits(Variant variant) {
        return variant.given().stream().allMatch(this::isGiven)
                && variant.absent().stream().allMatch(name -> given.apply(name).isEmpty())
                && variant.when().entrySet().stream()
                        .allMatch(entry -> literal(entry.getKey())
                                .filter(value -> holds(entry.getValue(), value))
                                .isPresent());
    }

    /** Whether an input is given something, or that part of something: {@code input.part}. */
    private boolean isGiven(String name) {
        String input = type.inputOf(name);
        return input.equals(name)
                ? given.apply(name).isPresent()
                : given.apply(input)
                        .flatMap(parts -> parts.part(name.substring(input.length() + 1)))
                        .isPresent();
    }

    /** Whether a value is among some, numbers by their value. */
    static boolean holds(Set<Object> values, Object value) {
        return values.contains(value)
                || (value instanceof Number number
                        && values.stream()
                                .anyMatch(v -> v instanceof Number n && n.doubleValue() == number.doubleValue()));
    }

    /** The value that is written for an input; empty if it is linked or given nothing. */
    Optional<Object> literal(String input) {
        return given.apply(input)
                .map(Parts::main)
                .filter(Value.Literal.class::isInstance)
                .map(value -> ((Value.Literal) value).value());
    }

    /** What the inputs are given of which the choice depends, for a message. */
    String conditions() {
        List<String> conditions = new ArrayList<>();
        type.mapping().variants().stream()
                .flatMap(variant -> variant.when().keySet().stream())
                .distinct()
                .forEach(name -> conditions.add(name + " = "
                        + literal(name)
                                .map(String::valueOf)
                                .orElse(given.apply(name).isEmpty() ? "nothing" : "a link")));
        type.mapping().variants().stream()
                .flatMap(variant -> variant.given().stream())
                .distinct()
                .forEach(name -> conditions.add(name + (given.apply(name).isPresent() ? " given" : " not given")));
        return String.join(", ", conditions);
    }
}
