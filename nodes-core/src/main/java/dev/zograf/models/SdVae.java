package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.groupNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The variational autoencoder of latent diffusion (Kingma and Welling 2013; Rombach et al. 2022, appendix G), in the names of diffusers'
 * {@code AutoencoderKL}: two networks, of which most workflows need but one.
 *
 * @param channels at each resolution, the finest first
 * @param layers residual blocks at each resolution of the encoder; the decoder has one more
 * @param midAttention whether the coarsest resolution attends to itself
 * @param exceedsHalf whether its values are known to exceed what 16-bit floats hold, as SDXL's do
 */
public record SdVae(
        int pictureChannels,
        int latentChannels,
        List<Integer> channels,
        int layers,
        int groups,
        boolean midAttention,
        boolean quantConv,
        boolean postQuantConv,
        boolean exceedsHalf) {

    private static final double EPS = 1e-6;

    /**
     * From a {@code config.json}.
     *
     * @throws BadFileException if a value is missing or not supported
     */
    public static SdVae of(Config config) {
        Supported.only(config, "act_fn", "silu", "swish");
        Supported.absent(config, "latents_mean", "latents_std");
        List<Integer> channels = config.integers("block_out_channels");
        for (String side : List.of("Down", "Up")) {
            String name = side.toLowerCase(Locale.ROOT) + "_block_types";
            String kind = side + (side.equals("Down") ? "EncoderBlock2D" : "DecoderBlock2D");
            List<String> kinds = config.has(name) ? config.texts(name) : Collections.nCopies(channels.size(), kind);
            Supported.all(config, name, kinds, kind);
            if (kinds.size() != channels.size()) {
                throw new BadFileException(
                        config.file(),
                        "\"" + name + "\" has " + kinds.size() + " entries, but \"block_out_channels\" has "
                                + channels.size() + ".");
            }
        }
        return new SdVae(
                config.integer("in_channels", 3),
                config.integer("latent_channels", 4),
                channels,
                config.integer("layers_per_block", 1),
                config.integer("norm_num_groups", 32),
                config.flag("mid_block_add_attention", true),
                config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true),
                config.flag("force_upcast", false));
    }

    /** Pixels of the picture to one latent pixel, along each side. */
    public int factor() {
        return 1 << channels.size() - 1;
    }

    /** {@code image [batch, 3, h, w]} in -1 to 1 to {@code moments [batch, 2 * latent, h/f, w/f]}: means, then log variances. */
    public NetworkDefinition encoder() {
        return new Encoder(this);
    }

    /** {@code latent [batch, latent, h, w]} to {@code image [batch, 3, h*f, w*f]}, about -1 to 1. */
    public NetworkDefinition decoder() {
        return new Decoder(this);
    }

    private record Encoder(SdVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_encoder";
        }

        @Override
        public boolean exceedsHalf() {
            return vae.exceedsHalf;
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights w = weights.at("encoder");
            int last = vae.channels.size() - 1;
            Tensor x = graph.input("image", DType.F32, "batch", vae.pictureChannels, "height", "width");
            x = conv(x, w.at("conv_in"), vae.channels.get(0), 3);
            for (int i = 0; i <= last; i++) {
                Weights block = w.at("down_blocks", i);
                for (int j = 0; j < vae.layers; j++) {
                    x = vae.resnet(x, vae.channels.get(i), block.at("resnets", j));
                }
                if (i < last) {
                    // Padded at the right and at the bottom only, as it was trained.
                    x = conv(x, block.at("downsamplers", 0).at("conv"), vae.channels.get(i), 3, 2, new int[] {0, 0, 1, 1
                    });
                }
            }
            x = vae.middle(x, w.at("mid_block"));
            x = conv(vae.norm(x, w.at("conv_norm_out")).silu(), w.at("conv_out"), 2 * vae.latentChannels, 3);
            if (vae.quantConv) {
                x = conv(x, weights.at("quant_conv"), 2 * vae.latentChannels, 1);
            }
            graph.output("moments", x);
            graph.requireAllUsed(w);
        }
    }

    private record Decoder(SdVae vae) implements NetworkDefinition {

        @Override
        public String name() {
            return "vae_decoder";
        }

        @Override
        public boolean exceedsHalf() {
            return vae.exceedsHalf;
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Weights w = weights.at("decoder");
            int last = vae.channels.size() - 1;
            Tensor x = graph.input("latent", DType.F32, "batch", vae.latentChannels, "height", "width");
            if (vae.postQuantConv) {
                x = conv(x, weights.at("post_quant_conv"), vae.latentChannels, 1);
            }
            x = vae.middle(conv(x, w.at("conv_in"), vae.channels.get(last), 3), w.at("mid_block"));
            for (int i = 0; i <= last; i++) {
                Weights block = w.at("up_blocks", i);
                int width = vae.channels.get(last - i);
                for (int j = 0; j <= vae.layers; j++) {
                    x = vae.resnet(x, width, block.at("resnets", j));
                }
                if (i < last) {
                    x = conv(x.upsample(2), block.at("upsamplers", 0).at("conv"), width, 3);
                }
            }
            x = vae.norm(x, w.at("conv_norm_out")).silu();
            graph.output("image", conv(x, w.at("conv_out"), vae.pictureChannels, 3));
            graph.requireAllUsed(w);
        }
    }

    private Tensor middle(Tensor x, Weights w) {
        int width = channels.get(channels.size() - 1);
        x = resnet(x, width, w.at("resnets", 0));
        if (midAttention) {
            x = attend(x, w.at("attentions", 0));
        }
        return resnet(x, width, w.at("resnets", 1));
    }

    /** {@code x + conv(silu(norm(conv(silu(norm(x))))))}: He et al. 2015. */
    private Tensor resnet(Tensor x, int width, Weights w) {
        Tensor h = conv(norm(x, w.at("norm1")).silu(), w.at("conv1"), width, 3);
        h = conv(norm(h, w.at("norm2")).silu(), w.at("conv2"), width, 3);
        return (x.dim(1).equals(h.dim(1)) ? x : conv(x, w.at("conv_shortcut"), width, 1)).plus(h);
    }

    private Tensor norm(Tensor x, Weights w) {
        return groupNorm(x, w, groups, EPS);
    }

    /** Each pixel looks at all others through one head. Files written before 2023 have other names for the projections. */
    private Tensor attend(Tensor x, Weights w) {
        long width = x.dim(1).fixed();
        boolean old = w.has("query");
        Tensor tokens = norm(x, w.at("group_norm"))
                .reshape(x.dim(0), x.dim(1), x.dim(2).times(x.dim(3)))
                .permute(0, 2, 1);
        Tensor mixed = attention(
                linear(tokens, w.at(old ? "query" : "to_q"), width),
                linear(tokens, w.at(old ? "key" : "to_k"), width),
                linear(tokens, w.at(old ? "value" : "to_v"), width),
                1,
                false);
        mixed = linear(mixed, w.at(old ? "proj_attn" : "to_out.0"), width);
        return x.plus(mixed.permute(0, 2, 1).reshape(x.dim(0), x.dim(1), x.dim(2), x.dim(3)));
    }
}
