package dev.zograf.nodes.latent;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import java.util.List;

/** Puts latents beside or below others. The masks are left out: what they said of a part would be said of the whole. */
@NodeType(id = "concat-latents", title = "Concatenate latents", category = "latent")
@Doc("Puts latents beside or below others. Masks are left out.")
public final class ConcatLatents implements Node<ConcatLatents.In, ConcatLatents.Out> {

    /** What to put where. */
    public record In(
            @Doc("The first latents; the result has as many.")
            Latent first,

            @Doc("The others, of the same height or width: one for each, the first ones, or all again and again.")
            Latent second,

            @Doc("Where the second come to lie.") @Choices({"right", "left", "below", "above"}) @Default("right")
            String side) {}

    /** The result. */
    public record Out(@Doc("Both in one.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor first = in.first().samples();
        FloatTensor second = Masks.repeated(in.second().samples(), first.dim(0));
        Latents.requireChannels(second, first, "second");
        boolean beside = in.side().equals("right") || in.side().equals("left");
        int other = beside ? 2 : 3;
        if (first.dim(other) != second.dim(other)) {
            throw new InvalidInputException(
                    "second",
                    "Latents of " + first + " and " + second + " do not fit beside each other: they need the same "
                            + (beside ? "height" : "width") + ".");
        }
        boolean behind = in.side().equals("right") || in.side().equals("below");
        FloatTensor joined =
                FloatTensor.concat(beside ? 3 : 2, behind ? List.of(first, second) : List.of(second, first));
        boolean empty = in.first().isEmpty() && in.second().isEmpty();
        Latent out =
                empty ? Latent.empty(joined.dim(0), joined.dim(1), joined.dim(2), joined.dim(3)) : Latent.of(joined);
        return new Out(in.first().entries().map(out::withEntries).orElse(out));
    }
}
