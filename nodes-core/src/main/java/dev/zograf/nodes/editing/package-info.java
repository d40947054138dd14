/**
 * Editing pictures: what inpainting needs beside a mask on the latent, the masked region painted larger and put back, models that follow
 * instructions or vary pictures. In come pictures, masks, models; out come the same, and conditionings.
 */
@NullMarked
package dev.zograf.nodes.editing;

import org.jspecify.annotations.NullMarked;
