package dev.zograf.models;

import dev.zograf.tensor.Weights;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that the tiny autoencoder's tensors have: those of diffusers ({@code decoder.layers.0}), which the network here uses, and
 * those of the original files, in which the layers have numbers only ({@code 1}), below {@code decoder} or {@code taesd_decoder} where
 * both halves are in one file. The original's decoder has one more layer in front, the bound on latents.
 */
public final class TinyVaeKeys {

    private static final Pattern NUMBERED = Pattern.compile("(?:taesd_)?(?:(encoder|decoder)\\.)?(\\d{1,3})\\.(.*)");

    private TinyVaeKeys() {}

    /** The weights under the names of diffusers; others are left as they are. */
    public static Weights canonical(Weights w) {
        if (w.has("decoder.layers") || w.has("encoder.layers")) {
            return w;
        }
        // In a file of one half the decoder is the one that begins with the bound, which has no weights.
        String half = w.has("0") ? "encoder" : "decoder";
        return RenamedWeights.of(w, name -> renamed(name, half));
    }

    private static String renamed(String name, String otherwise) {
        Matcher key = NUMBERED.matcher(name);
        if (!key.matches()) {
            return name;
        }
        String half = key.group(1) == null ? otherwise : key.group(1);
        int layer = Integer.parseInt(key.group(2)) - (half.equals("decoder") ? 1 : 0);
        return half + ".layers." + layer + "." + key.group(3);
    }
}
