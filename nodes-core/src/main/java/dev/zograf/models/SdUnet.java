package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.groupNorm;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.linearWithoutBias;
import static dev.zograf.tensor.Nn.sinusoidal;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The denoising U-Net of Stable Diffusion 1 and 2 (Rombach et al. 2022, section 3; Ronneberger et al. 2015), in the names of diffusers'
 * {@code UNet2DConditionModel}: residual blocks that know the timestep, transformers that look at the text, and skips from each
 * resolution on the way down to the same on the way up.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]} of any size, {@code timestep [batch]}, {@code encoder_hidden_states [batch, tokens, context]}.
 * Output: {@code out [batch, out, h, w]}.
 */
public record SdUnet(SdUnetConfig config) implements NetworkDefinition {

    private static final double TRANSFORMER_NORM_EPS = 1e-6;
    private static final double LAYER_NORM_EPS = 1e-5;

    @Override
    public String name() {
        return "unet";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        Tensor timestep = graph.input("timestep", DType.F32, "batch");
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());

        Tensor time = timeEmbedding(timestep, w.at("time_embedding")).silu();
        Tensor x = conv(sample, w.at("conv_in"), config.channels(0), config.inKernel());

        Deque<Tensor> skips = new ArrayDeque<>(List.of(x));
        for (int i = 0; i < config.levels(); i++) {
            x = down(x, i, time, text, skips, w.at("down_blocks", i));
        }
        x = middle(x, time, text, w.at("mid_block"));
        for (int i = 0; i < config.levels(); i++) {
            x = up(x, i, time, text, skips, w.at("up_blocks", i));
        }

        x = groupNorm(x, w.at("conv_norm_out"), config.groups(), config.eps()).silu();
        graph.output("out", conv(x, w.at("conv_out"), config.outChannels(), config.outKernel()));
        graph.requireAllUsed(w);
    }

    /** Ho et al. 2020, appendix B. */
    private Tensor timeEmbedding(Tensor timestep, Weights w) {
        Tensor waves = sinusoidal(timestep, config.channels(0), config.cosineFirst(), config.frequencyShift());
        return linear(linear(waves, w.at("linear_1"), config.timeWidth()).silu(), w.at("linear_2"), config.timeWidth());
    }

    private Tensor down(Tensor x, int level, Tensor time, Tensor text, Deque<Tensor> skips, Weights w) {
        for (int j = 0; j < config.layers(level); j++) {
            x = resnet(x, time, config.channels(level), w.at("resnets", j));
            if (config.downAttention(level)) {
                x = transformer(x, text, level, config.onlyCross(level), w.at("attentions", j));
            }
            skips.push(x);
        }
        if (level < config.levels() - 1) {
            int pad = config.downsamplePadding();
            int[] pads = pad == 0 ? new int[] {0, 0, 1, 1} : new int[] {pad, pad, pad, pad};
            x = conv(x, w.at("downsamplers", 0).at("conv"), config.channels(level), 3, 2, pads);
            skips.push(x);
        }
        return x;
    }

    private Tensor middle(Tensor x, Tensor time, Tensor text, Weights w) {
        int last = config.levels() - 1;
        x = resnet(x, time, config.channels(last), w.at("resnets", 0));
        if (config.middleAttention()) {
            x = transformer(x, text, last, false, w.at("attentions", 0));
            x = resnet(x, time, config.channels(last), w.at("resnets", 1));
        }
        return x;
    }

    /** @param step from 0, the lowest resolution */
    private Tensor up(Tensor x, int step, Tensor time, Tensor text, Deque<Tensor> skips, Weights w) {
        int level = config.levels() - 1 - step;
        for (int j = 0; j <= config.layers(level); j++) {
            x = Tensor.concat(1, List.of(x, skips.pop()));
            x = resnet(x, time, config.channels(level), w.at("resnets", j));
            if (config.upAttention(step)) {
                x = transformer(x, text, level, config.onlyCross(level), w.at("attentions", j));
            }
        }
        if (level > 0) {
            // Twice the size, or one less where the way down had to round up: the skip that is next has the size.
            x = x.resizeLike(skips.element());
            x = conv(x, w.at("upsamplers", 0).at("conv"), config.channels(level), 3);
        }
        return x;
    }

    /** {@code x + conv(silu(norm(conv(silu(norm(x))) + time)))}: He et al. 2015 with the timestep added in between. */
    private Tensor resnet(Tensor x, Tensor time, int channels, Weights w) {
        Tensor h = conv(norm(x, w.at("norm1")).silu(), w.at("conv1"), channels, 3);
        h = h.plus(linear(time, w.at("time_emb_proj"), channels).reshape(time.dim(0), channels, 1, 1));
        h = conv(norm(h, w.at("norm2")).silu(), w.at("conv2"), channels, 3);
        boolean same = x.dim(1).equals(h.dim(1));
        return (same ? x : conv(x, w.at("conv_shortcut"), channels, 1)).plus(h);
    }

    private Tensor norm(Tensor x, Weights w) {
        return groupNorm(x, w, config.groups(), config.eps());
    }

    /** Pixels as tokens through transformer layers and back, added to what came in. */
    private Tensor transformer(Tensor x, Tensor text, int level, boolean onlyCross, Weights w) {
        int channels = config.channels(level);
        Tensor h = groupNorm(x, w.at("norm"), config.groups(), TRANSFORMER_NORM_EPS);
        h = config.linearProjection()
                ? linear(tokens(h), w.at("proj_in"), channels)
                : tokens(conv(h, w.at("proj_in"), channels, 1));
        for (int k = 0; k < config.depth(level); k++) {
            h = transformerLayer(h, text, config.heads(level), onlyCross, w.at("transformer_blocks", k));
        }
        return x.plus(
                config.linearProjection()
                        ? pixels(linear(h, w.at("proj_out"), channels), x)
                        : conv(pixels(h, x), w.at("proj_out"), channels, 1));
    }

    private static Tensor tokens(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), x.dim(2).times(x.dim(3))).permute(0, 2, 1);
    }

    private static Tensor pixels(Tensor tokens, Tensor like) {
        return tokens.permute(0, 2, 1).reshape(like.dim(0), like.dim(1), like.dim(2), like.dim(3));
    }

    private static Tensor transformerLayer(Tensor x, Tensor text, int heads, boolean onlyCross, Weights w) {
        Tensor h = layerNorm(x, w.at("norm1"), LAYER_NORM_EPS);
        x = x.plus(attend(h, onlyCross ? text : h, heads, w.at("attn1")));
        x = x.plus(attend(layerNorm(x, w.at("norm2"), LAYER_NORM_EPS), text, heads, w.at("attn2")));
        return x.plus(feedForward(
                layerNorm(x, w.at("norm3"), LAYER_NORM_EPS), w.at("ff").at("net")));
    }

    private static Tensor attend(Tensor x, Tensor to, int heads, Weights w) {
        long width = x.dim(2).fixed();
        Tensor mixed = attention(
                linearWithoutBias(x, w.at("to_q"), width),
                linearWithoutBias(to, w.at("to_k"), width),
                linearWithoutBias(to, w.at("to_v"), width),
                heads,
                false);
        return linear(mixed, w.at("to_out", 0), width);
    }

    /** A gated linear unit (Shazeer 2020): half of the inner values gate the other half through a GELU. */
    private static Tensor feedForward(Tensor x, Weights w) {
        long width = x.dim(2).fixed();
        List<Tensor> halves = linear(x, w.at("0").at("proj"), 8 * width).chunk(2, 2);
        return linear(halves.get(0).times(halves.get(1).gelu()), w.at("2"), width);
    }
}
