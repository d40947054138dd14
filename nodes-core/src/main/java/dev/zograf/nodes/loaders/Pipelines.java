package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Networks;
import java.util.Optional;

/** The families of whole models that are known. */
final class Pipelines {

    private Pipelines() {}

    /**
     * A model of whatever family the checkpoint is.
     *
     * @throws BadFileException if it is of none, naming what is supported
     */
    static Pipeline of(Checkpoint checkpoint, Networks networks) {
        if (!checkpoint.has("unet/config.json") && !checkpoint.has("transformer/config.json")) {
            ForeignFamily.refuse(checkpoint);
        }
        ModelIndex index = ModelIndex.of(checkpoint);
        if (SdPipeline.isOf(index)) {
            return SdPipeline.of(index, networks);
        }
        Optional<Pipeline> transformer = transformer(index, networks);
        if (transformer.isPresent()) {
            return transformer.get();
        }
        String pipeline = index.pipeline();
        String remedy = SdPipeline.loadedBy(pipeline)
                .map(node -> "This model takes pictures in place of texts: use " + node + ".")
                .orElse(
                        "The pipeline " + pipeline
                                + " is not supported; supported are those of Stable Diffusion 1, 2, XL and 3, of FLUX.1, of PixArt and of Qwen-Image that paint from texts.");
        throw new BadFileException(index.config().file(), remedy);
    }

    /** A whole model whose denoiser is a transformer, if the checkpoint is one. */
    static Optional<Pipeline> ofTransformer(Checkpoint checkpoint, Networks networks) {
        return checkpoint.has("model_index.json") ? transformer(ModelIndex.of(checkpoint), networks) : Optional.empty();
    }

    private static Optional<Pipeline> transformer(ModelIndex index, Networks networks) {
        if (Sd3Pipeline.isOf(index)) {
            return Optional.of(new Sd3Pipeline(index, networks));
        }
        if (PixArtPipeline.isOf(index)) {
            return Optional.of(new PixArtPipeline(index, networks));
        }
        if (QwenImagePipeline.isOf(index)) {
            return Optional.of(new QwenImagePipeline(index, networks));
        }
        return FluxPipeline.isOf(index) ? Optional.of(new FluxPipeline(index, networks)) : Optional.empty();
    }
}
