package dev.zograf.contrib.text;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * How letters are painted: from below a shadow, a line around them, themselves.
 *
 * @param fill of the letters
 * @param outline the width of the line around them in pixels; 0 for none
 * @param line the colour of that line
 * @param shadow how far the shadow lies to the right and below, in pixels, and about as soft it is; 0 for none
 * @param shade the colour of the shadow
 */
record Ink(Colour fill, double outline, Colour line, double shadow, Colour shade) {

    /** Letters alone. */
    static Ink plain(Colour fill) {
        return new Ink(fill, 0, fill, 0, fill);
    }

    void draw(Canvas canvas, Shape letters, double opacity) {
        List<Shape> body = new ArrayList<>();
        body.add(letters);
        if (outline > 0 && line.visible()) {
            body.add(new BasicStroke((float) (2 * outline), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                    .createStrokedShape(letters));
        }
        if (shadow > 0) {
            AffineTransform aside = AffineTransform.getTranslateInstance(shadow, shadow);
            List<Shape> shades =
                    body.stream().map(aside::createTransformedShape).toList();
            canvas.paint(shades, shade, opacity, shadow);
        }
        if (body.size() > 1) {
            canvas.paint(body, line, opacity, 0);
        }
        canvas.paint(List.of(letters), fill, opacity, 0);
    }
}
