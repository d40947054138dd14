package dev.zograf.runtime.node;

import dev.zograf.runtime.json.Definition;
import dev.zograf.runtime.json.JsonSpans;
import dev.zograf.runtime.json.JsonSpans.Span;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.TextEdits;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowReader;
import dev.zograf.runtime.json.WorkflowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Migrates the text of a workflow file: nodes of older versions are rewritten, nodes without a version get the current one, and all
 * else stays as it is written.
 */
public final class FileMigration {

    private final String text;
    private final JsonSpans spans;
    private final NodeRegistry registry;
    private final TextEdits edits = new TextEdits();
    private final List<String> changes = new ArrayList<>();

    private FileMigration(String text, NodeRegistry registry) {
        this.text = text;
        this.spans = JsonSpans.of(text);
        this.registry = registry;
    }

    /**
     * What a migration gave.
     *
     * @param text the new text; the old one if there are problems
     * @param changes one sentence for each node that was rewritten
     * @param problems why a node could not be migrated, or what is wrong with the file
     */
    public record Migrated(String text, List<String> changes, List<Problem> problems) {}

    /** Migrates a text. If any part of it cannot be migrated, none is. */
    public static Migrated migrate(String text, NodeRegistry registry) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        WorkflowReader.Reading reading = WorkflowReader.read(body);
        List<Problem> problems = new ArrayList<>(reading.problems());
        if (reading.file().isEmpty() || !problems.isEmpty()) {
            return new Migrated(text, List.of(), problems);
        }
        WorkflowFile old = reading.file().get();
        WorkflowFile current = Migrator.migrate(old, registry, problems);
        if (!problems.isEmpty()) {
            return new Migrated(text, List.of(), problems);
        }
        FileMigration migration = new FileMigration(body, registry);
        migration.rewrite("", old, current);
        String migrated = migration.edits.apply(body);
        return new Migrated(text.substring(0, text.length() - body.length()) + migrated, migration.changes, List.of());
    }

    private void rewrite(String within, WorkflowFile old, WorkflowFile current) {
        old.nodes()
                .forEach(
                        (id, node) -> rewrite(within + id, node, current.nodes().getOrDefault(id, node)));
        old.outputs().forEach((name, output) -> {
            Value.Reference now = current.outputs().getOrDefault(name, output).from();
            if (!now.equals(output.from())) {
                relink(output.from(), now);
            }
        });
        old.workflows()
                .forEach((name, definition) -> definition.workflow().ifPresent(before -> {
                    Definition now = current.workflows().getOrDefault(name, definition);
                    rewrite(within + name + "/", before, now.workflow().orElse(before));
                }));
    }

    private void rewrite(String id, NodeEntry old, NodeEntry node) {
        Optional<NodeSchema> schema = registry.find(node.type());
        if (schema.isPresent() && old.version() < schema.get().version()) {
            String type = node.type() + "@" + schema.get().version();
            changes.add(id + ": " + old.type() + (old.version() == 0 ? "" : "@" + old.version()) + " is now " + type);
            span(old.typeAt().pointer()).ifPresent(at -> edits.replace(at, JsonText.compact(type) + added(old, node)));
        }
        String in = old.at().pointer("in");
        if (old.in().keySet().equals(node.in().keySet()) && inOrder(old.in(), node.in())) {
            old.in().forEach((name, value) -> relink(value, node.in().getOrDefault(name, value)));
        } else {
            span(in).ifPresent(at -> edits.replace(at, members(node.in(), at)));
        }
        if (!old.each().equals(node.each())) {
            Object each = node.each().size() == 1 ? node.each().get(0) : node.each();
            span(old.at().pointer("each")).ifPresent(at -> edits.replace(at, JsonText.compact(each)));
        }
    }

    /** Inputs where the old node had none at all. */
    private String added(NodeEntry old, NodeEntry node) {
        return node.in().isEmpty() || span(old.at().pointer("in")).isPresent()
                ? ""
                : ", \"in\": " + members(node.in(), new Span(0, 0));
    }

    private static boolean inOrder(Map<String, Value> old, Map<String, Value> now) {
        return old.entrySet().stream()
                .allMatch(e -> e.getValue()
                        .at()
                        .equals(now.getOrDefault(e.getKey(), e.getValue()).at()));
    }

    /** Changes the target of a link, and of those inside of an array, where it differs. */
    private void relink(Value old, Value now) {
        if (old instanceof Value.Reference before && now instanceof Value.Reference after && !before.equals(after)) {
            String target = JsonText.compact(after.source() + "." + after.port());
            span(before.at().pointer()).ifPresent(at -> edits.replace(at, target));
        } else if (old instanceof Value.Several before && now instanceof Value.Several after) {
            for (int i = 0; i < before.values().size(); i++) {
                relink(before.values().get(i), after.values().get(i));
            }
        } else if (old instanceof Value.Named before && now instanceof Value.Named after) {
            before.values()
                    .forEach((name, value) -> relink(value, after.values().getOrDefault(name, value)));
        }
    }

    /** The inputs of a node, laid out as those that were there before. */
    private String members(Map<String, Value> in, Span before) {
        String old = before.of(text);
        int firstLine = old.indexOf('\n');
        String separator = ", ";
        String begin = old.startsWith("{\"") ? "{" : "{ ";
        String end = old.startsWith("{\"") ? "}" : " }";
        if (firstLine >= 0) {
            String indent = old.substring(firstLine, firstLine + 1 + blanks(old, firstLine + 1));
            separator = "," + indent;
            begin = "{" + indent;
            int lastLine = old.lastIndexOf('\n');
            end = old.substring(lastLine);
        }
        if (in.isEmpty()) {
            return "{}";
        }
        List<String> members = new ArrayList<>();
        in.forEach((name, value) -> members.add(JsonText.compact(name) + ": " + written(value)));
        return begin + String.join(separator, members) + end;
    }

    /** A value as its author wrote it, if it is still the same. */
    private String written(Value value) {
        String pointer = value.at().pointer();
        // A link's place is its target; the object around it is one step up.
        Optional<Span> at =
                span(value instanceof Value.Reference ? pointer.substring(0, pointer.lastIndexOf('/')) : pointer);
        if (at.isPresent()) {
            String old = at.get().of(text);
            Object now = WorkflowWriter.plain(value);
            if (JsonText.parse(old).filter(now::equals).isPresent()) {
                return old;
            }
        }
        return JsonText.compact(WorkflowWriter.plain(value));
    }

    private Optional<Span> span(String pointer) {
        return spans.find(pointer);
    }

    private static int blanks(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i - from;
    }
}
