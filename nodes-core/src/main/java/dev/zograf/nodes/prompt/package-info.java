/**
 * From prompts to conditioning: CLIP's tokenizer, the text encoder over CLIP's text network, and their nodes. In come
 * texts and the files of a checkpoint, out comes a {@link dev.zograf.api.value.Conditioning}.
 */
@NullMarked
package dev.zograf.nodes.prompt;

import org.jspecify.annotations.NullMarked;
