package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The word of textual inversion that a case teaches its text encoders. */
final class LearnedWord {

    private LearnedWord() {}

    /** Whether a case has one. */
    static boolean in(Golden golden) {
        return golden.config().has("embedding");
    }

    /** Its file, by the workflow's input. */
    static Map<String, Path> files(Golden golden) {
        return golden.config()
                .object("embedding")
                .map(word -> Map.of("embedding", golden.path(word.text("file"))))
                .orElse(Map.of());
    }

    /**
     * The inputs of the node that teaches it.
     *
     * @param encoder the output of another node that does not know it
     */
    static String node(Golden golden, String encoder) {
        Config word = golden.config().object("embedding").orElseThrow();
        return "'encoder': {'from': '" + encoder + "'}, 'embedding': {'from': 'inputs.embedding'}, 'token': "
                + Sd15Workflow.quoted(word.text("token"));
    }

    /** The ids that the network is given: 0 where the original has those of added tokens. */
    static FloatTensor ids(Golden golden, String encoder, FloatTensor ids) {
        if (!in(golden)) {
            return ids;
        }
        String tokenizer = encoder.replace("text_encoder", "tokenizer");
        Path file = golden.path(golden.config().text("model")).resolve(tokenizer + "/vocab.json");
        int vocabulary;
        try {
            vocabulary =
                    JsonConfig.parse(file.toString(), Files.readAllBytes(file)).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids.map(id -> id >= vocabulary ? 0 : id);
    }
}
