package dev.zograf.nodes.vision;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;

/** Reads embeddings that were saved. */
@NodeType(id = "load-embedding", title = "Load embedding", category = "vision")
@Doc("Reads embeddings that save-embedding wrote.")
public final class LoadEmbedding implements Node<LoadEmbedding.In, LoadEmbedding.Out> {

    private static final long MOST = 1L << 28;

    /** What to read. */
    public record In(
            @Doc(
                    "A .safetensors file with one tensor, or one called embedding: of two axes, or up to four for an IP-Adapter.")
            String file) {}

    /** What was read. */
    public record Out(
            @Doc(
                    "A row for each entry, [entries, width]; for an IP-Adapter with an axis for no picture and the pictures before, and one for tokens.")
            FloatTensor embedding) {}

    private final Models models;

    /** With the service that reads tensors. */
    @Inject
    public LoadEmbedding(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights =
                models.openFile(ctx.files().input(in.file()), in.file()).weights("");
        Weight weight = weights.find(SaveEmbedding.NAME)
                .or(() -> weights.names().size() == 1
                        ? weights.find(weights.names().first())
                        : Optional.empty())
                .orElseThrow(() -> new BadFileException(
                        in.file(), "It has " + weights.names().size() + " tensors, and none called embedding."));
        long[] shape = weight.shape();
        if (shape.length < 2 || shape.length > SaveEmbedding.MOST_AXES || weight.size() > MOST || weight.size() == 0) {
            throw new BadFileException(
                    in.file(),
                    weight
                            + " is no list of embeddings: [entries, width] is needed, or up to four axes for an IP-Adapter.");
        }
        int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        return new Out(FloatTensor.wrap(WeightData.floats(weight), sizes));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.openFile(files.input(in.file()), in.file()).fingerprint();
    }
}
