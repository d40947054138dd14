package dev.zograf.runtime.node;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Lazy;
import dev.zograf.runtime.plugin.ContextLoader;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a node's record of inputs from what flows into its ports, and takes its record of outputs apart. */
public final class RecordBinder {

    private RecordBinder() {}

    /**
     * The record of inputs.
     *
     * @param feeds by name; what is missing gets its default or is empty
     * @throws InvalidInputException if a value is of another type, breaks a rule of its port, or the record refuses it
     */
    public static Record bind(NodeSchema schema, Map<String, Feed> feeds) throws Exception {
        Object[] arguments = new Object[schema.inputs().size()];
        for (int i = 0; i < arguments.length; i++) {
            PortSchema port = schema.inputs().get(i);
            Feed feed = feeds.get(port.name());
            if (feed == null && port.initial().isPresent()) {
                Object initial = port.initial().get();
                feed = new Feed.One(() -> initial);
            }
            if (feed != null) {
                arguments[i] = wrapped(port, 0, feed);
            } else if (port.required()) {
                throw new InvalidInputException(port.name(), "\"" + port.name() + "\" is missing.");
            } else {
                arguments[i] = Optional.empty();
            }
        }
        try (ContextLoader context = ContextLoader.of(schema.nodeClass())) {
            return schema.inputRecord().newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw rethrow(e);
        }
    }

    private static Object wrapped(PortSchema port, int depth, Feed feed) throws Exception {
        if (depth == port.wrappers().size()) {
            return feed instanceof Feed.Many many
                    ? plainList(port, many)
                    : single(port, ((Feed.One) feed).source().get());
        }
        return switch (port.wrappers().get(depth)) {
            case OPTIONAL -> Optional.of(wrapped(port, depth + 1, feed));
            case LAZY -> new OnceLazy(() -> wrapped(port, depth + 1, feed));
            case LIST -> list(port, depth, feed);
            case NAMED -> named(port, depth, feed);
        };
    }

    private static Map<String, Object> named(PortSchema port, int depth, Feed feed) throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        if (feed instanceof Feed.Named named) {
            for (Map.Entry<String, Feed> entry : named.feeds().entrySet()) {
                values.put(entry.getKey(), wrapped(port, depth + 1, entry.getValue()));
            }
        } else if (feed instanceof Feed.One one && one.source().get() instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object value = entry.getValue();
                values.put(String.valueOf(entry.getKey()), wrapped(port, depth + 1, new Feed.One(() -> value)));
            }
        } else {
            throw new InvalidInputException(port.name(), "\"" + port.name() + "\" takes values by name.");
        }
        return Collections.unmodifiableMap(values);
    }

    /** A list among values of any type, which only a port that takes those can have. */
    private static List<Object> plainList(PortSchema port, Feed.Many many) throws Exception {
        List<Object> values = new ArrayList<>();
        for (Feed.Source source : many.sources()) {
            values.add(single(port, source.get()));
        }
        return List.copyOf(values);
    }

    private static List<Object> list(PortSchema port, int depth, Feed feed) throws Exception {
        List<Feed.Source> sources = new ArrayList<>();
        if (feed instanceof Feed.Many many) {
            sources.addAll(many.sources());
        } else {
            Object value = ((Feed.One) feed).source().get();
            for (Object entry : value instanceof List<?> several ? several : List.of(value)) {
                sources.add(() -> entry);
            }
        }
        List<Object> values = new ArrayList<>();
        for (Feed.Source source : sources) {
            values.add(wrapped(port, depth + 1, new Feed.One(source)));
        }
        return List.copyOf(values);
    }

    private static Object single(PortSchema port, Object value) {
        Object converted = PortValues.convert(value, port.type())
                .orElseThrow(() -> new InvalidInputException(
                        port.name(),
                        "\"" + port.name() + "\" is " + value + ", which is no " + PortTypes.name(port.type())
                                + (value instanceof Number ? " of its size." : ".")));
        PortValues.violation(port, converted).ifPresent(v -> {
            throw new InvalidInputException(port.name(), (v.message() + " " + v.remedy()).strip());
        });
        return converted;
    }

    /**
     * The outputs in the order of the schema, {@link Absent} where there is none.
     *
     * @throws IllegalStateException if the node returned null or a null component
     */
    public static List<Object> outputs(NodeSchema schema, Record out) throws Exception {
        List<Object> values = new ArrayList<>(schema.outputReaders().size());
        for (int i = 0; i < schema.outputReaders().size(); i++) {
            Object value;
            try {
                value = schema.outputReaders().get(i).invoke(out);
            } catch (InvocationTargetException e) {
                throw rethrow(e);
            }
            if (value == null) {
                throw new IllegalStateException("The node gave null for its output \""
                        + schema.outputs().get(i).name() + "\".");
            }
            values.add(value instanceof Optional<?> optional ? orAbsent(schema, i, optional) : value);
        }
        return List.copyOf(values);
    }

    private static Object orAbsent(NodeSchema schema, int output, Optional<?> value) {
        return value.isPresent()
                ? value.get()
                : new Absent(schema.type() + " gave nothing for its output \""
                        + schema.outputs().get(output).name() + "\"");
    }

    private static Exception rethrow(InvocationTargetException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : e;
    }

    /** Computes at most once; a failure is not remembered, since it fails the run anyway. */
    private static final class OnceLazy implements Lazy<Object> {
        private final Lazy<Object> compute;
        private final List<Object> value = new ArrayList<>(1);

        OnceLazy(Lazy<Object> compute) {
            this.compute = compute;
        }

        @Override
        public synchronized Object get() throws Exception {
            if (value.isEmpty()) {
                value.add(compute.get());
            }
            return value.get(0);
        }
    }
}
