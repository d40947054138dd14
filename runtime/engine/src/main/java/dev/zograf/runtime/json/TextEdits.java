package dev.zograf.runtime.json;

import dev.zograf.runtime.json.JsonSpans.Span;
import java.util.Map;
import java.util.TreeMap;

/** Replacements of parts of a text that do not overlap, made all at once. */
public final class TextEdits {

    private record Edit(Span span, String replacement) {}

    private final Map<Integer, Edit> edits = new TreeMap<>();

    /** Replaces a part. */
    public void replace(Span span, String replacement) {
        edits.put(span.start(), new Edit(span, replacement));
    }

    /** The text with all replacements. */
    public String apply(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int from = 0;
        for (Edit edit : edits.values()) {
            if (edit.span().start() < from) {
                throw new IllegalStateException("Two replacements overlap at " + edit.span() + ".");
            }
            out.append(text, from, edit.span().start()).append(edit.replacement());
            from = edit.span().end();
        }
        return out.append(text, from, text.length()).toString();
    }
}
