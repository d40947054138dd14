package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Masks;
import java.util.List;
import java.util.Optional;

/**
 * Pictures as latents of the model: ControlNets of Stable Diffusion 3 and FLUX. Those for repainting see behind the latent, in which what is
 * repainted is black, a channel that is 1 where the picture is kept.
 *
 * @param shifts whether the VAE's shift is taken off the latent; InstantX's were trained without
 * @param channels how many the network takes
 * @param modes how many kinds of pictures it is told apart; 0 if it knows one
 */
record LatentSight(boolean shifts, int channels, int modes) implements ControlSight {

    /** The published unions of FLUX.1 number edges, details, depth, blur and poses so. */
    private static final List<Optional<ControlKind>> MODES = List.of(
            Optional.of(ControlKind.LINE),
            Optional.of(ControlKind.TILE),
            Optional.of(ControlKind.DEPTH),
            Optional.empty(),
            Optional.of(ControlKind.POSE));

    @Override
    public FloatTensor condition(ControlPicture picture, ControlKind kind, int height, int width, Optional<Vae> vae) {
        Vae encoder = vae.orElseThrow();
        LatentFormat format = encoder.latentFormat();
        int factor = format.factor();
        FloatTensor pixels = picture.blackened(height * factor, width * factor);
        FloatTensor latent = encoder.encode(Image.of(pixels), Silent.INSTANCE).mean();
        FloatTensor scaled = shifts ? format.toDenoiser(latent) : format.scaled(latent);
        int more = channels - scaled.dim(1);
        if (more == 0) {
            return scaled;
        }
        if (more != 1) {
            throw new InvalidInputException(
                    "vae",
                    "This ControlNet takes " + channels + " channels, and the VAE makes latents of " + scaled.dim(1)
                            + ": connect the VAE of the model that it was trained with.");
        }
        FloatTensor kept = picture.repaint()
                .map(mask -> kept(mask, height, width).repeatTo(scaled.dim(0)))
                .orElseGet(
                        () -> FloatTensor.zeros(scaled.dim(0), 1, height, width).map(nothing -> 1));
        return FloatTensor.concat(1, List.of(scaled, kept));
    }

    private static FloatTensor kept(Mask mask, int height, int width) {
        FloatTensor resized = Masks.resized(mask, height, width);
        return resized.reshape(resized.size() / (height * width), 1, height, width)
                .map(value -> value > 0.5 ? 0 : 1);
    }

    @Override
    public boolean needsVae() {
        return true;
    }

    @Override
    public int kinds() {
        return modes;
    }

    @Override
    public FloatTensor told(ControlKind kind) {
        float[] out = new float[modes];
        out[MODES.indexOf(Optional.of(kind))] = 1;
        return FloatTensor.wrap(out, 1, modes);
    }

    @Override
    public void require(ControlKind kind) {
        int index = MODES.indexOf(Optional.of(kind));
        if (index < 0 || index >= modes) {
            throw new InvalidInputException(
                    "kind",
                    "This ControlNet Union of FLUX.1 knows the kinds line, tile, depth and pose: say one by set-controlnet-kind.");
        }
    }
}
