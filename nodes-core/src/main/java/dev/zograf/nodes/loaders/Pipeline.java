package dev.zograf.nodes.loaders;

import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.TextEncoder;

/** A whole model of some family. */
interface Pipeline {

    /** What {@code load-text-encoder} calls its family; {@code auto} for those that are told by their encoders alone. */
    String family();

    /** What turns prompts into conditioning. */
    TextEncoder textEncoder();

    /** What turns pictures into latents and back. */
    SdVaeModel vae();

    /** The latents of its denoiser, also if it has no VAE. */
    LatentFormat latents();

    /** What removes noise from latents. */
    NetworkDenoiser denoiser(LatentFormat format);
}
