/**
 * LoRA and its relatives: small files that change a model. In come a file in any of the usual formats and a denoiser with its text
 * encoder, out go the same two, changed by low-rank branches beside their layers or by other weights; nothing is loaded anew.
 */
@NullMarked
package dev.zograf.nodes.lora;

import org.jspecify.annotations.NullMarked;
