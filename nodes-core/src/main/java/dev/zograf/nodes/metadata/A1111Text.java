package dev.zograf.nodes.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text that A1111's web UI keeps under {@code parameters}: the prompt, the negative one after its name, and a last line of settings with
 * commas between, values with commas in quotes. What does not look so is all prompt.
 */
final class A1111Text {

    private static final String NEGATIVE = "Negative prompt:";
    private static final int FEWEST_SETTINGS = 3;

    private A1111Text() {}

    static String write(Generation made) {
        StringBuilder out = new StringBuilder(made.prompt());
        if (!made.negative().isBlank()) {
            out.append('\n').append(NEGATIVE).append(' ').append(made.negative());
        }
        List<String> settings = new ArrayList<>();
        made.settings().forEach((name, value) -> settings.add(name + ": " + quoted(value)));
        return settings.isEmpty()
                ? out.toString()
                : out.append('\n').append(String.join(", ", settings)).toString();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == ':' || c == '\n' || c == '"');
        return plain ? value : MetadataJson.quoted(value);
    }

    static Generation read(String text) {
        List<String> lines = new ArrayList<>(text.strip().lines().toList());
        Map<String, String> settings = new LinkedHashMap<>();
        if (!lines.isEmpty()) {
            Map<String, String> last = settings(lines.get(lines.size() - 1));
            if (last.size() >= FEWEST_SETTINGS || (lines.size() > 1 && last.containsKey("Steps"))) {
                settings = last;
                lines.remove(lines.size() - 1);
            }
        }
        StringBuilder prompt = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        boolean inNegative = false;
        for (String line : lines) {
            String rest = line.strip();
            if (rest.startsWith(NEGATIVE)) {
                inNegative = true;
                rest = rest.substring(NEGATIVE.length()).strip();
            }
            StringBuilder to = inNegative ? negative : prompt;
            to.append(to.length() == 0 ? "" : "\n").append(rest);
        }
        return new Generation(prompt.toString(), negative.toString(), settings);
    }

    /** {@code name: value, name: "value, with a comma"}; none if something in between is neither. */
    private static Map<String, String> settings(String line) {
        Map<String, String> out = new LinkedHashMap<>();
        int at = 0;
        while (at < line.length()) {
            int colon = line.indexOf(':', at);
            if (colon < 0 || !isName(line.substring(at, colon).strip())) {
                return Map.of();
            }
            String name = line.substring(at, colon).strip();
            int from = colon + 1;
            while (from < line.length() && line.charAt(from) == ' ') {
                from++;
            }
            int end = from < line.length() && line.charAt(from) == '"' ? closing(line, from) : -1;
            if (end > 0) {
                out.put(name, MetadataJson.text(line.substring(from, end)));
            } else {
                end = line.indexOf(',', from);
                end = end < 0 ? line.length() : end;
                out.put(name, line.substring(from, end).strip());
            }
            at = line.indexOf(',', end);
            at = at < 0 ? line.length() : at + 1;
        }
        return out;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && Character.isLetterOrDigit(name.codePointAt(0))
                && name.codePoints()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '/' || c == '_');
    }

    /** Behind the quote that closes the one at a place, -1 if there is none. */
    private static int closing(String line, int quote) {
        for (int i = quote + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == '"') {
                return i + 1;
            }
        }
        return -1;
    }
}
