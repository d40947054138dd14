/**
 * Control by pictures: ControlNets, T2I-Adapters and IP-Adapters, and pictures that a model looks at or changes. In come a loaded adapter, a picture and the conditioning; out comes
 * conditioning that brings the change of the denoiser's network with it, which is composed into the one graph when it is sampled.
 */
@NullMarked
package dev.zograf.nodes.control;

import org.jspecify.annotations.NullMarked;
