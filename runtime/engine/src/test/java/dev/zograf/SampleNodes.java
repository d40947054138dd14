package dev.zograf;

import dev.zograf.api.Cancellation;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Impure;
import dev.zograf.api.InputFile;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Lazy;
import dev.zograf.api.Migration;
import dev.zograf.api.MultipleOf;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.PortType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A plugin as an author would write it, with nodes of very different kinds; tests of the whole engine run them. */
public final class SampleNodes implements NodePlugin {

    @Override
    public List<Class<?>> nodes() {
        return List.of(
                Add.class,
                Sum.class,
                Blank.class,
                Invert.class,
                Walk.class,
                LoadWord.class,
                Choose.class,
                Fail.class,
                Wait.class,
                Tick.class,
                ReadText.class,
                WriteText.class,
                Resize.class,
                Meet.class);
    }

    @Override
    public List<Migration> migrations() {
        return List.of(
                Migration.of("resize", 1, 2).rename("w", "width").set("height", "64"),
                Migration.of("resize", 2, 3).drop("legacy").renameOutput("result", "image"));
    }

    /** a + b; the node that large graphs are made of. */
    @Doc("Adds two numbers.")
    @NodeType(id = "add")
    public static final class Add implements Node<Add.In, Add.Out> {
        public static final AtomicInteger RUNS = new AtomicInteger();

        public record In(
                @Doc("One.") @Default("0") long a,
                @Doc("The other.") @Default("1") long b) {}

        public record Out(@Doc("The sum.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out(in.a() + in.b());
        }
    }

    /** Any number of numbers. */
    @NodeType(id = "sum")
    public static final class Sum implements Node<Sum.In, Sum.Out> {
        public record In(@Doc("What to add up.") List<Double> values) {}

