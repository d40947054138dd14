package dev.zograf.models;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link FluxControlNet} in the graph of a {@link FluxTransformer}: its residuals are added to the image tokens, each after as many blocks in a row
 * as there are more blocks than residuals.
 *
 * <p>Inputs: {@code condition [batch, channels, h, w]}, the latent of the picture, as the model takes latents and of the size of the one that is
 * painted; {@code strength [batch, residuals]}, the factor of each residual; for a network that knows several kinds of pictures {@code kind [batch,
 * modes]}, 1 for that of the picture and else 0.
 */
public record FluxControlNetEdit(FluxControlNet network, Weights weights) implements GraphEdit {

    private static final String APART = "transformer_blocks\\.\\d+";
    private static final String TOGETHER = "single_transformer_blocks\\.\\d+";

    @Override
    public void apply(Hooks hooks) {
        if (!(hooks.network() instanceof FluxTransformer flux)
                || flux.config().context() != network.config().context()
                || flux.config().width() != network.config().width()) {
            throw SdFamily.mismatch(
                    "ControlNet", weights, "FLUX.1", "a " + hooks.network().name() + " of another family");
        }
        List<List<Tensor>> residuals = new ArrayList<>();
        hooks.where(place -> place.matches(APART), (place, values, context) -> {
            if (residuals.isEmpty()) {
                residuals.addAll(write(hooks, flux, context.get(0)));
            }
            return added(place, values, residuals.get(0), flux.config().layers());
        });
        hooks.where(
                place -> place.matches(TOGETHER),
                (place, values, context) ->
                        added(place, values, residuals.get(1), flux.config().singleLayers()));
    }

    private List<Tensor> added(String place, List<Tensor> values, List<Tensor> residuals, int blocks) {
        if (residuals.isEmpty()) {
            return values;
        }
        int each = (blocks + residuals.size() - 1) / residuals.size();
        int block = Integer.parseInt(place.substring(place.lastIndexOf('.') + 1));
        Tensor image = values.get(0);
        Tensor residual = residuals.get(block / each);
        if (!image.dim(1).equals(residual.dim(1))) {
            throw new BadFileException(
                    weights.file(),
                    "This ControlNet adds to the picture alone, but the model looks at other pictures, too: leave out either.");
        }
        return List.of(image.plus(residual), values.get(1));
    }

    /** Both kinds of residuals, times their strengths. */
    private List<List<Tensor>> write(Hooks hooks, FluxTransformer flux, Tensor map) {
        Map<String, Tensor> inputs = hooks.graph().inputs();
        Tensor sample = requireNonNull(inputs.get("sample"));
        FluxTransformerConfig config = network.config();
        FluxTold told = FluxTold.of(inputs);
        if (config.guidanceEmbeds() && told.guidance().isEmpty()) {
            throw SdFamily.mismatch(
                    "ControlNet",
                    weights,
                    "a FLUX.1 that is told the scale of guidance",
                    "one that is not, such as schnell");
        }
        int channels = config.inChannels();
        Tensor condition = hooks.input("condition", DType.F32, sample.dim(0), channels, sample.dim(2), sample.dim(3));
        Tensor strength = hooks.input("strength", DType.F32, sample.dim(0), network.residuals());
        Tensor kind = network.modes() > 0
                ? hooks.input(ControlNet.KIND, DType.F32, sample.dim(0), network.modes())
                : strength;
        // What a model for repainting sees beside the latent, a ControlNet does not see.
        Tensor latent = flux.config().inChannels() == channels ? map : FluxSquares.of(sample.slice(1, 0, channels));
        FluxControlNet.Residuals made = network.write(
                config.guidanceEmbeds() ? told : told.unguided(),
                latent,
                FluxSquares.of(condition),
                requireNonNull(inputs.get("encoder_hidden_states")),
                kind,
                weights);
        List<Tensor> apart = new ArrayList<>();
        List<Tensor> together = new ArrayList<>();
        for (int i = 0; i < network.residuals(); i++) {
            boolean first = i < made.apart().size();
            Tensor factor = strength.slice(1, i, i + 1).reshape(sample.dim(0), 1, 1);
            (first ? apart : together)
                    .add((first
                                    ? made.apart().get(i)
                                    : made.together().get(i - made.apart().size()))
                            .times(factor));
        }
        return List.of(apart, together);
    }
}
