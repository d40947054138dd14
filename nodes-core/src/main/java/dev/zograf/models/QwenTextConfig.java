package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Map;

/**
 * What shapes cannot say of a {@link QwenText}, and its sizes.
 *
 * @param width of the tokens
 * @param heads how many queries a token has
 * @param keyHeads how many keys and values, each for several queries
 * @param inner the width of the perceptrons
 * @param theta the base of the frequencies of the rotary positions
 * @param sections how many of a head's pairs turn by the time, the row and the column of a token
 */
public record QwenTextConfig(
        int vocabulary,
        int width,
        int heads,
        int keyHeads,
        int inner,
        int layers,
        double theta,
        List<Integer> sections,
        double eps) {

    private static final double THETA = 1_000_000;
    private static final int COORDINATES = 3;

    /**
     * From the {@code config.json} of a whole Qwen2.5-VL: its {@code text_config}, or, in older files, what lies beside that of the vision
     * tower.
     *
     * @throws BadFileException if a value is missing, contradicts another or is not supported
     */
    public static QwenTextConfig of(Config config) {
        Supported.only(config, "model_type", "qwen2_5_vl");
        Config text = config.object("text_config")
                .filter(own -> own.has("hidden_size"))
                .orElse(config);
        Supported.only(text, "hidden_act", "silu");
        Supported.absent(text, "use_sliding_window");
        int width = Supported.positive(text, "hidden_size", 3584);
        int heads = Supported.positive(text, "num_attention_heads", 28);
        int keyHeads = Supported.positive(text, "num_key_value_heads", heads);
        if (width % (2 * heads) != 0 || heads % keyHeads != 0) {
            throw new BadFileException(
                    config.file(),
                    "A \"hidden_size\" of " + width + " and \"num_key_value_heads\": " + keyHeads
                            + " do not go with \"num_attention_heads\": " + heads + ".");
        }
        Config rotary = rotary(text);
        return new QwenTextConfig(
                Supported.positive(text, "vocab_size", 152064),
                width,
                heads,
                keyHeads,
                Supported.positive(text, "intermediate_size", 18944),
                Supported.positive(text, "num_hidden_layers", 28),
                rotary.number("rope_theta", text.number("rope_theta", THETA)),
                sections(rotary, width / heads / 2),
                text.number("rms_norm_eps", 1e-6));
    }

    /** transformers 5 has all in one object, those before it the base beside it. */
    private static Config rotary(Config text) {
        Config found = text.object("rope_parameters")
                .or(() -> text.object("rope_scaling"))
                .orElseGet(() -> Config.of(text.file(), Map.of()));
        Supported.only(found, "rope_type", "default", "mrope");
        Supported.only(found, "type", "default", "mrope");
        return found;
    }

    private static List<Integer> sections(Config rotary, int pairs) {
        List<Integer> out = rotary.has("mrope_section") ? rotary.integers("mrope_section") : List.of(16, 24, 24);
        if (out.size() != COORDINATES
                || out.stream().anyMatch(each -> each < 1)
                || out.stream().mapToInt(each -> each).sum() != pairs) {
            throw new BadFileException(
                    rotary.file(),
                    "\"mrope_section\": " + out + " are not three numbers above 0 that are " + pairs
                            + " together, half the width of a head.");
        }
        return out;
    }

    /** How many numbers of a token each head looks at. */
    int headWidth() {
        return width / heads;
    }
}
