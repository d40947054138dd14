package dev.zograf.runtime.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The averaged weights of a U-Net in an original file ({@code model_ema.}): their names are those of the plain ones without the dots, which
 * are put back here.
 */
final class EmaKeys {

    /** The prefix that averaged weights have. */
    static final String PREFIX = "model_ema.";

    private static final Pattern NAME = Pattern.compile(
            "diffusion_model(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)(\\d+)(.*)");

    private static final Pattern WORD = Pattern.compile(
            "in_layers|emb_layers|out_layers|skip_connection|transformer_blocks|proj_in|proj_out|proj|attn1"
                    + "|attn2|to_q|to_k|to_v|to_out|ff|net|norm1|norm2|norm3|norm|op|conv|weight|bias|\\d+");

    private EmaKeys() {}

    /** The original name within the U-Net, or empty if this is not the name of one of its tensors. */
    static Optional<String> plain(String name) {
        Matcher whole = NAME.matcher(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        if (!whole.matches()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(whole.group(1)));
        String digits = whole.group(2);
        boolean twice = whole.group(1).endsWith("put_blocks") || whole.group(1).equals("label_emb");
        if (twice && digits.length() > 1) {
            // A block has at most three modules: the last digit is the module, those before it the block.
            words.add(digits.substring(0, digits.length() - 1));
            words.add(digits.substring(digits.length() - 1));
        } else {
            words.add(digits);
        }
        Matcher word = WORD.matcher(whole.group(3));
        int at = 0;
        while (word.find()) {
            if (word.start() != at) {
                return Optional.empty();
            }
            words.add(word.group());
            at = word.end();
        }
        return at == whole.group(3).length() ? Optional.of(String.join(".", words)) : Optional.empty();
    }
}
