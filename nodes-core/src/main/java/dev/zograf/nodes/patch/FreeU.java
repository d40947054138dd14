package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.Map;

/** Makes pictures cleaner and richer in contrast by weighing features against skip connections (Si et al. 2023). It costs no time. */
@NodeType(id = "free-u", title = "FreeU", category = "model/guidance")
@Doc(
        "Makes pictures cleaner and richer in contrast by weighing features against skip connections (Si et al. 2023). It costs no time.")
public final class FreeU implements Node<FreeU.In, FreeU.Out> {

    /** How to weigh. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("How much features grow at the coarsest resolution; 1 changes nothing.")
            @Default("1.3")
            @Range(min = 0, max = 10, step = 0.01)
            double b1,

            @Doc("How much features grow at the next resolution.")
            @Default("1.4")
            @Range(min = 0, max = 10, step = 0.01)
            double b2,

            @Doc("What is left of low frequencies in the skips at the coarsest resolution; 1 changes nothing.")
            @Default("0.9")
            @Range(min = 0, max = 10, step = 0.01)
            double s1,

            @Doc("What is left of low frequencies in the skips at the next resolution.")
            @Default("0.2")
            @Range(min = 0, max = 10, step = 0.01)
            double s2,

            @Doc("2 grows features where they are strong, as the paper's final version; 1 evenly, as its first.")
            @Choices({"1", "2"})
            @Default("2")
            String variant,

            @Doc(
                    "Which layers: \"channels\", those with four and two times the width of the finest, as the authors and ComfyUI choose them, or \"blocks\", the first and second block on the way up, as diffusers does.")
            @Choices({"channels", "blocks"})
            @Default("channels")
            String layers) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Weights unet = in.model().weights("unet");
        long channels = in.layers().equals("blocks")
                ? 0
                : unet.at("conv_in")
                        .find("weight")
                        .map(weight -> weight.shape()[0])
                        .orElse(0L);
        GraphEdit edit = new FreeUEdit(in.variant().equals("2"), channels);
        Map<String, HostTensor> factors =
                Map.of("b1", number(in.b1()), "b2", number(in.b2()), "s1", number(in.s1()), "s2", number(in.s2()));
        return new Out(in.model().withPatch("unet", new Patch(edit, factors)));
    }

    private static FloatTensor number(double value) {
        return FloatTensor.of(new float[] {(float) value}, 1);
    }

    private record Patch(GraphEdit edit, Map<String, HostTensor> factors) implements NetworkPatch {
        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return factors;
        }
    }
}
