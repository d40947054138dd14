package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.tensors.TensorWriter;
import java.util.Map;
import java.util.TreeMap;

/** Writes embeddings to a file, so that they need not be computed again. */
@NodeType(id = "save-embedding", title = "Save embedding", category = "vision", effect = true)
@Doc("Writes embeddings to a .safetensors file, so that they need not be computed again.")
public final class SaveEmbedding implements Node<SaveEmbedding.In, SaveEmbedding.Out> {

    /** The name of the one tensor in the file. */
    static final String NAME = "embedding";

    /** Those of an IP-Adapter: no picture and pictures, pictures, tokens, width. */
    static final int MOST_AXES = 4;

    /** What to write, and where. */
    public record In(
            @Doc("The embeddings: [entries, width], or what embed-for-ip-adapter gives.")
            FloatTensor embedding,

            @Doc("The file's name; .safetensors is added if it is not there.") @Default("embedding")
            String name) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as cats.safetensors.");
            }
            if (embedding.rank() < 2 || embedding.rank() > MOST_AXES || embedding.size() == 0) {
                throw new InvalidInputException(
                        "embedding",
                        "Embeddings have the shape [entries, width], or up to four axes for an IP-Adapter, not "
                                + embedding + ".");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(ctx.files()
                .write(file(in.name()), out -> TensorWriter.write(new TreeMap<>(Map.of(NAME, in.embedding())), out))
                .toString());
    }

    static String file(String name) {
        return name.endsWith(".safetensors") ? name : name + ".safetensors";
    }
}
