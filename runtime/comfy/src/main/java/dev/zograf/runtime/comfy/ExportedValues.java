package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import java.math.BigDecimal;
import java.util.Optional;

/** Whether a class of ComfyUI takes a value, as it checks before it runs anything. */
final class ExportedValues {

    private ExportedValues() {}

    /** Why an input does not take a value: {@code takes no "auto" as its sampler_name}; empty if it does. */
    static Optional<String> obstacle(Input input, Object value) {
        if (!input.choices().isEmpty()
                && input.files().isEmpty()
                && input.upload().isEmpty()
                && !input.choices().contains(String.valueOf(value))) {
            return Optional.of("takes no \"" + value + "\" as its " + input.name());
        }
        if (value instanceof Number number
                && (input.type().equals("INT") || input.type().equals("FLOAT"))) {
            BigDecimal given = decimal(number);
            if (input.min().filter(min -> given.compareTo(decimal(min)) < 0).isPresent()) {
                return Optional.of(
                        "takes no " + input.name() + " below " + input.min().get() + ", such as " + value);
            }
            if (input.max().filter(max -> given.compareTo(decimal(max)) > 0).isPresent()) {
                return Optional.of(
                        "takes no " + input.name() + " above " + input.max().get() + ", such as " + value);
            }
        }
        return Optional.empty();
    }

    /** What stands where a value is needed and none is known: the default, or the first choice. */
    static Optional<Object> initial(Input input) {
        return input.initial()
                .or(() -> input.isWidget()
                        ? input.choices().stream().<Object>map(choice -> choice).findFirst()
                        : Optional.empty());
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }
}
