package dev.zograf.nodes.loaders;

import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import java.util.List;
import java.util.Map;

/** What the networks of a family are told of conditionings beside the tokens of their texts, and what they take at all. */
public interface NetworkInputs {

    /** What the network is called among those of a model: {@code unet} or {@code transformer}. */
    String network();

    /** How many channels its input has. */
    int channels();

    /** How wide the tokens of a text are. */
    int context();

    /** Whether it is told the scale of guidance. */
    boolean isGuidanceDistilled();

    /** Edits of the network that a conditioning asks for by what it is, before those that it brings along. */
    default List<NetworkPatch> patches(Conditioning part) {
        return List.of();
    }

    /**
     * The inputs for these conditionings beside the latent, the timestep and the tokens, each repeated for the batch of the latent.
     *
     * @param painted the size of the pictures
     * @param joined makes one input of those of all conditionings
     * @throws dev.zograf.api.InvalidInputException if a conditioning lacks something or is of another model
     */
    Map<String, HostTensor> of(int batch, Size painted, List<Conditioning> parts, JoinedInputs joined);
}
