package dev.zograf.contrib.text;

import dev.zograf.api.BadFileException;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.HorizontalHeaderTable;
import org.apache.fontbox.ttf.KerningSubtable;
import org.apache.fontbox.ttf.KerningTable;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One font, TrueType or OpenType. Lengths are in em: times the size they are pixels. Outlines have y upwards from the baseline.
 * Thread-safe.
 */
final class Typeface {

    private final String name;
    private final OpenTypeFont font;
    private final CmapLookup glyphs;
    private final @Nullable KerningSubtable kerning;
    private final double unit;
    private final double ascent;
    private final double descent;
    private final Map<Integer, Path2D> outlines = new ConcurrentHashMap<>();

    private Typeface(String name, OpenTypeFont font) throws IOException {
        this.name = name;
        this.font = font;
        unit = 1.0 / font.getUnitsPerEm();
        glyphs = font.getUnicodeCmapLookup();
        KerningTable table = font.getKerning();
        kerning = table == null ? null : table.getHorizontalKerningSubtable();
        HorizontalHeaderTable header = font.getHorizontalHeader();
        ascent = header.getAscender() * unit;
        descent = -header.getDescender() * unit;
        advance(0);
    }

    /**
     * Reads a font file.
     *
     * @param name for messages
     * @throws BadFileException if FontBox cannot read it
     */
    static Typeface read(String name, byte[] bytes) {
        if (bytes.length > 4 && bytes[0] == 't' && bytes[1] == 't' && bytes[2] == 'c' && bytes[3] == 'f') {
            throw new BadFileException(
                    name, "this is a collection of fonts; give a file with one font (.ttf or .otf).");
        }
        try {
            return new Typeface(name, new OTFParser().parse(new RandomAccessReadBuffer(bytes)));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new BadFileException(name, "this is no TrueType or OpenType font that can be read.", e);
        }
    }

    /** The glyph of a character, or 0 if the font has none. */
    int glyph(int codePoint) {
        return glyphs.getGlyphId(codePoint);
    }

    /** From the origin of a glyph to that of the next. */
    synchronized double advance(int glyph) {
        try {
            return font.getAdvanceWidth(glyph) * unit;
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    /** What is added between two glyphs, mostly below 0. */
    synchronized double kerning(int left, int right) {
        return kerning == null ? 0 : kerning.getKerning(left, right) * unit;
    }

    /** The outline of a glyph; not to be changed. */
    Path2D outline(int glyph) {
        return outlines.computeIfAbsent(glyph, this::readOutline);
    }

    private synchronized Path2D readOutline(int glyph) {
        try {
            Path2D path = font.isPostScript()
                    ? font.getCFF().getFont().getType2CharString(glyph).getPath()
                    : outlineOf(glyph);
            Path2D scaled = new Path2D.Float(path);
            scaled.transform(AffineTransform.getScaleInstance(unit, unit));
            return scaled;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw broken(e);
        }
    }

    private Path2D outlineOf(int glyph) throws IOException {
        var data = font.getGlyph().getGlyph(glyph);
        return data == null ? new Path2D.Float() : data.getPath();
    }

    private BadFileException broken(Throwable cause) {
        return new BadFileException(name, "a glyph of this font cannot be read; the file is damaged.", cause);
    }

    /** From the baseline up to the top of a line. */
    double ascent() {
        return ascent;
    }

    /** From the baseline down to the bottom of a line. */
    double descent() {
        return descent;
    }
}
