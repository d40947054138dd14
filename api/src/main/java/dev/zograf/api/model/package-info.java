/**
 * What nodes call and plugins may implement: the capabilities of a diffusion model (denoiser, text encoder, VAE), the parts
 * of a sampling loop (sampler, schedule, guider, noise) and the two services that give access to model files and run
 * networks.
 */
@NullMarked
package dev.zograf.api.model;

import org.jspecify.annotations.NullMarked;
