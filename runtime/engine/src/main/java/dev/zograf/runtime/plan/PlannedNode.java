package dev.zograf.runtime.plan;

import dev.zograf.runtime.node.NodeSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a plan.
 *
 * @param arguments by input; inputs that are left out are not there
 * @param upstream indexes of the nodes whose results it needs before it starts
 * @param lazyUpstream indexes of further nodes whose results it may ask for
 * @param cacheable whether its result may be kept: it and all that it depends on are pure and can be told apart
 * @param key the key of its result; empty if not cacheable, or if it is known only just before the node runs
 */
public record PlannedNode(
        String id,
        NodeSchema schema,
        Map<String, Argument> arguments,
        List<Integer> upstream,
        List<Integer> lazyUpstream,
        boolean cacheable,
        Optional<ContentKey> key) {}
