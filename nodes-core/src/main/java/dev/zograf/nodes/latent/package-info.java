/**
 * Between pictures and latents: encoding, decoding, masks, and the conditioning of inpainting models. In come a VAE and
 * values, out come values.
 */
@NullMarked
package dev.zograf.nodes.latent;

import org.jspecify.annotations.NullMarked;
