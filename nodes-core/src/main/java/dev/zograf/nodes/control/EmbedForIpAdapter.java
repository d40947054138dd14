package dev.zograf.nodes.control;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;

/** Keeps what an IP-Adapter is told of pictures, so that the image encoder is not needed again. */
@NodeType(id = "embed-for-ip-adapter", title = "Embed for IP-Adapter", category = "conditioning/control")
@Doc(
        "Says what an IP-Adapter is told of pictures, to be saved and given to apply-ip-adapter without pictures and encoder.")
public final class EmbedForIpAdapter implements Node<EmbedForIpAdapter.In, EmbedForIpAdapter.Out> {

    /** The pictures. */
    public record In(
            @Doc("The IP-Adapter; others of its kind take the same.")
            IpAdapterModel adapter,

            @Doc("The image tower of CLIP that the adapter was trained with.")
            ImageEncoder encoder,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> image) {

        /** There must be a picture. */
        public In {
            ApplyIpAdapter.requireSome(image);
        }
    }

    /** What CLIP says. */
    public record Out(
            @Doc(
                    "What CLIP says of no picture and of the pictures, as diffusers has it: [2, pictures, width], or [2, pictures, tokens, width] for plus and full adapters.")
            FloatTensor embedding) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.adapter().seen(in.encoder(), in.image(), ctx).both());
    }
}
