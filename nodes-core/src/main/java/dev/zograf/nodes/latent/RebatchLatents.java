package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Latent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes batches of latents apart and makes batches of another size of them, in order. A batch is shorter where another size follows, and at
 * the end. Each latent keeps its mask and its noise.
 */
@NodeType(id = "rebatch-latents", title = "Rebatch latents", category = "latent")
@Doc(
        "Takes batches of latents apart and makes batches of another size of them, in order; each latent keeps its mask and its noise.")
public final class RebatchLatents implements Node<RebatchLatents.In, RebatchLatents.Out> {

    /** What to batch, and how. */
    public record In(
            @Doc("The batches.") List<Latent> latents,

            @Doc("How many latents a batch has at most.") @Default("1") @Range(min = 1, max = 4096)
            int size) {}

    /** The result. */
    public record Out(@Doc("The new batches.") List<Latent> latents) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Latent> out = new ArrayList<>();
        List<Latent> batch = new ArrayList<>();
        for (Latent latent : in.latents()) {
            for (int i = 0; i < latent.batch(); i++) {
                Latent one = LatentFromBatch.of(latent, i, i + 1);
                if (batch.size() == in.size() || (!batch.isEmpty() && !fits(batch.get(0), one))) {
                    out.add(BatchLatents.of(batch));
                    batch.clear();
                }
                batch.add(one);
            }
        }
        if (!batch.isEmpty()) {
            out.add(BatchLatents.of(batch));
        }
        return new Out(List.copyOf(out));
    }

    private static boolean fits(Latent a, Latent b) {
        return Arrays.equals(a.samples().shape(), b.samples().shape());
    }
}
