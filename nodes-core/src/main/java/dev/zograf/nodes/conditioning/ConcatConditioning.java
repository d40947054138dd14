package dev.zograf.nodes.conditioning;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** Puts the tokens of one prompt behind those of another: the model sees both at once. */
@NodeType(id = "concat-conditioning", title = "Concatenate conditionings", category = "conditioning")
@Doc("Puts the tokens of one prompt behind those of another: the model sees both at once.")
public final class ConcatConditioning implements Node<ConcatConditioning.In, ConcatConditioning.Out> {

    /** What to join. */
    public record In(
            @Doc("What comes first; its regions, ranges and attachments stay.")
            Conditioning to,

            @Doc("What comes behind each of its parts; of several parts the first.")
            Conditioning from) {

        /** Both must be of one text encoder. */
        public In {
            Fitting.sameWidth("from", to, from);
        }
    }

    /** The result. */
    public record Out(@Doc("The longer prompt.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.to().mapParts(part -> {
            FloatTensor more = Fitting.repeated("from", in.from().tokens(), part.tokens());
            FloatTensor own = Fitting.repeated("from", part.tokens(), more);
            Conditioning longer = part.withTokens(FloatTensor.concat(1, List.of(own, more)));
            return TextMask.behind(part, in.from(), own.dim(0))
                    .map(mask -> longer.with(TextMask.KEY, mask))
                    .orElse(longer);
        }));
    }
}
