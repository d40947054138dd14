package dev.zograf.runtime.layout;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations of a CLIP text tower and of its tokenizer from its tensors in transformers' names. Heads have 64 numbers in all
 * published towers; OpenAI's (768 wide) use a fast form of the GELU and pad with the end token, OpenCLIP's the exact one and pad with 0.
 */
final class TextFields {

    private static final int HEAD = 64;
    private static final int OPENAI_WIDTH = 768;
    private static final String EMBEDDINGS = "text_model.embeddings.";

    private TextFields() {}

    private static int width(WeightSource tower) {
        return Shapes.dim(tower, EMBEDDINGS + "token_embedding.weight", 1);
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> tower(WeightSource tower) {
        int width = width(tower);
        if (width % HEAD != 0) {
            throw Shapes.untold(tower, "How many attention heads the text encoder has");
        }
        int vocabulary = Shapes.dim(tower, EMBEDDINGS + "token_embedding.weight", 0);
        boolean projects = tower.find("text_projection.weight").isPresent();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("architectures", List.of(projects ? "CLIPTextModelWithProjection" : "CLIPTextModel"));
        out.put("bos_token_id", vocabulary - 2);
        out.put("eos_token_id", vocabulary - 1);
        out.put("hidden_act", width == OPENAI_WIDTH ? "quick_gelu" : "gelu");
        out.put("hidden_size", width);
        out.put("intermediate_size", Shapes.dim(tower, "text_model.encoder.layers.0.mlp.fc1.weight", 0));
        out.put("layer_norm_eps", 1e-5);
        out.put("max_position_embeddings", Shapes.dim(tower, EMBEDDINGS + "position_embedding.weight", 0));
        out.put("model_type", "clip_text_model");
        out.put("num_attention_heads", width / HEAD);
        out.put("num_hidden_layers", UnetStructure.count(tower.names(), "text_model.encoder.layers."));
        out.put("pad_token_id", 1);
        out.put("projection_dim", projects ? Shapes.dim(tower, "text_projection.weight", 0) : width);
        out.put("vocab_size", vocabulary);
        return out;
    }

    /**
     * The fields of {@code tokenizer_config.json}.
     *
     * @throws BadFileException if the tower has not CLIP's vocabulary, so that its tokenizer is not known
     */
    static Map<String, Object> tokenizer(WeightSource tower) {
        requireVocabulary(tower);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("add_prefix_space", false);
        out.put("bos_token", token("<|startoftext|>"));
        out.put("do_lower_case", true);
        out.put("eos_token", token("<|endoftext|>"));
        out.put("errors", "replace");
        out.put("model_max_length", Shapes.dim(tower, EMBEDDINGS + "position_embedding.weight", 0));
        out.put("pad_token", width(tower) == OPENAI_WIDTH ? "<|endoftext|>" : "!");
        out.put("tokenizer_class", "CLIPTokenizer");
        out.put("unk_token", token("<|endoftext|>"));
        return out;
    }

    /** Refuses a tower of another vocabulary than CLIP's. */
    static void requireVocabulary(WeightSource tower) {
        int tokens = Shapes.dim(tower, EMBEDDINGS + "token_embedding.weight", 0);
        if (tokens != ClipVocabulary.SIZE) {
            throw new BadFileException(
                    tower.file(),
                    "The text encoder has " + tokens + " tokens, where CLIP's tokenizer has " + ClipVocabulary.SIZE
                            + ". Name a folder with its tokenizer, in the layout of diffusers, in the input \"config\" or by --config.");
        }
    }

    private static Map<String, Object> token(String text) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("__type", "AddedToken");
        out.put("content", text);
        out.put("lstrip", false);
        out.put("normalized", true);
        out.put("rstrip", false);
        out.put("single_word", false);
        return out;
    }
}
