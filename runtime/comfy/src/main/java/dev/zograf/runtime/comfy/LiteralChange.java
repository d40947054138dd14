package dev.zograf.runtime.comfy;

import java.util.Optional;

/** What becomes of a literal of ComfyUI by a template that changes it: other words, another number, a conversion. */
final class LiteralChange {

    private LiteralChange() {}

    /** The other value; empty if there is none for it. */
    static Optional<Object> of(Template template, Object value) {
        if (template instanceof Template.Translated translated) {
            Object other = translated.words().get(value instanceof Boolean ? value : String.valueOf(value));
            return Optional.ofNullable(other)
                    .or(() -> Optional.ofNullable(translated.words().get(Template.Translated.ANY)));
        }
        if (template instanceof Template.Converted converted) {
            return converted.by().toNative(value);
        }
        Template.Linear linear = (Template.Linear) template;
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        double result = number.doubleValue() * linear.times() + linear.plus();
        boolean whole = value instanceof Long && result == Math.rint(result);
        return Optional.of(whole ? (Object) (long) result : (Object) result);
    }
}
