package dev.zograf.nodes.control;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;

/** Tells a ControlNet Union of which kind its control pictures are. */
@NodeType(id = "set-controlnet-kind", title = "Set ControlNet kind", category = "conditioning/control")
@Doc("Tells a ControlNet Union, which knows several kinds of control pictures, of which kind its pictures are.")
public final class SetControlNetKind implements Node<SetControlNetKind.In, SetControlNetKind.Out> {

    /** Which, and of which kind. */
    public record In(
            @Doc("The ControlNet Union.") ControlNetModel controlnet,

            @Doc(
                    "The kind of picture: a skeleton; depth; soft edges or a scribble; hard edges or line art; normals; segmentation; and, for those that know them, a coarser picture for details (tile) or one with parts left out (inpaint). \"auto\" does not tell it.")
            @Choices({"auto", "pose", "depth", "scribble", "line", "normal", "segmentation", "tile", "inpaint"})
            @Default("auto")
            String kind) {}

    /** The result. */
    public record Out(@Doc("The same ControlNet, told.") ControlNetModel controlnet) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.controlnet().of(ControlKind.of(in.kind())));
    }
}
