package dev.zograf.contrib.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageOptions;

/**
 * What can be asked of {@link ZografImageModel}, all of it optional. Options of a prompt go before those of the model. Other
 * implementations of {@link ImageOptions} work, too, as far as they go.
 *
 * @param model a name in the engine's model folders, or a path; by default the model that ships
 * @param n how many pictures, from 1 to 256
 * @param width pixels in a row, a multiple of 8; by default the model's own
 * @param height rows, a multiple of 8; by default the model's own
 * @param steps how many steps from noise to picture, from 1 to 1000
 * @param cfg how strongly the prompt is followed, from 0 to 100
 * @param seed makes the same prompt give the same picture; by default each is another
 * @param negative what to keep away from
 * @param upscaler which network enlarges the result; by default none
 */
public record ZografImageOptions(
        @Nullable String model,
        @Nullable Integer n,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer steps,
        @Nullable Double cfg,
        @Nullable Long seed,
        @Nullable String negative,
        @Nullable String upscaler)
        implements ImageOptions {

    /** Nothing in particular. */
    public static ZografImageOptions defaults() {
        return builder().build();
    }

    /** Sets one option after the other. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public @Nullable Integer getN() {
        return n;
    }

    @Override
    public @Nullable String getModel() {
        return model;
    }

    @Override
    public @Nullable Integer getWidth() {
        return width;
    }

    @Override
    public @Nullable Integer getHeight() {
        return height;
    }

    /** Always Base64: pictures have no URL. */
    @Override
    public String getResponseFormat() {
        return "b64_json";
    }

    /** Styles are a matter of the prompt. */
    @Override
    public @Nullable String getStyle() {
        return null;
    }

    /** These options, and the defaults where they say nothing. */
    ZografImageOptions over(ZografImageOptions defaults) {
        return new ZografImageOptions(
                or(model, defaults.model),
                or(n, defaults.n),
                or(width, defaults.width),
                or(height, defaults.height),
                or(steps, defaults.steps),
                or(cfg, defaults.cfg),
                or(seed, defaults.seed),
                or(negative, defaults.negative),
                or(upscaler, defaults.upscaler));
    }

    /** What any options say. */
    static ZografImageOptions of(@Nullable ImageOptions options) {
        if (options == null) {
            return defaults();
        }
        if (options instanceof ZografImageOptions ours) {
            return ours;
        }
        return builder()
                .model(options.getModel())
                .n(options.getN())
                .size(options.getWidth(), options.getHeight())
                .build();
    }

    private static <T> @Nullable T or(@Nullable T value, @Nullable T otherwise) {
        return value != null ? value : otherwise;
    }

    /** Builds {@link ZografImageOptions}. */
    public static final class Builder {
        private @Nullable String model;
        private @Nullable Integer n;
        private @Nullable Integer width;
        private @Nullable Integer height;
        private @Nullable Integer steps;
        private @Nullable Double cfg;
        private @Nullable Long seed;
        private @Nullable String negative;
        private @Nullable String upscaler;

        private Builder() {}

        /** Which model. */
        public Builder model(@Nullable String name) {
            model = name;
            return this;
        }

        /** How many pictures. */
        public Builder n(@Nullable Integer pictures) {
            n = pictures;
            return this;
        }

        /** Pixels in a row and rows. */
        public Builder size(@Nullable Integer pixels, @Nullable Integer rows) {
            width = pixels;
            height = rows;
            return this;
        }

        /** How many steps. */
        public Builder steps(@Nullable Integer count) {
            steps = count;
            return this;
        }

        /** How strongly the prompt is followed. */
        public Builder cfg(@Nullable Double scale) {
            cfg = scale;
            return this;
        }

        /** Which noise. */
        public Builder seed(@Nullable Long number) {
            seed = number;
            return this;
        }

        /** What to keep away from. */
        public Builder negative(@Nullable String prompt) {
            negative = prompt;
            return this;
        }

        /** Which network enlarges the result. */
        public Builder upscaler(@Nullable String name) {
            upscaler = name;
            return this;
        }

        /** Builds the options. */
        public ZografImageOptions build() {
            return new ZografImageOptions(model, n, width, height, steps, cfg, seed, negative, upscaler);
        }
    }
}
