package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;

/** A network that tells what is on pictures, such as the image tower of CLIP (Radford et al. 2021). Immutable. */
@PortType("image-encoder")
public interface ImageEncoder {

    /** Pictures of any size as the network takes them, resized, cropped and normalised: {@code [batch, 3, side, side]}. */
    FloatTensor prepare(Image image);

    /**
     * The features of prepared pictures.
     *
     * @param pixels from {@link #prepare}, or made otherwise in its shape: adapters encode all zeros as "no picture"
     * @param skip how many of the last layers to leave out of {@link ImageFeatures#tokens()}: 0 is the last, 1 the one before
     * @throws dev.zograf.api.InvalidInputException if there are not so many layers or the shape is another
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    ImageFeatures encode(FloatTensor pixels, int skip, RunContext ctx);

    /** The features of pictures of any size. */
    default ImageFeatures encode(Image image, int skip, RunContext ctx) {
        return encode(prepare(image), skip, ctx);
    }
}
