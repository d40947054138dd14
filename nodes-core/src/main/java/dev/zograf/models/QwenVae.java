package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The variational autoencoder of Wan 2.1 (Wan Team 2025) for single pictures, in the names of diffusers' {@code AutoencoderKLWan} and {@code
 * AutoencoderKLQwenImage}: Qwen-Image took over the encoder and trained the decoder further (Wu et al. 2025). For the first frame of a video
 * its convolutions over time are those of a picture, see {@link StillWeights}.
 *
 * @param latentChannels of a latent
 * @param width channels at the finest resolution of the encoder, before the first factor
 * @param decoderWidth the same of the decoder
 * @param factors of the widths at each resolution, the finest first
 * @param layers residual blocks at each resolution of the encoder; the decoder has one more
 */
public record QwenVae(int latentChannels, int width, int decoderWidth, List<Integer> factors, int layers) {

    private static final int COLOURS = 3;

    /** Of the mean square: next to nothing, for pixels that are zero. */
    private static final double EPS = 1e-24;

    /**
     * From a {@code config.json}.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static QwenVae of(Config config) {
        for (String colours : List.of("input_channels", "in_channels", "out_channels")) {
            Supported.only(config, colours, COLOURS);
        }
        // As Wan 2.2 of 5 billion parameters has them.
        Supported.absent(config, "is_residual", "patch_size");
        if (config.has("attn_scales") && !config.numbers("attn_scales").isEmpty()) {
            throw new BadFileException(
                    config.file(),
                    "\"attn_scales\": " + config.numbers("attn_scales")
                            + " is not supported; supported is: none, which is attention in the middle alone.");
        }
        List<Integer> factors = config.has("dim_mult") ? config.integers("dim_mult") : List.of(1, 2, 4, 4);
        if (factors.isEmpty() || factors.stream().anyMatch(factor -> factor < 1)) {
            throw new BadFileException(config.file(), "\"dim_mult\" is " + factors + ", and has to be above 0.");
        }
        int times = moments(config);
        if (times != factors.size() - 1) {
            throw new BadFileException(
                    config.file(),
                    "\"temperal_downsample\" has " + times + " entries, but between the " + factors.size()
                            + " resolutions of \"dim_mult\" there are " + (factors.size() - 1) + " steps.");
        }
        int width = Supported.positive(config, "base_dim", 96);
        return new QwenVae(
                Supported.positive(config, "z_dim", 16),
                width,
                Supported.positive(config, "decoder_base_dim", width),
                factors,
                Supported.positive(config, "num_res_blocks", 2));
    }

    /** How many resolutions say whether they have fewer frames than the one before; a single picture is the same in either case. */
    private static int moments(Config config) {
        Object said = config.raw("temperal_downsample").orElse(List.of(false, true, true));
        if (!(said instanceof List<?> list) || !list.stream().allMatch(Boolean.class::isInstance)) {
            throw new BadFileException(
                    config.file(), "\"temperal_downsample\" is " + said + " where a list of true and false is needed.");
        }
        return list.size();
    }

    /** Pixels of the picture to one latent pixel, along each side. */
    public int factor() {
        return 1 << factors.size() - 1;
    }

    /** {@code image [batch, 3, h, w]} in -1 to 1 to {@code moments [batch, 2 * latent, h/f, w/f]}: means, then log variances. */
    public NetworkDefinition encoder() {
        return new Encoder(this);
    }

    /** {@code latent [batch, latent, h, w]} to {@code image [batch, 3, h*f, w*f]}, about -1 to 1. */
    public NetworkDefinition decoder() {
        return new Decoder(this);
    }

