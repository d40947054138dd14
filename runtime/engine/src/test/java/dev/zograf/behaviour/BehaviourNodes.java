package dev.zograf.behaviour;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Impure;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that call graphs of their own, give nothing, wait for one another, or make what nobody can look into. */
public final class BehaviourNodes implements NodePlugin {

    @Override
    public List<Class<?>> nodes() {
        return List.of(
                Loop.class,
                Recurse.class,
                Twice.class,
                Fan.class,
                Pass.class,
                Numbers.class,
                Total.class,
                Make.class,
                Use.class,
                Picky.class,
                Build.class,
                Note.class,
                ImpureInPure.class,
                UseNumber.class,
                Churn.class);
    }

    /** Something opaque, like a model. */
    @PortType("thing")
    public static final class Thing {
        final String name;

        Thing(String name) {
            this.name = name;
        }
    }

    /** Adds up step by step, each step a graph of its own. */
    @NodeType(id = "loop")
    public static final class Loop implements Node<Loop.In, Loop.Out> {
        public record In(
                @Doc("How often.") int times,
                @Doc("What to add.") @Default("1") long step) {}

        public record Out(@Doc("The sum.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            long sum = 0;
            for (int i = 0; i < in.times(); i++) {
                Subworkflow graph = Subworkflow.builder()
                        .node("add", "add@1", Map.of("a", sum, "b", in.step()))
                        .output("sum", Subworkflow.link("add", "sum"))
                        .build();
                sum = (Long) ctx.call(graph, Map.of()).get("sum");
                ctx.progress(i + 1, in.times());
            }
            return new Out(sum);
        }
    }

    /** Calls itself: with one less each time, with the same, or with one more for ever. */
    @NodeType(id = "recurse")
    public static final class Recurse implements Node<Recurse.In, Recurse.Out> {
        public record In(
                @Doc("How deep.") int depth,
                @Doc("Added each time.") @Default("-1") int step) {}

        public record Out(@Doc("How deep it was.") long depth) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            if (in.depth() == 0) {
                return new Out(0);
            }
            Subworkflow graph = Subworkflow.builder()
                    .node("self", "recurse", Map.of("depth", in.depth() + in.step(), "step", in.step()))
                    .output("depth", Subworkflow.link("self", "depth"))
                    .build();
            return new Out(1 + (Long) ctx.call(graph, Map.of()).get("depth"));
        }
    }

    /** Uses a thing by itself and in a graph that it builds. */
    @NodeType(id = "twice")
    public static final class Twice implements Node<Twice.In, Twice.Out> {
        public record In(
                @Doc("The thing.") Thing thing,
                @Doc("Nothing but a reason to run again.") long salt) {}

