package dev.zograf.runtime.plan;

import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.node.NodeSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of a plan.
 *
 * @param schema its type; if it stands for a workflow, only names and ports of it mean something
 * @param arguments by input; inputs that are left out are not there
 * @param each inputs whose arguments are lists, for each entry of which the node runs once; empty if it runs once
 * @param body the workflow that the node stands for: it is called instead of a node, with {@code arguments} as its inputs
 * @param effect whether it acts on the outside world, itself or in a body
 * @param upstream indexes of the nodes whose results it needs before it starts
 * @param lazyUpstream indexes of further nodes whose results it may ask for
 * @param cacheable whether its result may be kept: it and all that it depends on are pure and can be told apart
 * @param key the key of its result; empty if not cacheable, or if it is known only just before the node runs
 */
public record PlannedNode(
        String id,
        NodeSchema schema,
        Map<String, Argument> arguments,
        List<String> each,
        Optional<DefinedWorkflow> body,
        boolean effect,
        List<Integer> upstream,
        List<Integer> lazyUpstream,
        boolean cacheable,
        Optional<ContentKey> key) {

    /** All workflows that it may run: the one that it stands for and those that its inputs are given. */
    public List<DefinedWorkflow> bodies() {
        List<DefinedWorkflow> all = new ArrayList<>(0);
        body.ifPresent(all::add);
        for (Argument argument : arguments.values()) {
            if (!(argument instanceof Argument.Link)) {
                argument.forEach(a -> {
                    if (a instanceof Argument.Constant constant && constant.value() instanceof DefinedWorkflow given) {
                        all.add(given);
                    }
                });
            }
        }
        return all;
    }

    /** Which versions of which plugins it comes from, also in its bodies; empty if all is on the host's class path. */
    public Set<String> origins() {
        List<DefinedWorkflow> bodies = bodies();
        String own = schema.origin();
        if (bodies.isEmpty()) {
            return own.isEmpty() ? Set.of() : Set.of(own);
        }
        Set<String> all = new HashSet<>();
        all.add(own);
        bodies.forEach(body -> all.addAll(body.origins()));
        all.remove("");
        return all;
    }

    /** The same with a key, if it may be kept at all. */
    PlannedNode withKey(boolean cacheableNow, Optional<ContentKey> now) {
        return new PlannedNode(
                id,
                schema,
                arguments,
                each,
                body,
                effect,
                upstream,
                lazyUpstream,
                cacheableNow,
                cacheableNow ? now : Optional.empty());
    }
}
