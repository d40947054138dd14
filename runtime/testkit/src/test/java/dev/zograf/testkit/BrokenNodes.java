package dev.zograf.testkit;

import dev.zograf.api.CancelledException;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.PortType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A node for each rule of the contract that breaks this rule alone. */
final class BrokenNodes {

    private BrokenNodes() {}

    /** A picture and how much. */
    public record In(
            @Doc("The picture.") Image image,

            @Doc("How much.") @Range(min = 0, max = 1) @Default("1")
            double amount) {}

    /** A picture. */
    public record Out(@Doc("The picture.") Image image) {}

    /** Breaks what can be broken without being refused. */
    @NodeType(id = "acme.sloppy", category = "Image Adjust")
    public static final class Sloppy implements Node<Sloppy.In, Sloppy.Out> {
        private int runs;

        /** Takes a class. */
        public Sloppy(String name) {}

        public record In(int Upper_case, @Doc("a path") Path path) {}

        record Out(@Doc("How often.") int runs) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(++runs);
        }
    }

    /** Counts its runs in a final field. */
    @Doc("Counts its runs.")
    @NodeType(id = "acme.counting", category = "test")
    public static final class Counting implements Node<In, Counting.Out> {
        private final AtomicInteger runs = new AtomicInteger();

        public record Out(@Doc("How often it ran.") int runs) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(runs.incrementAndGet());
        }
    }

    /** Differs from instance to instance. */
    @Doc("Differs by instance.")
    @NodeType(id = "acme.moody", category = "test")
    public static final class Moody implements Node<In, Moody.Out> {
        private static final AtomicInteger INSTANCES = new AtomicInteger();
        private final int number = INSTANCES.incrementAndGet();

        public record Out(@Doc("Which instance.") int number) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(number);
        }
    }

    /** A mutable type of its own. */
    @PortType("acme.palette")
    public static final class Palette {
        final int[] colours = {1, 2, 3};
    }

    /** Changes what it gets. */
    @Doc("Changes what it gets.")
    @NodeType(id = "acme.greedy", category = "test")
    public static final class Greedy implements Node<Greedy.In, Greedy.Out> {
        public record In(@Doc("The palette.") Palette palette) {}

        public record Out(@Doc("A number.") int first) {}

        @Override
        public Out run(In in, RunContext ctx) {
            in.palette().colours[0] = 7;
            return new Out(7);
        }
    }

    /** Works as if nobody ever cancelled. */
    @Doc("Does not stop.")
    @NodeType(id = "acme.deaf", category = "test")
    public static final class Deaf implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            Thread.sleep(700);
            return new Out(in.image());
        }
    }

    /** Takes cancellation for an error like any other. */
    @Doc("Swallows cancellation.")
    @NodeType(id = "acme.stubborn", category = "test")
    public static final class Stubborn implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            try {
                ctx.progress(1, 1);
            } catch (CancelledException e) {
                return new Out(in.image());
            }
            return new Out(in.image());
        }
    }

    /** Hides cancellation in another exception. */
    @Doc("Wraps cancellation.")
    @NodeType(id = "acme.wrapping", category = "test")
    public static final class Wrapping implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            try {
                ctx.progress(1, 1);
            } catch (CancelledException e) {
                throw new IllegalStateException(e);
            }
            return new Out(in.image());
        }
    }

    /** Reports nonsense. */
    @Doc("Reports nonsense.")
    @NodeType(id = "acme.jumpy", category = "test")
    public static final class Jumpy implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            ctx.progress(3, 4);
            ctx.progress(5, 4);
            ctx.progress(2, 4);
            return new Out(in.image());
        }
    }

    /** Gives nothing. */
    @Doc("Gives nothing.")
    @NodeType(id = "acme.empty", category = "test")
    public static final class Empty implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(null);
        }
    }

    /** Fails at the end of its range. */
    @Doc("Divides by its amount.")
    @NodeType(id = "acme.fragile", category = "test")
    public static final class Fragile implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            if (in.amount() == 0) {
                throw new ArithmeticException("by zero");
            }
            return new Out(in.image());
        }
    }

    /** Blames an input that it does not have. */
    @Doc("Blames nobody.")
    @NodeType(id = "acme.blaming", category = "test")
    public static final class Blaming implements Node<In, Out> {
        @Override
        public Out run(In in, RunContext ctx) {
            if (in.amount() == 0) {
                throw new InvalidInputException("strength", "It cannot be 0.");
            }
            return new Out(in.image());
        }
    }

    /** Remembers every picture. */
    @Doc("Remembers every picture.")
    @NodeType(id = "acme.hoarding", category = "test")
    public static final class Hoarding implements Node<In, Out> {
        private final List<Image> all = new ArrayList<>();

        @Override
        public synchronized Out run(In in, RunContext ctx) {
            all.add(in.image());
            return new Out(in.image());
        }
    }

    /** Its fingerprint is the time. */
    @Doc("Has another fingerprint each time.")
    @NodeType(id = "acme.restless", category = "test")
    public static final class Restless implements Node<In, Out> {
        private static final AtomicInteger CALLS = new AtomicInteger();

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.image());
        }

        @Override
        public String fingerprint(In in, RunFiles files) {
            return "call " + CALLS.incrementAndGet();
        }
    }

    /** Two runs of it at once get into each other's way. */
    @Doc("Cannot share its buffer.")
    @NodeType(id = "acme.racing", category = "test")
    public static final class Racing implements Node<In, Out> {
        private final AtomicInteger inside = new AtomicInteger();

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            if (inside.incrementAndGet() > 1) {
                throw new IllegalStateException("the buffer is in use");
            }
            Thread.sleep(50);
            inside.decrementAndGet();
            return new Out(in.image());
        }
    }

    /** A service that only some hosts have. */
    public interface Printer {}

    /** Needs a service. */
    @Doc("Prints a picture.")
    @NodeType(id = "acme.printing", category = "test")
    public static final class Printing implements Node<In, Out> {
        /** With the host's printer. */
        @Inject
        public Printing(Printer printer) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.image());
        }
    }
}
