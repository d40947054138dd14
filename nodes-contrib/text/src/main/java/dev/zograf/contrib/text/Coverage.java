package dev.zograf.contrib.text;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * How much of each pixel shapes cover, from 0 to 1, in a part of a canvas.
 *
 * @param part where the values lie on the canvas, row by row
 * @param values as many as the part has pixels
 */
record Coverage(Rectangle part, float[] values) {

    /** The union of shapes as far as it lies on a canvas, with a soft edge of {@code blur} pixels. */
    static Coverage of(List<? extends Shape> shapes, int width, int height, double blur) {
        int spread = (int) Math.ceil(2 * blur) + 1;
        Rectangle part = new Rectangle();
        for (Shape shape : shapes) {
            Rectangle bounds = shape.getBounds();
            bounds.grow(spread, spread);
            part = part.isEmpty() ? bounds : part.union(bounds);
        }
        part = part.intersection(new Rectangle(width, height));
        if (part.isEmpty()) {
            return new Coverage(new Rectangle(), new float[0]);
        }
        BufferedImage drawn = new BufferedImage(part.width, part.height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.transform(AffineTransform.getTranslateInstance(-part.x, -part.y));
        shapes.forEach(graphics::fill);
        graphics.dispose();
        int[] argb = drawn.getRGB(0, 0, part.width, part.height, null, 0, part.width);
        float[] values = new float[argb.length];
        for (int i = 0; i < argb.length; i++) {
            values[i] = (argb[i] >>> 24) / 255f;
        }
        if (blur >= 0.5) {
            int radius = (int) Math.round(blur / 2);
            for (int pass = 0; pass < 3; pass++) {
                values = mean(values, part.width, part.height, Math.max(1, radius));
                values = transposed(values, part.width, part.height);
                values = mean(values, part.height, part.width, Math.max(1, radius));
                values = transposed(values, part.height, part.width);
            }
        }
        return new Coverage(part, values);
    }

    /** The mean of each pixel and those beside it in its row; three passes come near a Gaussian. */
    private static float[] mean(float[] values, int width, int height, int radius) {
        float[] out = new float[values.length];
        for (int y = 0; y < height; y++) {
            double sum = 0;
            for (int x = -radius; x < width + radius; x++) {
                if (x + radius < width && x + radius >= 0) {
                    sum += values[y * width + x + radius];
                }
                if (x - radius - 1 >= 0 && x - radius - 1 < width) {
                    sum -= values[y * width + x - radius - 1];
                }
                if (x >= 0 && x < width) {
                    out[y * width + x] = (float) Math.max(0, sum / (2 * radius + 1));
                }
            }
        }
        return out;
    }

    private static float[] transposed(float[] values, int width, int height) {
        float[] out = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = values[y * width + x];
            }
        }
        return out;
    }
}
