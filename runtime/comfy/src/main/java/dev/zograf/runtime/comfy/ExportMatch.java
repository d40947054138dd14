package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.Mapping.NodeTemplate;
import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way in which a class of ComfyUI may stand for nodes of ours: the templates of its table, unified with the nodes (Robinson 1965).
 * What comes of it are the values that the inputs of the class must have had.
 */
final class ExportMatch {

    private final WorkflowFile file;
    private final NodeDefaults defaults;
    private final NativeLists lists;
    private final ComfyClass type;
    private final Variant variant;
    private final int slot;

    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, Value>> bound = new HashMap<>();
    private final List<String> leftovers = new ArrayList<>();
    private final List<String> needs = new ArrayList<>();

    ExportMatch(
            WorkflowFile file,
            Map<String, NodeSchema> schemas,
            NativeLists lists,
            ComfyClass type,
            Variant variant,
            int slot) {
        this.file = file;
        this.defaults = new NodeDefaults(schemas);
        this.lists = lists;
        this.type = type;
        this.variant = variant;
        this.slot = slot;
    }

    /** This, if the output would be imported as the wanted value. */
    Optional<ExportMatch> with(Parts wanted, Value.Reference main) {
        Template out = variant.out().get(slot);
        Map<String, Template> parts = out instanceof Template.Parts some ? some.parts() : Map.of(Parts.MAIN, out);
        // A class may look at a part alone, such as what is said of patches.
        Template first = parts.get(wanted.values().keySet().iterator().next());
        if (first == null || !begins(first, main)) {
            return Optional.empty();
        }
        Map<String, Value> rest = new LinkedHashMap<>(wanted.values());
        for (Map.Entry<String, Template> part : parts.entrySet()) {
            Value value = rest.remove(part.getKey());
            if (value != null && !unify(part.getValue(), value)) {
                return Optional.empty();
            }
        }
        // A class that only passes on must add something, or it would go on for ever.
        if (variant.nodes().isEmpty() && (parts.size() < 2 || wanted.values().size() <= rest.size() + 1)) {
            return Optional.empty();
        }
        if (!rest.isEmpty() && !(first instanceof Template.Given given && passOn(given, rest))) {
            return Optional.empty();
        }
        return conditionsHold() ? Optional.of(onlyValid()) : Optional.empty();
    }

    /** This, if the class would show this as the one thing that it makes a node show. */
    Optional<ExportMatch> showing(Value.Reference shown) {
        return variant.results().size() == 1
                        && variant.results().get(0).from() instanceof Template.From from
                        && unify(from, shown)
                        && conditionsHold()
                ? Optional.of(onlyValid())
                : Optional.empty();
    }

    /** Values that the class does not take make place for those that it has by itself. */
    private ExportMatch onlyValid() {
        for (ComfyClass.Input input : type.inputs().values()) {
            Map<String, Value> parts = bound.get(input.name());
            if (parts != null && parts.get(Parts.MAIN) instanceof Value.Literal literal) {
                ExportedValues.obstacle(input, literal.value()).ifPresent(why -> {
                    Optional<Object> instead = ExportedValues.initial(input);
                    leftovers.add(place(input.name()) + ": " + type.name() + " " + why
                            + instead.map(value -> "; " + value + " stands in its place.")
                                    .orElse("."));
                    instead.ifPresentOrElse(
                            value -> parts.put(Parts.MAIN, literal(value)), () -> bound.remove(input.name()));
                });
            }
        }
        return this;
    }

    /** Where the workflow says, or would say, what an input of the class is. */
    private String place(String input) {
        for (Map.Entry<String, NodeTemplate> node : variant.nodes().entrySet()) {
            for (Map.Entry<String, Template> port : node.getValue().in().entrySet()) {
                List<Template> all = new ArrayList<>();
                port.getValue().forEach(all::add);
                if (nodes.containsKey(node.getKey())
                        && all.stream()
                                .anyMatch(each -> each instanceof Template.Given given
                                        && given.input().equals(input))) {
                    return "nodes." + nodes.get(node.getKey()) + ".in." + port.getKey();
                }
            }
        }
        return "nodes." + String.join(", ", nativeIds());
    }

    /** Takes note that it cannot be written without an input. */
    void needs(String input) {
        needs.add(place(input) + ": " + type.name() + " has to be given its " + input
                + ", and the workflow leaves it out.");
    }

    /** Why it could not be written. */
    List<String> needs() {
        return needs;
    }

