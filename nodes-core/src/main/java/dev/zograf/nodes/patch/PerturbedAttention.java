package dev.zograf.nodes.patch;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Leads away from what the network says when pixels do not look at each other: the map of a self-attention is replaced by the identity
 * (Ahn et al. 2024, "Self-Rectifying Diffusion Sampling with Perturbed-Attention Guidance", eq. 15 and 16). One more evaluation a step.
 *
 * @param scale how far it leads
 * @param layers the beginning of the paths of those attentions, {@code mid_block} in the paper
 */
record PerturbedAttention(double scale, String layers) implements GuidanceEdit {

    @Override
    public FloatTensor edit(Guided guided, Call call) {
        Denoiser perturbed = call.denoiser().withPatch("unet", new Identity(layers));
        List<Conditioning> positive = call.positive();
        FloatTensor worse = perturbed
                .predict(call.scaledX(), call.moment(), positive, call.context())
                .get(0);
        FloatTensor direction = guided.positive().minus(worse);
        return guided.output().plus(scale, direction);
    }

    /** Each pixel keeps its own value. */
    private record Identity(String layers) implements GraphEdit, NetworkPatch {

        @Override
        public void apply(Hooks hooks) {
            hooks.where(
                    place -> place.startsWith(layers) && place.endsWith(".attn1.mixed"),
                    Hook.value((mixed, context) -> {
                        Tensor values = context.get(2);
                        return values.shape().equals(mixed.shape()) ? values : mixed;
                    }));
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
}