    private record Encoder(QwenVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_encoder";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights still = StillWeights.of(weights);
            Weights w = still.at("encoder");
            int last = vae.factors.size() - 1;
            Tensor x = graph.input("image", DType.F32, "batch", COLOURS, "height", "width");
            x = conv(x, w.at("conv_in"), vae.width, 3);
            int block = 0;
            for (int i = 0; i <= last; i++) {
                int width = vae.width * vae.factors.get(i);
                for (int j = 0; j < vae.layers; j++) {
                    x = resnet(x, width, w.at("down_blocks", block++));
                }
                if (i < last) {
                    // Padded at the right and at the bottom only, as it was trained.
                    Weights half = w.at("down_blocks", block++).at("resample.1");
                    x = conv(x, half, width, 3, 2, new int[] {0, 0, 1, 1});
                }
            }
            x = norm(middle(x, w.at("mid_block")), w.at("norm_out")).silu();
            int moments = 2 * vae.latentChannels;
            graph.output("moments", conv(conv(x, w.at("conv_out"), moments, 3), still.at("quant_conv"), moments, 1));
            graph.requireAllUsed(w);
        }
    }

    private record Decoder(QwenVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_decoder";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights still = StillWeights.of(weights);
            Weights w = still.at("decoder");
            List<Integer> widths = new ArrayList<>();
            vae.factors.forEach(factor -> widths.add(0, vae.decoderWidth * factor));
            Tensor x = graph.input("latent", DType.F32, "batch", vae.latentChannels, "height", "width");
            x = conv(x, still.at("post_quant_conv"), vae.latentChannels, 1);
            x = middle(conv(x, w.at("conv_in"), widths.get(0), 3), w.at("mid_block"));
            for (int i = 0; i < widths.size(); i++) {
                Weights block = w.at("up_blocks", i);
                for (int j = 0; j <= vae.layers; j++) {
                    x = resnet(x, widths.get(i), block.at("resnets", j));
                }
                if (i < widths.size() - 1) {
                    Weights twice = block.at("upsamplers", 0).at("resample.1");
                    x = conv(x.upsample(2), twice, widths.get(i) / 2, 3);
                }
            }
            x = norm(x, w.at("norm_out")).silu();
            graph.output("image", conv(x, w.at("conv_out"), COLOURS, 3));
            graph.requireAllUsed(w);
        }
    }

    private static Tensor middle(Tensor x, Weights w) {
        int width = (int) x.dim(1).fixed();
        Tensor seen = attend(resnet(x, width, w.at("resnets", 0)), width, w.at("attentions", 0));
        return resnet(seen, width, w.at("resnets", 1));
    }

    /** {@code x + conv(silu(norm(conv(silu(norm(x))))))}: He et al. 2015. */
    private static Tensor resnet(Tensor x, int width, Weights w) {
        Tensor h = conv(norm(x, w.at("norm1")).silu(), w.at("conv1"), width, 3);
        h = conv(norm(h, w.at("norm2")).silu(), w.at("conv2"), width, 3);
        return (x.dim(1).equals(h.dim(1)) ? x : conv(x, w.at("conv_shortcut"), width, 1)).plus(h);
    }

    /** Each pixel's channels over their root mean square (Zhang and Sennrich 2019). */
    private static Tensor norm(Tensor x, Weights w) {
        Tensor scale = x.graph().weight(w, "gamma", Shape.of(List.of(x.dim(1))));
        return rmsNorm(x.permute(0, 2, 3, 1), scale, EPS).permute(0, 3, 1, 2);
    }

    /** Each pixel looks at all others through one head. */
    private static Tensor attend(Tensor x, int width, Weights w) {
        Tensor all = conv(norm(x, w.at("norm")), w.at("to_qkv"), 3 * width, 1)
                .reshape(x.dim(0), 3 * width, x.dim(2).times(x.dim(3)))
                .permute(0, 2, 1);
        List<Tensor> parts = all.chunk(2, 3);
        Tensor mixed = attention(parts.get(0), parts.get(1), parts.get(2), 1, false)
                .permute(0, 2, 1)
                .reshape(x.dim(0), width, x.dim(2), x.dim(3));
        return x.plus(conv(mixed, w.at("proj"), width, 1));
    }
}