    /** A quick look at whether it can be at all. */
    private boolean begins(Template first, Value.Reference main) {
        if (first instanceof Template.From from) {
            NodeEntry node = file.nodes().get(main.source());
            NodeTemplate template = variant.nodes().get(from.node());
            return node != null
                    && template != null
                    && node.type().equals(template.type())
                    && main.port().equals(from.port());
        }
        return first instanceof Template.Given && variant.nodes().isEmpty() && !main.isInput();
    }

    private boolean passOn(Template.Given given, Map<String, Value> rest) {
        Map<String, Value> parts = bound.get(given.input());
        if (parts == null) {
            return false;
        }
        rest.forEach(parts::putIfAbsent);
        return true;
    }

    private boolean conditionsHold() {
        for (Map.Entry<String, Set<Object>> condition : variant.when().entrySet()) {
            Optional<Parts> value = bound(condition.getKey());
            if (value.isEmpty()) {
                bind(
                        condition.getKey(),
                        Parts.MAIN,
                        literal(condition.getValue().iterator().next()));
            } else if (!(value.get().main() instanceof Value.Literal literal)
                    || condition.getValue().stream().noneMatch(wanted -> same(wanted, literal.value()))) {
                return false;
            }
        }
        return variant.given().stream().map(type::inputOf).allMatch(bound::containsKey)
                && variant.absent().stream().noneMatch(bound::containsKey);
    }

