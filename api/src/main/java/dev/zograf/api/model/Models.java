package dev.zograf.api.model;

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

    /** The names that {@link #open} knows for a kind, sorted. */
    List<String> names(String kind);
}
