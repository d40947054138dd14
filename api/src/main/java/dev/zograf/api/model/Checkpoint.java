package dev.zograf.api.model;

import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Optional;

/**
 * A model as it lies on disk: a folder of configurations and weights, or a single {@code .safetensors} file. A single file that holds
 * networks of a known layout, such as the original ones of Stable Diffusion, reads like a folder of diffusers: {@code unet},
 * {@code vae}, {@code text_encoder}, {@code text_encoder_2} in diffusers' names, each with a configuration, the tokenizer and the
 * scheduler. Immutable.
 */
public interface Checkpoint {

    /** The name by which it was asked for. */
    String name();

    /** Whether there is such a file or folder in it, or in the folder that a single file reads like. */
    boolean has(String path);

    /**
     * A JSON configuration file, read leniently ({@code -Infinity} as Python writes it).
     *
     * @throws dev.zograf.api.BadFileException if it is missing, too large or no JSON object
     */
    Config config(String path);

    /**
     * A text file in UTF-8.
     *
     * @throws dev.zograf.api.BadFileException if it is missing or too large
     */
    String text(String path);

    /**
     * A file as it is, such as a tokenizer's {@code spiece.model}.
     *
     * @throws dev.zograf.api.BadFileException if it is missing or too large
     */
    byte[] bytes(String path);

    /**
     * The weights of a component folder: its {@code model.safetensors} or {@code diffusion_pytorch_model.safetensors}, whole or
     * sharded with an index. Of a single file, the empty name is all its tensors under their own names.
     *
     * @throws dev.zograf.api.BadFileException if there are none, or only pickles, or they are damaged
     */
    Weights weights(String component);

    /** As {@link #weights(String)}, or empty if the component has no weights at all. */
    Optional<Weights> findWeights(String component);

    /** Changes when the files change: part of cache keys. */
    String fingerprint();

    /** The texts that whoever wrote a single file left in its header; none of a folder. */
    default Map<String, String> metadata() {
        return Map.of();
    }
}
