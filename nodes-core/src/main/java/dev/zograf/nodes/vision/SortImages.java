package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Sorts pictures by their scores, the greatest first; equals keep their order. */
@NodeType(id = "sort-images", title = "Sort images", category = "vision")
@Doc("Sorts pictures by scores that a probe, a grade or a comparison gave them, the greatest first.")
public final class SortImages implements Node<SortImages.In, SortImages.Out> {

    /** What to sort, and by what. */
    public record In(
            @Doc("The pictures; a batch counts as several.") List<Image> images,
            @Doc("A score for each.") List<Double> scores,

            @Doc("How many of the first to keep; 0 keeps all.") @Range(min = 0) @Default("0")
            int keep) {}

    /** The order. */
    public record Out(
            @Doc("The pictures in the new order.") List<Image> images,

            @Doc("Where each stood before, counted from 0.") List<Integer> order) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = Embeddings.split(in.images());
        if (images.size() != in.scores().size()) {
            throw new InvalidInputException(
                    "scores",
                    "There are " + in.scores().size() + " scores for " + images.size()
                            + " pictures: give one for each.");
        }
        List<Integer> order = IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -in.scores().get(i)))
                .limit(in.keep() == 0 ? images.size() : in.keep())
                .toList();
        return new Out(order.stream().map(images::get).toList(), order);
    }
}
