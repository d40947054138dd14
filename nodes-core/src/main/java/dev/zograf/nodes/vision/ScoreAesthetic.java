package dev.zograf.nodes.vision;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;
import java.util.stream.IntStream;

/** Grades pictures by a head that was trained on what people like. */
@NodeType(id = "score-aesthetic", title = "Score aesthetic", category = "vision")
@Doc("Grades pictures by a head that was trained on what people like; LAION's give 1 to 10.")
public final class ScoreAesthetic implements Node<ScoreAesthetic.In, ScoreAesthetic.Out> {

    /** What to grade, and by what. */
    public record In(
            @Doc("The image encoder that the head was trained on; CLIP ViT-L/14 for LAION's.")
            ImageEncoder encoder,

            @Doc("The head, from load-probe.") Probe head,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> images) {}

    /** The grades. */
    public record Out(
            @Doc("The grade of each picture.") List<Double> scores,
            @Doc("The grade of the first.") double score) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor rows = Embeddings.normalised(Embeddings.of(Embeddings.split(in.images()), in.encoder(), ctx));
        if (rows.dim(1) != in.head().width()) {
            throw new InvalidInputException(
                    "head",
                    "The head takes embeddings of " + in.head().width() + " numbers, and this encoder gives "
                            + rows.dim(1) + ": use the encoder that it was trained on.");
        }
        List<Double> scores = IntStream.range(0, rows.dim(0))
                .mapToObj(i -> in.head().score(FitProbe.row(rows, i)))
                .toList();
        return new Out(scores, scores.get(0));
    }
}
