package dev.zograf.contrib.prompts;

import java.util.List;

/**
 * A prompt with wildcards, read: what it can become. {@link WildcardParser} makes it, {@link Draw} picks one text by seed,
 * {@link Combinations} gives all.
 */
sealed interface Template {

    /** How many texts it can become, counted by choices; {@code Long.MAX_VALUE} stands for that many or more. */
    long count();

    /** Text as it is. */
    record Literal(String text) implements Template {
        @Override
        public long count() {
            return 1;
        }
    }

    /** One part after the other. */
    record Sequence(List<Template> parts, long count) implements Template {
        static Template of(List<Template> parts) {
            if (parts.size() == 1) {
                return parts.get(0);
            }
            long count = 1;
            for (Template part : parts) {
                count = Counts.times(count, part.count());
            }
            return new Sequence(List.copyOf(parts), count);
        }
    }

    /** One of several, the likelier the greater its weight. */
    record Option(double weight, Template text) {}

    /** From {@code least} to {@code most} different options, joined. */
    record Choice(int least, int most, String separator, List<Option> options, long count) implements Template {
        static Choice of(int least, int most, String separator, List<Option> options) {
            return new Choice(least, most, separator, List.copyOf(options), Counts.subsets(options, least, most));
        }
    }

    /** A line of a list file; how it was written is kept for messages and printing. */
    record FromFile(String name, Choice lines) implements Template {
        @Override
        public long count() {
            return lines.count();
        }
    }
}
