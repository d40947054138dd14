package dev.zograf.runtime.plan;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out whether the results of planned nodes may be kept, and under which keys, as far as that can be told before the run. */
final class NodeKeys {

    private final Fingerprints fingerprints;
    private final KeyBuilder keys = new KeyBuilder();

    NodeKeys(NodeFactory factory, RunFiles files) {
        this.fingerprints = new Fingerprints(factory, files);
    }

    /**
     * The node with its key.
     *
     * @param pure whether it is, with its bodies
     * @param before the nodes that it links to, by index
     */
    PlannedNode keyed(PlannedNode node, boolean pure, List<PlannedNode> before) {
        boolean cacheable = pure && cacheable(node, before);
        return cacheable ? node.withKey(true, key(node, before)) : node;
    }

    private boolean cacheable(PlannedNode node, List<PlannedNode> before) {
        for (int i : node.upstream()) {
            if (!before.get(i).cacheable()) {
                return false;
            }
        }
        for (int i : node.lazyUpstream()) {
            if (!before.get(i).cacheable()) {
                return false;
            }
        }
        for (Argument argument : node.arguments().values()) {
            if (!hashable(argument)) {
                return false;
            }
        }
        return node.bodies().stream().allMatch(b -> fingerprints.of(b).isPresent());
    }

    private static boolean hashable(Argument argument) {
        if (argument instanceof Argument.Link) {
            return true;
        }
        boolean[] all = {true};
        argument.forEach(a -> all[0] &= !(a instanceof Argument.Constant c && !KeyBuilder.hashable(c.value()))
                && !(a instanceof Argument.Outer outer && outer.origin().isEmpty()));
        return all[0];
    }

    /** The key, or empty if it takes results of other nodes to tell: of this one's fingerprint or of one before it. */
    private Optional<ContentKey> key(PlannedNode node, List<PlannedNode> before) {
        Optional<String> fingerprint = fingerprint(node);
        return fingerprint.flatMap(f -> keys.key(
                node.schema(),
                f,
                node.arguments(),
                node.each(),
                i -> before.get(i).key()));
    }

    private Optional<String> fingerprint(PlannedNode node) {
        Map<String, Feed> feeds = Map.of();
        if (node.schema().fingerprinted()) {
            feeds = new HashMap<>();
            for (Map.Entry<String, Argument> entry : node.arguments().entrySet()) {
                Optional<Feed> feed = constant(entry.getValue());
                if (feed.isEmpty()) {
                    return Optional.empty();
                }
                feeds.put(entry.getKey(), feed.get());
            }
        }
        try {
            return Optional.of(fingerprints.of(node, feeds));
        } catch (Exception | LinkageError e) {
            // The run reports it when the node's turn comes, with all that belongs to such a report.
            return Optional.empty();
        }
    }

    private static Optional<Feed> constant(Argument argument) {
        if (argument instanceof Argument.Constant constant) {
            return Optional.of(new Feed.One(constant::value));
        }
        if (argument instanceof Argument.Several several) {
            List<Feed.Source> sources = new ArrayList<>();
            for (Argument a : several.arguments()) {
                if (!(a instanceof Argument.Constant constant)) {
                    return Optional.empty();
                }
                sources.add(constant::value);
            }
            return Optional.of(new Feed.Many(sources));
        }
        if (argument instanceof Argument.Named named) {
            Map<String, Feed> feeds = new LinkedHashMap<>();
            for (Map.Entry<String, Argument> entry : named.arguments().entrySet()) {
                Optional<Feed> feed = constant(entry.getValue());
                if (feed.isEmpty()) {
                    return Optional.empty();
                }
                feeds.put(entry.getKey(), feed.get());
            }
            return Optional.of(new Feed.Named(feeds));
        }
        return Optional.empty();
    }
}
