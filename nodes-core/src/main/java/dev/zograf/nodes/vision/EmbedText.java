package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** Embeds texts in the space that they share with pictures. */
@NodeType(id = "embed-text", title = "Embed text", category = "vision")
@Doc("Embeds texts in the space that they share with pictures.")
public final class EmbedText implements Node<EmbedText.In, EmbedText.Out> {

    /** What to embed. */
    public record In(
            @Doc("Both towers of CLIP.") DualEncoder clip,
            @Doc("The texts.") List<String> text,

            @Doc("Divides each embedding by its length, so that products are cosines.") @Default("true")
            boolean normalise) {}

    /** What came of it. */
    public record Out(
            @Doc("A row for each text: [texts, width].") FloatTensor embedding) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor rows = in.clip().embed(in.text(), ctx);
        return new Out(in.normalise() ? Embeddings.normalised(rows) : rows);
    }
}
