package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * The tiny autoencoder for latents of other models (Boer Bohan, TAESD, 2023), in the names of diffusers' {@code AutoencoderTiny}: two
 * rows of layers, convolutions and residual blocks, of which the numbers of the tensors' names say the order. It has no norms and no
 * attention, so what a pixel shows depends on its surroundings only.
 *
 * @param pictureChannels 3 for colour
 * @param factor pixels of the picture to one latent pixel, along each side
 */
public record TinyVae(int pictureChannels, int latentChannels, int factor) {

    /** How large latents get: a soft bound, and its inverse. */
    private static final double BOUND = 3;

    private static final int MOST_LAYERS = 1000;

    /**
     * The network that the tensors describe, or empty if they are of another. One half may be missing.
     *
     * @param w as {@link TinyVaeKeys#canonical} makes them
     */
    public static Optional<TinyVae> detect(Weights w) {
        long[] first = shape(w, "decoder.layers.0.weight");
        Weights decoder = w.at("decoder.layers");
        Weights encoder = w.at("encoder.layers");
        if (first.length == 4 && decoder.has("2.conv.0.weight")) {
            int last = last(decoder);
            int doublings = 0;
            for (int i = 2; i < last; i++) {
                doublings += decoder.has(Integer.toString(i)) ? 0 : 1;
            }
            return of(shape(decoder, last + ".weight"), first[1], doublings);
        }
        first = shape(encoder, "0.weight");
        if (first.length == 4 && encoder.has("1.conv.0.weight")) {
            int last = last(encoder);
            int halvings = 0;
            for (int i = 1; i < last; i++) {
                halvings += isHalving(encoder, i) ? 1 : 0;
            }
            long[] end = shape(encoder, last + ".weight");
            return end.length == 4 ? of(new long[] {first[1], 0, 0, 0}, end[0], halvings) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<TinyVae> of(long[] picture, long latent, int doublings) {
        return picture.length == 4 && doublings < 8
                ? Optional.of(new TinyVae((int) picture[0], (int) latent, 1 << doublings))
                : Optional.empty();
    }

    private static long[] shape(Weights w, String name) {
        return w.find(name).map(Weight::shape).orElse(new long[0]);
    }

    /** The number of the last layer. */
    private static int last(Weights layers) {
        int last = -1;
        int prefix = layers.fullName("").length();
        for (String name : layers.names()) {
            String number = name.substring(prefix).split("\\.", 2)[0];
            if (number.matches("\\d{1,3}")) {
                last = Math.max(last, Integer.parseInt(number));
            }
        }
        return Math.min(last, MOST_LAYERS);
    }

    /** In the encoder, the convolutions that halve the size are those without a bias. */
    private static boolean isHalving(Weights layers, int index) {
        return layers.has(index + ".weight") && !layers.has(index + ".bias");
    }

    /**
     * Refuses configurations that ask for another network than this.
     *
     * @throws BadFileException if a value is not supported
     */
    public static void check(Config config) {
        Supported.only(config, "act_fn", "relu");
        Supported.only(config, "upsample_fn", "nearest");
        if (config.integer("upsampling_scaling_factor", 2) != 2) {
            throw new BadFileException(config.file(), "\"upsampling_scaling_factor\" must be 2.");
        }
    }

    /** {@code image [batch, 3, h, w]} in -1 to 1 to {@code latent [batch, channels, h/f, w/f]}. */
    public NetworkDefinition encoder() {
        return new Encoder(this);
    }

    /** {@code latent [batch, channels, h, w]} to {@code image [batch, 3, h*f, w*f]}, about -1 to 1. */
    public NetworkDefinition decoder() {
        return new Decoder(this);
    }

    private record Encoder(TinyVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_encoder";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights layers = weights.at("encoder.layers");
            Tensor x = graph.input("image", DType.F32, "batch", vae.pictureChannels, "height", "width");
            x = x.plus(1).times(0.5);
            int last = last(layers);
            for (int i = 0; i <= last; i++) {
                Weights w = layers.at(Integer.toString(i));
                x = w.has("conv") ? block(x, w) : plain(x, w, isHalving(layers, i) ? 2 : 1);
            }
            graph.output("latent", x);
            graph.requireAllUsed(layers);
        }
    }

    private record Decoder(TinyVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_decoder";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights layers = weights.at("decoder.layers");
            Tensor x = graph.input("latent", DType.F32, "batch", vae.latentChannels, "height", "width");
            x = x.times(1 / BOUND).tanh().times(BOUND);
            int last = last(layers);
            for (int i = 0; i <= last; i++) {
                Weights w = layers.at(Integer.toString(i));
                if (!layers.has(Integer.toString(i))) {
                    // Layers without weights have numbers, too: an activation after the first, then enlargements.
                    x = i == 1 ? x.relu() : x.upsample(2);
                } else {
                    x = w.has("conv") ? block(x, w) : plain(x, w, 1);
                }
            }
            graph.output("image", x.times(2).plus(-1));
            graph.requireAllUsed(layers);
        }
    }

    /** {@code relu(conv(relu(conv(relu(conv(x))))) + x)}. */
    private static Tensor block(Tensor x, Weights w) {
        Tensor h = conv(x, w.at("conv.0")).relu();
        h = conv(conv(h, w.at("conv.2")).relu(), w.at("conv.4"));
        Tensor same = w.has("skip") ? pointwise(x, w.at("skip")) : x;
        return h.plus(same).relu();
    }

    private static Tensor pointwise(Tensor x, Weights w) {
        return conv(x, x.graph().weight(w, "weight"), x.graph().findWeight(w, "bias"), 1, new int[4], 1, 1);
    }

    private static Tensor plain(Tensor x, Weights w, int stride) {
        Tensor weight = x.graph().weight(w, "weight");
        return conv(x, weight, x.graph().findWeight(w, "bias"), stride, new int[] {1, 1, 1, 1}, 1, 1);
    }
}
