package dev.zograf.nodes.vision;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import java.util.ArrayList;
import java.util.List;

/** Rows of numbers {@code [entries, width]}, each the place of a picture or a text. */
final class Embeddings {

    private Embeddings() {}

    /** The pictures one by one; a batch counts as several. */
    static List<Image> split(List<Image> images) {
        if (images.isEmpty()) {
            throw new InvalidInputException("images", "There is no picture.");
        }
        return images.stream().flatMap(image -> image.split().stream()).toList();
    }

    /** The embeddings of pictures of any sizes, not normalised: {@code [pictures, width]}. */
    static FloatTensor of(List<Image> images, ImageEncoder encoder, RunContext ctx) {
        List<FloatTensor> rows = new ArrayList<>();
        for (Image image : images) {
            rows.add(of(encoder.encode(image, 0, ctx)));
            ctx.progress(rows.size(), images.size());
        }
        return FloatTensor.concat(0, rows);
    }

    /** The embeddings among features: {@code [pictures, width]}. */
    static FloatTensor of(ImageFeatures features) {
        return features.embedding()
                .orElseThrow(() -> new InvalidInputException(
                        "encoder",
                        "This image encoder has no projection, so it embeds nothing; load a CLIP model, or one with a"
                                + " visual_projection."));
    }

    /** Each row divided by its length. */
    static FloatTensor normalised(FloatTensor rows) {
        int width = rows.dim(1);
        float[] out = rows.toArray();
        for (int from = 0; from < out.length; from += width) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                squares += (double) out[from + i] * out[from + i];
            }
            double length = Math.sqrt(squares);
            for (int i = 0; i < width && length > 0; i++) {
                out[from + i] = (float) (out[from + i] / length);
            }
        }
        return FloatTensor.wrap(out, rows.shape());
    }

    /** The product of each row of {@code a} with each row of {@code b}, times a factor: {@code [rows of a, rows of b]}. */
    static FloatTensor products(FloatTensor a, FloatTensor b, double factor) {
        int width = a.dim(1);
        float[] out = new float[a.dim(0) * b.dim(0)];
        for (int i = 0; i < out.length; i++) {
            int left = i / b.dim(0) * width;
            int right = i % b.dim(0) * width;
            double sum = 0;
            for (int k = 0; k < width; k++) {
                sum += (double) a.at(left + k) * b.at(right + k);
            }
            out[i] = (float) (factor * sum);
        }
        return FloatTensor.wrap(out, a.dim(0), b.dim(0));
    }

    /**
     * The rows.
     *
     * @throws InvalidInputException unless the shape is {@code [entries, width]}
     */
    static FloatTensor checked(String input, FloatTensor rows) {
        if (rows.rank() != 2 || rows.size() == 0) {
            throw new InvalidInputException(input, "Embeddings have the shape [entries, width], not " + rows + ".");
        }
        return rows;
    }

    /** As {@link #checked(String, FloatTensor)}, and as wide as others. */
    static FloatTensor checked(String input, FloatTensor rows, int width, String others) {
        if (checked(input, rows).dim(1) != width) {
            throw new InvalidInputException(
                    input,
                    "These embeddings are " + rows.dim(1) + " wide and " + others + " " + width
                            + ": use the same model for both.");
        }
        return rows;
    }
}
