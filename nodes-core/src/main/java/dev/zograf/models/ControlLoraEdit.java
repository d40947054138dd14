package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/**
 * A {@link ControlLora} in the graph of the {@link SdUnet} that it differs from: a {@link ControlNetEdit} whose weights are that network's
 * with the differences added. Its inputs are those of the other. It needs no configuration, since what shapes do not say it has from the
 * U-Net.
 *
 * @param file the tensors in the file's own names
 * @param pooled whether residuals are averaged over the picture
 */
public record ControlLoraEdit(Weights file, boolean pooled) implements GraphEdit {

    private static final String TITLE = "Control-LoRA";

    /** Whether a file is a Control-LoRA, told by its names. */
    public static boolean isControlLora(Weights file) {
        return ControlLora.is(file);
    }

    /** The file's tensors, those that belong to no U-Net in diffusers' names: what a {@link ControlHint} needs. */
    public Weights control() {
        return ControlLora.control(file);
    }

    /**
     * Checks what can be told without the U-Net.
     *
     * @throws BadFileException if tensors are missing or do not go together
     */
    public void check() {
        ControlLora.requireWhole(control());
    }

    /** How many residuals it gives, that of the middle included. */
    public int residuals() {
        return control().all("controlnet_down_blocks").size() + 1;
    }

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof SdUnet unet)) {
            throw new BadFileException(
                    file.file(),
                    "A Control-LoRA is a difference from the U-Net of Stable Diffusion 1, 2 or XL, but the model is a "
                            + hooks.network().name() + ".");
        }
        ControlLora.context(file)
                .ifPresent(width ->
                        SdFamily.require(TITLE, file, width, unet.config().context()));
        ControlHint hint = ControlHint.of(control());
        Weights weights = ControlLora.over(file, hooks.weights());
        ControlNet network = new ControlNet(
                unet.config(), hint.widths(), hint.channels(), hint.blueFirst(), pooled, Optional.empty());
        if (network.skips() != residuals() - 1) {
            throw SdFamily.mismatch(
                    TITLE, file, "a network with " + (residuals() - 1) + " skips", "one with " + network.skips());
        }
        new ControlNetEdit(network, weights)
                .apply(hooks, TITLE, plain -> hooks.nested(nested -> differences(nested, weights), plain));
    }

    /** Each layer with factors is written again with the sum as its weight; the engine adds up once, when it makes its session. */
    private static void differences(Hooks hooks, Weights weights) {
        hooks.where(
                layer -> weights.find(layer + ".up").isPresent()
                        || weights.find(layer + ".down").isPresent(),
                (layer, values, context) -> {
                    Tensor y = context.get(1);
                    Tensor weight = y.inputs().get(1);
                    Tensor up = hooks.graph().weight(weights, layer + ".up");
                    Tensor down = hooks.graph().weight(weights, layer + ".down");
                    if (!weight.shape().isFixed()
                            || !up.shape().isKnown()
                            || !down.shape().isKnown()) {
                        return values;
                    }
                    long rank = down.dim(0).fixed();
                    Object[] whole = weight.shape().dims().toArray();
                    Tensor difference = up.reshape(weight.dim(0), rank)
                            .matmul(down.reshape(
                                    rank,
                                    weight.shape().size().fixed()
                                            / weight.dim(0).fixed()));
                    double scale = weights.find(layer + ".alpha")
                            .map(alpha -> WeightData.floats(alpha)[0] / (double) rank)
                            .orElse(1.0);
                    Tensor change = difference.reshape(whole);
                    return List.of(again(y, context.get(0), weight.plus(scale == 1 ? change : change.times(scale))));
                });
    }

    private static Tensor again(Tensor y, Tensor x, Tensor weight) {
        Optional<Tensor> bias = y.inputs().stream().skip(2).findFirst();
        return y.op() == Op.LINEAR
                ? Nn.linear(x, weight, bias)
                : Nn.conv(
                        x,
                        weight,
                        bias,
                        y.attribute("stride", Integer.class),
                        y.attribute("pads", int[].class),
                        y.attribute("dilation", Integer.class),
                        y.attribute("groups", Integer.class));
    }
}
