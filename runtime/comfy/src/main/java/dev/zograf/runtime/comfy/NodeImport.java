package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes the nodes that stand for one node of ComfyUI, as its class's table says. */
final class NodeImport {

    private final Importer importer;
    private final Node node;
    private final ComfyClass type;
    private final Map<String, Parts> outer;
    private final Map<String, Optional<Parts>> given = new HashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();

    private final VariantChoice choice;

    private Map<String, Parts> context = Map.of();
    private Map<String, String> ask = Map.of();

    NodeImport(Importer importer, Node node, ComfyClass type, Map<String, Parts> outer) {
        this.importer = importer;
        this.node = node;
        this.type = type;
        this.outer = outer;
        this.choice = new VariantChoice(type, this::given);
    }

    /** What the outputs give, by slot. */
    List<Optional<Parts>> run() {
        context = outer;
        Optional<Variant> variant = choice.first();
        if (variant.isEmpty()) {
            importer.lose(node, "No node here does what these inputs ask for: " + choice.conditions() + ".");
            return nothing();
        }
        Map<String, Parts> own = new LinkedHashMap<>(outer);
        Set<String> wanted = importer.wantedBefore(node);
        ask = variant.get().ask();
        variant.get().context().forEach((name, template) -> {
            own.remove(name);
            if (wanted.contains(name)) {
                evaluate(template).ifPresent(parts -> own.put(name, parts));
            }
        });
        context = own;
        // What the context is made of was looked at without it.
        given.keySet().removeIf(name -> node.inputs().get(name) instanceof Link && !own.equals(outer));
        checkUnused();
        write(variant.get());
        if (importer.isDropped(node)) {
            return nothing();
        }
        List<Optional<Parts>> out =
                variant.get().out().stream().map(this::evaluate).toList();
        for (int slot = 0; slot < out.size(); slot++) {
            if (type.outputs().get(slot).isList()) {
                out.get(slot).ifPresent(parts -> importer.lists().add(parts.main(), node.id()));
            }
        }
        return out;
    }

    private List<Optional<Parts>> nothing() {
        return type.outputs().stream().map(out -> Optional.<Parts>empty()).toList();
    }

    /** Names inputs that change something there and nothing here. */
    private void checkUnused() {
        type.mapping().ignored().forEach((name, ignored) -> {
            Optional<Object> value = choice.literal(name);
            boolean linked = value.isEmpty() && given(name).isPresent();
            if (!ignored.values().isEmpty()
                    && (linked
                            || value.filter(v -> !VariantChoice.holds(ignored.values(), v))
                                    .isPresent())) {
                importer.lose(
                        node,
                        "The input " + name + " is "
                                + value.map(String::valueOf).orElse("a link") + ": " + ignored.why() + ".");
            }
        });
        node.inputs().keySet().forEach(name -> {
            if (!type.inputs().containsKey(name) && !isButton(name)) {
                importer.note("The input " + name + " of node " + node.id() + " was left out: " + type.name()
                        + " has no such input.");
            }
        });
    }

    /** The button that uploads a picture, of which older editors write what it uploads. */
    private boolean isButton(String name) {
        return node.inputs().get(name) instanceof Literal literal
                && type.inputs().values().stream()
                        .anyMatch(input ->
                                !input.upload().isEmpty() && input.upload().equals(literal.value()));
    }

    private void write(Variant variant) {
        String base = base(variant);
        boolean main = true;
        for (String key : variant.nodes().keySet()) {
            ids.put(key, importer.name(node, main ? base : base + "-" + key));
            main = false;
        }
        Map<String, Map<String, Value>> given = new LinkedHashMap<>();
        variant.nodes().forEach((key, template) -> {
            Map<String, Value> in = new LinkedHashMap<>();
            template.in().forEach((port, value) -> evaluate(value).ifPresent(parts -> in.put(port, parts.main())));
            given.put(Objects.requireNonNull(ids.get(key)), in);
        });
        if (importer.isDropped(node)) {
            return;
        }
        Map<String, List<String>> each = type.takesLists()
                ? importer.lists().whole(given)
                : importer.lists().oneByOne(given, reason -> importer.lose(node, reason));
        variant.nodes().forEach((key, template) -> {
            String id = Objects.requireNonNull(ids.get(key));
            importer.write(
                    id,
                    new NodeEntry(
                            template.type(),
                            template.version(),
                            Objects.requireNonNull(given.get(id)),
                            each.getOrDefault(id, List.of()),
                            type.special() ? Map.of("x-comfy", Map.of("class_type", type.name())) : Map.of(),
                            Place.NONE,
                            Place.NONE));
        });
        variant.results().forEach(result -> {
            Optional<Value> from = evaluate(result.from()).map(Parts::main);
            if (from.isPresent() && from.get() instanceof Value.Reference reference && !reference.isInput()) {
                String prefix = evaluate(result.prefix())
                        .map(Parts::main)
                        .map(value -> value instanceof Value.Literal literal ? String.valueOf(literal.value()) : "")
                        .orElse("");
                String title = title();
                importer.show(node, title.isEmpty() ? result.name() : title, reference, prefix, result.kind());
            } else if (from.isPresent()) {
                importer.note("Node " + node.id() + " (" + node.classType()
                        + ") shows what is written in the workflow itself, which needs no output.");
            }
        });
    }

