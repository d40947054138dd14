package dev.zograf.nodes.conditioning;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import java.util.List;

/**
 * Adds a prompt for the rest of the picture: at each pixel it has what the weights of the others leave of 1, and where they leave nothing it is
 * not evaluated. Its own region says nothing then; its range does.
 */
@NodeType(id = "default-conditioning", title = "Default conditioning", category = "conditioning")
@Doc(
        "Adds a prompt that counts where no other one does: what masks, areas and ranges of the others leave of each pixel.")
public final class DefaultConditioning implements Node<DefaultConditioning.In, DefaultConditioning.Out> {

    /** Whether a part counts for what the others leave. */
    static final Conditioning.Key<Boolean> KEY = new Conditioning.Key<>("default", Boolean.class);

    /** The prompts. */
    public record In(
            @Doc("The prompt, of one part or several.") Conditioning conditioning,

            @Doc("The prompt for the rest.") Conditioning otherwise) {}

    /** The result. */
    public record Out(@Doc("Both.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                Conditioning.combine(List.of(in.conditioning(), in.otherwise().with(KEY, true))));
    }

    /** Whether that is what a part is for. */
    static boolean isDefault(Conditioning part) {
        return part.get(KEY).orElse(false);
    }
}
