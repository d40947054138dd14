package dev.zograf.contrib.text;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a line as glyphs side by side, with kerning. A character that no font has becomes an empty box and a warning.
 * Right-to-left text is brought into the order of the eye (Unicode's bidirectional algorithm, as the JDK has it); letters are not
 * joined or stacked, as Arabic or Devanagari would need.
 */
final class Glyphs {

    private static final double BOX_WIDTH = 0.6;
    private static final double BOX_HEIGHT = 0.7;
    private static final double BOX_LINE = 0.05;
    private static final String MIRRORED = "()[]{}<>«»‹›";

    private final Fonts fonts;
    private final Consumer<String> warn;
    private final Set<Integer> reported = new HashSet<>();

    Glyphs(Fonts fonts, Consumer<String> warn) {
        this.warn = warn;
        this.fonts = fonts;
    }

    /** The length of a piece of text in em. */
    double width(String text) {
        return set(text, null, 0, 0, 1);
    }

    /** Appends the outlines of a line, y downwards; its baseline begins at x, y, and it is {@code size} pixels high. */
    void append(Path2D to, String line, double x, double y, double size) {
        set(visual(line), to, x, y, size);
    }

    private double set(String text, @Nullable Path2D to, double x, double y, double size) {
        double pen = 0;
        @Nullable Typeface before = null;
        int left = 0;
        for (int codePoint : text.codePoints().toArray()) {
            Typeface face = face(codePoint);
            int glyph = face == null ? 0 : face.glyph(codePoint);
            if (face != null && face == before) {
                pen += face.kerning(left, glyph);
            }
            if (to != null) {
                AffineTransform place = new AffineTransform(size, 0, 0, -size, x + pen * size, y);
                to.append((face == null ? box() : face.outline(glyph)).getPathIterator(place), false);
            }
            pen += face == null ? BOX_WIDTH : face.advance(glyph);
            before = face;
            left = glyph;
        }
        return pen;
    }

    private @Nullable Typeface face(int codePoint) {
        for (Typeface face : fonts.faces()) {
            if (face.glyph(codePoint) != 0) {
                return face;
            }
        }
        if (reported.add(codePoint)) {
            warn.accept(String.format(
                    Locale.ROOT,
                    "No font of the text has U+%04X; a box stands for it. Name a font that has it.",
                    codePoint));
        }
        return null;
    }

    private static Path2D box() {
        Path2D box = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        frame(box, BOX_LINE, 0, BOX_WIDTH - BOX_LINE, BOX_HEIGHT, true);
        frame(box, 2 * BOX_LINE, BOX_LINE, BOX_WIDTH - 2 * BOX_LINE, BOX_HEIGHT - BOX_LINE, false);
        return box;
    }

    /** The inner frame turns the other way, so that it is a hole. */
    private static void frame(Path2D to, double x0, double y0, double x1, double y1, boolean right) {
        to.moveTo(x0, y0);
        to.lineTo(right ? x1 : x0, right ? y0 : y1);
        to.lineTo(x1, y1);
        to.lineTo(right ? x0 : x1, right ? y1 : y0);
        to.closePath();
    }

    /** The line in the order of the eye, left to right. */
    static String visual(String line) {
        char[] chars = line.toCharArray();
        if (!Bidi.requiresBidi(chars, 0, chars.length)) {
            return line;
        }
        Bidi bidi = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        int runs = bidi.getRunCount();
        byte[] levels = new byte[runs];
        String[] texts = new String[runs];
        for (int i = 0; i < runs; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            String run = line.substring(bidi.getRunStart(i), bidi.getRunLimit(i));
            texts[i] = levels[i] % 2 == 1 ? reversed(run) : run;
        }
        Bidi.reorderVisually(levels, 0, texts, 0, runs);
        return String.join("", texts);
    }

    /** Marks stay behind the letters that they belong to; brackets are mirrored. */
    private static String reversed(String run) {
        List<String> characters = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(run);
        for (int from = breaks.first(), to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String character = run.substring(from, to);
            int mirrored = character.length() == 1 ? MIRRORED.indexOf(character) : -1;
            characters.add(mirrored < 0 ? character : MIRRORED.substring(mirrored ^ 1, (mirrored ^ 1) + 1));
        }
        Collections.reverse(characters);
        return String.join("", characters);
    }
}
