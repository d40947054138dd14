package dev.zograf.nodes.patch;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Has a U-Net say, instead of its output, how much each pixel is looked at in the first self-attention of its middle: the sum over all
 * that look, averaged over the heads, 1 on average, in each channel, stretched to the latent's size by nearest neighbour. What lies
 * behind the middle is not computed.
 */
record AttentionMap() implements GraphEdit, NetworkPatch {

    /** The attention that is read. */
    static final String PLACE = "mid_block.attentions.0.transformer_blocks.0.attn1";

    @Override
    public void apply(Hooks hooks) {
        List<Tensor> looked = new ArrayList<>();
        hooks.at(PLACE + ".mixed", (place, mixed, context) -> {
            Tensor pixels = context.get(3);
            if (context.stream().allMatch(tensor -> tensor.shape().isKnown())) {
                if (!context.get(0).dim(1).equals(pixels.dim(2).times(pixels.dim(3)))) {
                    throw new InvalidInputException(
                            "model",
                            "Self-attention guidance looks at all pixels of the middle: lower the depth of merge-tokens or tile-attention.");
                }
                looked.add(
                        looked(context.get(0), context.get(1)).reshape(pixels.dim(0), 1, pixels.dim(2), pixels.dim(3)));
            }
            return mixed;
        });
        hooks.at("conv_out", Hook.value((out, context) -> {
            if (looked.isEmpty() || !out.shape().isKnown()) {
                return out;
            }
            float[] ones = new float[(int) out.dim(1).fixed()];
            Arrays.fill(ones, 1);
            Tensor channels = out.graph().constant(ones, 1, ones.length, 1, 1);
            Tensor sample = requireNonNull(out.graph().inputs().get("sample"));
            return looked.get(0).resizeLike(sample).times(channels);
        }));
    }

    /** {@code [batch, tokens]} of queries and keys {@code [batch, tokens, width]}. */
    private static Tensor looked(Tensor q, Tensor k) {
        int heads = heads(q);
        Tensor scores = split(q, heads).matmul(split(k, heads).permute(0, 1, 3, 2));
        double scale = 1 / Math.sqrt((double) q.dim(2).fixed() / heads);
        Tensor map = scores.times(scale).softmax();
        // Sums over the queries and the mean over the heads, as products with ones.
        Tensor ones = map.slice(3, 0, 1).times(0).plus(1.0 / heads).permute(0, 1, 3, 2);
        Tensor each = ones.matmul(map);
        float[] all = new float[heads];
        Arrays.fill(all, 1);
        Tensor rows = each.reshape(q.dim(0), heads, q.dim(1));
        return q.graph().constant(all, 1, 1, heads).matmul(rows);
    }

    private static Tensor split(Tensor x, int heads) {
        return x.reshape(x.dim(0), x.dim(1), heads, x.dim(2).over(heads)).permute(0, 2, 1, 3);
    }

    private static int heads(Tensor q) {
        return q.graph().nodes().stream()
                .filter(node -> node.op() == Op.ATTENTION && node.inputs().get(0) == q)
                .findFirst()
                .orElseThrow()
                .attribute("heads", Integer.class);
    }

    @Override
    public GraphEdit edit() {
        return this;
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        return Map.of();
    }
}
