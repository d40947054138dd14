package dev.zograf.server;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Nodes that stand in for models: a painter that takes as long as it is told, one that waits, one that fails, one that writes, one that acts abroad. */
public final class TestNodes implements NodePlugin {

    @Override
    public List<Class<?>> nodes() {
        return List.of(
                Paint.class, Invert.class, Cover.class, Odd.class, Hold.class, Fail.class, Write.class, Act.class);
    }

    /** Paints a grey of its seed, step by step. */
    @NodeType(id = "test.paint", category = "test")
    public static final class Paint implements Node<Paint.In, Paint.Out> {
        public record In(
                @Doc("What decides the colour.") @Default("1")
                long seed,

                @Doc("How many steps.") @Range(min = 1, max = 100_000) @Default("3")
                int steps,

                @Doc("How long a step takes.") @Range(min = 0, max = 60_000) @Default("0")
                int millis) {}

        public record Out(@Doc("The picture.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            Image image = Image.of(FloatTensor.zeros(1, 3, 8, 8).map(x -> (in.seed() % 250) / 255.0));
            for (int step = 1; step <= in.steps(); step++) {
                Thread.sleep(in.millis());
                ctx.progress(step, in.steps(), () -> image);
            }
            return new Out(image);
        }
    }

    /** The negative. */
    @NodeType(id = "test.invert", category = "test")
    public static final class Invert implements Node<Invert.In, Invert.Out> {
        public record In(@Doc("The picture.") Image image) {}

        public record Out(@Doc("Its negative.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(Image.of(in.image().pixels().map(x -> 1 - x)));
        }
    }

    /** How much a mask covers. */
    @NodeType(id = "test.cover", category = "test")
    public static final class Cover implements Node<Cover.In, Cover.Out> {
        public record In(@Doc("The mask.") Mask mask) {}

        public record Out(@Doc("From 0 to 1.") double share) {}

        @Override
        public Out run(In in, RunContext ctx) {
            double sum = 0;
            for (float value : in.mask().values().toArray()) {
                sum += value;
            }
            return new Out(sum / in.mask().values().size());
        }
    }

    /** Finds its text odd. */
    @NodeType(id = "test.odd", category = "test")
    public static final class Odd implements Node<Odd.In, Odd.Out> {
        public record In(@Doc("The text.") String text) {}

        public record Out(@Doc("The same.") String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            ctx.warn("The text " + in.text() + " is odd.");
            return new Out(in.text());
        }
    }

    /** Goes on until there is a file. */
    @NodeType(id = "test.hold", category = "test")
    public static final class Hold implements Node<Hold.In, Hold.Out> {
        public record In(@Doc("The file.") String file) {}

        public record Out(@Doc("Always true.") boolean there) {}

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            while (!Files.exists(Path.of(in.file()))) {
                ctx.progress(0, 1);
                Thread.sleep(5);
            }
            return new Out(true);
        }
    }

    /** Fails. */
    @NodeType(id = "test.fail", category = "test")
    public static final class Fail implements Node<Fail.In, Fail.Out> {
        public record In(
                @Doc("What to say.") @Default("<b>no</b>") String message) {}

        public record Out(@Doc("Never.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            throw new InvalidInputException("message", in.message());
        }
    }

    /** Writes a text to a file. */
    @NodeType(id = "test.write", category = "test", effect = true)
    public static final class Write implements Node<Write.In, Write.Out> {
        public record In(
                @Doc("The file.") String name,
                @Doc("What goes in.") @Default("hello") String text) {}

        public record Out(@Doc("Where it is.") String file) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(ctx.files()
                    .write(in.name(), out -> out.write(in.text().getBytes(StandardCharsets.UTF_8)))
                    .toString());
        }
    }

    /** Acts on another machine, or so it says. */
    @NodeType(id = "test.act", category = "test", effect = true, network = true)
    public static final class Act implements Node<Act.In, Act.Out> {
        public record In(
                @Doc("How long it takes.") @Range(min = 0, max = 60_000) @Default("0")
                int millis) {}

        public record Out(@Doc("Always true.") boolean done) {}

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            Thread.sleep(in.millis());
            return new Out(true);
        }
    }
}
