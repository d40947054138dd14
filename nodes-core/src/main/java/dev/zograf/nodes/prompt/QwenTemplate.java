package dev.zograf.nodes.prompt;

/**
 * What stands around a prompt when a Qwen2.5-VL reads it for a denoiser.
 *
 * @param before the prompt
 * @param after the prompt
 * @param dropped how many of the first tokens the denoiser is not told
 */
public record QwenTemplate(String before, String after, int dropped) {

    private static final String AFTER = "<|im_end|>\n<|im_start|>assistant\n";

    /** Qwen-Image's, as it was trained. */
    public static final QwenTemplate IMAGE = new QwenTemplate(
            "<|im_start|>system\nDescribe the image by detailing the color, shape, size, texture, quantity, text, spatial relationships of"
                    + " the objects and background:<|im_end|>\n<|im_start|>user\n",
            AFTER,
            34);

    /** A prompt with what stands around it. */
    public String around(String prompt) {
        return before + prompt + after;
    }
}