    private boolean unify(Template template, Value written) {
        Value value = filled(written);
        if (template instanceof Template.Constant constant) {
            return value instanceof Value.Literal literal && same(constant.value(), literal.value());
        }
        if (template instanceof Template.Given given) {
            return bind(given.input(), given.part(), value);
        }
        if (template instanceof Template.Context) {
            return true;
        }
        if (template instanceof Template.From from) {
            return value instanceof Value.Reference reference && node(from, reference);
        }
        if (template instanceof Template.All all) {
            List<Value> values = value instanceof Value.Several several ? several.values() : List.of(value);
            if (values.size() > all.entries().size()
                    || !all.entries().stream().skip(values.size()).allMatch(this::mayBeAbsent)) {
                return false;
            }
            for (int i = 0; i < values.size(); i++) {
                if (!unify(all.entries().get(i), values.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (template instanceof Template.Either either) {
            return !either.entries().isEmpty() && unify(either.entries().get(0), value);
        }
        return value instanceof Value.Several several && template instanceof Template.Converted
                ? plain(several).filter(all -> inverse(template, all)).isPresent()
                : value instanceof Value.Literal literal
                        ? inverse(template, literal.value())
                        : template instanceof Template.Converted converted && unify(converted.of(), value);
    }

    /** The values of several literals; empty if one is a link. */
    private Optional<Object> plain(Value.Several several) {
        List<Object> all = several.values().stream()
                .map(this::filled)
                .filter(Value.Literal.class::isInstance)
                .map(value -> ((Value.Literal) value).value())
                .toList();
        return all.size() == several.values().size() ? Optional.of(all) : Optional.empty();
    }

    /** What the original's input must have been for a changed literal. */
    private boolean inverse(Template template, Object value) {
        if (template instanceof Template.Translated translated) {
            return translated.words().entrySet().stream()
                    .filter(word -> !word.getKey().equals(Template.Translated.ANY))
                    .filter(word -> same(word.getValue(), value))
                    .findFirst()
                    .filter(word -> unify(translated.of(), literal(word.getKey())))
                    .isPresent();
        }
        if (template instanceof Template.Converted converted) {
            return converted
                    .by()
                    .toComfy(value)
                    .filter(original -> unify(converted.of(), literal(original)))
                    .isPresent();
        }
        if (template instanceof Template.Linear linear && value instanceof Number number && linear.times() != 0) {
            double original = (number.doubleValue() - linear.plus()) / linear.times();
            boolean whole = value instanceof Long && original == Math.rint(original);
            return unify(linear.of(), literal(whole ? (Object) (long) original : (Object) original));
        }
        return false;
    }

    private boolean node(Template.From from, Value.Reference reference) {
        NodeTemplate template = variant.nodes().get(from.node());
        NodeEntry node = file.nodes().get(reference.source());
        if (template == null
                || node == null
                || !node.type().equals(template.type())
                || !takesListsAs(node)
                || !reference.port().equals(from.port())) {
            return false;
        }
        String before = nodes.putIfAbsent(from.node(), reference.source());
        if (before != null) {
            return before.equals(reference.source());
        }
        for (Map.Entry<String, Template> port : template.in().entrySet()) {
            Value value = node.in().get(port.getKey());
            Optional<Value> known = Optional.ofNullable(value).or(() -> defaults.of(node, port.getKey()));
            boolean plain = value == null || defaults.isDefault(node, port.getKey(), filled(value));
            if (plain
                    && port.getValue() instanceof Template.Given given
                    && !given.part().isEmpty()) {
                continue;
            }
            if (known.isPresent() ? !unify(port.getValue(), known.get()) : mustBeThere(port.getValue())) {
                return false;
            }
        }
        node.in().forEach((port, value) -> {
            if (!template.in().containsKey(port) && !defaults.isDefault(node, port, filled(value))) {
                leftovers.add(
                        "nodes." + reference.source() + ".in." + port + ": " + type.name() + " has nothing for it.");
            }
        });
        return true;
    }

    /** Whether the class would be given each list as the node is: as a whole, or entry by entry. */
    private boolean takesListsAs(NodeEntry node) {
        return type.takesLists()
                ? node.each().isEmpty()
                : node.in().entrySet().stream()
                        .allMatch(
                                in -> lists.isList(in.getValue()) == node.each().contains(in.getKey()));
    }

    private boolean mayBeAbsent(Template template) {
        return template instanceof Template.Given given
                && Optional.ofNullable(type.inputs().get(given.input()))
                        .filter(input -> input.presence() == ComfyClass.Presence.OPTIONAL)
                        .isPresent();
    }

    /** Whether a template stands for something that a node cannot lack. */
    private boolean mustBeThere(Template template) {
        return template instanceof Template.Constant || template instanceof Template.From;
    }

    private boolean bind(String input, String part, Value value) {
        Map<String, Value> parts = bound.computeIfAbsent(input, key -> new LinkedHashMap<>());
        Value before = parts.putIfAbsent(part, value);
        return before == null
                || before.equals(value)
                || (before instanceof Value.Literal one
                        && value instanceof Value.Literal other
                        && same(one.value(), other.value()))
                || (before instanceof Value.Reference a
                        && value instanceof Value.Reference b
                        && a.source().equals(b.source())
                        && a.port().equals(b.port()));
    }

    /** An input of the workflow as its default. */
    private Value filled(Value value) {
        if (value instanceof Value.Reference reference) {
            if (reference.isInput()) {
                InputEntry input = file.inputs().get(reference.port());
                if (input != null && input.initial().isPresent()) {
                    return literal(input.initial().get().value());
                }
            }
            return new Value.Reference(reference.source(), reference.port(), Place.NONE);
        }
        return value;
    }

    private static Value literal(Object value) {
        return new Value.Literal(value, Place.NONE);
    }

    static boolean same(Object one, Object other) {
        return one.equals(other)
                || (one instanceof Number a && other instanceof Number b && a.doubleValue() == b.doubleValue());
    }

    /** The less, the better: nothing left over, many nodes at once, what was imported as these nodes, what the original still advises. */
    int rank() {
        return leftovers.size() * 1000
                - nodes.size() * 10
                + (variant.nodes().isEmpty() ? -100 : 0)
                + (isRemembered() ? -2 : 0)
                + (type.special() ? 1 : 0)
                + (type.deprecated() ? 1 : 0);
    }

    private boolean isRemembered() {
        return nodes.values().stream()
                .map(id -> file.nodes().get(id))
                .anyMatch(node -> node.extras().get("x-comfy") instanceof Map<?, ?> about
                        && type.name().equals(about.get("class_type")));
    }

    /** What an input of the class must have been given. */
    Optional<Parts> bound(String input) {
        Map<String, Value> parts = bound.get(input);
        if (parts == null) {
            return Optional.empty();
        }
        Map<String, Value> ordered = new LinkedHashMap<>();
        if (parts.containsKey(Parts.MAIN)) {
            ordered.put(Parts.MAIN, parts.get(Parts.MAIN));
        }
        ordered.putAll(parts);
        return Optional.of(new Parts(ordered));
    }

    ComfyClass type() {
        return type;
    }

    int slot() {
        return slot;
    }

    List<String> leftovers() {
        return leftovers;
    }

    /** The nodes that it stands for, the main one first. */
    List<String> nativeIds() {
        List<String> own = new ArrayList<>();
        variant.nodes()
                .keySet()
                .forEach(key -> Optional.ofNullable(nodes.get(key)).ifPresent(own::add));
        return own;
    }
}
