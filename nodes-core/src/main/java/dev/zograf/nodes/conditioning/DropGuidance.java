package dev.zograf.nodes.conditioning;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;

/**
 * Has a distilled network told no scale of guidance at all, neither the guider's nor that of {@link SetGuidance}: the embedding of the scale
 * is left out (Meng et al. 2023, section 3).
 */
@NodeType(id = "drop-guidance", title = "Drop guidance", category = "conditioning")
@Doc(
        "Has a distilled model told no scale of guidance with a prompt, neither the guider's nor that of set-guidance. Other models ignore it.")
public final class DropGuidance implements Node<DropGuidance.In, DropGuidance.Out> {

    /** Whether the network is told no scale; set-guidance after this node sets it back. */
    public static final Conditioning.Key<Boolean> KEY = new Conditioning.Key<>("guidance-dropped", Boolean.class);

    /** Which prompt. */
    public record In(@Doc("The prompt.") Conditioning conditioning) {}

    /** The result. */
    public record Out(@Doc("The prompt without a scale.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.conditioning().mapParts(part -> part.with(KEY, true)));
    }
}
