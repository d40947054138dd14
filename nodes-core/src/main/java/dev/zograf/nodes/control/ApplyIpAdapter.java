package dev.zograf.nodes.control;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.models.BlockShares;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Has pictures say what to paint, beside the prompt (Ye et al. 2023). */
@NodeType(id = "apply-ip-adapter", title = "Apply IP-Adapter", category = "conditioning/control")
@Doc("Has pictures say what to paint, beside the prompt: their subject and style rather than their layout.")
public final class ApplyIpAdapter implements Node<ApplyIpAdapter.In, ApplyIpAdapter.Out> {

    /** The pictures. */
    public record In(
            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; the empty prompt without it.")
            Optional<Conditioning> negative,

            @Doc("The IP-Adapter, trained on the family of the model.")
            IpAdapterModel adapter,

            @Doc("The image tower of CLIP that the adapter was trained with.")
            ImageEncoder encoder,

            @Doc("The pictures, of any sizes; all count for each latent.")
            List<Image> image,

            @Doc("How much the pictures count beside the prompt; 0 not at all, 1 as it was trained.")
            @Default("1")
            @Range(min = 0, max = 5, step = 0.01)
            double weight,

            @Doc(
                    "How much of the weight each part of the U-Net gets, by diffusers' names: up_blocks.0.attentions.1=1, up_blocks=0, down_blocks=0, mid_block=0 takes the style of the pictures alone in SDXL. The longest name that fits counts; what is not named gets all.")
            @Default("")
            String blocks,

            @Doc("What several pictures become: \"concat\" tells of one after the other, \"average\" mixes them.")
            @Choices({"concat", "average"})
            @Default("concat")
            String combine,

            @Doc("From which share of the way on they count: 0 is pure noise.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way they count: 1 is the finished picture.")
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
            SharesText.read(blocks);
            if (image.isEmpty()) {
                throw new InvalidInputException("image", "There is no picture; give at least one.");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The positive conditioning with the pictures.")
            Conditioning positive,

            @Doc("The negative conditioning with pictures of nothing.")
            Conditioning negative) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Sides sides = Sides.of(in.positive(), in.negative());
        if (in.weight() > 0) {
            boolean average = in.combine().equals("average");
            ControlRange range = ControlRange.of(in.start(), in.end(), in.count());
            float[] scales = new float[in.adapter().attentions()];
            Arrays.fill(scales, (float) in.weight());
            FloatTensor all = FloatTensor.wrap(scales, 1, scales.length);
            FloatTensor seen = in.adapter().tokens(in.encoder(), in.image(), average, ctx);
            FloatTensor nothing = in.adapter().noTokens(in.encoder(), in.image(), average, ctx);
            BlockShares blocks = SharesText.read(in.blocks());
            sides = sides.with(
                    new IpAdapterPatch(in.adapter(), seen, all, blocks, range),
                    Optional.of(new IpAdapterPatch(in.adapter(), nothing, all, blocks, range)));
        }
        return new Out(sides.positive(), sides.negative());
    }
}
