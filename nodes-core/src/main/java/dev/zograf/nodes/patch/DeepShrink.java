package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.When;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.UnetLevels;
import dev.zograf.nodes.conditioning.Span;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.Locale;
import java.util.Map;

/**
 * Paints pictures larger than those that a model was trained on without doubling what is in them: at the beginning of the way the U-Net looks
 * at smaller features, so that it lays out one picture (kohya's Deep Shrink).
 */
@NodeType(id = "deep-shrink", title = "Deep Shrink", category = "model/patch")
@Doc(
        "Paints pictures larger than those that a model was trained on without doubling what is in them: at the beginning of the way the U-Net looks at smaller features (kohya's Deep Shrink).")
public final class DeepShrink implements Node<DeepShrink.In, DeepShrink.Out> {

    /** Where and how much to shrink. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc(
                    "Behind which part of the U-Net's way down features shrink, counted from the first layer after the first convolution: in Stable Diffusion 1 the third is the first that halves.")
            @Default("3")
            @Range(min = 1, max = 32)
            int block,

            @Doc("By how much each side is divided; below 1 it grows.")
            @Default("2")
            @Range(min = 0.1, max = 9, step = 0.001)
            double factor,

            @Doc("From which share of the way on features shrink: 0 is pure noise.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way: 1 is the finished picture.")
            @Default("0.35")
            @Range(min = 0, max = 1, step = 0.001)
            double end,

            @Doc("Whether what goes straight to the way up from there keeps its size.") @Default("true")
            boolean afterSkip,

            @Doc("How features are made smaller.")
            @Choices({"bicubic", "nearest", "bilinear", "area"})
            @Default("bicubic")
            String down,

            @Doc("How they are made as large as before.")
            @Choices({"bicubic", "nearest", "bilinear", "area"})
            @Default("bicubic")
            String up) {

        /** The range must not be turned round. */
        public In {
            Span.require(start, end);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Shrinking patch = new Shrinking(
                new DeepShrinkEdit(in.block(), in.afterSkip()),
                When.trained(in.start(), in.end()),
                level(in.model().weights("unet"), in.block()),
                in.factor(),
                method(in.down()),
                method(in.up()));
        return new Out(in.model().withPatch("unet", patch));
    }

    private static Interpolation method(String name) {
        return Interpolation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** How often the features have been halved at the end of a part of the way down. */
    private static int level(Weights unet, int block) {
        int last = 0;
        int levels = UnetLevels.of(unet).count();
        for (int level = 0; level < levels; level++) {
            last += unet.at("down_blocks", level).all("resnets").size();
            if (block <= last) {
                return level;
            }
            // What halves them is a part of its own.
            last += level < levels - 1 ? 1 : 0;
            if (block == last && level < levels - 1) {
                return level + 1;
            }
        }
        throw new InvalidInputException("block", "This model's way down has the parts 1 to " + last + ".");
    }

    private record Shrinking(GraphEdit edit, When when, int level, double factor, Interpolation down, Interpolation up)
            implements NetworkPatch {

        @Override
        public boolean isActive(Moment moment) {
            return when.includes(moment);
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            int[] sides = UnetLevels.sides(evaluation.shape(), level + 1).get(level);
            return matrices(down, up, sides, new int[] {smaller(sides[0]), smaller(sides[1])});
        }

        private int smaller(int side) {
            return Math.max(1, (int) Math.rint(side * (1 / factor)));
        }
    }

    /** What {@link DeepShrinkEdit} is fed, for heights and widths. */
    static Map<String, HostTensor> matrices(Interpolation down, Interpolation up, int[] large, int[] small) {
        return Map.of(
                "down.rows", rows(down, large[0], small[0]),
                "down.columns", columns(down, large[1], small[1]),
                "up.rows", rows(up, small[0], large[0]),
                "up.columns", columns(up, small[1], large[1]));
    }

    /** {@code [to, from]}: resizing is linear, so that it is what becomes of the unit matrix. */
    private static FloatTensor rows(Interpolation method, int from, int to) {
        return method.resize(unit(from), to, from).reshape(to, from);
    }

    /** {@code [from, to]}. */
    private static FloatTensor columns(Interpolation method, int from, int to) {
        return method.resize(unit(from), from, to).reshape(from, to);
    }

    private static FloatTensor unit(int size) {
        float[] out = new float[size * size];
        for (int i = 0; i < size; i++) {
            out[i * size + i] = 1;
        }
        return FloatTensor.wrap(out, 1, 1, size, size);
    }
}
