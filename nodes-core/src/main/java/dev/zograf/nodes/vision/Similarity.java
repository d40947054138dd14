package dev.zograf.nodes.vision;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** Compares embeddings, each of one list with each of the other. */
@NodeType(id = "similarity", title = "Similarity", category = "vision")
@Doc("Compares embeddings, each of one list with each of the other.")
public final class Similarity implements Node<Similarity.In, Similarity.Out> {

    /** What to compare. */
    public record In(
            @Doc("Embeddings: [entries, width].") FloatTensor a,

            @Doc("Embeddings of the same model.") FloatTensor b,

            @Doc("Multiplies the cosines by what this model learned; they stay as they are if absent.")
            Optional<DualEncoder> clip) {}

    /** How similar they are. */
    public record Out(
            @Doc("A row for each of a, a column for each of b: their cosine, -1 to 1, times the model's factor.")
            FloatTensor similarity,

            @Doc("The first of a with the first of b.") double first) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor a = Embeddings.normalised(Embeddings.checked("a", in.a()));
        FloatTensor b = Embeddings.normalised(Embeddings.checked("b", in.b(), a.dim(1), "those of a"));
        double factor = in.clip().map(DualEncoder::logitScale).orElse(1.0);
        FloatTensor all = Embeddings.products(a, b, factor);
        return new Out(all, all.at(0));
    }
}
