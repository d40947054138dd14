package dev.zograf.nodes.editing;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;

/** Puts painted pieces back into the pictures that crop-for-inpaint cut them out of. What was not to be repainted stays to the bit. */
@NodeType(id = "stitch-inpaint", title = "Stitch inpainted piece", category = "image/inpaint")
@Doc(
        "Puts painted pieces back into the pictures that crop-for-inpaint cut them out of. What was not to be repainted stays to the bit.")
public final class StitchInpaint implements Node<StitchInpaint.In, StitchInpaint.Out> {

    /** What to put where. */
    public record In(
            @Doc(
                    "The painted pieces, of any size, as many as were cut out, or several for each: all of the first round, then all of the second.")
            Image image,

            @Doc("What crop-for-inpaint gave with the pieces.")
            Stitch stitch,

            @Doc("How pixels in between are made up where a piece is resized.")
            @Choices({"nearest", "bilinear", "bicubic", "lanczos"})
            @Default("bicubic")
            String filter) {}

    /** The result. */
    public record Out(@Doc("The whole pictures.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image pictures = in.stitch().pictures();
        int pieces = in.image().batch();
        if (pieces % pictures.batch() != 0) {
            throw new InvalidInputException(
                    "image",
                    "There are " + pieces + " painted pieces, but " + pictures.batch()
                            + " were cut out: give one for each, or several for each.");
        }
        ctx.willMake(pictures.width(), pictures.height(), pieces);
        float[] out = pictures.pixels().repeatTo(pieces).toArray();
        for (int i = 0; i < pieces; i++) {
            Box box = in.stitch().boxes().get(i % pictures.batch());
            Size size = Size.of(box.width(), box.height());
            FloatTensor piece = Pieces.resized(in.image().get(i).pixels(), size, in.filter());
            lay(piece, box, in.stitch().shows(), i, out);
            ctx.progress(i + 1, pieces);
        }
        return new Out(Image.of(FloatTensor.wrap(out, pieces, 3, pictures.height(), pictures.width())));
    }

    private static void lay(FloatTensor piece, Box box, Mask shows, int picture, float[] out) {
        int h = shows.height();
        int w = shows.width();
        int mask = picture % shows.batch() * h * w;
        for (int y = Math.max(0, box.y()); y < Math.min(h, box.y() + box.height()); y++) {
            for (int x = Math.max(0, box.x()); x < Math.min(w, box.x() + box.width()); x++) {
                float share = shows.values().at(mask + y * w + x);
                for (int c = 0; c < 3 && share > 0; c++) {
                    int at = ((picture * 3 + c) * h + y) * w + x;
                    float painted = piece.at((c * box.height() + y - box.y()) * box.width() + x - box.x());
                    out[at] = share == 1 ? painted : out[at] + share * (painted - out[at]);
                }
            }
        }
    }
}
