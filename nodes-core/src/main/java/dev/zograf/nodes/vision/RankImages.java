package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sorts pictures by how well a text describes them, the best first; equals keep their order. */
@NodeType(id = "rank-images", title = "Rank images", category = "vision")
@Doc("Sorts pictures by how well a text describes them, the best first.")
public final class RankImages implements Node<RankImages.In, RankImages.Out> {

    /** What to sort, and by what. */
    public record In(
            @Doc("Both towers of CLIP.") DualEncoder clip,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> images,

            @Doc("What the best picture shows.") String prompt,

            @Doc("What it does not show: the likeness to this is subtracted.")
            Optional<String> negative,

            @Doc("How many of the best to keep; 0 keeps all.") @Range(min = 0) @Default("0")
            int keep) {}

    /** The order. */
    public record Out(
            @Doc("The pictures, the best first.") List<Image> images,
            @Doc("The best picture.") Image best,

            @Doc("How alike picture and prompt are, a cosine for each picture in the new order.")
            List<Double> scores,

            @Doc("Where each picture stood before, counted from 0.")
            List<Integer> order) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = Embeddings.split(in.images());
        double[] scores = scores(in.prompt(), images, in.clip(), ctx);
        if (in.negative().isPresent()) {
            double[] minus = scores(in.negative().get(), images, in.clip(), ctx);
            for (int i = 0; i < scores.length; i++) {
                scores[i] -= minus[i];
            }
        }
        List<Integer> order = IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(in.keep() == 0 ? images.size() : in.keep())
                .toList();
        return new Out(
                order.stream().map(images::get).toList(),
                images.get(order.get(0)),
                order.stream().map(i -> scores[i]).toList(),
                order);
    }

    private static double[] scores(String text, List<Image> images, DualEncoder clip, RunContext ctx) {
        FloatTensor prompt = Embeddings.normalised(clip.embed(List.of(text), ctx));
        FloatTensor pictures = Embeddings.normalised(Embeddings.of(images, clip.images(), ctx));
        FloatTensor all = Embeddings.products(pictures, prompt, 1);
        return IntStream.range(0, images.size()).mapToDouble(all::at).toArray();
    }
}
