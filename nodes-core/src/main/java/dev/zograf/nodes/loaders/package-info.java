/**
 * From files to capabilities: the nodes that load models, and denoiser, VAE and upscaler over the networks of
 * {@code dev.zograf.models}. In come checkpoints, out come what nodes of all families call.
 */
@NullMarked
package dev.zograf.nodes.loaders;

import org.jspecify.annotations.NullMarked;
