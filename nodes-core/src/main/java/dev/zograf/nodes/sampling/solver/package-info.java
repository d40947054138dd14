/**
 * The numerical methods that people know by the short names of k-diffusion and of node-based interfaces, one a class, named after
 * its paper. All move along sigma and see only what the model believes the clean latent to be; all run on levels whose signal stays
 * whole, {@code x = x0 + sigma * noise}, and on those of flows, {@code x = (1 - sigma) * x0 + sigma * noise}. In come levels and a
 * model, out goes the latent at the last level.
 */
@NullMarked
package dev.zograf.nodes.sampling.solver;

import org.jspecify.annotations.NullMarked;
