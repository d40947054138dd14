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
import dev.zograf.api.value.Mask;
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

            @Doc("The image tower of CLIP that the adapter was trained with; needed for pictures.")
            Optional<ImageEncoder> encoder,

            @Doc("The pictures, of any sizes; all count for each latent.")
            Optional<List<Image>> image,

            @Doc(
                    "What CLIP said of pictures before, instead of pictures and encoder: from embed-for-ip-adapter, or as diffusers has it, [2, pictures, width] or [2, pictures, tokens, width] with that of no picture first.")
            Optional<FloatTensor> embedding,

            @Doc("How much the pictures count beside the prompt; 0 not at all, 1 as it was trained.")
            @Default("1")
            @Range(min = 0, max = 5, step = 0.01)
            double weight,

            @Doc(
                    "How much of the weight each part of the U-Net gets, by diffusers' names: up_blocks.0.attentions.1=1, up_blocks=0, down_blocks=0, mid_block=0 takes the style of the pictures alone in SDXL. The longest name that fits counts; what is not named gets all.")
            @Default("")
            String blocks,

            @Doc(
                    "Where the pictures count: fully where it is 1, not at all where it is 0. One mask for all pictures, or one for each, each then looked at by itself. A mask may be a batch with one for each latent.")
            Optional<List<Mask>> mask,

            @Doc(
                    "What becomes of a mask: \"picture\" stretches it over what is painted; \"diffusers\" keeps the mask's own proportions as diffusers does, which is the same for masks of the picture's proportions, but skews others.")
            @Choices({"picture", "diffusers"})
            @Default("picture")
            String maskFit,

            @Doc("How much of the weight each picture gets; needs a mask for each.")
            Optional<List<Double>> shares,

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
            if (image.isPresent() == embedding.isPresent()) {
                throw new InvalidInputException(
                        "image",
                        image.isPresent()
                                ? "There are pictures and embeddings; give one of them."
                                : "There is no picture; give at least one, or its embedding.");
            }
            image.ifPresent(ApplyIpAdapter::requireSome);
            if (image.isPresent() && encoder.isEmpty()) {
                throw new InvalidInputException(
                        "encoder",
                        "An IP-Adapter is told of pictures by the image tower of CLIP; connect a load-clip-vision node.");
            }
            int pictures = embedding
                    .map(given -> adapter.given(given).count())
                    .orElseGet(() ->
                            image.orElseThrow().stream().mapToInt(Image::batch).sum());
            int masks = mask.map(List::size).orElse(0);
            if (masks > 1 && masks != pictures) {
                throw new InvalidInputException(
                        "mask",
                        "There are " + masks + " masks for " + pictures + " pictures: give one mask, or one for each.");
            }
            if (masks > 1 && combine.equals("average")) {
                throw new InvalidInputException(
                        "combine", "Pictures that are mixed have one mask; give one, or choose \"concat\".");
            }
            shares.filter(each -> each.size() != pictures || each.size() != masks)
                    .ifPresent(each -> {
                        throw new InvalidInputException(
                                "shares",
                                "There are " + each.size() + " shares for " + pictures + " pictures and " + masks
                                        + " masks: give a mask and a share for each picture.");
                    });
        }

        private List<Mask> masks() {
            return mask.orElse(List.of());
        }

        private PictureFeatures features(RunContext ctx) {
            return embedding
                    .map(adapter::given)
                    .orElseGet(() -> adapter.seen(encoder.orElseThrow(), image.orElseThrow(), ctx));
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
            PictureFeatures features = in.features(ctx);
            FloatTensor seen = in.adapter().tokens(features.pictures(), average, ctx);
            FloatTensor nothing = in.adapter().tokens(features.nothing(), average, ctx);
            int parts = Math.max(1, in.masks().size());
            for (int i = 0; i < parts; i++) {
                Optional<IpAdapterPatch> away = patch(in, i, parts, nothing);
                Optional<IpAdapterPatch> towards = patch(in, i, parts, seen);
                if (towards.isPresent()) {
                    sides = sides.with(towards.get(), away.map(patch -> patch));
                }
            }
        }
        return new Out(sides.positive(), sides.negative());
    }

    /** There must be a picture. */
    static void requireSome(List<Image> images) {
        if (images.isEmpty()) {
            throw new InvalidInputException("image", "There is no picture; give at least one.");
        }
    }

    /** What is done with one of so many parts of the tokens; nothing if it does not count. */
    private static Optional<IpAdapterPatch> patch(In in, int part, int parts, FloatTensor tokens) {
        double weight = in.weight() * in.shares().map(all -> all.get(part)).orElse(1.0);
        if (weight == 0) {
            return Optional.empty();
        }
        int each = tokens.dim(1) / parts;
        Optional<IpAdapterMask> mask = in.masks().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new IpAdapterMask(in.masks().get(part), in.maskFit().equals("diffusers")));
        return Optional.of(new IpAdapterPatch(
                in.adapter(),
                tokens.slice(1, part * each, (part + 1) * each),
                weight,
                SharesText.read(in.blocks()),
                mask,
                ControlRange.of(in.start(), in.end(), in.count())));
    }
}
