package dev.zograf.nodes.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the JSON that tools of Python write into pictures, {@code NaN} included, into maps, lists, texts, numbers as they are written
 * ({@link Number}), and truth values; null is an empty {@link Optional}. Bounded in depth, so that hostile text is no danger.
 */
public final class MetadataJson {

    private static final int DEEPEST = 100;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String MEANINGS = "\"\\/\b\f\n\r\t";

    /** A number as it is written, so that a seed keeps all its digits. */
    record Number(String text) {}

    /** Not JSON. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(int at) {
            super("no JSON at " + at);
        }
    }

    private final String text;
    private int at;

    private MetadataJson(String text) {
        this.text = text;
    }

    /** The value that a text is, or empty if it is no JSON. */
    static Optional<Object> read(String text) {
        MetadataJson reader = new MetadataJson(text);
        try {
            Object value = reader.value(0);
            reader.space();
            return reader.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** The object that a text is, or an empty one. */
    static Map<?, ?> object(String text) {
        return read(text).orElse(Map.of()) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The object that a text is, or an empty one, with numbers as such and without what is null. */
    public static Map<String, Object> plain(String text) {
        Map<String, Object> out = new LinkedHashMap<>();
        plain(object(text)).ifPresent(value -> {
            if (value instanceof Map<?, ?> map) {
                map.forEach((name, each) -> out.put(String.valueOf(name), each));
            }
        });
        return out;
    }

    private static Optional<Object> plain(Object value) {
        if (value instanceof Number number) {
            return Optional.of(Double.valueOf(number.text()));
        }
        if (value instanceof Optional<?>) {
            return Optional.empty();
        }
        if (value instanceof List<?> list) {
            return Optional.of(
                    list.stream().flatMap(each -> plain(each).stream()).toList());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((name, each) -> plain(each).ifPresent(there -> out.put(String.valueOf(name), there)));
            return Optional.of(out);
        }
        return Optional.of(value);
    }

    /** What a text in quotes means; the text itself if it is malformed. */
    static String text(String quoted) {
        return read(quoted).orElse(quoted) instanceof String text ? text : quoted;
    }

    /** A text in quotes, in ASCII. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = c == '/' ? -1 : MEANINGS.indexOf(c);
            if (escape >= 0) {
                out.append('\\').append(ESCAPES.charAt(escape));
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private Malformed malformed() {
        return new Malformed(at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char wanted) {
        space();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void need(char wanted) throws Malformed {
        if (!take(wanted)) {
            throw malformed();
        }
    }

    private Object value(int depth) throws Malformed {
        space();
        if (depth > DEEPEST || at >= text.length()) {
            throw malformed();
        }
        if (take('{')) {
            Map<String, Object> out = new LinkedHashMap<>();
            if (take('}')) {
                return out;
            }
            do {
                need('"');
                String name = string();
                need(':');
                out.put(name, value(depth + 1));
            } while (take(','));
            need('}');
            return out;
        }
        if (take('[')) {
            List<Object> out = new ArrayList<>();
            if (take(']')) {
                return out;
            }
            do {
                out.add(value(depth + 1));
            } while (take(','));
            need(']');
            return out;
        }
        return take('"') ? string() : word();
    }

    private Object word() throws Malformed {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        if (word.equals("null")) {
            return Optional.empty();
        }
        boolean special = word.equals("NaN") || word.equals("Infinity") || word.equals("-Infinity");
        if (!special && !word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw malformed();
        }
        return new Number(word);
    }

    private String string() throws Malformed {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = at < text.length() ? text.charAt(at++) : ' ';
            if (escape == 'u' && at + 4 <= text.length()) {
                try {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                } catch (NumberFormatException e) {
                    throw malformed();
                }
                at += 4;
            } else if (ESCAPES.indexOf(escape) >= 0) {
                out.append(MEANINGS.charAt(ESCAPES.indexOf(escape)));
            } else {
                throw malformed();
            }
        }
        throw malformed();
    }
}
