package dev.zograf.runtime.comfy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands here for a class of ComfyUI.
 *
 * @param variants the first whose conditions hold is taken
 * @param ignored inputs that change nothing here, by name
 */
record Mapping(List<Variant> variants, Map<String, Ignored> ignored) {

    static final Mapping NONE = new Mapping(List.of(), Map.of());

    /** What its nodes want to know of whoever takes their outputs. */
    Set<String> wanted() {
        Set<String> wanted = new HashSet<>();
        templates().forEach(template -> {
            if (template instanceof Template.Context context) {
                wanted.add(context.name());
            }
        });
        return wanted;
    }

    /** What it knows for those whose outputs it takes. */
    Set<String> known() {
        Set<String> known = new HashSet<>();
        variants.forEach(variant -> known.addAll(variant.context().keySet()));
        return known;
    }

    /** The inputs that it looks at. */
    Set<String> used() {
        Set<String> used = new HashSet<>(ignored.keySet());
        variants.forEach(variant -> {
            used.addAll(variant.when().keySet());
            used.addAll(variant.given());
            used.addAll(variant.absent());
        });
        templates().forEach(template -> {
            if (template instanceof Template.Given given) {
                used.add(given.input());
            }
        });
        return used;
    }

    private Stream<Template> templates() {
        List<Template> all = new ArrayList<>();
        variants.forEach(variant -> {
            variant.nodes().values().forEach(node -> node.in().values().forEach(in -> in.forEach(all::add)));
            variant.out().forEach(out -> out.forEach(all::add));
            variant.results().forEach(result -> {
                result.from().forEach(all::add);
                result.prefix().forEach(all::add);
            });
            variant.context().values().forEach(context -> context.forEach(all::add));
        });
        return all.stream();
    }

    /**
     * One way to say it here.
     *
     * @param when values that inputs must have, by name: one of these texts, numbers or booleans
     * @param given inputs that must be there
     * @param absent inputs that must not be there
     * @param context what this knows for those whose outputs it takes
     * @param nodes by a name for themselves, the main one first; may be empty for a class that only passes on
     * @param out what the outputs give, in order of the slots
     * @param results what becomes outputs of the workflow
     * @param ask literals of inputs that become inputs of the workflow, by the name that they get
     */
    record Variant(
            Map<String, Set<Object>> when,
            Set<String> given,
            Set<String> absent,
            Map<String, Template> context,
            Map<String, NodeTemplate> nodes,
            List<Template> out,
            List<Result> results,
            Map<String, String> ask) {}

    /**
     * A node of ours.
     *
     * @param type the id of its type
     * @param version of its type
     */
    record NodeTemplate(String type, int version, Map<String, Template> in) {}

    /**
     * An output of the workflow.
     *
     * @param name how to call it
     * @param from what it shows
     * @param prefix of the names of its files
     * @param kind where the original puts its files: {@code output} or {@code temp}
     */
    record Result(String name, Template from, Template prefix, String kind) {}

    /**
     * An input that changes nothing here.
     *
     * @param why nothing
     * @param values for which that is so; all if empty
     */
    record Ignored(String why, Set<Object> values) {}
}
