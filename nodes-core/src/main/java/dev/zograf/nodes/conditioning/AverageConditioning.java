package dev.zograf.nodes.conditioning;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Optional;

/** Mixes two prompts into one that lies between them, number by number. */
@NodeType(id = "average-conditioning", title = "Average conditionings", category = "conditioning")
@Doc("Mixes two prompts into one that lies between them, number by number.")
public final class AverageConditioning implements Node<AverageConditioning.In, AverageConditioning.Out> {

    /** What to mix. */
    public record In(
            @Doc("One prompt; its regions, ranges and attachments stay.")
            Conditioning to,

            @Doc(
                    "The other; of several parts the first. If it has fewer tokens, zeros stand for the rest, if more, they are left out.")
            Conditioning from,

            @Doc("How much of the first: 1 is the first alone, 0 the other.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double share) {

        /** Both must be of one text encoder. */
        public In {
            Fitting.sameWidth("from", to, from);
        }
    }

    /** The result. */
    public record Out(@Doc("The mixture.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Optional<FloatTensor> other = in.from().get(Conditioning.POOLED);
        return new Out(in.to().mapParts(part -> {
            FloatTensor tokens =
                    mix(part.tokens(), fitted(in.from().tokens(), part.tokens().dim(1)), in.share());
            Conditioning unmasked = part.withTokens(tokens);
            Conditioning mixed = TextMask.either(part, in.from(), tokens.dim(0))
                    .map(mask -> unmasked.with(TextMask.KEY, mask))
                    .orElse(unmasked);
            Optional<FloatTensor> own = part.get(Conditioning.POOLED);
            if (other.isEmpty()) {
                return mixed;
            }
            // As elsewhere, a pooled text that only the other has is taken as it is.
            return mixed.with(
                    Conditioning.POOLED,
                    own.map(each -> mix(each, other.get(), in.share())).orElse(other.get()));
        }));
    }

    private static FloatTensor mix(FloatTensor first, FloatTensor second, double share) {
        FloatTensor more = Fitting.repeated("from", second, first);
        return Fitting.repeated("from", first, more).zip(more, (a, b) -> a * share + b * (1 - share));
    }

    /** As many tokens. */
    private static FloatTensor fitted(FloatTensor tokens, int count) {
        if (tokens.dim(1) >= count) {
            return tokens.slice(1, 0, count);
        }
        FloatTensor rest = FloatTensor.zeros(tokens.dim(0), count - tokens.dim(1), tokens.dim(2));
        return FloatTensor.concat(1, List.of(tokens, rest));
    }
}
