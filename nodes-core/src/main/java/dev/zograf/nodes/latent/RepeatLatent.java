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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Repeats latents to a larger batch, each with noise of its own. */
@NodeType(id = "repeat-latent", title = "Repeat latent", category = "latent")
@Doc("Repeats latents to a larger batch, each with noise of its own.")
public final class RepeatLatent implements Node<RepeatLatent.In, RepeatLatent.Out> {

    /** What to repeat. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc("How often they are there in the end.") @Default("1") @Range(min = 1, max = 256)
            int times) {}

    /** The result. */
    public record Out(
            @Doc("All of them, the whole batch again and again.")
            Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Latent latent = in.latent();
        FloatTensor x = latent.samples();
        int batch = latent.batch() * in.times();
        ctx.willMake(x.dim(3) * Latents.factor(Optional.empty()), x.dim(2) * Latents.factor(Optional.empty()), batch);
        Latent bare =
                latent.isEmpty() ? Latent.empty(batch, x.dim(1), x.dim(2), x.dim(3)) : Latent.of(x.repeatTo(batch));
        Latent out = latent.entries()
                .map(some -> bare.withEntries(repeated(some, in.times())))
                .orElse(bare);
        return new Out(latent.mask()
                .map(mask -> out.withMask(
                        mask.batch() == 1
                                ? mask
                                : Mask.of(Masks.repeated(mask.values(), latent.batch())
                                        .repeatTo(batch))))
                .orElse(out));
    }

    /** The entries, and those that follow them in the larger batch. */
    private static List<Integer> repeated(List<Integer> entries, int times) {
        int offset = Collections.max(entries) - Collections.min(entries) + 1;
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (int entry : entries) {
                out.add(entry + i * offset);
            }
        }
        return out;
    }
}
