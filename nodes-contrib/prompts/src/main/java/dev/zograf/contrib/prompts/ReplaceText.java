package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Replaces parts of a text. */
@Doc("Replaces parts of a text: as they stand, as whole words, or by a regular expression.")
@NodeType(id = "contrib.replace-text", title = "Replace text", category = "text")
public final class ReplaceText implements Node<ReplaceText.In, ReplaceText.Out> {

    /** How to search. */
    public enum Mode {
        /** The characters as they stand. */
        LITERAL,
        /** The characters as they stand, where neither a letter nor a digit is beside them. */
        WORD,
        /** A regular expression of Java; {@code $1} in the replacement is its first group. */
        REGEX
    }

    /** What to replace. */
    public record In(
            @Doc("The text.") String text,

            @Doc("What to search for.") String find,

            @Doc("What to put in its place; $1 is the first group of a regular expression.") @Default("")
            String replacement,

            @Doc("Takes find as it stands, as whole words, or as a regular expression of Java.") @Default("literal")
            Mode mode,

            @Doc("Takes small and capital letters for the same.") @Default("false")
            boolean ignoreCase) {

        /** Nothing is found everywhere. */
        public In {
            if (find.isEmpty()) {
                throw new InvalidInputException("find", "There is nothing to search for; give at least one character.");
            }
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The text after replacing.") String text,
            @Doc("How many places were replaced.") int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int flags = in.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        String replacement = in.mode() == Mode.REGEX ? in.replacement() : Matcher.quoteReplacement(in.replacement());
        try {
            Matcher matcher = Pattern.compile(expression(in), flags).matcher(new CancellableText(in.text(), ctx));
            StringBuilder out = new StringBuilder();
            int count = 0;
            while (matcher.find()) {
                matcher.appendReplacement(out, replacement);
                count++;
                if (out.length() > Budget.MAX_CHARACTERS) {
                    throw new InvalidInputException(
                            "replacement", "The text gets longer than " + Budget.MAX_CHARACTERS + " characters.");
                }
            }
            return new Out(matcher.appendTail(out).toString(), count);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "find",
                    "This is no regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1)
                            + ".",
                    e);
        } catch (StackOverflowError e) {
            throw new InvalidInputException(
                    "find",
                    "The regular expression goes too deep on this text; write it without nested repetition.",
                    e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidInputException(
                    "replacement",
                    "The replacement names a group that the expression does not have: " + e.getMessage() + ".",
                    e);
        }
    }

    private static String expression(In in) {
        return switch (in.mode()) {
            case LITERAL -> Pattern.quote(in.find());
            case WORD -> "(?<![\\p{L}\\p{M}\\p{N}])" + Pattern.quote(in.find()) + "(?![\\p{L}\\p{M}\\p{N}])";
            case REGEX -> in.find();
        };
    }
}
