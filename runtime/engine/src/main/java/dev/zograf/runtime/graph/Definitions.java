package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Definition;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.node.NodeRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The workflows that a file defines, each checked once. A definition sees those beside it and those around it; one from another file
 * sees only what that file defines.
 */
final class Definitions {

    private static final int DEEPEST = 50;

    private final Map<String, Definition> here;
    private final @Nullable Definitions around;
    private final NodeRegistry registry;
    private final Deque<String> open;
    private final Map<String, Optional<DefinedWorkflow>> done = new HashMap<>();
    private final Set<String> opened = new HashSet<>();

    private Definitions(
            Map<String, Definition> here, @Nullable Definitions around, NodeRegistry registry, Deque<String> open) {
        this.here = here;
        this.around = around;
        this.registry = registry;
        this.open = open;
    }

    /** Those of a file that is not inside of another. */
    static Definitions of(WorkflowFile file, NodeRegistry registry) {
        return new Definitions(file.workflows(), null, registry, new ArrayDeque<>());
    }

    /** Checks all of them. */
    void checkAll(List<Problem> problems) {
        here.forEach((name, definition) -> checked(name, definition, definition.at(), problems));
    }

    /**
     * A definition by its name; empty, with a problem, if there is none or it is broken.
     *
     * @param usedAt where it is named
     */
    Optional<DefinedWorkflow> find(String name, Place usedAt, List<Problem> problems) {
        for (Definitions scope = this; scope != null; scope = scope.around) {
            Definition definition = scope.here.get(name);
            if (definition != null) {
                return scope.checked(name, definition, usedAt, problems);
            }
        }
        problems.add(Problem.at(
                usedAt,
                "There is no workflow \"" + name + "\" in this file.",
                names().isEmpty() ? "Define it under \"workflows\"." : Nearest.remedy(name, names(), "workflows")));
        return Optional.empty();
    }

    private Collection<String> names() {
        Set<String> names = new TreeSet<>();
        for (Definitions scope = this; scope != null; scope = scope.around) {
            names.addAll(scope.here.keySet());
        }
        return names;
    }

    private Optional<DefinedWorkflow> checked(
            String name, Definition definition, Place usedAt, List<Problem> problems) {
        Optional<DefinedWorkflow> known = done.get(name);
        if (known != null) {
            return known;
        }
        if (opened.contains(name)) {
            problems.add(Problem.at(
                    usedAt,
                    "The workflows use one another in a circle: " + circle(name) + ".",
                    "A workflow cannot contain itself; for repetition, give one to a node as its body."));
            return Optional.empty();
        }
        if (open.size() >= DEEPEST) {
            problems.add(Problem.at(usedAt, "More than " + DEEPEST + " workflows are nested in one another here.", ""));
            return Optional.empty();
        }
        opened.add(name);
        open.addLast(name);
        List<Problem> inside = new ArrayList<>();
        Optional<DefinedWorkflow> result = check(name, definition, inside);
        problems.addAll(definition.placed(inside));
        open.removeLast();
        opened.remove(name);
        done.put(name, result);
        return result;
    }

    private Optional<DefinedWorkflow> check(String name, Definition definition, List<Problem> problems) {
        if (definition.workflow().isEmpty()) {
            problems.add(Problem.at(
                    Place.NONE,
                    "This workflow was not read from a file, so that nobody knows in which folder \""
                            + definition.file().orElse("") + "\" lies.",
                    "Read the workflow from its file."));
            return Optional.empty();
        }
        WorkflowFile file = definition.workflow().get();
        Definitions inner =
                new Definitions(file.workflows(), definition.file().isPresent() ? null : this, registry, open);
        Place root = definition.file().isPresent() ? Place.NONE : definition.at();
        WorkflowInputs inputs = WorkflowInputs.of(file, registry, Map.of(), false, problems);
        return GraphChecker.check(file, registry, inputs, inner, root, problems)
                .map(graph -> new DefinedWorkflow(name, definition.file().isPresent(), graph, inputs));
    }

    private String circle(String name) {
        List<String> names = new ArrayList<>(open);
        return String.join(" → ", names.subList(names.lastIndexOf(name), names.size())) + " → " + name;
    }
}
