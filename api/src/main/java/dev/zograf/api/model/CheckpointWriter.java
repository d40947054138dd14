package dev.zograf.api.model;

import dev.zograf.api.Cancellation;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** Writes models as single {@code .safetensors} files in the names of the original projects, which most programs read. A service for nodes. */
public interface CheckpointWriter {

    /**
     * Writes networks as one file. Weights pass one after the other, so that no copy of them is made.
     *
     * @param networks weights in diffusers' names, by what diffusers' folders are called: {@code unet}, {@code vae}, {@code text_encoder}
     *     and so on
     * @param metadata texts to leave in it, such as {@code modelspec.title}
     * @param type what floating-point tensors become; empty to keep theirs
     * @param out takes the bytes of the file; stays open
     * @throws dev.zograf.api.BadFileException if a tensor has no name in the original layout
     * @throws dev.zograf.api.CancelledException if the run is cancelled meanwhile
     * @throws IOException if a file of weights cannot be read, or {@code out} takes no more
     */
    void write(
            Map<String, Weights> networks,
            Map<String, String> metadata,
            Optional<DType> type,
            OutputStream out,
            Cancellation cancellation)
            throws IOException;
}
