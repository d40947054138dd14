package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link Sd3ControlNet} in the graph of a {@link Sd3Transformer}: its residuals are spread evenly over the blocks, save the last one, and added to the
 * image tokens after them.
 *
 * <p>Inputs: {@code condition [batch, channels, h, w]}, the control picture as a latent of the sample's size; {@code strength [batch, residuals]}, the
 * factor of each residual.
 */
public record Sd3ControlNetEdit(Sd3ControlNet network, Weights weights) implements GraphEdit {

    private static final String TITLE = "ControlNet";
    private static final Pattern BLOCK = Pattern.compile("transformer_blocks\\.(\\d+)");

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof Sd3Transformer transformer)) {
            throw SdFamily.mismatch(
                    TITLE,
                    weights,
                    "Stable Diffusion 3",
                    "another one (" + hooks.network().name() + ")");
        }
        requireSame(
                "tokens of %d numbers",
                network.config().width(), transformer.config().width());
        requireSame(
                "patches of %d", network.config().patch(), transformer.config().patch());
        if (network.readsText()) {
            requireSame(
                    "text of %d numbers",
                    network.config().context(), transformer.config().context());
        }
        int blocks = transformer.config().layers();
        List<Tensor> residuals = new ArrayList<>();
        hooks.at("pos_embed", (place, values, context) -> {
            residuals.addAll(residuals(hooks, values.get(0), context.get(0)));
            return values;
        });
        hooks.where(place -> BLOCK.matcher(place).matches(), (place, values, context) -> {
            Matcher matcher = BLOCK.matcher(place);
            int index = matcher.matches() ? Integer.parseInt(matcher.group(1)) : blocks;
            if (index >= blocks - 1) {
                return values;
            }
            // As many blocks for each residual as possible, in diffusers' arithmetic.
            double interval = (double) blocks / residuals.size();
            Tensor residual = residuals.get((int) (index / interval));
            return List.of(values.get(0).plus(residual), values.get(1));
        });
    }

    private List<Tensor> residuals(Hooks hooks, Tensor seen, Tensor map) {
        Map<String, Tensor> inputs = hooks.graph().inputs();
        Tensor sample = requireNonNull(inputs.get("sample"));
        requireSame(
                "latents of %d channels",
                network.config().inChannels(), (int) sample.dim(1).fixed());
        Tensor control =
                hooks.input("condition", DType.F32, sample.dim(0), network.control(), sample.dim(2), sample.dim(3));
        Tensor strength = hooks.input("strength", DType.F32, sample.dim(0), network.residuals());
        List<Tensor> all = network.residuals(
                sample,
                seen,
                map,
                requireNonNull(inputs.get("timestep")),
                requireNonNull(inputs.get("encoder_hidden_states")),
                requireNonNull(inputs.get("pooled_projections")),
                control,
                weights);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Tensor factor = strength.slice(1, i, i + 1).reshape(strength.dim(0), 1, 1);
            out.add(all.get(i).times(factor));
        }
        hooks.graph().requireAllUsed(weights);
        return out;
    }

    private void requireSame(String what, int trained, int used) {
        if (trained != used) {
            throw SdFamily.mismatch(
                    TITLE,
                    weights,
                    "a transformer with " + String.format(Locale.ROOT, what, trained),
                    "one with " + String.format(Locale.ROOT, what, used));
        }
    }
}
