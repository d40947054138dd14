package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.List;
import java.util.stream.IntStream;

/** Takes latents out of a batch. They are given the noise that they have there, so that one picture of a batch can be painted again alone. */
@NodeType(id = "latent-from-batch", title = "Latent from batch", category = "latent")
@Doc(
        "Takes latents out of a batch. They are given the noise that they have there, so that one picture of a batch can be painted again alone.")
public final class LatentFromBatch implements Node<LatentFromBatch.In, LatentFromBatch.Out> {

    /** Which to take. */
    public record In(
            @Doc("The batch.") Latent latent,

            @Doc("The first to take, from 0; the last one at most.") @Default("0") @Range(min = 0, max = 4095)
            int index,

            @Doc("How many; what there is at most.") @Default("1") @Range(min = 1, max = 4096)
            int length) {}

    /** The result. */
    public record Out(@Doc("Those latents.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Latent latent = in.latent();
        int from = Math.min(in.index(), latent.batch() - 1);
        return new Out(of(latent, from, Math.min(from + in.length(), latent.batch())));
    }

    /** The latents {@code from} (included) to {@code to} (excluded) with their masks and entries. */
    static Latent of(Latent latent, int from, int to) {
        List<Integer> entries = latent.entries()
                .map(all -> all.subList(from, to))
                .orElseGet(() -> IntStream.range(from, to).boxed().toList());
        FloatTensor samples = latent.samples().slice(0, from, to);
        Latent bare = latent.isEmpty()
                ? Latent.empty(to - from, samples.dim(1), samples.dim(2), samples.dim(3))
                : Latent.of(samples);
        return latent.mask()
                .map(mask -> bare.withMask(masks(mask, latent.batch(), from, to)))
                .orElse(bare)
                .withEntries(entries);
    }

    private static Mask masks(Mask mask, int batch, int from, int to) {
        return mask.batch() == 1
                ? mask
                : Mask.of(Masks.repeated(mask.values(), batch).slice(0, from, to));
    }
}
