package dev.zograf.nodes.latent;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Joins latents to one batch. Each keeps the noise that it would be given alone; where one has a mask, those without are repainted wholly.
 */
@NodeType(id = "batch-latents", title = "Batch latents", category = "latent")
@Doc(
        "Joins latents to one batch. Each keeps the noise that it would be given alone; where one has a mask, those without are repainted wholly.")
public final class BatchLatents implements Node<BatchLatents.In, BatchLatents.Out> {

    /** What to join. */
    public record In(
            @Doc("The latents; those of another size than the first are scaled to it, the middle of them.")
            List<Latent> latents) {

        /** Something there must be. */
        public In {
            if (latents.isEmpty()) {
                throw new InvalidInputException("latents", "There are no latents to join; connect one at least.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("All of them.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(of(in.latents()));
    }

    /** All in one. */
    static Latent of(List<Latent> latents) {
        FloatTensor first = latents.get(0).samples();
        List<FloatTensor> samples = new ArrayList<>();
        List<Integer> entries = new ArrayList<>();
        for (Latent latent : latents) {
            FloatTensor x = latent.samples();
            Latents.requireChannels(x, first, "latents");
            boolean same = x.dim(2) == first.dim(2) && x.dim(3) == first.dim(3);
            samples.add(same ? x : Interpolation.BILINEAR.resizeMiddle(x, first.dim(2), first.dim(3)));
            entries.addAll(latent.entries()
                    .orElseGet(() -> IntStream.range(0, latent.batch()).boxed().toList()));
        }
        FloatTensor all = FloatTensor.concat(0, samples);
        boolean empty = latents.stream().allMatch(Latent::isEmpty);
        Latent out = empty ? Latent.empty(all.dim(0), all.dim(1), all.dim(2), all.dim(3)) : Latent.of(all);
        return masks(latents).map(out::withMask).orElse(out).withEntries(entries);
    }

    /** One mask for each latent, of the size of the first one. */
    private static Optional<Mask> masks(List<Latent> latents) {
        Optional<Mask> like =
                latents.stream().flatMap(each -> each.mask().stream()).findFirst();
        return like.map(first -> {
            List<FloatTensor> all = new ArrayList<>();
            for (Latent latent : latents) {
                FloatTensor mask = latent.mask()
                        .map(each -> Masks.interpolated(each, first.height(), first.width()))
                        .orElse(FloatTensor.zeros(1, 1, first.height(), first.width())
                                .map(v -> 1));
                all.add(Masks.repeated(mask, latent.batch()));
            }
            FloatTensor joined = FloatTensor.concat(0, all);
            return Mask.of(joined.reshape(joined.dim(0), first.height(), first.width()));
        });
    }
}
