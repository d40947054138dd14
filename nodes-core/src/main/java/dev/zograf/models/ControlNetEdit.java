package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A {@link ControlNet} in the graph of a {@link SdUnet}: its residuals are added to the skips and the middle without leaving the graph.
 *
 * <p>Inputs: {@code condition [batch, width, h, w]} from {@link ControlNetCondition}; {@code strength [batch, skips + 1]}, the factor of each
 * residual, that of the middle last; for a {@link ControlUnion} {@code kind [batch, kinds]}, 1 for that of the picture, or all 0.
 *
 * <p>The ControlNet looks at the latent in its full size. Where another edit has made the network's features smaller, its residuals have no place
 * and are left out, as the node-based original leaves them out.
 */
public record ControlNetEdit(ControlNet network, Weights weights) implements GraphEdit {

    /** Writes the network's residuals, for a variant that changes it while it is written. */
    @FunctionalInterface
    interface Writing {
        ControlNet.Residuals write(Supplier<ControlNet.Residuals> network);
    }

    @Override
    public void apply(Hooks hooks) {
        apply(hooks, "ControlNet", Supplier::get);
    }

    /** @param title what messages call it */
    void apply(Hooks hooks, String title, Writing writing) {
        List<Tensor> middle = new ArrayList<>();
        hooks.at("skips", (place, skips, context) -> {
            Map<String, Tensor> inputs = hooks.graph().inputs();
            Tensor sample = requireNonNull(inputs.get("sample"));
            Tensor text = requireNonNull(inputs.get("encoder_hidden_states"));
            SdFamily.require(title, weights, network.config().context(), text);
            int channels = network.config().inChannels();
            Tensor condition = hooks.input(
                    "condition", DType.F32, sample.dim(0), network.config().channels(0), sample.dim(2), sample.dim(3));
            // What a model for repainting sees beside the latent, a ControlNet does not see.
            Tensor latent = sample.dim(1).fixed() == channels ? sample : sample.slice(1, 0, channels);
            Optional<Tensor> kind =
                    network.union().map(union -> hooks.input(ControlNet.KIND, DType.F32, sample.dim(0), union.kinds()));
            ControlNet.Residuals residuals =
                    writing.write(() -> network.residuals(latent, SdTold.of(inputs), kind, text, condition, weights));
            requireSameChannels(title, skips, residuals.skips());
            Tensor strength = hooks.input("strength", DType.F32, sample.dim(0), skips.size() + 1);
            List<Tensor> out = new ArrayList<>();
            for (int i = 0; i < skips.size(); i++) {
                out.add(plus(skips.get(i), residuals.skips().get(i).times(factor(strength, i))));
            }
            middle.add(residuals.middle().times(factor(strength, skips.size())));
            return out;
        });
        hooks.at("mid_block", Hook.value((x, context) -> plus(x, middle.get(0))));
    }

    private static Tensor plus(Tensor x, Tensor residual) {
        boolean everywhere =
                residual.dim(2).equals(Dim.of(1)) && residual.dim(3).equals(Dim.of(1));
        boolean sameSides = x.dim(2).equals(residual.dim(2)) && x.dim(3).equals(residual.dim(3));
        return everywhere || sameSides ? x.plus(residual) : x;
    }

    private static Tensor factor(Tensor strength, int i) {
        return strength.slice(1, i, i + 1).reshape(strength.dim(0), 1, 1, 1);
    }

    private void requireSameChannels(String title, List<Tensor> skips, List<Tensor> residuals) {
        List<Dim> has = skips.stream().map(skip -> skip.dim(1)).toList();
        List<Dim> gives = residuals.stream().map(residual -> residual.dim(1)).toList();
        if (!has.equals(gives)) {
            throw SdFamily.mismatch(
                    title, weights, "a network with skips of " + gives + " channels", "one with " + has);
        }
    }
}
