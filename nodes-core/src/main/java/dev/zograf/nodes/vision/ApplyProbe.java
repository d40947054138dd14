package dev.zograf.nodes.vision;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.stream.IntStream;

/** Judges embeddings by a probe. */
@NodeType(id = "apply-probe", title = "Apply probe", category = "vision")
@Doc("Judges embeddings by a probe: whether a picture has a cat, or how much it will be liked.")
public final class ApplyProbe implements Node<ApplyProbe.In, ApplyProbe.Out> {

    /** What to judge. */
    public record In(
            @Doc("The probe, learned or loaded.") Probe probe,

            @Doc("Embeddings of the model that the probe is for: [pictures, width].")
            FloatTensor embedding) {}

    /** The judgement. */
    public record Out(
            @Doc("How sure it is that each has it, 0 to 1.") List<Double> probabilities,

            @Doc("The score of each: above 0 for yes, or the grade that an aesthetic head gives.")
            List<Double> scores,

            @Doc("The score of the first.") double score,
            @Doc("Whether the first has it.") boolean yes,

            @Doc("How many have it.") int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Probe probe = in.probe();
        FloatTensor rows = Embeddings.checked("embedding", in.embedding(), probe.width(), "the probe takes");
        List<Double> scores = IntStream.range(0, rows.dim(0))
                .mapToObj(i -> probe.score(FitProbe.row(rows, i)))
                .toList();
        return new Out(
                scores.stream().map(score -> 1 / (1 + Math.exp(-score))).toList(),
                scores,
                scores.get(0),
                scores.get(0) > 0,
                (int) scores.stream().filter(score -> score > 0).count());
    }
}
