package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.List;

/** Takes batches of pictures apart and makes batches of another size of them, in order; the last one has what is left. */
@NodeType(id = "rebatch-images", title = "Rebatch images", category = "image/batch")
@Doc(
        "Takes batches of pictures apart and makes batches of another size of them, in order; the last one has what is left.")
public final class RebatchImages implements Node<RebatchImages.In, RebatchImages.Out> {

    /** What to batch, and how. */
    public record In(
            @Doc("The batches; pictures that come into one batch are of one size.")
            List<Image> images,

            @Doc("How many pictures a batch has.") @Default("1") @Range(min = 1, max = 4096)
            int size) {}

    /** The result. */
    public record Out(@Doc("The new batches.") List<Image> images) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> all =
                in.images().stream().flatMap(batch -> batch.split().stream()).toList();
        List<Image> out = new ArrayList<>();
        for (int from = 0; from < all.size(); from += in.size()) {
            List<Image> some = all.subList(from, Math.min(from + in.size(), all.size()));
            for (Image each : some) {
                if (!each.size().equals(some.get(0).size())) {
                    throw new InvalidInputException(
                            "images",
                            "Pictures of " + some.get(0).size() + " and " + each.size()
                                    + " make no batch; bring them to one size with resize-image.");
                }
            }
            out.add(Image.batch(some));
        }
        return new Out(List.copyOf(out));
    }
}
