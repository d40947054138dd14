package dev.zograf.contrib.text;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import java.awt.geom.Path2D;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text set in lines: its outlines with the upper left corner at 0, 0 and y downwards, and how much room it takes, both in pixels.
 *
 * @param outline to be filled by the non-zero rule
 * @param width of the longest line, or of the column if there is one
 * @param height of all lines
 */
record TextBlock(Path2D outline, double width, double height) {

    /** As long as a text may be, in characters. */
    static final int MAX_LENGTH = 20_000;

    /**
     * How to set.
     *
     * @param size of the font in pixels an em
     * @param column the width in pixels at which lines are broken; 0 breaks at line ends only
     * @param spacing from one baseline to the next, in sizes
     */
    record Setting(Fonts fonts, double size, double column, double spacing, Alignment alignment) {}

    static TextBlock set(String text, Setting how, RunContext ctx) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidInputException(
                    "text", "The text has " + text.length() + " characters; " + MAX_LENGTH + " are the most.");
        }
        Glyphs glyphs = new Glyphs(how.fonts(), ctx::warn);
        List<String> lines = new ArrayList<>();
        for (String paragraph : drawable(text).split("\n", -1)) {
            ctx.throwIfRequested();
            wrap(paragraph, glyphs, how.column() / how.size(), lines);
        }
        double[] widths = lines.stream()
                .mapToDouble(line -> glyphs.width(line) * how.size())
                .toArray();
        double width = how.column();
        for (double line : widths) {
            width = Math.max(width, line);
        }
        Typeface face = how.fonts().main();
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double step = how.spacing() * how.size();
        double line = (face.ascent() + face.descent()) * how.size();
        for (int i = 0; i < lines.size(); i++) {
            ctx.throwIfRequested();
            double x = (width - widths[i]) * how.alignment().share();
            glyphs.append(outline, lines.get(i), x, face.ascent() * how.size() + i * step, how.size());
        }
        return new TextBlock(outline, width, line + (lines.size() - 1) * step);
    }

    /** Composed letters, line ends as \n, tabs as spaces; without control characters and those that only say how to join others. */
    static String drawable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\r\\n?|[\\u0085\\u2028\\u2029]", "\n")
                .replace("\t", "    ")
                .replaceAll(
                        "[\\p{Cc}&&[^\\n]]|[\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFE00-\\uFE0F\\uFEFF]",
                        "");
    }

    /** Breaks where a line may end, as late as it fits; a word that is longer than the column is broken inside. */
    private static void wrap(String paragraph, Glyphs glyphs, double column, List<String> lines) {
        if (column <= 0) {
            lines.add(paragraph.stripTrailing());
            return;
        }
        StringBuilder line = new StringBuilder();
        for (String piece : pieces(paragraph, BreakIterator.getLineInstance(Locale.ROOT))) {
            if (fits(glyphs, line + piece, column)) {
                line.append(piece);
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            for (String character : pieces(piece, BreakIterator.getCharacterInstance(Locale.ROOT))) {
                if (!line.isEmpty() && !fits(glyphs, line + character, column)) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(character);
            }
        }
        lines.add(line.toString().stripTrailing());
    }

    private static boolean fits(Glyphs glyphs, String line, double column) {
        return glyphs.width(line.stripTrailing()) <= column;
    }

    private static List<String> pieces(String text, BreakIterator breaks) {
        breaks.setText(text);
        List<String> pieces = new ArrayList<>();
        for (int from = breaks.first(), to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            pieces.add(text.substring(from, to));
        }
        return pieces;
    }
}
