package dev.zograf.api.model;

import java.nio.file.Path;
import java.util.List;

/** The model files that the engine may use: those under its model roots and those that ship as resources. Inject it. */
public interface Models {

    /**
     * Opens a model by name or path; reads headers and configurations only.
     *
     * @param kind the sub-folder of a model root that is searched first, named as ComfyUI names them: {@code checkpoints},
     *     {@code diffusion_models} or {@code unet}, {@code loras}, {@code vae}, {@code vae_approx}, {@code controlnet} or
     *     {@code t2i_adapter}, {@code embeddings}, {@code hypernetworks}, {@code upscale_models}, {@code text_encoders} or
     *     {@code clip}, {@code clip_vision}, {@code ipadapter}, {@code style_models}, {@code annotators}; where there are two names,
     *     both folders are searched
     * @param name a file or folder below a root, a model that ships, or a path that the host passed
     * @throws dev.zograf.api.BadFileException if there is no such model (the message lists what there is), or it is damaged
     */
    Checkpoint open(String kind, String name);

    /**
     * Opens a {@code .safetensors} file that a node got from {@link dev.zograf.api.RunFiles#input}: tensors that are data rather than a
     * model.
     *
     * @param file its path
     * @param name by which messages name it
     * @throws dev.zograf.api.BadFileException if it is no such file, or damaged
     */
    default Checkpoint openFile(Path file, String name) {
        throw new UnsupportedOperationException("These models have no files, and " + name + " is one.");
    }

    /** The names that {@link #open} knows for a kind, sorted. */
    List<String> names(String kind);
}
