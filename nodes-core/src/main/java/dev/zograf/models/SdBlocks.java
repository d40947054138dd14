package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.groupNorm;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.linearWithoutBias;
import static dev.zograf.tensor.Nn.sinusoidal;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * What the U-Net of Stable Diffusion and its ControlNets are built from: the way down and the middle, residual blocks that know the
 * timestep, and transformers that look at the text. The places that it offers to edits are listed at {@link SdUnet}.
 */
record SdBlocks(SdUnetConfig config) {

    private static final double TRANSFORMER_NORM_EPS = 1e-6;
    private static final double LAYER_NORM_EPS = 1e-5;
    private static final double GUIDANCE_SCALE = 1000;

    /**
     * Ho et al. 2020, appendix B: {@code [batch, width]}, before the activation that each residual block begins with. A network that
     * learned guidance from another is told its scale beside the timestep (Meng et al. 2023, section 3); SDXL is told the pooled text and
     * how the picture was cut (Podell et al. 2023, section 2.2), Stable unCLIP what CLIP sees in pictures (Ramesh et al. 2022, section 2.1).
     *
     * @param w the whole network
     */
    Tensor timeEmbedding(SdTold told, Weights w) {
        Tensor waves = sinusoidal(told.timestep(), config.channels(0), config.cosineFirst(), config.frequencyShift());
        if (config.guidanceWidth() > 0
                && told.guidance().isPresent()
                && told.guided().isPresent()) {
            Tensor scale = sinusoidal(told.guidance().get().times(GUIDANCE_SCALE), config.guidanceWidth(), false, 1)
                    .times(told.guided().get().reshape(told.guided().get().dim(0), 1));
            waves = waves.plus(linearWithoutBias(scale, w.at("time_embedding").at("cond_proj"), config.channels(0)));
        }
        Tensor time = embedding(waves, w.at("time_embedding"));
        if (config.pictureWidth() > 0 && told.pictures().isPresent()) {
            time = time.plus(embedding(told.pictures().get(), w.at("class_embedding")));
        }
        return config.addedWidth() > 0
                        && told.pooled().isPresent()
                        && told.sizes().isPresent()
                ? time.plus(added(told.pooled().get(), told.sizes().get(), w.at("add_embedding")))
                : time;
    }

    private Tensor embedding(Tensor x, Weights w) {
        return linear(linear(x, w.at("linear_1"), config.timeWidth()).silu(), w.at("linear_2"), config.timeWidth());
    }

    /** The pooled text, and beside it each of the sizes as sines and cosines. */
    private Tensor added(Tensor pooled, Tensor sizes, Weights w) {
        Tensor waves = waves(sizes);
        // How many numbers there are follows from the width of the text: six, or five where a score replaces the wanted
        // size.
        return embedding(Tensor.concat(1, List.of(pooled, waves)).slice(1, 0, config.addedWidth()), w);
    }

    /** Numbers {@code [batch, numbers]} as sines and cosines, for those that a network is told beside the timestep. */
    Tensor numbers(Tensor numbers, Weights w) {
        return embedding(waves(numbers), w);
    }

    private Tensor waves(Tensor numbers) {
        Dim count = numbers.dim(1);
        return sinusoidal(
                        numbers.reshape(numbers.dim(0).times(count)),
                        config.sizeWidth(),
                        config.cosineFirst(),
                        config.frequencyShift())
                .reshape(numbers.dim(0), count.times(config.sizeWidth()));
    }

    /**
     * The way down.
     *
     * @param skips what each part of it gave, that of the first convolution first
     * @param end what the middle begins with
     */
    record Down(List<Tensor> skips, Tensor end) {}

    /** From the first convolution's result to the coarsest resolution. */
    Down down(Tensor first, Tensor time, Tensor text, Weights w) {
        List<Tensor> skips = new ArrayList<>();
        Tensor x = keep(first, skips);
        for (int i = 0; i < config.levels(); i++) {
            x = down(x, i, time, text, skips, w.at("down_blocks", i));
        }
        return new Down(skips, x);
    }

    /** Keeps what a part of the way down gave as a skip, and gives what the next part begins with. */
    private static Tensor keep(Tensor x, List<Tensor> skips) {
        String place = "input_blocks." + skips.size();
        Tensor kept = x.graph().hook(place, x);
        skips.add(kept);
        return x.graph().hook(place + ".next", kept);
    }

    private Tensor down(Tensor x, int level, Tensor time, Tensor text, List<Tensor> skips, Weights w) {
        for (int j = 0; j < config.layers(level); j++) {
            x = resnet(x, time, config.channels(level), w.at("resnets", j));
            if (config.downAttention(level)) {
                x = transformer(x, text, level, config.onlyCross(level), w.at("attentions", j));
            }
            if (j == config.layers(level) - 1 && !handsOnHalved(level)) {
                x = x.graph().hook(w.path(), x);
            }
            x = keep(x, skips);
        }
        if (level < config.levels() - 1) {
            int pad = config.downsamplePadding();
            int[] pads = pad == 0 ? new int[] {0, 0, 1, 1} : new int[] {pad, pad, pad, pad};
            x = conv(x, w.at("downsamplers", 0).at("conv"), config.channels(level), 3, 2, pads);
            if (handsOnHalved(level)) {
                x = x.graph().hook(w.path(), x);
            }
            x = keep(x, skips);
        }
        return x;
    }

