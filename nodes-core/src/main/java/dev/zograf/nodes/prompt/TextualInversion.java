package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * A file with the vectors of a learned word (Gal et al. 2022, "An Image is Worth One Word: Personalizing Text-to-Image Generation using
 * Textual Inversion"). Its one tensor {@code [vectors, width]} or {@code [width]} is called {@code emb_params},
 * {@code string_to_param.*}, or as the word itself; one for SDXL has a tensor {@code clip_l} and a tensor {@code clip_g}.
 */
final class TextualInversion {

    /** By which ComfyUI's prompts name a file. */
    static final String PREFIX = "embedding:";

    private static final String LARGE = "clip_l";
    private static final String GIANT = "clip_g";

    /** More numbers than any word has; the files are untrusted. */
    private static final long MOST = 1 << 24;

    /** The names of tensors that are not the word. */
    private static final List<String> UNNAMED =
            List.of("emb_params", "string_to_param.*", "string_to_param", "*", LARGE, GIANT);

    private final String file;
    private final Weights weights;

    private TextualInversion(String file, Weights weights) {
        this.file = file;
        this.weights = weights;
    }

    /**
     * Looks at a file's tensors.
     *
     * @throws BadFileException if they are not those of a learned word
     */
    static TextualInversion of(Checkpoint checkpoint) {
        TextualInversion out = new TextualInversion(checkpoint.name(), checkpoint.weights(""));
        NavigableSet<String> names = out.weights.names();
        if (names.size() != 1 && !names.contains(LARGE) && !names.contains(GIANT)) {
            throw new BadFileException(
                    out.file,
                    "It has " + names.size()
                            + " tensors, so that it is no textual inversion: that has one, or clip_l and clip_g for SDXL.");
        }
        return out;
    }

    /** The word that the file itself names, if it does. */
    Optional<String> word() {
        NavigableSet<String> names = weights.names();
        return names.size() == 1
                        && !UNNAMED.contains(names.first())
                        && !names.first().isBlank()
                ? Optional.of(names.first())
                : Optional.empty();
    }

    /** The file's name without folder and ending, by which prompts name it. */
    String name() {
        String last = file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
        return last.endsWith(".safetensors") ? last.substring(0, last.length() - ".safetensors".length()) : last;
    }

    /**
     * An encoder that knows the word by all of these names.
     *
     * @throws dev.zograf.api.InvalidInputException if the word was learned with another model
     */
    TextEncoder teach(TextEncoder encoder, List<String> names) {
        Map<String, FloatTensor> vectors = new HashMap<>();
        for (String network : encoder.networks()) {
            boolean second = network.equals(ClipTextEncoder.SECOND);
            weights.find(second ? GIANT : LARGE)
                    .or(() -> encoder.networks().size() == 1 && weights.names().size() == 1
                            ? weights.find(weights.names().first())
                            : Optional.empty())
                    .ifPresent(weight -> vectors.put(network, read(weight)));
        }
        requireAsMany(vectors);
        TextEncoder out = encoder;
        for (String name : names) {
            out = out.withWord(name, vectors);
        }
        return out;
    }

    private FloatTensor read(Weight weight) {
        long[] shape = weight.shape();
        boolean fits =
                (shape.length == 1 || shape.length == 2) && weight.dtype().isFloat();
        if (!fits || weight.size() == 0 || weight.size() > MOST) {
            throw new BadFileException(file, weight + " are no vectors of a word: [vectors, width] is needed.");
        }
        int width = (int) shape[shape.length - 1];
        return FloatTensor.wrap(WeightData.floats(weight), (int) (weight.size() / width), width);
    }

    private void requireAsMany(Map<String, FloatTensor> vectors) {
        if (vectors.values().stream().mapToInt(each -> each.dim(0)).distinct().count() > 1) {
            throw new BadFileException(file, "It has not as many vectors for one text encoder as for the other.");
        }
    }
}
