package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.PlannedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What flows into the nodes of an execution, where some of it may have come to nothing. */
final class NodeInputs {

    private final Execution execution;

    NodeInputs(Execution execution) {
        this.execution = execution;
    }

    /** Why the node cannot run although all before it have: an input that it needs came to nothing. */
    Optional<String> missing(PlannedNode node) {
        for (Map.Entry<String, Argument> entry : node.arguments().entrySet()) {
            if (entry.getValue() instanceof Argument.Link link
                    && execution.cells[link.node()].isNothing(link.output())) {
                PortSchema port = node.schema().input(entry.getKey()).orElseThrow();
                if (port.required() && !port.lazy()) {
                    return Optional.of(why(port, link));
                }
            }
        }
        return Optional.empty();
    }

    /** The node's record of inputs. What it does not need and came to nothing is left out. */
    Record bind(PlannedNode node, Frame frame) throws Exception {
        return RecordBinder.bind(node.schema(), feeds(node, frame));
    }

    /** What flows into the node, by input. */
    Map<String, Feed> feeds(PlannedNode node, Frame frame) {
        Map<String, Feed> feeds = new HashMap<>();
        for (Map.Entry<String, Argument> entry : node.arguments().entrySet()) {
            PortSchema port = node.schema().input(entry.getKey()).orElseThrow();
            feed(port, entry.getValue(), frame).ifPresent(feed -> feeds.put(port.name(), feed));
        }
        return feeds;
    }

    private Optional<Feed> feed(PortSchema port, Argument argument, Frame frame) {
        if (argument instanceof Argument.Several several) {
            List<Feed.Source> sources = new ArrayList<>(several.arguments().size());
            for (Argument one : several.arguments()) {
                if (port.lazy() || !absent(one)) {
                    sources.add(source(port, one, frame));
                }
            }
            return Optional.of(new Feed.Many(sources));
        }
        if (argument instanceof Argument.Named named) {
            Map<String, Feed> feeds = new LinkedHashMap<>();
            named.arguments().forEach((name, one) -> feed(port, one, frame).ifPresent(feed -> feeds.put(name, feed)));
            return Optional.of(new Feed.Named(feeds));
        }
        return port.lazy() || !absent(argument)
                ? Optional.of(new Feed.One(source(port, argument, frame)))
                : Optional.empty();
    }

    boolean absent(Argument argument) {
        return argument instanceof Argument.Link link && value(link) instanceof Absent;
    }

    Object value(Argument.Link link) {
        return execution.cells[link.node()].output(link.output());
    }

    Feed.Source source(PortSchema port, Argument argument, Frame frame) {
        if (argument instanceof Argument.Constant constant) {
            return constant::value;
        }
        if (argument instanceof Argument.Given given) {
            return given::value;
        }
        if (argument instanceof Argument.Outer outer) {
            return outer.source();
        }
        Argument.Link link = (Argument.Link) argument;
        return () -> {
            execution.demand(link.node(), frame);
            Object value = value(link);
            if (value instanceof Absent) {
                throw new AbsentException(why(port, link));
            }
            return value;
        };
    }

    private String why(PortSchema port, Argument.Link link) {
        String output = execution
                .plan
                .nodes()
                .get(link.node())
                .schema()
                .outputs()
                .get(link.output())
                .name();
        return "its input \"" + port.name() + "\" got nothing from \"" + execution.id(link.node()) + "." + output
                + "\"";
    }

    /** Unwinds a node that asked for a lazy input that came to nothing. */
    static final class AbsentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AbsentException(String why) {
            super(why, null, false, false);
        }

        /** The reason, if that is what ended the node, whatever the node wrapped it in. */
        static Optional<String> why(Throwable thrown) {
            int depth = 0;
            for (Throwable t = thrown; t != null && depth < 20; t = t.getCause()) {
                if (t instanceof AbsentException absent) {
                    return Optional.of(String.valueOf(absent.getMessage()));
                }
                depth++;
            }
            return Optional.empty();
        }
    }
}