        public record Out(@Doc("The sum.") double sum) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.values().stream().mapToDouble(d -> d).sum());
        }
    }

    /** A picture of one grey. */
    @NodeType(id = "blank", category = "image")
    public static final class Blank implements Node<Blank.In, Blank.Out> {
        public record In(
                @Doc("Pixels in a row.") @Range(min = 8, max = 4096) @MultipleOf(8) @Default("16")
                int width,

                @Doc("Rows.") @Range(min = 8, max = 4096) @MultipleOf(8) @Default("8")
                int height,

                @Doc("From 0 to 1.") @Range(min = 0, max = 1) @Default("0.25")
                double grey) {}

        public record Out(@Doc("The picture.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(
                    Image.of(FloatTensor.zeros(1, 3, in.height(), in.width()).map(x -> in.grey())));
        }
    }

    /** A pure picture filter: an optional mask, a rule across inputs, and an input that is fetched only if needed. */
    @NodeType(id = "acme.invert", version = 2, title = "Invert image", category = "image/adjust")
    public static final class Invert implements Node<Invert.In, Invert.Out> {
        public record In(
                @Doc("The picture to invert.") Image image,

                @Doc("0 keeps the picture, 1 inverts it fully.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
                double strength,

                @Doc("Where to invert; everywhere if absent.")
                Optional<Mask> mask,

                @Doc("What shows through if strength is below 1.")
                Optional<Lazy<Image>> under) {
            public In {
                if (strength == 0 && under.isEmpty()) {
                    throw new InvalidInputException(
                            "strength", "A strength of 0 needs something under it; link \"under\".");
                }
            }
        }

        public record Out(
                @Doc("The inverted picture, same size.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            FloatTensor inverted = in.image().pixels().map(x -> 1 - x);
            if (in.strength() < 1) {
                FloatTensor under = in.under().isPresent()
                        ? in.under().get().get().pixels()
                        : in.image().pixels();
                inverted = inverted.zip(under, (a, b) -> in.strength() * a + (1 - in.strength()) * b);
            }
            return new Out(Image.of(inverted));
        }
    }

    /** Like a sampler: steps that report progress with a preview, and can be cancelled at each. */
    @NodeType(id = "walk", category = "sampling")
    public static final class Walk implements Node<Walk.In, Walk.Out> {
        public record In(
                @Doc("Where it starts.") @Default("0") long seed,

                @Doc("How far it goes.") @Range(min = 1, max = 10000) @Default("20")
                int steps,

                @Doc("How it walks.") @Choices({"euler", "heun", "dpmpp-2m"}) @Default("euler")
                String sampler) {}

        public record Out(@Doc("Where it arrived.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            FloatTensor x = FloatTensor.zeros(1, 3, 8, 8).map(v -> (in.seed() % 10) / 10.0);
            for (int i = 0; i < in.steps(); i++) {
                x = x.times(0.9);
                FloatTensor now = x;
                ctx.progress(i + 1, in.steps(), () -> Image.of(now));
            }
            return new Out(Image.of(x));
        }
    }

    /** What a model is to other nodes. */
    @PortType("word-model")
    public interface WordModel {
        String word();
    }

    /** The service that {@link LoadWord} has injected. */
    public interface Dictionary {
        WordModel open(String name);
    }

    /** Like a model loader: an injected service, and a fingerprint that tells when the file changed. */
    @NodeType(id = "load-word", category = "loaders")
    public static final class LoadWord implements Node<LoadWord.In, LoadWord.Out> {
        public record In(@Doc("Its name.") String name) {}

        public record Out(@Doc("The model.") WordModel model) {}

        private final Dictionary dictionary;

        @Inject
        public LoadWord(Dictionary dictionary) {
            this.dictionary = dictionary;
        }

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(dictionary.open(in.name()));
        }

        @Override
        public String fingerprint(In in, RunFiles files) {
            return dictionary.open(in.name()).word();
        }
    }

    /** A generic node with lazy inputs: only the chosen side is computed. */
    @NodeType(id = "choose", category = "flow")
    public static final class Choose<T> implements Node<Choose.In<T>, Choose.Out<T>> {
        public record In<T>(
                @Doc("Which.") boolean first,
                @Doc("The one.") Lazy<T> a,
                @Doc("The other.") Lazy<T> b) {}

        public record Out<T>(@Doc("What was chosen.") T value) {}

        @Override
        public Out<T> run(In<T> in, RunContext ctx) throws Exception {
            return new Out<>(in.first() ? in.a().get() : in.b().get());
        }
    }

    /** Fails in the way that it is told. */
    @NodeType(id = "fail")
    public static final class Fail implements Node<Fail.In, Fail.Out> {
        public record In(
                @Doc("How.") @Choices({"io", "input", "oom", "heap", "linkage", "null"})
                String how,

                @Doc("Something large.") Optional<Image> image,
                @Doc("To depend on.") @Default("0") long after) {}

        public record Out(@Doc("Never.") long sum) {}

        @Override
        @SuppressWarnings("NullAway")
        public Out run(In in, RunContext ctx) throws Exception {
            switch (in.how()) {
                case "io" -> throw new java.io.IOException("the disk is on fire");
                case "input" -> throw new InvalidInputException("how", "This cannot be; take another.");
                case "oom" -> throw new OutOfMemoryError("not really");
                case "heap" -> {
                    return new Out(new long[8][Integer.MAX_VALUE - 8].length);
                }
                case "linkage" -> throw new NoClassDefFoundError("acme/Missing");
                default -> {
                    return null;
                }
            }
        }
    }

    /** Runs until it is cancelled. */
    @NodeType(id = "wait")
    public static final class Wait implements Node<Wait.In, Wait.Out> {
        public static final AtomicInteger INSIDE = new AtomicInteger();

        public record In(@Doc("To depend on.") @Default("0") long after) {}

        public record Out(@Doc("Never.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            CountDownLatch cancelled = new CountDownLatch(1);
            INSIDE.incrementAndGet();
            try (Cancellation.Registration registration = ctx.onRequest(cancelled::countDown)) {
                cancelled.await();
                ctx.throwIfRequested();
                return new Out(0);
            } finally {
                INSIDE.decrementAndGet();
            }
        }
    }

    /** Another number each time. */
    @Impure
    @NodeType(id = "tick")
    public static final class Tick implements Node<Tick.In, Tick.Out> {
        public static final AtomicInteger TICKS = new AtomicInteger();

        public record In() {}

        public record Out(@Doc("The number.") long tick) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(TICKS.incrementAndGet());
        }
    }

    /** Reads a file, again if it was edited. */
    @NodeType(id = "read-text")
    public static final class ReadText implements Node<ReadText.In, ReadText.Out> {
        public record In(@Doc("Which.") @InputFile("text") String file) {}

        public record Out(@Doc("Its content.") String text) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            return new Out(Files.readString(ctx.files().input(in.file())));
        }

        @Override
        public String fingerprint(In in, RunFiles files) throws Exception {
            Path file = files.input(in.file());
            return Files.size(file) + " " + Files.getLastModifiedTime(file);
        }
    }

    /** Writes a file. */
    @NodeType(id = "write-text", effect = true)
    public static final class WriteText implements Node<WriteText.In, WriteText.Out> {
        public record In(
                @Doc("What.") String text, @Doc("Where to.") String file) {}

        public record Out(@Doc("Where it lies.") String path) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(ctx.files()
                    .write(in.file(), out -> out.write(in.text().getBytes(StandardCharsets.UTF_8)))
                    .toString());
        }
    }

    /** Has a past: two versions before this one. */
    @NodeType(id = "resize", version = 3)
    public static final class Resize implements Node<Resize.In, Resize.Out> {
        public record In(
                @Doc("Pixels in a row.") int width,
                @Doc("Rows.") int height) {}

        public record Out(@Doc("A picture of that size.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(Image.of(FloatTensor.zeros(1, 3, in.height(), in.width())));
        }
    }

    /** Ends only when two of its kind run at once. */
    @NodeType(id = "meet")
    public static final class Meet implements Node<Meet.In, Meet.Out> {
        public static final AtomicInteger HERE = new AtomicInteger();

        public record In(@Doc("Tells them apart.") long who) {}

        public record Out(@Doc("Whether it met another.") boolean met) {}

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            HERE.incrementAndGet();
            for (int i = 0; i < 1000 && HERE.get() < 2; i++) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return new Out(HERE.get() >= 2);
        }
    }
}
