package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** Shows pictures to whoever listens to the run, and writes nothing. */
@Doc("Shows pictures to whoever listens to the run, and writes nothing.")
@NodeType(id = "preview-image", title = "Preview image", category = "image", effect = true)
public final class PreviewImage implements Node<PreviewImage.In, PreviewImage.Out> {

    /** What to show. */
    public record In(@Doc("The pictures to show.") Image image) {}

    /** The same again, so that a preview can stand between two nodes. */
    public record Out(@Doc("The pictures as they came.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int batch = in.image().batch();
        for (int i = 0; i < batch; i++) {
            int index = i;
            ctx.progress(i + 1, batch, () -> in.image().get(index));
        }
        return new Out(in.image());
    }
}
