package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;

/** Tells the families of Stable Diffusion apart by how wide the text is that their networks look at. */
final class SdFamily {

    private SdFamily() {}

    /**
     * Refuses an adapter of another family.
     *
     * @param adapter what it is called: {@code ControlNet}
     * @param width of the text that it was trained on
     * @param text that the model looks at, {@code [batch, tokens, width]}
     */
    static void require(String adapter, Weights weights, long width, Tensor text) {
        if (!text.dim(2).isFixed() || text.dim(2).fixed() != width) {
            throw mismatch(adapter, weights, title(width), title(text.dim(2).fixed()));
        }
    }

    /** As {@link #require(String, Weights, long, Tensor)} for a model that looks at text of that width. */
    static void require(String adapter, Weights weights, long width, long used) {
        if (width != used) {
            throw mismatch(adapter, weights, title(width), title(used));
        }
    }

    /** An adapter was trained on another model than the one that it is used with. */
    static BadFileException mismatch(String adapter, Weights weights, String trained, String used) {
        return new BadFileException(
                weights.file(),
                "This " + adapter + " is for " + trained + ", but the model is " + used
                        + ": load one that was trained on the model's family.");
    }

    private static String title(long width) {
        if (width == 768) {
            return "Stable Diffusion 1";
        }
        if (width == 1024) {
            return "Stable Diffusion 2";
        }
        if (width == 1280) {
            return "the refiner of SDXL";
        }
        return width == 2048 ? "SDXL" : "a network that looks at text of " + width + " numbers a token";
    }
}
