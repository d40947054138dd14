package dev.zograf.api.model;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import java.util.List;
import java.util.Map;

/** A tokenizer and a text network, or several of both. Immutable; edits such as textual inversion return another encoder. */
@PortType("text-encoder")
public interface TextEncoder extends Editable<TextEncoder> {

    /** The tokens of the prompts, begin and end included, padded or cut to the network's length: {@code [batch, tokens]}. */
    IntTensor tokenize(List<String> prompts);

    /**
     * Which of the network's layers its denoiser was trained on, counted from the end as node-based interfaces do: -1 the last, -2 the one
     * before it. SD 2 and SDXL are trained on -2, though SD 2's files leave the last layer out.
     */
    default int trainedLayer() {
        return -1;
    }

    /**
     * The conditioning of the prompts, one to an entry of the batch: plain texts, cut to what the network takes.
     *
     * @param skip how many of the layers that the denoiser was trained on to leave out at the end (diffusers' {@code clip_skip}), or, below
     *     0, how many more to take; the final layer norm is applied where the denoiser was trained with it
     * @throws dev.zograf.api.InvalidInputException if there are not so many layers
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Conditioning encode(List<String> prompts, int skip, RunContext ctx);

    /**
     * As {@link #encode}, of prompts with weights, of any length, or with another text for each network. Those of a batch get as many
     * tokens as the longest needs.
     *
     * @throws dev.zograf.api.InvalidInputException if the encoder takes plain texts only
     */
    default Conditioning encodePrompts(List<Prompt> prompts, int skip, RunContext ctx) {
        for (Prompt prompt : prompts) {
            if (!prompt.isPlain()) {
                throw new InvalidInputException(
                        "encoder", "This text encoder takes one text a picture, without weights and sections.");
            }
        }
        return encode(prompts.stream().map(Prompt::text).toList(), skip, ctx);
    }

    /**
     * The conditioning of a prompt that goes with pictures, which the encoder sees as it reads the text: what to make of them, mostly.
     *
     * @param pictures one each, in their order; there may be none
     * @param numbered whether each has a number by which the prompt calls it, from 1, as networks for several pictures learned it
     * @throws dev.zograf.api.InvalidInputException if the encoder takes no pictures, or not so many
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    default Conditioning encodeWithPictures(String prompt, List<Image> pictures, boolean numbered, RunContext ctx) {
        throw new InvalidInputException("encoder", "This text encoder takes no pictures, but texts alone.");
    }

    /**
     * Whether guidance leads away from the {@linkplain #unconditional empty prompt} where there is no negative one; not if the denoiser is told
     * the scale of guidance, so that it would be encoded for nothing.
     */
    default boolean leadsAwayFromNothing() {
        return true;
    }

    /** What guidance leads away from where there is no negative prompt: mostly the encoding of an empty one. */
    default Conditioning unconditional(int skip, RunContext ctx) {
        return encode(List.of(""), skip, ctx);
    }

    /**
     * The same with a word of its own: where it stands in a prompt, in any case of letters, these vectors stand in place of its tokens
     * (Gal et al. 2022, textual inversion).
     *
     * @param word a text without spaces; a known one is replaced
     * @param vectors for each of the networks, {@code [vectors, width]}, as many for each
     * @throws dev.zograf.api.InvalidInputException if the encoder takes none, or they are of another width
     */
    default TextEncoder withWord(String word, Map<String, FloatTensor> vectors) {
        throw new InvalidInputException("encoder", "This text encoder takes no learned words.");
    }

    /**
     * The same whose networks for texts of any length (T5) are told so many tokens: shorter texts are filled up to them. Longer ones are cut to
     * them if they are {@linkplain Prompt.Emphasis#NONE without emphasis}, else kept whole. Where padding is never seen (Qwen-Image), nothing is filled
     * up. What has no such network stays as it is.
     *
     * @param tokens the end of the text included; 0 leaves texts as long as they are
     * @throws dev.zograf.api.InvalidInputException if the number is out of range
     */
    default TextEncoder withTokens(int tokens) {
        return this;
    }
}
