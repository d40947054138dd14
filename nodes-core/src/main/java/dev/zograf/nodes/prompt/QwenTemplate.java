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

    /** Qwen-Image-Edit's, which is told the pictures with the prompt. */
    public static final QwenTemplate EDIT = new QwenTemplate(
            "<|im_start|>system\nDescribe the key features of the input image (color, shape, size, texture, objects, background), then explain"
                    + " how the user's text instruction should alter or modify the image. Generate a new image that meets the user's"
                    + " requirements while maintaining consistency with the original input where appropriate.<|im_end|>\n<|im_start|>user\n",
            AFTER,
            64);

    /** A prompt with what stands around it. */
    public String around(String prompt) {
        return before + prompt + after;
    }
}
