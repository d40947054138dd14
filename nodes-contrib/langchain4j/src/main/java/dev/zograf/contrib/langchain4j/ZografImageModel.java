package dev.zograf.contrib.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import dev.zograf.Outputs;
import dev.zograf.Painting;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An {@link ImageModel} that paints with an embedded engine instead of asking a service. Pictures are PNG in Base64; they have no
 * URL. What goes wrong is a {@link dev.zograf.WorkflowException}. Thread-safe. Closing it closes the engine only if it made it.
 */
public final class ZografImageModel implements ImageModel, AutoCloseable {

    /** How much of a picture an edit leaves, in the middle of what is usual. */
    private static final double DEFAULT_STRENGTH = 0.75;

    private final Zograf zograf;
    private final boolean ownsEngine;
    private final Painting style;
    private final Optional<Long> seed;
    private final double strength;

    private ZografImageModel(Builder builder) {
        ownsEngine = builder.zograf.isEmpty();
        zograf = builder.zograf.orElseGet(() -> Zograf.builder().build());
        style = builder.style;
        seed = builder.seed;
        strength = builder.strength;
    }

    /** A model with the defaults, from which a builder may depart. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Response<Image> generate(String prompt) {
        return Response.from(paint(style.prompt(prompt)).get(0));
    }

    /** Several pictures at once, from 1 to 256. */
    @Override
    public Response<List<Image>> generate(String prompt, int n) {
        return Response.from(paint(style.prompt(prompt).count(n)));
    }

    /** Paints over a picture, which is Base64 or a {@code data:} or {@code file:} URL; nothing is fetched from the net. */
    @Override
    public Response<Image> edit(Image image, String prompt) {
        BufferedImage picture = Pictures.read(image, "image");
        return Response.from(paint(style.prompt(prompt).over(picture, strength)).get(0));
    }

    /** Paints over a part of a picture: where the mask is transparent or, if it is so nowhere, where it is light. */
    @Override
    public Response<Image> edit(Image image, Image mask, String prompt) {
        Painting over = style.prompt(prompt).over(Pictures.read(image, "image"), strength);
        return Response.from(paint(over.within(Pictures.read(mask, "mask"))).get(0));
    }

    private List<Image> paint(Painting painting) {
        Painting seeded = seed.map(painting::seed).orElse(painting);
        Outputs outputs = zograf.run(zograf.read(seeded));
        return outputs.images("image").stream().map(Pictures::image).toList();
    }

    @Override
    public void close() {
        if (ownsEngine) {
            zograf.close();
        }
    }

    /** Builds a {@link ZografImageModel}. Everything has a default. */
    public static final class Builder {

        private Optional<Zograf> zograf = Optional.empty();
        private Painting style = Painting.of("");
        private Optional<Long> seed = Optional.empty();
        private double strength = DEFAULT_STRENGTH;

        private Builder() {}

        /** The engine that paints; without it the model makes one of its own. */
        public Builder zograf(Zograf engine) {
            zograf = Optional.of(Objects.requireNonNull(engine));
            return this;
        }

        /** Which model: a name in the engine's model folders, or a path; by default the one that ships. */
        public Builder modelName(String name) {
            style = style.model(name);
            return this;
        }

        /** Pixels in a row and rows, multiples of 8; by default the model's own. Pictures to edit are brought to this size. */
        public Builder size(int width, int height) {
            style = style.size(width, height);
            return this;
        }

        /** How many steps from noise to picture, from 1 to 1000. */
        public Builder steps(int steps) {
            style = style.steps(steps);
            return this;
        }

        /** How strongly the prompt is followed, from 0 to 100. */
        public Builder cfg(double cfg) {
            style = style.cfg(cfg);
            return this;
        }

        /** What to keep away from. */
        public Builder negativePrompt(String prompt) {
            style = style.negative(prompt);
            return this;
        }

        /** Makes the same prompt give the same picture; by default each is another. */
        public Builder seed(long number) {
            seed = Optional.of(number);
            return this;
        }

        /** Which network enlarges the result; by default none. */
        public Builder upscaler(String name) {
            style = style.upscaler(name);
            return this;
        }

        /** How much an edit paints anew: 0 keeps the picture, 1 forgets it; 0.75 by default. */
        public Builder strength(double share) {
            strength = share;
            return this;
        }

        /** Builds the model. */
        public ZografImageModel build() {
            return new ZografImageModel(this);
        }
    }
}
