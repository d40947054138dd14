package dev.zograf.nodes.control;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.image.PillowResize;
import dev.zograf.nodes.latent.Interpolation;

/**
 * How pictures that are to be changed are scaled before Qwen-Image-Edit sees them: to so many pixels as a square of some side has, in the
 * ratio that they have.
 */
enum EditScaling {
    /** As diffusers' pipelines: sides are multiples of 32, by Lanczos' filter. */
    DIFFUSERS {
        @Override
        Image forEncoder(Image picture, boolean small) {
            return lanczos(picture, small ? SMALL : LARGE);
        }

        @Override
        Image forVae(Image picture, boolean small) {
            return lanczos(picture, LARGE);
        }

        private Image lanczos(Image picture, int side) {
            Size size = size(picture, side, 32);
            return PillowResize.LANCZOS.resize(picture, size.width(), size.height());
        }
    },

    /**
     * As ComfyUI: the mean of what a pixel covers, whose sides are whole pixels for the encoder. The VAE gets the same picture cut to what it takes
     * if both see the same size, else one whose sides are multiples of 8.
     */
    COMFY {
        @Override
        Image forEncoder(Image picture, boolean small) {
            return area(picture, size(picture, small ? SMALL : LARGE, 1));
        }

        @Override
        Image forVae(Image picture, boolean small) {
            return small ? area(picture, size(picture, LARGE, FACTOR)) : middle(area(picture, size(picture, LARGE, 1)));
        }

        private Image area(Image picture, Size size) {
            return Image.of(Interpolation.AREA.resize(picture.pixels(), size.height(), size.width()));
        }

        private Image middle(Image picture) {
            FloatTensor pixels = picture.pixels();
            for (int axis = 2; axis < 4; axis++) {
                int size = pixels.dim(axis) / FACTOR * FACTOR;
                int from = pixels.dim(axis) % FACTOR / 2;
                pixels = pixels.slice(axis, from, from + size);
            }
            return Image.of(pixels);
        }
    },

    /** As they are. */
    NONE {
        @Override
        Image forEncoder(Image picture, boolean small) {
            return picture;
        }

        @Override
        Image forVae(Image picture, boolean small) {
            return picture;
        }
    };

    private static final int SMALL = 384;
    private static final int LARGE = 1024;

    /** How many pixels of a picture a latent pixel stands for, along a side. */
    private static final int FACTOR = 8;

    /** By the name that the node has for it. */
    static EditScaling of(String name) {
        for (EditScaling each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("There is no scaling " + name + ".");
    }

    /**
     * What the text encoder sees.
     *
     * @param small whether it was trained on smaller pictures than the denoiser
     */
    abstract Image forEncoder(Image picture, boolean small);

    /** What the VAE encodes. */
    abstract Image forVae(Image picture, boolean small);

    private static Size size(Image picture, int side, int multiple) {
        double by = side / Math.sqrt((double) picture.width() * picture.height());
        return Size.of(rounded(picture.width() * by, multiple), rounded(picture.height() * by, multiple));
    }

    private static int rounded(double side, int multiple) {
        return Math.max(multiple, (int) Math.rint(side / multiple) * multiple);
    }
}
