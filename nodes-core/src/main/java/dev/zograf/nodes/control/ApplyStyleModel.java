package dev.zograf.nodes.control;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** Has pictures say in which style to paint (Mou et al. 2023): tokens of theirs behind those of the prompt. */
@NodeType(id = "apply-style-model", title = "Apply style model", category = "conditioning/control")
@Doc("Has pictures say in which style to paint: tokens of theirs are put behind those of the prompt.")
public final class ApplyStyleModel implements Node<ApplyStyleModel.In, ApplyStyleModel.Out> {

    /** The prompt and the pictures. */
    public record In(
            @Doc("The prompt; each of its parts gets the tokens.")
            Conditioning conditioning,

            @Doc("The style model, trained on the family of the model.")
            StyleModel style,

            @Doc("What the image tower of CLIP said of the pictures: patches of embed-image.")
            FloatTensor patches,

            @Doc("What the tokens are multiplied by.") @Default("1") @Range(min = 0, max = 10, step = 0.001)
            double strength) {

        /** The tokens must be as wide as those of the prompt. */
        public In {
            int width = conditioning.tokens().dim(2);
            if (style.context() != width) {
                throw new InvalidInputException(
                        "style",
                        "The style model makes tokens of " + style.context() + " numbers, and the prompt has some of "
                                + width + ": take one that was trained on the family of the text encoder.");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The prompt with the pictures' tokens.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor tokens = in.style().tokens(in.patches(), ctx).times(in.strength());
        return new Out(in.conditioning().mapParts(part -> {
            FloatTensor own = part.tokens();
            return part.withTokens(FloatTensor.concat(1, List.of(own, tokens.repeatTo(own.dim(0)))));
        }));
    }
}
