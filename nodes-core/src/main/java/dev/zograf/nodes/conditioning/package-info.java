/**
 * What is done with encoded prompts: combined, mixed, limited to regions of the picture or to stretches of the way from noise to
 * picture. In come conditionings, out goes another one. {@link dev.zograf.nodes.conditioning.PartwiseDenoiser} has their parts evaluated
 * and averages what comes of it, for whoever samples.
 */
@NullMarked
package dev.zograf.nodes.conditioning;

import org.jspecify.annotations.NullMarked;
