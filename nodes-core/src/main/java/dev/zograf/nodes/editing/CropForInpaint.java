package dev.zograf.nodes.editing;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts out what a mask covers, with some of what is around it, so that the model paints it at its own size; stitch-inpaint puts the painted
 * piece back. All pieces of a batch have one size. Of a mask that covers nothing the whole picture is taken, and comes back untouched.
 */
@NodeType(id = "crop-for-inpaint", title = "Crop for inpainting", category = "image/inpaint")
@Doc(
        "Cuts out what a mask covers, with some of what is around it, so that the model paints it at its own size; stitch-inpaint puts the painted piece back.")
public final class CropForInpaint implements Node<CropForInpaint.In, CropForInpaint.Out> {

    /** What to cut out. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc(
                    "1 is repainted, 0 is kept; one mask, or one for each picture. Of another size than the picture it is resized.")
            Mask mask,

            @Doc(
                    "How many times wider and higher than the covered part the piece is, for the model to see what is around it.")
            @Default("1.5")
            @Range(min = 1, max = 100, step = 0.1)
            double context,

            @Doc("By how many pixels the piece reaches further on each side.")
            @Default("0")
            @Range(min = 0, max = 4096)
            @Unit("px")
            int margin,

            @Doc("By how many pixels what is repainted reaches beyond the mask.")
            @Default("0")
            @Range(min = 0, max = 1024)
            @Unit("px")
            int grow,

            @Doc("Over how many pixels inside of what is repainted the painted piece fades in when it is put back.")
            @Default("8")
            @Range(min = 0, max = 1024)
            @Unit("px")
            int blend,

            @Doc("The piece's width, to which it is resized; 0 with a height of 0 leaves its size, made a multiple.")
            @Default("0")
            @Range(min = 0, max = 8192, step = 8)
            @Unit("px")
            int width,

            @Doc("The piece's height; 0 with a width of 0 leaves its size.")
            @Default("0")
            @Range(min = 0, max = 8192, step = 8)
            @Unit("px")
            int height,

            @Doc("What the piece's sides are multiples of.") @Default("8") @Range(min = 1, max = 256)
            int multiple,

            @Doc("How pixels in between are made up where the piece is resized.")
            @Choices({"nearest", "bilinear", "bicubic", "lanczos"})
            @Default("bicubic")
            String filter) {

        /** Both sides or none, and such as the multiple allows. */
        public In {
            if ((width == 0) != (height == 0)) {
                throw new InvalidInputException(
                        width == 0 ? "width" : "height", "Give both sides of the piece, or none.");
            }
            if (width % multiple != 0 || height % multiple != 0) {
                throw new InvalidInputException(
                        width % multiple != 0 ? "width" : "height",
                        "Pieces of " + width + "x" + height + " are no multiples of " + multiple
                                + "; change one of both.");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The pieces.") Image image,
            @Doc("What of each is to be repainted.") Mask mask,

            @Doc("What stitch-inpaint needs to put them back.")
            Stitch stitch) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        FloatTensor mask = RepaintMask.of(in.mask(), image, in.grow());
        List<Box> boxes = boxes(in, mask);
        Size piece = in.width() > 0
                ? Size.of(in.width(), in.height())
                : Size.of(boxes.get(0).width(), boxes.get(0).height());
        ctx.willMake(piece.width(), piece.height(), image.batch());
        FloatTensor planes = mask.reshape(mask.dim(0), 1, mask.dim(1), mask.dim(2));
        FloatTensor cut = Pieces.cut(planes, boxes, piece, "bilinear", false);
        return new Out(
                Image.of(Pieces.cut(image.pixels(), boxes, piece, in.filter(), true)),
                Mask.of(cut.reshape(image.batch(), piece.height(), piece.width())),
                Stitch.of(image, boxes, Mask.of(RepaintMask.faded(mask, in.blend()))));
    }

    /** Boxes of one size, each around what its mask covers. */
    private static List<Box> boxes(In in, FloatTensor mask) {
        Size picture = in.image().size();
        List<Box> boxes = new ArrayList<>();
        int width = 1;
        int height = 1;
        for (int i = 0; i < mask.dim(0); i++) {
            Box box = Box.around(mask, i)
                    .map(tight -> tight.widened(
                            in.margin() + more(tight.width(), in.context()),
                            in.margin() + more(tight.height(), in.context()),
                            picture))
                    .orElse(new Box(0, 0, picture.width(), picture.height()));
            boxes.add(box);
            width = Math.max(width, box.width());
            height = Math.max(height, box.height());
        }
        if (in.width() > 0) {
            // The piece's own ratio, so that nothing is stretched.
            width = Math.max(width, (int) Math.ceil((double) height * in.width() / in.height() - 1e-6));
            height = Math.max(height, (int) Math.ceil((double) width * in.height() / in.width() - 1e-6));
        } else {
            width = up(width, in.multiple());
            height = up(height, in.multiple());
        }
        int w = width;
        int h = height;
        return boxes.stream().map(box -> box.enlarged(w, h, picture)).toList();
    }

    private static int more(int side, double context) {
        return (int) Math.ceil(side * (context - 1) / 2);
    }

    private static int up(int side, int multiple) {
        return (side + multiple - 1) / multiple * multiple;
    }
}