        public record Out(
                @Doc("From the graph.") String called,
                @Doc("From this node.") String direct) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Subworkflow graph = Subworkflow.builder()
                    .node("use", "use", Map.of("thing", in.thing()))
                    .output("name", Subworkflow.link("use", "name"))
                    .build();
            return new Out((String) ctx.call(graph, Map.of()).get("name"), in.thing().name);
        }
    }

    /** Calls as many graphs at once, in each of which a node waits for the others. */
    @NodeType(id = "fan")
    public static final class Fan implements Node<Fan.In, Fan.Out> {
        public record In(@Doc("How many.") int count) {}

        public record Out(@Doc("How many met.") long met) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Subworkflow.Builder builder = Subworkflow.builder();
            for (int i = 0; i < in.count(); i++) {
                builder.node("meet" + i, "meet", Map.of("who", 100 + i))
                        .output("m" + i, Subworkflow.link("meet" + i, "met"));
            }
            return new Out(ctx.call(builder.build(), Map.of()).values().stream()
                    .filter(Boolean.TRUE::equals)
                    .count());
        }
    }

    /** Lets a number pass, or gives nothing. */
    @NodeType(id = "pass")
    public static final class Pass implements Node<Pass.In, Pass.Out> {
        public record In(
                @Doc("Whether it passes.") boolean open,
                @Doc("The number.") @Default("5") long value) {}

        public record Out(@Doc("The number.") Optional<Long> value) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.open() ? Optional.of(in.value()) : Optional.empty());
        }
    }

    /** Counts up. */
    @NodeType(id = "numbers")
    public static final class Numbers implements Node<Numbers.In, Numbers.Out> {
        public record In(@Doc("How many.") int count) {}

        public record Out(@Doc("From 0.") List<Long> values) {}

        @Override
        public Out run(In in, RunContext ctx) {
            List<Long> values = new ArrayList<>();
            for (long i = 0; i < in.count(); i++) {
                values.add(i);
            }
            return new Out(values);
        }
    }

    /** Adds up a list; a bonus is computed only if the list is empty. */
    @NodeType(id = "total")
    public static final class Total implements Node<Total.In, Total.Out> {
        public record In(
                @Doc("Some.") List<Long> values,
                @Doc("One more.") Optional<Long> extra,
                @Doc("Instead of an empty list.") Optional<Lazy<Long>> bonus) {}

        public record Out(@Doc("The sum.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            long sum = in.values().stream().mapToLong(v -> v).sum() + in.extra().orElse(0L);
            return new Out(
                    in.values().isEmpty() && in.bonus().isPresent()
                            ? in.bonus().get().get()
                            : sum);
        }
    }

    /** Makes a thing. */
    @NodeType(id = "make")
    public static final class Make implements Node<Make.In, Make.Out> {
        static final AtomicInteger RUNS = new AtomicInteger();

        public record In(@Doc("Its name.") String name) {}

        public record Out(@Doc("The thing.") Thing thing) {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out(new Thing(in.name()));
        }
    }

    /** Uses a thing. */
    @NodeType(id = "use")
    public static final class Use implements Node<Use.In, Use.Out> {
        static final AtomicInteger RUNS = new AtomicInteger();

        public record In(@Doc("The thing.") Thing thing) {}

        public record Out(@Doc("Its name.") String name) {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out(in.thing().name);
        }
    }

    /** Asks for those of its lazy inputs that it is told to. */
    @NodeType(id = "picky")
    public static final class Picky implements Node<Picky.In, Picky.Out> {
        public record In(
                @Doc("Which ones.") List<Integer> wanted,
                @Doc("The values.") List<Lazy<Long>> values) {}

        public record Out(@Doc("Their sum.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            long sum = 0;
            for (int i : in.wanted()) {
                sum += in.values().get(i).get();
            }
            return new Out(sum);
        }
    }

    /** Builds the graph that a test hands over. */
    @Impure
    @NodeType(id = "build")
    public static final class Build implements Node<Build.In, Build.Out> {
        static volatile Subworkflow graph = Subworkflow.builder().build();
        static volatile CountDownLatch called = new CountDownLatch(1);

        public record In() {}

        public record Out(@Doc("What came out.") String text) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            called.countDown();
            return new Out(String.valueOf(ctx.call(graph, Map.of())));
        }
    }

    /** An effect that a test can count. */
    @NodeType(id = "note", effect = true)
    public static final class Note implements Node<Note.In, Note.Out> {
        static final AtomicInteger RUNS = new AtomicInteger();

        public record In(@Doc("What.") long value) {}

        public record Out() {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out();
        }
    }

    /** Counts as pure and calls what is not. */
    @NodeType(id = "impure-in-pure")
    public static final class ImpureInPure implements Node<ImpureInPure.In, ImpureInPure.Out> {
        public record In() {}

        public record Out(@Doc("Never.") long tick) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Subworkflow graph = Subworkflow.builder()
                    .node("t", "tick", Map.of())
                    .output("tick", Subworkflow.link("t", "tick"))
                    .build();
            return new Out((Long) ctx.call(graph, Map.of()).get("tick"));
        }
    }

    /** Needs a number. */
    @NodeType(id = "use-number")
    public static final class UseNumber implements Node<UseNumber.In, UseNumber.Out> {
        public record In(@Doc("The number.") long value) {}

        public record Out(@Doc("The same.") long value) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.value());
        }
    }

    /** Calls a graph again and again, and counts which of the results somebody still holds. */
    @NodeType(id = "churn")
    public static final class Churn implements Node<Churn.In, Churn.Out> {
        public record In(@Doc("How often.") int times) {}

        public record Out(@Doc("How many results are held.") long held) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            List<WeakReference<Object>> results = new ArrayList<>();
            for (int i = 0; i < in.times(); i++) {
                Subworkflow graph = Subworkflow.builder()
                        .node("walk", "walk", Map.of("seed", i, "steps", 1))
                        .output("image", Subworkflow.link("walk", "image"))
                        .build();
                results.add(new WeakReference<>(ctx.call(graph, Map.of()).get("image")));
            }
            System.gc();
            return new Out(results.stream().filter(r -> r.get() != null).count());
        }
    }
}