    /** What the author called it, what it is for, or what the table calls it. */
    private String base(Variant variant) {
        String title = title();
        if (!title.isEmpty()) {
            return title;
        }
        String key = variant.nodes().keySet().stream().findFirst().orElse("");
        String role = variant.ask().containsValue(ROLE) ? importer.role(node) : "";
        return role.isEmpty() ? key : role;
    }

    private static final String ROLE = "@role";

    private String title() {
        String title = node.title();
        return title.equals(type.displayName()) || title.equals(type.name()) ? "" : Names.slug(title);
    }

    /** What a template gives; empty if nothing. */
    private Optional<Parts> evaluate(Template template) {
        if (template instanceof Template.Constant constant) {
            return Optional.of(Parts.of(new Value.Literal(constant.value(), Place.NONE)));
        }
        if (template instanceof Template.Given wanted) {
            return evaluate(wanted);
        }
        if (template instanceof Template.Context wanted) {
            return Optional.ofNullable(context.get(wanted.name()));
        }
        if (template instanceof Template.From from) {
            return Optional.ofNullable(ids.get(from.node()))
                    .map(id -> Parts.of(new Value.Reference(id, from.port(), Place.NONE)));
        }
        if (template instanceof Template.All all) {
            List<Value> values = all.entries().stream()
                    .flatMap(entry -> evaluate(entry).stream())
                    .map(Parts::main)
                    .toList();
            return values.isEmpty() ? Optional.empty() : Optional.of(Parts.of(new Value.Several(values, Place.NONE)));
        }
        if (template instanceof Template.Either either) {
            return either.entries().stream()
                    .flatMap(entry -> evaluate(entry).stream())
                    .findFirst();
        }
        if (template instanceof Template.Parts parts) {
            return parts(parts);
        }
        return changed(template);
    }

    private Optional<Parts> evaluate(Template.Given wanted) {
        Optional<Parts> parts = given(wanted.input());
        if (!wanted.part().isEmpty()) {
            return parts.flatMap(all -> all.part(wanted.part())).map(Parts::of);
        }
        if (parts.isPresent() && parts.get().part(Parts.MAIN).isEmpty()) {
            importer.lose(
                    node,
                    "The input " + wanted.input() + " is given several things for one here, which it cannot take: "
                            + String.join(", ", parts.get().values().keySet()) + ".");
            return Optional.empty();
        }
        return parts.map(
                all -> all.main() instanceof Value.Literal literal ? asked(wanted.input(), literal.value()) : all);
    }

    private Optional<Parts> parts(Template.Parts template) {
        Map<String, Value> values = new LinkedHashMap<>();
        template.parts()
                .forEach((name, part) -> evaluate(part).ifPresent(found -> {
                    if (name.isEmpty()) {
                        // The parts of what the main part is made of go on, unless said otherwise.
                        found.values().forEach(values::putIfAbsent);
                    } else {
                        values.put(name, found.main());
                    }
                }));
        boolean main = template.parts().containsKey(Parts.MAIN);
        if (main
                ? !values.containsKey(Parts.MAIN)
                : values.size() < template.parts().size()) {
            return Optional.empty();
        }
        Map<String, Value> ordered = new LinkedHashMap<>();
        if (main) {
            ordered.put(Parts.MAIN, values.get(Parts.MAIN));
        }
        ordered.putAll(values);
        return Optional.of(new Parts(ordered));
    }

