package dev.zograf;

import dev.zograf.api.Body;
import dev.zograf.api.ChoiceSource;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Hidden;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.Unit;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes with the forms of ports that {@link SampleNodes} lacks: lists, values by name, bodies, live choices, absent outputs. */
public final class FormNodes implements NodePlugin {

    @Override
    public List<Class<?>> nodes() {
        return List.of(
                Words.class,
                Join.class,
                Collect.class,
                Again.class,
                Paint.class,
                Maybe.class,
                Double2.class,
                Label.class);
    }

    /** A list from one value. */
    @Doc("Splits a text into its words.")
    @NodeType(id = "words")
    public static final class Words implements Node<Words.In, Words.Out> {
        public record In(@Doc("What to split.") String text) {}

        public record Out(@Doc("The words.") List<String> words) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(List.of(in.text().strip().split("\\s+")));
        }
    }

    /** One value from a list. */
    @Doc("Joins words to a text.")
    @NodeType(id = "join")
    public static final class Join implements Node<Join.In, Join.Out> {
        public record In(
                @Doc("What to join.") List<String> words,

                @Doc("What comes between.") @Default("\" \"") @Hidden
                String between) {}

        public record Out(@Doc("The text.") String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(String.join(in.between(), in.words()));
        }
    }

    /** Values by name. */
    @Doc("Adds up numbers that have names.")
    @NodeType(id = "collect")
    public static final class Collect implements Node<Collect.In, Collect.Out> {
        public record In(
                @Doc("The numbers.") Map<String, Integer> numbers,
                @Doc("More, of any type.") @Default("{}") Map<String, ?> more) {}

        public record Out(@Doc("name=number, …") String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            Map<String, Object> all = new TreeMap<>(in.numbers());
            all.putAll(in.more());
            return new Out(all.toString());
        }
    }

    /** A body that is called again and again. */
    @Doc("Repeats a workflow with the value that it gave.")
    @NodeType(id = "again")
    public static final class Again implements Node<Again.In, Again.Out> {
        public record In(
                @Doc("What to repeat.")
                @Body(
                        sets = {"value", "index"},
                        needs = "value",
                        with = "with")
                Subworkflow body,

                @Doc("What to begin with.") long value,

                @Doc("How often.") @Range(min = 1, max = 100) @Unit("steps") @Default("2")
                int times,

                @Doc("Its other inputs.") @Default("{}") Map<String, Object> with) {}

        public record Out(@Doc("What it gave at last.") long value) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Object value = in.value();
            for (int i = 0; i < in.times(); i++) {
                Map<String, Object> inputs = new HashMap<>(in.with());
                inputs.put("value", value);
                if (in.body().inputs().contains("index")) {
                    inputs.put("index", (long) i);
                }
                value = ctx.call(in.body(), inputs).get("value");
            }
            return new Out(((Number) value).longValue());
        }
    }

    /** The service that {@link Colours} has injected. */
    public interface Palette {
        List<String> colours();
    }

    /** The colours that there are now. */
    public static final class Colours implements ChoiceSource {
        private final Palette palette;

        @Inject
        public Colours(Palette palette) {
            this.palette = palette;
        }

        @Override
        public List<String> choices() {
            return palette.colours();
        }
    }

    /** A choice that is known at run time only. */
    @Doc("Names a colour.")
    @NodeType(id = "paint")
    public static final class Paint implements Node<Paint.In, Paint.Out> {
        public record In(
                @Doc("Which colour.") @Choices(from = Colours.class)
                String colour,

                @Doc("How wide.") @Unit("px") @Default("8") int width) {}

        public record Out(@Doc("The colour.") String name) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.colour() + in.width());
        }
    }

    /** An output that may come to nothing. */
    @Doc("Gives a number if it is wanted.")
    @NodeType(id = "maybe")
    public static final class Maybe implements Node<Maybe.In, Maybe.Out> {
        public record In(
                @Doc("Whether it is wanted.") boolean wanted,
                @Doc("The number.") @Default("1") long number) {}

        public record Out(@Doc("The number.") Optional<Long> number) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.wanted() ? Optional.of(in.number()) : Optional.empty());
        }
    }

    /** Counts how often it runs. */
    @Doc("Doubles a number.")
    @NodeType(id = "double")
    public static final class Double2 implements Node<Double2.In, Double2.Out> {
        public static final AtomicInteger RUNS = new AtomicInteger();

        public record In(
                @Doc("The number.") @Range(min = -1000, max = 1000)
                long number) {}

        public record Out(@Doc("Twice the number.") long number) {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out(2 * in.number());
        }
    }

    /** A text from two values, to run in step. */
    @Doc("Labels a text with a number.")
    @NodeType(id = "label")
    public static final class Label implements Node<Label.In, Label.Out> {
        public record In(
                @Doc("The text.") String text,
                @Doc("The number.") @Default("0") long number) {}

        public record Out(@Doc("text-number") String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.text() + "-" + in.number());
        }
    }
}
