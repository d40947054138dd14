package dev.zograf.contrib.prompts;

import dev.zograf.api.InvalidInputException;
import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.FromFile;
import dev.zograf.contrib.prompts.Template.Literal;
import dev.zograf.contrib.prompts.Template.Option;
import dev.zograf.contrib.prompts.Template.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a prompt with wildcards.
 *
 * <pre>
 *   {red|green|{light|dark} blue}   one of these; an option may be empty
 *   {2::red|1::green}               red twice as often; the weight is 1 if none is given, and 0 takes an option out
 *   {2$$a|b|c}  {1-3$$ and $$a|b|c} two, or one to three, different ones, joined by ", " or what stands between the $$
 *   __animals/cats__                a line of animals/cats.txt
 *   \{ \} \| \$ \_ \: \\            these signs themselves; any other backslash stays as it is
 * </pre>
 */
final class WildcardParser {

    /** As long as a prompt may be, in characters. */
    static final int MAX_LENGTH = 200_000;

    /** As deep as braces may stand in braces. */
    static final int MAX_DEPTH = 64;

    /** As many options as a pair of braces may have. */
    static final int MAX_OPTIONS = 10_000;

    /** As many options times how many are taken of them. */
    private static final int MAX_TABLE = 100_000;

    private static final int MAX_NAME = 200;
    private static final String ESCAPED = "{}|$_:\\";
    private static final Pattern WEIGHT = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,9})?)::");
    private static final Pattern COUNT = Pattern.compile("\\s*(\\d{1,5})(?:-(\\d{1,5}))?\\$\\$");

    /** Finds the lines of a list. */
    @FunctionalInterface
    interface Lists {
        /**
         * The lines of a list.
         *
         * @throws dev.zograf.api.BadFileException if there is none, or it is not usable
         */
        Choice lines(String name);
    }

    /** A mistake in the text. */
    static final class SyntaxException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String text;

        SyntaxException(String message) {
            super(message);
            text = message;
        }

        /** The same as a mistake of the input that has the prompt. */
        InvalidInputException ofText() {
            return new InvalidInputException("text", text, this);
        }
    }

    private final String text;
    private final Lists lists;
    private int at;

    private WildcardParser(String text, Lists lists) {
        this.text = text;
        this.lists = lists;
    }

    /**
     * The template of a prompt.
     *
     * @throws SyntaxException for braces that do not match, numbers that make no sense, and what is too long or too deep
     */
    static Template parse(String text, Lists lists) {
        if (text.length() > MAX_LENGTH) {
            throw new SyntaxException("The text has " + text.length() + " characters; " + MAX_LENGTH
                    + " are the most. Shorten it, or move its options to a list file.");
        }
        WildcardParser parser = new WildcardParser(text, lists);
        Template template = parser.sequence(0);
        if (parser.at < text.length()) {
            throw parser.wrong(parser.at, "the brace } closes nothing; remove it or write \\}");
        }
        return template;
    }

    /** A line of a list file, which may begin with a weight. */
    static Option parseLine(String line, Lists lists) {
        Matcher weight = WEIGHT.matcher(line);
        if (weight.lookingAt()) {
            return new Option(Double.parseDouble(weight.group(1)), parse(line.substring(weight.end()), lists));
        }
        return new Option(1, parse(line, lists));
    }

    /** Up to the end, or to the | or } of the braces around it. */
    private Template sequence(int depth) {
        List<Template> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '}' || c == '|' && depth > 0) {
                break;
            }
            if (c == '\\' && at + 1 < text.length() && ESCAPED.indexOf(text.charAt(at + 1)) >= 0) {
                literal.append(text.charAt(at + 1));
                at += 2;
            } else if (c == '{') {
                flush(literal, parts);
                parts.add(choice(depth + 1));
            } else if (c == '_' && nameEnd() > 0) {
                flush(literal, parts);
                int end = nameEnd();
                String name = text.substring(at + 2, end);
                at = end + 2;
                parts.add(new FromFile(name, lists.lines(name)));
            } else {
                literal.append(c);
                at++;
            }
        }
        if (!literal.isEmpty() || parts.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return Sequence.of(parts);
    }

    private static void flush(StringBuilder literal, List<Template> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private Choice choice(int depth) {
        int open = at;
        if (depth > MAX_DEPTH) {
            throw wrong(open, "braces stand in braces more than " + MAX_DEPTH + " deep; make the text flatter");
        }
        at++;
        int least = 1;
        int most = 1;
        String separator = ", ";
        Matcher count = COUNT.matcher(text).region(at, text.length());
        if (count.lookingAt()) {
            least = Integer.parseInt(count.group(1));
            most = count.group(2) == null ? least : Integer.parseInt(count.group(2));
            at = count.end();
            separator = separator(separator);
        }
        List<Option> options = new ArrayList<>();
        do {
            double weight = weight();
            Template option = sequence(depth);
            if (weight > 0) {
                options.add(new Option(weight, option));
            }
            if (options.size() > MAX_OPTIONS) {
                throw wrong(open, "these braces have more than " + MAX_OPTIONS + " options; use a list file");
            }
            if (at == text.length()) {
                throw wrong(open, "this brace { is not closed; close it or write \\{");
            }
        } while (text.charAt(at++) == '|');
        return checked(open, least, most, separator, options);
    }

    private Choice checked(int open, int least, int most, String separator, List<Option> options) {
        if (options.isEmpty()) {
            throw wrong(open, "no option of these braces has a weight above 0");
        }
        if (least < 1 || most < least) {
            throw wrong(open, "the number before $$ is from 1 up, as in {2$$a|b|c} or {1-3$$a|b|c}");
        }
        if (most > options.size()) {
            throw wrong(open, most + " different options are wanted, and there are " + options.size());
        }
        if (most > 1 && (long) most * options.size() > MAX_TABLE) {
            throw wrong(open, most + " of " + options.size() + " options are too many to take; take fewer");
        }
        return Choice.of(least, most, separator, options);
    }

    private double weight() {
        Matcher weight = WEIGHT.matcher(text).region(at, text.length());
        if (!weight.lookingAt()) {
            return 1;
        }
        at = weight.end();
        return Double.parseDouble(weight.group(1));
    }

    /** What stands before a second $$ that comes before any other sign of wildcards. */
    private String separator(String otherwise) {
        for (int i = at; i + 1 < text.length() && "{}|".indexOf(text.charAt(i)) < 0; i++) {
            if (text.charAt(i) == '$' && text.charAt(i + 1) == '$') {
                String separator = text.substring(at, i);
                at = i + 2;
                return separator;
            }
        }
        return otherwise;
    }

    /** Where the __ after a name begins if a name stands here, or 0. */
    private int nameEnd() {
        if (!text.startsWith("__", at)) {
            return 0;
        }
        int limit = Math.min(text.length() - 1, at + 2 + MAX_NAME);
        for (int i = at + 2; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '_' && text.charAt(i + 1) == '_') {
                return i > at + 2 ? i : 0;
            }
            if (!Character.isLetterOrDigit(c) && "_-./".indexOf(c) < 0) {
                return 0;
            }
        }
        return 0;
    }

    private SyntaxException wrong(int where, String what) {
        return new SyntaxException("At character " + (where + 1) + ": " + what + ".");
    }
}
