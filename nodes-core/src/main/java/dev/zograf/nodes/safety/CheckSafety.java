package dev.zograf.nodes.safety;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.vision.ClipFiles;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Looks whether pictures should not be shown, and blackens these or only says so. */
@NodeType(id = "check-safety", title = "Check safety", category = "image")
@Doc(
        "Looks whether pictures should not be shown, and blackens these or only says so. It runs only where a workflow has it.")
public final class CheckSafety implements Node<CheckSafety.In, CheckSafety.Out> {

    /** What to check, and by what. */
    public record In(
            @Doc("A model whose sub-folder safety_checker has Stable Diffusion's checker, or that folder itself.")
            @Choices(models = "checkpoints")
            String model,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> images,

            @Doc("What happens to a picture that is flagged: it becomes black, or stays as it is.")
            @Choices({"blacken", "keep"})
            @Default("blacken")
            String action,

            @Doc("How much stricter than published: 0.1 flags much more, -0.1 much less.")
            @Range(min = -1, max = 1, step = 0.01)
            @Default("0")
            double stricter) {

        /** There must be a picture. */
        public In {
            if (images.isEmpty()) {
                throw new InvalidInputException("images", "There is no picture.");
            }
        }
    }

    /** What was found. */
    public record Out(
            @Doc("The pictures in their order.") List<Image> images,
            @Doc("Whether each was flagged.") List<Boolean> flagged,
            @Doc("Whether any was flagged.") boolean any) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public CheckSafety(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        ClipFiles files = ClipFiles.of(models.open("checkpoints", in.model()), networks, "safety_checker");
        ConceptCheck check = new ConceptCheck(files.weights());
        ImageEncoder encoder = files.images();
        List<Image> pictures =
                in.images().stream().flatMap(image -> image.split().stream()).toList();
        List<Image> out = new ArrayList<>();
        List<Boolean> flagged = new ArrayList<>();
        for (Image picture : pictures) {
            FloatTensor embedding = encoder.encode(picture, 0, ctx)
                    .embedding()
                    .filter(rows -> rows.dim(1) == check.width())
                    .orElseThrow(() -> new BadFileException(
                            in.model(), "Its visual_projection does not go with its concept_embeds."));
            boolean flag = check.flags(embedding, 0, in.stricter());
            flagged.add(flag);
            out.add(flag && in.action().equals("blacken") ? black(picture) : picture);
            ctx.progress(out.size(), pictures.size());
        }
        return new Out(out, flagged, flagged.contains(true));
    }

    private static Image black(Image picture) {
        return Image.of(FloatTensor.zeros(1, 3, picture.height(), picture.width()));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("checkpoints", in.model()).fingerprint();
    }
}
