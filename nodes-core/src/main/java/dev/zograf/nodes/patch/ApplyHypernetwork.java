package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.HypernetworkEdit;
import dev.zograf.tensor.GraphEdit;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;

/** Changes a model's style by a hypernetwork: small networks before the keys and values of its attention. */
@NodeType(id = "apply-hypernetwork", title = "Apply hypernetwork", category = "model/patch")
@Doc("Changes a model's style by a hypernetwork: small networks before the keys and values of its attention.")
public final class ApplyHypernetwork implements Node<ApplyHypernetwork.In, ApplyHypernetwork.Out> {

    /** What to apply. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc(
                    "A .safetensors file with tensors such as 768.0.linear.0.weight: a name below a model root, or a path. Pickles (.pt) have to be"
                            + " written anew before.")
            @Choices(models = "hypernetworks")
            String hypernetwork,

            @Doc("How much it changes; 0 nothing.") @Default("1") @Range(min = -10, max = 10, step = 0.01)
            double strength) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    private final Models models;

    /** With the services of the engine. */
    @Inject
    public ApplyHypernetwork(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint file = models.open("hypernetworks", in.hypernetwork());
        if (in.strength() == 0) {
            return new Out(in.model());
        }
        HypernetworkEdit edit = new HypernetworkEdit(
                file.weights(""),
                file.metadata().getOrDefault("activation_func", "linear").toLowerCase(Locale.ROOT),
                file.metadata().getOrDefault("activate_output", "").equalsIgnoreCase("true"));
        FloatTensor strength = FloatTensor.of(new float[] {(float) in.strength()}, 1);
        return new Out(in.model().withPatch("unet", new Patch(edit, Map.of("strength", strength))));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("hypernetworks", in.hypernetwork()).fingerprint();
    }

    private record Patch(GraphEdit edit, Map<String, HostTensor> fed) implements NetworkPatch {
        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return fed;
        }
    }
}
