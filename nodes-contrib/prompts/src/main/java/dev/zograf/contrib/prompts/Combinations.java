package dev.zograf.contrib.prompts;

import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.FromFile;
import dev.zograf.contrib.prompts.Template.Literal;
import dev.zograf.contrib.prompts.Template.Option;
import dev.zograf.contrib.prompts.Template.Sequence;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All texts of a template by number, without keeping them: the last choice changes fastest, as the digits of a number do. Several
 * different options are taken in the order in which they are listed, fewer before more; weights play no part.
 */
final class Combinations {

    private final Template template;
    private final Map<Choice, long[][]> tables = new IdentityHashMap<>();
    private int parts;

    Combinations(Template template) {
        this.template = template;
    }

    /** How many there are; {@code Long.MAX_VALUE} stands for that many or more. */
    long count() {
        return template.count();
    }

    /**
     * A text by its number.
     *
     * @param index from 0 to below {@link #count}
     * @throws WildcardParser.SyntaxException if it would be longer than {@link Draw#MAX_LENGTH}
     */
    String text(long index) {
        parts = 0;
        StringBuilder out = new StringBuilder();
        append(template, index, out);
        return out.toString();
    }

    private void append(Template part, long index, StringBuilder out) {
        if (++parts > Draw.MAX_PARTS) {
            throw Draw.tooLong();
        }
        if (part instanceof Literal literal) {
            out.append(literal.text());
        } else if (part instanceof Sequence sequence) {
            append(sequence.parts(), index, out);
        } else if (part instanceof Choice choice && choice.most() == 1) {
            appendOne(choice.options(), index, out);
        } else if (part instanceof Choice choice) {
            appendSeveral(choice, index, out);
        } else if (part instanceof FromFile file) {
            append(file.lines(), index, out);
        }
        if (out.length() > Draw.MAX_LENGTH) {
            throw Draw.tooLong();
        }
    }

    private void append(List<Template> parts, long index, StringBuilder out) {
        long[] digits = new long[parts.size()];
        long rest = index;
        for (int i = parts.size() - 1; i >= 0; i--) {
            digits[i] = rest % parts.get(i).count();
            rest /= parts.get(i).count();
        }
        for (int i = 0; i < digits.length; i++) {
            append(parts.get(i), digits[i], out);
        }
    }

    private void appendOne(List<Option> options, long index, StringBuilder out) {
        long rest = index;
        for (Option option : options) {
            if (rest < option.text().count()) {
                append(option.text(), rest, out);
                return;
            }
            rest -= option.text().count();
        }
        throw new IndexOutOfBoundsException(Long.toString(index));
    }

    private void appendSeveral(Choice choice, long index, StringBuilder out) {
        long[][] ways = tables.computeIfAbsent(choice, key -> Counts.table(key.options(), key.most()));
        int left = choice.least();
        long rest = index;
        while (rest >= ways[0][left]) {
            rest -= ways[0][left];
            left++;
        }
        for (int at = 0; left > 0; at++) {
            Template text = choice.options().get(at).text();
            long behind = ways[at + 1][left - 1];
            long with = Counts.times(text.count(), behind);
            if (rest >= with) {
                rest -= with;
                continue;
            }
            append(text, rest / behind, out);
            rest %= behind;
            left--;
            if (left > 0) {
                out.append(choice.separator());
            }
        }
    }
}
