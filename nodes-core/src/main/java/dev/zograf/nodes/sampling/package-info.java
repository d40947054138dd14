/**
 * From noise to latent: the numerical methods ({@code …Sampler}, one a class, named after its paper), the noise levels that they
 * visit ({@code …Schedule} and the spacings it is composed of), what a network's output means ({@code …Prediction}), guidance,
 * reproducible noise, and the nodes that offer them. In come a denoiser and conditioning, out goes a latent. All arithmetic
 * is plain Java on host arrays.
 */
@NullMarked
package dev.zograf.nodes.sampling;

import org.jspecify.annotations.NullMarked;