    /** Adapters are trained on what a level with attention says at its end, but on what a plain one hands on. */
    private boolean handsOnHalved(int level) {
        return !config.downAttention(level) && level < config.levels() - 1;
    }

    /** The coarsest resolution, between the way down and the way up. */
    Tensor middle(Tensor x, Tensor time, Tensor text, Weights w) {
        int last = config.levels() - 1;
        x = resnet(x, time, config.channels(last), w.at("resnets", 0));
        if (config.middleAttention()) {
            x = transformer(x, text, last, false, w.at("attentions", 0));
            x = resnet(x, time, config.channels(last), w.at("resnets", 1));
        }
        return x.graph().hook(w.path(), x);
    }

    /** {@code x + conv(silu(norm(conv(silu(norm(x))) + time)))}: He et al. 2015 with the timestep added in between. */
    Tensor resnet(Tensor x, Tensor time, int channels, Weights w) {
        Tensor h = conv(norm(x, w.at("norm1")).silu(), w.at("conv1"), channels, 3);
        h = h.plus(linear(time, w.at("time_emb_proj"), channels).reshape(time.dim(0), channels, 1, 1));
        h = conv(norm(h, w.at("norm2")).silu(), w.at("conv2"), channels, 3);
        boolean same = x.dim(1).equals(h.dim(1));
        return (same ? x : conv(x, w.at("conv_shortcut"), channels, 1)).plus(h);
    }

    /** Wu and He 2018, with the configuration's groups. */
    Tensor norm(Tensor x, Weights w) {
        return groupNorm(x, w, config.groups(), config.eps());
    }

    /** Pixels as tokens through transformer layers and back, added to what came in. */
    Tensor transformer(Tensor x, Tensor text, int level, boolean onlyCross, Weights w) {
        int channels = config.channels(level);
        Tensor h = groupNorm(x, w.at("norm"), config.groups(), TRANSFORMER_NORM_EPS);
        h = config.linearProjection()
                ? linear(tokens(h), w.at("proj_in"), channels)
                : tokens(conv(h, w.at("proj_in"), channels, 1));
        for (int k = 0; k < config.depth(level); k++) {
            h = transformerLayer(h, text, x, config.heads(level), onlyCross, w.at("transformer_blocks", k));
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

    /** @param pixels the feature map whose pixels are the tokens {@code x}: edits of attention want to know the picture's sides */
    private static Tensor transformerLayer(
            Tensor x, Tensor text, Tensor pixels, int heads, boolean onlyCross, Weights w) {
        Tensor h = layerNorm(x, w.at("norm1"), LAYER_NORM_EPS);
        x = x.plus(attend(h, onlyCross ? text : h, x, pixels, heads, w.at("attn1")));
        x = x.graph().hook(w.path() + ".middle", x);
        x = x.plus(attend(layerNorm(x, w.at("norm2"), LAYER_NORM_EPS), text, x, pixels, heads, w.at("attn2")));
        Weights ff = w.at("ff");
        Tensor inner = x.graph().hook(ff.path() + ".input", layerNorm(x, w.at("norm3"), LAYER_NORM_EPS), pixels, x);
        return x.plus(x.graph().hook(ff.path(), feedForward(inner, ff.at("net")), pixels));
    }

    /** @param tokens what {@code x} was before it was normalised */
    private static Tensor attend(Tensor x, Tensor to, Tensor tokens, Tensor pixels, int heads, Weights w) {
        TensorGraph graph = x.graph();
        List<Tensor> in = graph.hook(w.path() + ".input", List.of(x, to), List.of(pixels, tokens));
        x = in.get(0);
        to = in.get(1);
        long width = x.dim(2).fixed();
        Tensor q = linearWithoutBias(x, w.at("to_q"), width);
        List<Tensor> contexts = graph.hook(w.path() + ".context", List.of(to, to), List.of());
        Tensor k = linearWithoutBias(contexts.get(0), w.at("to_k"), width);
        Tensor v = linearWithoutBias(contexts.get(1), w.at("to_v"), width);
        Tensor mixed = graph.hook(w.path() + ".mixed", attention(q, k, v, heads, false), q, k, v, pixels);
        return graph.hook(w.path(), linear(mixed, w.at("to_out", 0), width), pixels);
    }

    /** A gated linear unit (Shazeer 2020): half of the inner values gate the other half through a GELU. */
    static Tensor feedForward(Tensor x, Weights w) {
        long width = x.dim(2).fixed();
        List<Tensor> halves = linear(x, w.at("0").at("proj"), 8 * width).chunk(2, 2);
        return linear(halves.get(0).times(halves.get(1).gelu()), w.at("2"), width);
    }
}
