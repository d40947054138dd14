package dev.zograf.nodes.merge;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.FilePlaceholders;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.CheckpointWriter;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Editable;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Vae;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a model as it stands, with what was mixed and with its LoRAs, as one file in the names of the original project. Changes that are no
 * change of weights, such as a guidance or a FreeU, are not in it.
 */
@NodeType(id = "save-checkpoint", title = "Save checkpoint", category = "model/merge", effect = true)
@Doc("Writes a model as it stands, mixed or with LoRAs, as one .safetensors file that most programs read.")
public final class SaveCheckpoint implements Node<SaveCheckpoint.In, SaveCheckpoint.Out> {

    private static final String END = ".safetensors";

    /** What to write, and where. */
    public record In(
            @Doc("The network that removes noise.") Denoiser model,
            @Doc("What turns prompts into conditioning.") TextEncoder text,

            @Doc("What turns pictures into latents and back.")
            Vae vae,

            @Doc(
                    "The file's name; .safetensors is added if it is not there. %year%, %month%, %day%, %hour%, %minute% and %second% are those of the moment.")
            @Default("checkpoint")
            String name,

            @Doc("Whether files are numbered on, checkpoint-0001.safetensors and so on, rather than replaced.")
            @Default("false")
            boolean numbered,

            @Doc("The type of the numbers; auto keeps that of each tensor, and mixed ones are 32-bit floats.")
            @Default("auto")
            @Choices({"auto", "float32", "float16", "bfloat16"})
            String type) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as mine.safetensors.");
            }
        }

        private Optional<DType> dtype() {
            return switch (type) {
                case "float32" -> Optional.of(DType.F32);
                case "float16" -> Optional.of(DType.F16);
                case "bfloat16" -> Optional.of(DType.BF16);
                default -> Optional.empty();
            };
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    private final CheckpointWriter writer;

    /** With the service of the engine that writes files of models. */
    @Inject
    public SaveCheckpoint(CheckpointWriter writer) {
        this.writer = writer;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Map<String, Weights> networks = new TreeMap<>(Map.of("vae", in.vae().weights()));
        put(networks, "model", in.model());
        put(networks, "text", in.text());
        String filled = FilePlaceholders.fill(in.name(), 0, 0);
        String stem = filled.endsWith(END) ? filled.substring(0, filled.length() - END.length()) : filled;
        String name = in.numbered() ? ctx.files().newName(stem, END.substring(1)) : stem + END;
        return new Out(ctx.files()
                .write(name, out -> writer.write(networks, metadata(in.model()), in.dtype(), out, ctx))
                .toString());
    }

    private static <T extends Editable<T>> void put(Map<String, Weights> networks, String input, Editable<T> model) {
        if (model.networks().isEmpty()) {
            throw new InvalidInputException(input, "This model does not show its weights.");
        }
        for (String name : model.networks()) {
            networks.put(name, model.withPatchesAsWeights(name).weights(name));
        }
    }

    /** Shapes do not show what a network predicts; this is how files say it. */
    private static Map<String, String> metadata(Denoiser model) {
        return model.scheduler().text("prediction_type", "epsilon").equals("v_prediction")
                ? Map.of("modelspec.prediction_type", "v")
                : Map.of();
    }
}
