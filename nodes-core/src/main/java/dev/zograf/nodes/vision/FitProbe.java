package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;

/** Learns from examples to tell whether a picture has something: logistic regression on embeddings, the same each time. */
@NodeType(id = "fit-probe", title = "Fit probe", category = "vision")
@Doc("Learns from the embeddings of examples to tell whether a picture has something, such as a cat.")
public final class FitProbe implements Node<FitProbe.In, FitProbe.Out> {

    /** The examples. */
    public record In(
            @Doc("Embeddings of pictures that have it: [pictures, width].")
            FloatTensor positive,

            @Doc("Embeddings of pictures that do not have it.")
            FloatTensor negative,

            @Doc("How much large weights cost: more for few or doubtful examples.")
            @Range(min = 0.000001, max = 100)
            @Default("0.001")
            double penalty) {}

    /** What was learned. */
    public record Out(
            @Doc("Tells whether an embedding is like the positive ones.")
            Probe probe,

            @Doc("Which part of the examples it judges rightly itself, 0 to 1.")
            double accuracy) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor positive = Embeddings.checked("positive", in.positive());
        FloatTensor negative = Embeddings.checked("negative", in.negative(), positive.dim(1), "the positive ones are");
        int yes = positive.dim(0);
        int all = yes + negative.dim(0);
        double[][] examples = new double[all][];
        boolean[] labels = new boolean[all];
        for (int i = 0; i < all; i++) {
            labels[i] = i < yes;
            examples[i] = row(i < yes ? positive : negative, i < yes ? i : i - yes);
        }
        Probe probe = new LogisticRegression(examples, labels, in.penalty()).fit();
        int right = 0;
        for (int i = 0; i < all; i++) {
            right += probe.score(examples[i]) > 0 == labels[i] ? 1 : 0;
        }
        return new Out(probe, (double) right / all);
    }

    static double[] row(FloatTensor rows, int index) {
        double[] out = new double[rows.dim(1)];
        for (int i = 0; i < out.length; i++) {
            out[i] = rows.at(index * out.length + i);
        }
        return out;
    }
}
