package dev.zograf.nodes.latent;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.Locale;
import java.util.Optional;

/** Gives latents another size; their masks follow by themselves when they are sampled. */
@NodeType(id = "scale-latent", title = "Scale latent", category = "latent")
@Doc("Gives latents another size.")
public final class ScaleLatent implements Node<ScaleLatent.In, ScaleLatent.Out> {

    private static final int LEAST = 64;

    /** What to scale, and to which size. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc(
                    "How what lies between is made up: nearest takes the nearest, area the mean of what a pixel covers, bislerp goes between vectors on a sphere.")
            @Choices({"nearest", "bilinear", "bicubic", "area", "bislerp"})
            @Default("bislerp")
            String method,

            @Doc("How many times wider and higher, where neither width nor height is given.")
            @Default("1.5")
            @Range(min = 0.01, max = 8, step = 0.01)
            double by,

            @Doc("The new width in pixels of the picture; 0 follows from the height.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int width,

            @Doc("The new height in pixels of the picture; 0 follows from the width.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 8)
            @Unit("px")
            int height,

            @Doc(
                    "Whether the middle part that has the new sides' ratio is scaled; otherwise the whole, stretched if need be.")
            @Default("false")
            boolean crop,

            @Doc("The VAE of the latent, for how many pixels of a picture one of a latent stands; without it, 8.")
            Optional<Vae> vae) {}

    /** The result. */
    public record Out(@Doc("The latents in the new size.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor x = in.latent().samples();
        int factor = Latents.factor(in.vae());
        boolean given = in.width() > 0 || in.height() > 0;
        int height = given
                ? side("height", in.height(), follow(in.width(), x.dim(2), x.dim(3)), factor)
                : times(x.dim(2), in.by());
        int width = given
                ? side("width", in.width(), follow(in.height(), x.dim(3), x.dim(2)), factor)
                : times(x.dim(3), in.by());
        String sized = given ? (in.width() > 0 ? "width" : "height") : "by";
        SizeBound.checkLatent(sized, width, height, "Choose a smaller value of " + sized + ".");
        ctx.willMake(width * factor, height * factor, x.dim(0));
        Interpolation method = Interpolation.valueOf(in.method().toUpperCase(Locale.ROOT));
        FloatTensor scaled = in.crop() ? method.resizeMiddle(x, height, width) : method.resize(x, height, width);
        return new Out(Latents.with(in.latent(), scaled, mask -> in.crop() ? middle(mask, width, height) : mask));
    }

    /** The part of a mask that belongs to the part of the latent. */
    private static Mask middle(Mask mask, int width, int height) {
        return Latents.mapMask(mask, planes -> Interpolation.BILINEAR.resizeMiddle(planes, height, width));
    }

    private static int times(int side, double by) {
        return Math.max(1, (int) Math.rint(side * by));
    }

    /** A side in pixels that follows from the other one, at least 64. */
    private static int follow(int other, int ofThis, int ofOther) {
        return other == 0 ? 0 : Math.max(LEAST, (int) Math.rint((double) ofThis * other / ofOther));
    }

    private static int side(String input, int pixels, int followed, int factor) {
        int side = (pixels > 0 ? Math.max(pixels, LEAST) : followed) / factor;
        if (side < 1) {
            throw new InvalidInputException(
                    input, "The " + input + " is less than one pixel of the latent; take " + factor + " at least.");
        }
        return side;
    }
}
