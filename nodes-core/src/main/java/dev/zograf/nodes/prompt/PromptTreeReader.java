package dev.zograf.nodes.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds in a prompt what changes on the way. A square bracket that makes no sense is text where it stands by itself, and spoils what is
 * around it where it stands inside of another.
 */
final class PromptTreeReader {

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");
    private static final int DEEPEST = 300;

    private final String text;
    private final Set<Integer> senseless = new HashSet<>();
    private int at;
    private int depth;

    PromptTreeReader(String text) {
        this.text = text;
    }

    /** The whole prompt; empty if it has a {@code |} outside of brackets, or ends in a backslash, so that nothing in it changes. */
    Optional<PromptTree> read() {
        List<PromptTree> out = new ArrayList<>();
        while (at < text.length()) {
            Optional<PromptTree> part = part();
            if (part.isPresent()) {
                out.add(part.get());
            } else if (text.charAt(at) == '|' || text.charAt(at) == '\\') {
                return Optional.empty();
            } else {
                out.add(PromptTree.text(text.substring(at, at + 1)));
                at++;
            }
        }
        return Optional.of(new PromptTree.Sequence(out));
    }

    /** Text or a bracket with what is in it, or nothing, and then the place is as before. */
    private Optional<PromptTree> part() {
        char c = text.charAt(at);
        if (c == '[' || c == '(') {
            int from = at;
            if (depth == DEEPEST || senseless.contains(from)) {
                return Optional.empty();
            }
            depth++;
            Optional<PromptTree> group = c == '[' ? square() : round();
            depth--;
            if (group.isEmpty()) {
                senseless.add(from);
                at = from;
            }
            return group;
        }
        int from = at;
        while (at < text.length() && "[]():|".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 == text.length()) {
                break;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at == from ? Optional.empty() : Optional.of(PromptTree.text(text.substring(from, at)));
    }

    /** Parts up to a sign between or after them; empty if a bracket among them makes no sense. */
    private Optional<PromptTree> sequence() {
        List<PromptTree> out = new ArrayList<>();
        while (at < text.length() && "]):|".indexOf(text.charAt(at)) < 0) {
            Optional<PromptTree> part = part();
            if (part.isEmpty()) {
                return Optional.empty();
            }
            out.add(part.get());
        }
        return Optional.of(new PromptTree.Sequence(out));
    }

    private Optional<PromptTree> round() {
        StringBuilder signs = new StringBuilder();
        List<PromptTree> parts = new ArrayList<>();
        if (!group(')', signs, parts, new ArrayList<>()) || !(signs.isEmpty() || ":".contentEquals(signs))) {
            return Optional.empty();
        }
        List<PromptTree> out = new ArrayList<>(List.of(PromptTree.text("("), parts.get(0)));
        if (parts.size() == 2) {
            out.add(PromptTree.text(":"));
            out.add(parts.get(1));
        }
        out.add(PromptTree.text(")"));
        return Optional.of(new PromptTree.Sequence(out));
    }

    private Optional<PromptTree> square() {
        StringBuilder signs = new StringBuilder();
        List<PromptTree> parts = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        if (!group(']', signs, parts, raw)) {
            return Optional.empty();
        }
        if (signs.isEmpty()) {
            return Optional.of(
                    new PromptTree.Sequence(List.of(PromptTree.text("["), parts.get(0), PromptTree.text("]"))));
        }
        if (signs.indexOf(":") < 0) {
            return Optional.of(new PromptTree.Alternation(List.copyOf(parts)));
        }
        String when = raw.get(raw.size() - 1);
        if (signs.indexOf("|") >= 0 || parts.size() > 3 || !NUMBER.matcher(when).matches()) {
            return Optional.empty();
        }
        return Optional.of(new PromptTree.Switch(
                parts.size() == 3 ? parts.get(0) : PromptTree.text(""),
                parts.get(parts.size() - 2),
                Double.parseDouble(when.strip()),
                when.indexOf('.') >= 0));
    }

    /** Reads a bracket with the signs between its parts; false if it is never closed or cannot be read. */
    private boolean group(char close, StringBuilder signs, List<PromptTree> parts, List<String> raw) {
        do {
            at++;
            int from = at;
            Optional<PromptTree> part = sequence();
            if (part.isEmpty() || at == text.length()) {
                return false;
            }
            parts.add(part.get());
            raw.add(text.substring(from, at));
            char sign = text.charAt(at);
            if (sign == close) {
                at++;
                return true;
            }
            signs.append(sign);
        } while (text.charAt(at) == ':' || text.charAt(at) == '|');
        return false;
    }
}
