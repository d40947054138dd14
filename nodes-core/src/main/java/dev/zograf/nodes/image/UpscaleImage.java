package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.value.Image;

/** Enlarges pictures with a super-resolution network. */
@NodeType(id = "upscale", title = "Upscale", category = "image")
@Doc("Enlarges pictures with a super-resolution network.")
public final class UpscaleImage implements Node<UpscaleImage.In, UpscaleImage.Out> {

    /** What to enlarge. */
    public record In(
            @Doc("The network.") Upscaler upscaler,
            @Doc("The pictures.") Image image) {}

    /** The result. */
    public record Out(
            @Doc("The pictures, as many times larger as the network makes them.")
            Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int factor = in.upscaler().factor();
        ctx.willMake(
                in.image().width() * factor,
                in.image().height() * factor,
                in.image().batch());
        return new Out(in.upscaler().upscale(in.image(), ctx));
    }
}
