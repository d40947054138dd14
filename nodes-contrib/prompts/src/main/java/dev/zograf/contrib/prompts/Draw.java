package dev.zograf.contrib.prompts;

import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.FromFile;
import dev.zograf.contrib.prompts.Template.Literal;
import dev.zograf.contrib.prompts.Template.Option;
import dev.zograf.contrib.prompts.Template.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks one text of a template by a seed: numbers are drawn from {@link SplitMix} in the order in which choices stand in the text, for a
 * choice first how many (if that is open), then one number for each option taken.
 */
final class Draw {

    /** As long as a text may get, in characters. */
    static final int MAX_LENGTH = 1_000_000;

    /** As many parts of templates as a text may be put together from: empty ones count, too. */
    static final int MAX_PARTS = 5_000_000;

    private int parts;
    private final SplitMix random;
    private final StringBuilder out = new StringBuilder();

    private Draw(long seed) {
        random = new SplitMix(seed);
    }

    /**
     * The text of a seed.
     *
     * @throws WildcardParser.SyntaxException if it would be longer than {@link #MAX_LENGTH} or take more than {@link #MAX_PARTS}
     */
    static String text(Template template, long seed) {
        Draw draw = new Draw(seed);
        draw.append(template);
        return draw.out.toString();
    }

    private void append(Template template) {
        if (++parts > MAX_PARTS) {
            throw tooLong();
        }
        if (template instanceof Literal literal) {
            append(literal.text());
        } else if (template instanceof Sequence sequence) {
            sequence.parts().forEach(this::append);
        } else if (template instanceof Choice choice) {
            append(choice);
        } else if (template instanceof FromFile file) {
            append(file.lines());
        }
    }

    private void append(String text) {
        out.append(text);
        if (out.length() > MAX_LENGTH) {
            throw tooLong();
        }
    }

    /** What stops a text that grows without end. */
    static WildcardParser.SyntaxException tooLong() {
        return new WildcardParser.SyntaxException("A text gets longer than " + MAX_LENGTH
                + " characters or has more than " + MAX_PARTS + " parts; list files name each other too often.");
    }

    private void append(Choice choice) {
        int count = choice.least()
                + (choice.most() > choice.least() ? random.nextInt(choice.most() - choice.least() + 1) : 0);
        if (count == 1) {
            append(choice.options().get(pick(choice.options())).text());
            return;
        }
        List<Option> left = new ArrayList<>(choice.options());
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                append(choice.separator());
            }
            append(left.remove(pick(left)).text());
        }
    }

    private int pick(List<Option> options) {
        double sum = 0;
        for (Option option : options) {
            sum += option.weight();
        }
        double wanted = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < options.size(); i++) {
            double weight = options.get(i).weight();
            if (weight > 0) {
                last = i;
                if (wanted < weight) {
                    return i;
                }
                wanted -= weight;
            }
        }
        return last;
    }
}
