package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.Mapping.Ignored;
import dev.zograf.runtime.comfy.Mapping.NodeTemplate;
import dev.zograf.runtime.comfy.Mapping.Result;
import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a table says of the nodes that stand for a class here. */
final class MappingReader {

    private final String file;

    MappingReader(String file) {
        this.file = file;
    }

    Mapping read(TableFields fields) {
        List<Variant> variants = new ArrayList<>();
        fields.list("native").forEach(tree -> variants.add(variant(TableFields.of(file, tree))));
        Map<String, Ignored> ignored = new LinkedHashMap<>();
        fields.members("ignored").forEach((name, tree) -> ignored.put(name, ignored(tree)));
        return new Mapping(List.copyOf(variants), ignored);
    }

    private Ignored ignored(JsonTree tree) {
        if (tree instanceof JsonTree.Scalar) {
            return new Ignored(String.valueOf(tree.plain()), Set.of());
        }
        TableFields fields = TableFields.of(file, tree);
        Ignored ignored = new Ignored(
                fields.text("why", ""),
                fields.take("values").map(fields::scalars).orElse(Set.of()));
        fields.finish();
        return ignored;
    }

    private Variant variant(TableFields fields) {
        Map<String, Set<Object>> when = new LinkedHashMap<>();
        fields.members("when").forEach((name, tree) -> when.put(name, fields.scalars(tree)));
        Set<String> given = texts(fields, "given");
        Set<String> absent = texts(fields, "absent");
        Map<String, Template> context = new LinkedHashMap<>();
        fields.members("context").forEach((name, tree) -> context.put(name, template(tree)));
        Map<String, NodeTemplate> nodes = new LinkedHashMap<>();
        fields.members("nodes").forEach((name, tree) -> nodes.put(name, node(TableFields.of(file, tree))));
        List<Template> out = fields.list("out").stream().map(this::template).toList();
        List<Result> results = fields.list("results").stream()
                .map(tree -> result(TableFields.of(file, tree)))
                .toList();
        Map<String, String> ask = new LinkedHashMap<>();
        fields.members("ask").forEach((name, tree) -> ask.put(name, fields.text(tree)));
        fields.finish();
        return new Variant(when, given, absent, context, nodes, out, results, ask);
    }

    private static Set<String> texts(TableFields fields, String name) {
        return fields.list(name).stream().map(fields::text).collect(Collectors.toUnmodifiableSet());
    }

    private NodeTemplate node(TableFields fields) {
        String type = fields.text("type", "");
        int at = type.indexOf('@');
        if (at < 1 || !type.substring(at + 1).matches("[1-9][0-9]{0,3}")) {
            throw fields.wrong("\"" + type + "\" is no type with a version, such as sample@1.");
        }
        Map<String, Template> in = new LinkedHashMap<>();
        fields.members("in").forEach((port, tree) -> in.put(port, template(tree)));
        fields.finish();
        return new NodeTemplate(type.substring(0, at), Integer.parseInt(type.substring(at + 1)), in);
    }

    private Result result(TableFields fields) {
        Result result = new Result(
                fields.text("name", "image"),
                fields.take("from").map(this::template).orElseThrow(() -> fields.wrong("\"from\" is missing.")),
                fields.take("prefix").map(this::template).orElse(new Template.Constant("")),
                fields.text("kind", "output"));
        fields.finish();
        return result;
    }

    private Template template(JsonTree tree) {
        if (tree instanceof JsonTree.Arr array) {
            return new Template.All(array.entries().stream().map(this::template).toList());
        }
        if (tree instanceof JsonTree.Scalar scalar) {
            return scalar.value() instanceof String text ? named(text, tree) : constant(tree);
        }
        TableFields fields = TableFields.of(file, tree);
        Template read = object(fields);
        fields.finish();
        return read;
    }

    private Template constant(JsonTree tree) {
        Object value = tree.plain();
        if (value == null) {
            throw TableFields.wrong(file, tree.at(), "Here is null where a value is needed.");
        }
        return new Template.Constant(value);
    }

    /** {@code $input}, {@code $input.part}, {@code @model}, or a text. */
    private Template named(String text, JsonTree tree) {
        if (text.startsWith("$")) {
            int dot = text.lastIndexOf('.');
            return dot < 0
                    ? new Template.Given(text.substring(1), "")
                    : new Template.Given(text.substring(1, dot), text.substring(dot + 1));
        }
        return text.startsWith("@") ? new Template.Context(text.substring(1)) : constant(tree);
    }

    private Template object(TableFields fields) {
        if (fields.has("from")) {
            String from = fields.text("from", "");
            int dot = from.lastIndexOf('.');
            if (dot < 1) {
                throw fields.wrong("\"" + from + "\" is no output; write node.port.");
            }
            return new Template.From(from.substring(0, dot), from.substring(dot + 1));
        }
        if (fields.has("input")) {
            return new Template.Given(fields.text("input", ""), fields.text("part", ""));
        }
        if (fields.has("parts")) {
            Map<String, Template> parts = new LinkedHashMap<>();
            fields.members("parts").forEach((name, tree) -> parts.put(name, template(tree)));
            return new Template.Parts(parts);
        }
        if (fields.has("either")) {
            return new Template.Either(
                    fields.list("either").stream().map(this::template).toList());
        }
        Template of = fields.take("of").map(this::template).orElseThrow(() -> fields.wrong("\"of\" is missing."));
        if (fields.has("words")) {
            Map<Object, Object> words = new LinkedHashMap<>();
            fields.members("words").forEach((word, tree) -> words.put(word(word), fields.scalar(tree)));
            return new Template.Translated(of, words);
        }
        Optional<String> by = fields.take("as").map(fields::text);
        if (by.isPresent()) {
            try {
                return new Template.Converted(of, Conversion.valueOf(by.get().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw fields.wrong("There is no conversion \"" + by.get() + "\".");
            }
        }
        return new Template.Linear(
                of,
                fields.number("times").orElse(1).doubleValue(),
                fields.number("plus").orElse(0).doubleValue());
    }

    /** Names of members are texts; those of booleans stand for these. */
    private static Object word(String word) {
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : word;
    }
}