    /** What becomes of a literal; a link cannot be changed. */
    private Optional<Parts> changed(Template template) {
        Template of = template instanceof Template.Translated t
                ? t.of()
                : template instanceof Template.Linear l ? l.of() : ((Template.Converted) template).of();
        Map<String, String> before = ask;
        ask = Map.of();
        Optional<Parts> inner = evaluate(of);
        ask = before;
        if (inner.isEmpty()) {
            return inner;
        }
        if (!(inner.get().main() instanceof Value.Literal literal)) {
            if (template instanceof Template.Converted) {
                return inner;
            }
            importer.lose(node, "The input " + name(of) + " is linked, and here it has to be written out.");
            return Optional.empty();
        }
        Optional<Object> value = LiteralChange.of(template, literal.value());
        if (value.isEmpty()) {
            importer.lose(node, "The value " + literal.value() + " of " + name(of) + " has no counterpart.");
            return Optional.empty();
        }
        return Optional.of(
                template instanceof Template.Converted && of instanceof Template.Given input
                        ? asked(input.input(), value.get())
                        : Parts.of(written(value.get())));
    }

    private static Value written(Object value) {
        return value instanceof List<?> several
                ? new Value.Several(several.stream().map(NodeImport::written).toList(), Place.NONE)
                : new Value.Literal(value, Place.NONE);
    }

    private static String name(Template template) {
        List<String> names = new ArrayList<>();
        template.forEach(inner -> {
            if (inner instanceof Template.Given given) {
                names.add(given.input());
            }
        });
        return names.isEmpty() ? "a node" : names.get(0);
    }

    private Parts asked(String input, Object value) {
        String wanted = ask.get(input);
        Input known = type.inputs().get(input);
        return wanted == null || known == null
                ? Parts.of(written(value))
                : Parts.of(importer.ask(node, known, forRole(wanted, input), Optional.of(value)));
    }

    private String forRole(String wanted, String input) {
        if (!wanted.equals(ROLE)) {
            return wanted;
        }
        return switch (importer.role(node)) {
            case "positive" -> "prompt";
            case "negative" -> "negative";
            default -> input;
        };
    }

    /** An input of the workflow without a default, for a value that its author left open; empty if the table asks for none. */
    private Optional<Parts> open(Input input) {
        return type.mapping().variants().stream()
                .flatMap(variant -> Optional.ofNullable(variant.ask().get(input.name())).stream())
                .findFirst()
                .map(wanted -> importer.ask(node, input, forRole(wanted, input.name()), Optional.empty()))
                .map(asked -> {
                    importer.note("The input " + input.name() + " of node " + node.id()
                            + " was not there; the workflow's input " + ((Value.Reference) asked).port()
                            + " has to be given.");
                    return Parts.of(asked);
                });
    }

    /** What an input is given: what is written, what the link gives, or its default; empty if nothing. */
    private Optional<Parts> given(String name) {
        return given.computeIfAbsent(name, this::lookUp);
    }

    private Optional<Parts> lookUp(String name) {
        ComfyPrompt.Input there = node.inputs().get(name);
        Input input = type.inputs().get(name);
        if (there instanceof Link link) {
            return importer.follow(node, name, link, context);
        }
        if (there instanceof Literal literal && literal.value() != null) {
            Object value = literal.value();
            if (input == null) {
                return Optional.empty();
            }
            Optional<Object> fitting = Literals.fit(input, value);
            if (fitting.isEmpty() || value instanceof List || value instanceof Map) {
                importer.wrong(
                        node,
                        Problem.at(
                                literal.at(),
                                "The input \"" + name + "\" of the node \"" + node.id() + "\" takes " + input.type()
                                        + ", and " + value + " is not.",
                                ""));
                return Optional.empty();
            }
            return Optional.of(Parts.of(new Value.Literal(fitting.get(), Place.NONE)));
        }
        if (input == null || input.presence() != Presence.REQUIRED) {
            return input == null ? Optional.empty() : initial(input);
        }
        if (input.initial().isEmpty() && input.choices().isEmpty()) {
            Optional<Parts> open = importer.isIdle() ? Optional.empty() : open(input);
            if (open.isPresent()) {
                return open;
            }
            importer.wrong(
                    node,
                    Problem.at(
                            node.at(),
                            "The node \"" + node.id() + "\" (" + node.classType() + ") lacks its input \"" + name
                                    + "\".",
                            ""));
            return Optional.empty();
        }
        importer.note("The input " + name + " of node " + node.id() + " was not there; it has its default.");
        return initial(input);
    }

    private static Optional<Parts> initial(Input input) {
        Optional<Object> first =
                input.choices().stream().<Object>map(choice -> choice).findFirst();
        return (input.presence() == Presence.HIDDEN
                        ? Optional.<Object>empty()
                        : input.initial().or(() -> input.isWidget() ? first : Optional.empty()))
                .map(value -> Parts.of(new Value.Literal(value, Place.NONE)));
    }
}
