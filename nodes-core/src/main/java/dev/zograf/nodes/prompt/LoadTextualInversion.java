package dev.zograf.nodes.prompt;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.TextEncoder;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Teaches a text encoder a word from a file of textual inversion; the encoder's own files stay as they are. */
@NodeType(id = "load-textual-inversion", title = "Load textual inversion", category = "loaders")
@Doc("Teaches a text encoder a word from a file of textual inversion, to be used in prompts.")
public final class LoadTextualInversion implements Node<LoadTextualInversion.In, LoadTextualInversion.Out> {

    /** What to teach. */
    public record In(
            @Doc("The text encoder of a model of the family that the word was learned with.")
            TextEncoder encoder,

            @Doc("A .safetensors file with the vectors of the word.") @Choices(models = "embeddings")
            String embedding,

            @Doc(
                    "By which word prompts name it, beside the file's name and embedding:name; without it, also what the file itself says.")
            Optional<String> token) {
        public In {
            if (token.isPresent() && (token.get().isEmpty() || token.get().matches(".*\\s.*"))) {
                throw new InvalidInputException("token", "The word \"" + token.get() + "\" is empty or has spaces.");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The encoder that knows the word.") TextEncoder encoder,

            @Doc("The words that stand for it in prompts.") List<String> words) {}

    private final Models models;

    /** With the models of the engine. */
    @Inject
    public LoadTextualInversion(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        TextualInversion file = TextualInversion.of(models.open("embeddings", in.embedding()));
        Set<String> words = new LinkedHashSet<>();
        in.token().or(file::word).ifPresent(words::add);
        words.add(file.name());
        words.add(TextualInversion.PREFIX + file.name());
        List<String> all = List.copyOf(words);
        return new Out(file.teach(in.encoder(), all), all);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("embeddings", in.embedding()).fingerprint();
    }
}
