package dev.zograf.runtime.convert;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model written anew: as a folder of diffusers or as a single file, in the names of the original project or in diffusers', with other
 * types of numbers, whole or one network of it. Tensors go through one by one.
 */
public final class Conversion {

    /** In whose names a model is written. */
    public enum Layout {
        /** Those of diffusers and transformers. */
        DIFFUSERS,
        /** Those of the original project's single files. */
        ORIGINAL
    }

    /** What has names in the original layout. */
    private static final List<String> NAMED = List.of(
            "unet",
            "transformer",
            "vae",
            "text_encoder",
            "text_encoder_2",
            "text_encoder_3",
            "controlnet",
            "image_encoder",
            "image_normalizer");

    private final Checkpoint model;
    private final Checkpoint configs;
    private final Optional<String> part;
    private final SafetensorsWriter writer;

    /**
     * A conversion.
     *
     * @param configs where configurations, tokenizers and the scheduler come from: the model itself, or a folder where its sizes are unusual
     * @param part one network only: {@code unet}, {@code vae}, {@code text_encoder}, {@code text_encoder_2}
     * @param type what floating-point tensors become; empty to keep theirs
     * @param beforeEach called before each piece that is written; may throw to end it all
     */
    public Conversion(
            Checkpoint model, Checkpoint configs, Optional<String> part, Optional<DType> type, Runnable beforeEach) {
        this.model = model;
        this.configs = configs;
        this.part = part;
        this.writer = new SafetensorsWriter(type, beforeEach);
    }

    /**
     * Writes a single file that is not there yet.
     *
     * @param layout empty to keep the names of a single file as they are; a folder then becomes an original file
     * @throws BadFileException if the model cannot be written so
     */
    public void toFile(Path file, Optional<Layout> layout) throws IOException {
        if (layout.isEmpty() && part.isEmpty() && model instanceof ModelFile single) {
            writer.write(file, ModelParts.tensors(single.weights("")), single.metadata());
            return;
        }
        requireNothingLost();
        Map<String, Weights> parts = ModelParts.of(model, part);
        if (layout.orElse(Layout.ORIGINAL) == Layout.DIFFUSERS) {
            if (parts.size() != 1) {
                throw new BadFileException(
                        model.name(),
                        "A whole model in the layout of diffusers is a folder; name a folder, or one of "
                                + parts.keySet() + " with --part.");
            }
            writer.write(file, ModelParts.tensors(parts.values().iterator().next()), metadata());
            return;
        }
        Map<String, WeightSource> sources = new TreeMap<>();
        parts.forEach((name, weights) -> {
            if (NAMED.contains(name)) {
                sources.put(name, ModelParts.source(weights));
            }
        });
        writer.write(file, OriginalNames.of(sources), metadata());
    }

    /**
     * Writes a folder of diffusers into an empty folder; of one network, its weights and configuration.
     *
     * @param shardBytes how many bytes of tensors a file should have at most
     * @throws BadFileException if the model cannot be written so
     */
    public void toFolder(Path folder, long shardBytes) throws IOException {
        requireNothingLost();
        Map<String, Weights> parts = ModelParts.of(model, part);
        FolderWriter out = new FolderWriter(configs, folder, writer, metadata(), shardBytes);
        if (part.isPresent()) {
            out.network(part.get(), "", parts.values().iterator().next());
            return;
        }
        out.texts();
        for (Map.Entry<String, Weights> each : parts.entrySet()) {
            // What lies at the top of its folder stays there.
            boolean top = !model.has("model_index.json") && model.has("config.json");
            out.network(each.getKey(), top ? "" : each.getKey(), each.getValue());
        }
    }

    private Map<String, String> metadata() {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("format", "pt");
        if (model instanceof ModelFile single) {
            out.putAll(single.metadata());
        }
        String scheduler = "scheduler/scheduler_config.json";
        if (configs.has(scheduler)
                && configs.config(scheduler).text("prediction_type", "epsilon").equals("v_prediction")) {
            // Shapes do not show what a network predicts; this is how files say it.
            out.putIfAbsent("modelspec.prediction_type", "v");
        }
        if (configs.has("model_index.json")
                && configs.config("model_index.json").text("_class_name", "").startsWith("StableDiffusion3")) {
            // A VAE that stands alone has the shapes of FLUX's, whose latents are scaled otherwise.
            out.putIfAbsent("modelspec.architecture", "stable-diffusion-v3");
        }
        return out;
    }

    private void requireNothingLost() {
        if (model instanceof ModelFile single && single.content().isKnown()) {
            Set<String> unknown = single.content().unknown();
            if (!unknown.isEmpty() && part.isEmpty()) {
                throw new BadFileException(
                        model.name(),
                        unknown.size() + " tensors belong to no network that is known here and would be lost, such as "
                                + unknown.iterator().next() + ". Convert its parts one by one with --part.");
            }
        }
    }

    /** A JSON text with its fields as they are. */
    static String json(Checkpoint model, String path) {
        if (!(model instanceof ModelFile)) {
            return model.text(path);
        }
        Map<String, Object> fields = new TreeMap<>();
        Config config = model.config(path);
        config.names().forEach(name -> config.raw(name).ifPresent(value -> fields.put(name, value)));
        return JsonText.write(fields);
    }
}
