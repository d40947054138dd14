package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.EditorGraph.Node;
import dev.zograf.runtime.comfy.EditorGraph.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which input each value of a node's widgets belongs to. The editor keeps values by place, with more among them than the inputs that there
 * are: what to do with a seed after a run, and the button that uploads a picture.
 */
final class Widgets {

    /** What the editor may do with a seed after a run; the first versions had a switch. */
    private static final Set<Object> AFTERWARDS =
            Set.of("fixed", "increment", "decrement", "randomize", "increment-wrap", true, false);

    /** Under which name values stand of which nobody knows whose they are. */
    private static final String UNNAMED = "widgets_values";

    private Widgets() {}

    /** The values by the names of the inputs; what an older editor did not keep is missing. */
    static Map<String, Object> values(Node node, Optional<ComfyClass> type) {
        if (!node.named().isEmpty()) {
            return new LinkedHashMap<>(node.named());
        }
        List<Input> known = type.map(ComfyClass::widgets).orElse(List.of());
        boolean dynamic = node.inputs().stream()
                .anyMatch(slot -> !slot.widget().isEmpty()
                        && type.isPresent()
                        && !type.get().inputs().containsKey(slot.widget()));
        return type.isPresent() && !dynamic ? byTable(node.widgets(), known) : byNode(node);
    }

    private static Map<String, Object> byTable(List<@Nullable Object> given, List<Input> inputs) {
        Map<String, Object> values = new LinkedHashMap<>();
        int next = 0;
        for (Input input : inputs) {
            Object value = next < given.size() ? given.get(next++) : null;
            if (value != null) {
                values.put(input.name(), input.dynamicPrompts() && value instanceof String text ? chosen(text) : value);
            }
            if (next < given.size() && isExtra(input, given.get(next))) {
                next++;
            }
        }
        return values;
    }

    private static boolean isExtra(Input input, @Nullable Object value) {
        return value != null
                && ((input.control() && AFTERWARDS.contains(value))
                        || (!input.upload().isEmpty() && value.equals(input.upload())));
    }

    /** For a class of which there is no table: newer editors list all widgets among the inputs. */
    private static Map<String, Object> byNode(Node node) {
        List<String> names = new ArrayList<>();
        for (Slot slot : node.inputs()) {
            if (!slot.widget().isEmpty() && !names.contains(slot.widget())) {
                names.add(slot.widget());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        int extra = node.widgets().size() - names.size();
        int next = 0;
        for (String name : names) {
            Object value = next < node.widgets().size() ? node.widgets().get(next++) : null;
            if (value != null) {
                values.put(name, value);
            }
            Object following = next < node.widgets().size() ? node.widgets().get(next) : null;
            boolean after = following instanceof String && AFTERWARDS.contains(following) && value instanceof Number;
            if (extra > 0 && (after || "image".equals(following))) {
                next++;
                extra--;
            }
        }
        // Where it lists only some, nobody can tell which value is whose.
        return extra == 0 ? values : new LinkedHashMap<>(Map.of(UNNAMED, known(node)));
    }

    private static List<Object> known(Node node) {
        return node.widgets().stream().map(value -> value == null ? "" : value).toList();
    }

    /**
     * A text as the editor sends it: without C-like comments, of alternatives in braces the first one. The editor chooses at random.
     */
    static String chosen(String text) {
        String plain = text.replaceAll("/\\*[\\s\\S]*?\\*/|//.*", "");
        return new Alternatives(plain).read();
    }

    /** Whether the editor would choose among alternatives. */
    static boolean hasAlternatives(String text) {
        return text.replaceAll("\\\\.", "").matches("(?s).*\\{[^{}]*\\|.*");
    }

    /** Reads {@code {a|{b|c}}}, taking the first alternative each time; a backslash takes away the meaning of what follows. */
    private static final class Alternatives {
        private static final int DEEPEST = 200;
        private final String text;
        private int at;

        Alternatives(String text) {
            this.text = text;
        }

        String read() {
            StringBuilder out = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '{') {
                    out.append(block(1));
                } else {
                    out.append(c == '\\' ? escaped() : String.valueOf(c));
                }
            }
            return out.toString();
        }

        private String escaped() {
            if (at < text.length() && "{}|".indexOf(text.charAt(at)) >= 0) {
                return String.valueOf(text.charAt(at++));
            }
            return at < text.length() ? "\\" + text.charAt(at++) : "\\";
        }

        private String block(int depth) {
            StringBuilder first = new StringBuilder();
            boolean taking = true;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '}') {
                    break;
                }
                String piece =
                        c == '{' && depth < DEEPEST ? block(depth + 1) : c == '\\' ? escaped() : String.valueOf(c);
                if (c == '|') {
                    taking = false;
                } else if (taking) {
                    first.append(piece);
                }
            }
            return first.toString();
        }
    }
}
