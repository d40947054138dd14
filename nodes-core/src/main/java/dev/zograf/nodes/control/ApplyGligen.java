package dev.zograf.nodes.control;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.control.GligenPatch.Box;
import java.util.ArrayList;
import java.util.List;

/** Says what stands in a box of the picture (Li et al. 2023). Several follow one another, each with its box. */
@NodeType(id = "apply-gligen", title = "Apply GLIGEN", category = "conditioning/control")
@Doc("Says what stands in a box of the picture. Put several behind one another for several boxes.")
public final class ApplyGligen implements Node<ApplyGligen.In, ApplyGligen.Out> {

    /** A latent pixel of the models that it was trained for has so many pixels a side. */
    private static final int FACTOR = 8;

    /** What stands where. */
    public record In(
            @Doc("The prompt for the whole picture. What guidance leads away from is told the same, unless it has"
                    + " boxes of its own or an area.")
            Conditioning conditioning,

            @Doc("A prompt that says what stands in the box, of which the pooled text counts.")
            Conditioning object,

            @Doc("The GLIGEN, trained on the family of the model.")
            GligenModel gligen,

            @Doc("From the left in pixels, rounded down to eighths.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            int x,

            @Doc("From above in pixels, rounded down to eighths.") @Default("0") @Range(min = 0, max = 16384, step = 8)
            int y,

            @Doc("How wide the box is, in pixels, rounded down to eighths.")
            @Default("64")
            @Range(min = 8, max = 16384, step = 8)
            int width,

            @Doc("How high the box is, in pixels, rounded down to eighths.")
            @Default("64")
            @Range(min = 8, max = 16384, step = 8)
            int height) {

        private Box box() {
            FloatTensor text = object.get(Conditioning.POOLED)
                    .filter(pooled -> pooled.dim(0) == 1 && pooled.dim(1) == gligen.width())
                    .orElseThrow(() -> new InvalidInputException(
                            "object",
                            "The GLIGEN takes one pooled text of " + gligen.width()
                                    + " numbers: give it a prompt of the text encoder of Stable Diffusion 1."));
            return new Box(text, x / FACTOR, y / FACTOR, width / FACTOR, height / FACTOR);
        }
    }

    /** The result. */
    public record Out(@Doc("The prompt with the box.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Box box = in.box();
        return new Out(in.conditioning().mapParts(part -> {
            List<Box> boxes = new ArrayList<>();
            List<NetworkPatch> others = new ArrayList<>();
            for (NetworkPatch patch : Patches.of(part)) {
                if (patch instanceof GligenPatch before) {
                    boxes.addAll(before.boxes());
                } else {
                    others.add(patch);
                }
            }
            boxes.add(box);
            if (boxes.size() > GligenPatch.MOST) {
                throw new InvalidInputException(
                        "conditioning", "GLIGEN knows at most " + GligenPatch.MOST + " boxes, and this is one more.");
            }
            others.add(new GligenPatch(in.gligen(), boxes));
            return Patches.replace(part, others);
        }));
    }
}
