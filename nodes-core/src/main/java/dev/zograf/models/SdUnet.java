package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The denoising U-Net of Stable Diffusion 1, 2 and XL (Rombach et al. 2022, section 3; Podell et al. 2023; Ronneberger et al. 2015), in
 * the names of diffusers' {@code UNet2DConditionModel}: residual blocks that know the timestep, transformers that look at the text, and skips from each
 * resolution on the way down to the same on the way up.
 *
 * <p>Inputs: {@code sample [batch, in, h, w]} of any size, {@code timestep [batch]}, {@code encoder_hidden_states [batch, tokens, context]}.
 * SDXL also takes {@code text_embeds [batch, pooled]} and {@code time_ids [batch, numbers]}, Stable unCLIP {@code class_labels [batch, numbers]},
 * pictures in CLIP's space and how much noise is on them, and a network that is told the scale of
 * guidance takes {@code guidance [batch]}, that scale less 1, and {@code guided [batch]}, 1 if it is told and 0 if it is not. Output:
 * {@code out [batch, out, h, w]}.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer and convolution, with values and (context):
 * <ul>
 *   <li>{@code down_blocks.I}: the features at the end of a level before they are kept as a skip and halved, or, of a level without attention,
 *       after they are halved: where T2I-Adapters add theirs;
 *   <li>{@code input_blocks.N}: what the part N of the way down gave, before it is kept as a skip, counted from 0, the first convolution, as in the
 *       original's names; {@code input_blocks.N.next}: the same after it was kept, what the next part begins with;
 *   <li>{@code skips}: all skips in the order in which they were made, after the way down;
 *   <li>{@code mid_block}: what the middle gives;
 *   <li>{@code up_blocks.I.resnets.J.input}: features and the skip that will be joined with them;
 *   <li>for each attention, {@code A.input}: its input and what it looks at (the feature map, for its sides; the input before it was
 *       normalised); {@code A.context}: what the keys and what the values are made of; {@code A.mixed}: what was mixed (queries, keys, values, the feature map); {@code A}: its result (the feature map),
 *       where {@code A} is {@code ….transformer_blocks.K.attn1} for pixels among themselves and {@code attn2} for pixels and text;
 *   <li>{@code ….transformer_blocks.K.middle}: the pixels after they looked at themselves and before they look at the text;
 *   <li>{@code ….transformer_blocks.K.ff.input}: the input of the feed-forward layers (the feature map, the input before it was
 *       normalised); {@code ….ff}: their result (the feature map);
 *   <li>{@code time_embedding}: the embedded timestep, before the activation (the timestep; in SDXL also the pooled text and the
 *       sizes, in Stable unCLIP the pictures).
 * </ul>
 */
public record SdUnet(SdUnetConfig config) implements NetworkDefinition {

    @Override
    public String name() {
        return "unet";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        SdBlocks blocks = new SdBlocks(config);
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        SdTold told = SdTold.declare(graph, config);
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());

        Tensor embedded = blocks.timeEmbedding(told, w);
        Tensor time = graph.hook("time_embedding", List.of(embedded), told.all())
                .get(0)
                .silu();
        Tensor x = conv(sample, w.at("conv_in"), config.channels(0), config.inKernel());

        SdBlocks.Down down = blocks.down(x, time, text, w);
        Deque<Tensor> skips = new ArrayDeque<>(graph.hook("skips", down.skips(), List.of()));
        x = blocks.middle(down.end(), time, text, w.at("mid_block"));
        for (int i = 0; i < config.levels(); i++) {
            x = up(blocks, x, i, time, text, skips, w.at("up_blocks", i));
        }

        x = blocks.norm(x, w.at("conv_norm_out")).silu();
        graph.output("out", conv(x, w.at("conv_out"), config.outChannels(), config.outKernel()));
        graph.requireAllUsed(w);
    }

    /** @param step from 0, the lowest resolution */
    private Tensor up(SdBlocks blocks, Tensor x, int step, Tensor time, Tensor text, Deque<Tensor> skips, Weights w) {
        int level = config.levels() - 1 - step;
        for (int j = 0; j <= config.layers(level); j++) {
            Weights resnet = w.at("resnets", j);
            List<Tensor> joined = x.graph().hook(resnet.path() + ".input", List.of(x, skips.removeLast()), List.of());
            x = blocks.resnet(Tensor.concat(1, joined), time, config.channels(level), resnet);
            if (config.upAttention(step)) {
                x = blocks.transformer(x, text, level, config.onlyCross(level), w.at("attentions", j));
            }
        }
        if (level > 0) {
            // Twice the size, or one less where the way down had to round up: the skip that is next has the size.
            x = x.resizeLike(skips.getLast());
            x = conv(x, w.at("upsamplers", 0).at("conv"), config.channels(level), 3);
        }
        return x;
    }
}
