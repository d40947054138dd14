package dev.zograf.runtime.exec;

import dev.zograf.api.RefusedException;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.runtime.node.NodeSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Holds one run against its {@link Limits}: counts what it takes and refuses what goes beyond. Thread-safe. */
public final class Guard {

    private final Limits limits;
    private final Function<NodeSchema, Optional<String>> keptOut;
    private final AtomicLong executions = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    /**
     * A guard for one run.
     *
     * @param keptOut why a type of node may not run, as the end of "because …"; empty if it may
     */
    public Guard(Limits limits, Function<NodeSchema, Optional<String>> keptOut) {
        this.limits = limits;
        this.keptOut = keptOut;
    }

    /** A guard that allows everything. */
    public static Guard none() {
        return new Guard(Limits.NONE, schema -> Optional.empty());
    }

    /** A node of this type is about to run. */
    void execution(NodeSchema schema) {
        keptOut.apply(schema).ifPresent(reason -> {
            throw new RefusedException("nodes", "The node type " + schema.type() + " may not run: " + reason + ".");
        });
        check("executions", executions.incrementAndGet(), limits.executions(), "node executions");
    }

    /** A node is about to run on these inputs; those that count steps are held against the limit. */
    void inputs(NodeSchema schema, Record in) throws ReflectiveOperationException {
        if (limits.steps().isEmpty()) {
            return;
        }
        for (RecordComponent component : in.getClass().getRecordComponents()) {
            boolean steps = schema.input(component.getName())
                    .filter(port -> port.unit().equals("steps"))
                    .isPresent();
            if (steps) {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(in);
                Object number = value instanceof Optional<?> optional ? optional.orElse(null) : value;
                if (number instanceof Number n) {
                    check("steps", n.longValue(), limits.steps(), "steps in one node");
                }
            }
        }
    }

    /** A node means to make pictures. */
    void pixels(int width, int height, int count) {
        check("pixels", (long) width * height * Math.max(1, count), limits.pixels(), "pixels at once");
    }

    /** A node has made these values, which the run holds from now on. */
    void hold(List<Object> values) {
        if (limits.pixels().isPresent()) {
            values.forEach(this::pixels);
        }
        if (limits.memory().isPresent()) {
            check("memory", held.addAndGet(Weighing.bytes(values)), limits.memory(), "bytes of results at once");
        }
    }

    /** The run holds these values no more. */
    void release(List<Object> values) {
        if (limits.memory().isPresent()) {
            held.addAndGet(-Weighing.bytes(values));
        }
    }

    private void pixels(Object value) {
        if (value instanceof Image image) {
            pixels(image.width(), image.height(), image.batch());
        } else if (value instanceof Mask mask) {
            pixels(mask.width(), mask.height(), mask.batch());
        } else if (value instanceof List<?> list) {
            list.forEach(this::pixels);
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::pixels);
        }
    }

    /** A file is about to be written; the stream stops when the run has written too much. */
    OutputStream writing(OutputStream out) {
        check("files", files.incrementAndGet(), limits.files(), "files");
        return limits.written().isEmpty() ? out : new Counted(out);
    }

    /** The refusal of a run that took too long. */
    public static RefusedException tooLong(Duration limit) {
        return new RefusedException(
                "seconds", "The run took longer than the policy allows (" + seconds(limit) + " s).");
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? String.valueOf(time.toSeconds()) : String.valueOf(time.toMillis() / 1e3);
    }

    private static void check(String rule, long wanted, Optional<Long> limit, String what) {
        if (limit.isPresent() && wanted > limit.get()) {
            throw new RefusedException(
                    rule,
                    "The policy allows " + limit.get() + " " + what + " (rule \"" + rule + "\"), and this is " + wanted
                            + ".");
        }
    }

    private final class Counted extends OutputStream {
        private final OutputStream out;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            count(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count(length);
            out.write(bytes, offset, length);
        }

        private void count(int length) {
            check("written", written.addAndGet(length), limits.written(), "bytes in files");
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
