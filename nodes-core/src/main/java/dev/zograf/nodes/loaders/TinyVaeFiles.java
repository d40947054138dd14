package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Networks;
import dev.zograf.models.TinyVae;
import java.util.Optional;

/** Tiny autoencoders as they lie on disk: folders of diffusers, or files in the names of diffusers or of the original project. */
final class TinyVaeFiles {

    private TinyVaeFiles() {}

    /**
     * Opens one, or nothing if the checkpoint is something else.
     *
     * @param standsFor the latents of the model whose VAE it stands in for
     * @throws BadFileException if it is a tiny autoencoder that cannot be used
     */
    static Optional<TinyVaeModel> open(Checkpoint checkpoint, Optional<LatentFormat> standsFor, Networks networks) {
        for (String folder : new String[] {"vae", ""}) {
            String path = folder.isEmpty() ? "config.json" : folder + "/config.json";
            if (checkpoint.has(path)) {
                Config config = checkpoint.config(path);
                if (!config.text("_class_name", "").equals("AutoencoderTiny")) {
                    return Optional.empty();
                }
                TinyVae.check(config);
                double scale = config.number("scaling_factor", 1);
                double shift = config.number("shift_factor", 0);
                return Optional.of(TinyVaeModel.of(checkpoint.weights(folder), scale, shift, standsFor, networks)
                        .orElseThrow(() -> new BadFileException(
                                config.file(), "The weights are not those of an AutoencoderTiny.")));
            }
        }
        return checkpoint.findWeights("").flatMap(weights -> TinyVaeModel.of(weights, 1, 0, standsFor, networks));
    }
}
