package dev.zograf.nodes.control;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Image;
import java.util.Optional;

/** Has a picture of edges, depth or poses guide the layout by a small network that runs once (Mou et al. 2023). */
@NodeType(id = "apply-t2i-adapter", title = "Apply T2I-Adapter", category = "conditioning/control")
@Doc(
        "Has a picture of edges, depth or poses guide the layout of what is painted by a small network that runs but once. Put several behind one another to combine them.")
public final class ApplyT2iAdapter implements Node<ApplyT2iAdapter.In, ApplyT2iAdapter.Out> {

    /** The control. */
    public record In(
            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; the empty prompt without it.")
            Optional<Conditioning> negative,

            @Doc("The T2I-Adapter, trained on the family of the model.")
            T2iAdapterModel adapter,

            @Doc(
                    "The control picture. One for all, or one for each latent. One of another size than what is painted is resized by a Lanczos filter.")
            Image image,

            @Doc("How strongly it guides; 0 not at all, 1 as it was trained.")
            @Default("1")
            @Range(min = 0, max = 10, step = 0.01)
            double strength,

            @Doc("From which share of the way on it guides: 0 is pure noise.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way it guides: 1 is the finished picture.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.001)
            double end,

            @Doc(
                    "Of what start and end are shares: \"steps\" of this run, as diffusers counts, or \"training\", the way from noise to picture on which the model was trained, as ComfyUI counts.")
            @Choices({"steps", "training"})
            @Default("steps")
            String count) {

        /** The range must not be turned round. */
        public In {
            ControlRange.of(start, end, count);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The positive conditioning with the control.")
            Conditioning positive,

            @Doc("The negative conditioning with the control.")
            Conditioning negative) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Sides sides = Sides.of(in.positive(), in.negative());
        if (in.strength() > 0) {
            T2iAdapterPatch patch = new T2iAdapterPatch(
                    in.adapter(), in.image(), in.strength(), ControlRange.of(in.start(), in.end(), in.count()));
            sides = sides.with(patch, Optional.of(patch));
        }
        return new Out(sides.positive(), sides.negative());
    }
}
