package dev.zograf.nodes.lora;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.nodes.metadata.MetadataJson;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A LoRA file in any of the usual formats, taken apart into what it says of each layer. Only its header is read. Formats may be mixed in
 * one file, as tools do that merge files.
 */
public final class LoraFile {

    private static final int LISTED = 5;
    private static final String WEIGHT = ".weight";
    private static final String CONFIG = "adapter_config.json";
    private static final String METADATA = "lora_adapter_metadata";
    private static final String BUNDLED = "bundle_emb.";

    private final Checkpoint file;
    private final Map<String, LoraModule> modules = new LinkedHashMap<>();
    private final TreeMap<String, List<Weight>> tokens = new TreeMap<>();
    private final List<String> strange = new ArrayList<>();
    private final Optional<Config> config;

    private LoraFile(Checkpoint file, Optional<Config> config) {
        this.file = file;
        this.config = config;
    }

    /**
     * Reads the header of a file, or of a folder of PEFT with its {@code adapter_config.json}.
     *
     * @throws BadFileException if it holds no LoRA, or two tensors say the same
     */
    public static LoraFile read(Checkpoint file) {
        LoraFile out = new LoraFile(file, configuration(file));
        Weights weights = file.weights("");
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            if (name.endsWith(WEIGHT) && weights.has(scope(name) + ".on_input")) {
                out.module(scope(name)).add(Role.SCALE, weight);
            } else {
                out.add(name, weight);
            }
        }
        if (out.modules.isEmpty() && out.tokens.isEmpty()) {
            String some =
                    String.join(", ", weights.names().stream().limit(LISTED).toList());
            throw new BadFileException(
                    file.name(),
                    "This is no LoRA in a format that is known here (kohya, LyCORIS, diffusers, PEFT, lora_diffusion); its tensors are "
                            + some + (weights.names().size() > LISTED ? ", …" : "") + ".");
        }
        return out;
    }

    private static String scope(String name) {
        return name.substring(0, name.length() - WEIGHT.length());
    }

    private static Optional<Config> configuration(Checkpoint file) {
        if (file.has(CONFIG)) {
            return Optional.of(file.config(CONFIG));
        }
        String text = file.metadata().get(METADATA);
        return text == null
                ? Optional.empty()
                : Optional.of(Config.of(file.name() + " " + METADATA, MetadataJson.plain(text)));
    }

    private void add(String name, Weight weight) {
        if (FirstOrder.isKey(name)) {
            int end = name.lastIndexOf(':');
            module(name.substring(0, end)).add(name.endsWith(":up") ? Role.UP : Role.DOWN, weight);
        } else if (name.startsWith(BUNDLED) && name.indexOf('.', BUNDLED.length()) > 0) {
            token(name.substring(BUNDLED.length(), name.indexOf('.', BUNDLED.length())), weight);
        } else if (isToken(name)) {
            token(name, weight);
        } else {
            LoraKey.of(name)
                    .ifPresentOrElse(key -> module(key.module()).add(key.role(), weight), () -> strange.add(name));
        }
    }

    private boolean isToken(String name) {
        return "<embed>".equals(file.metadata().get(name)) || (name.startsWith("<") && name.endsWith(">"));
    }

    private void token(String name, Weight weight) {
        tokens.computeIfAbsent(name, key -> new ArrayList<>()).add(weight);
    }

    private LoraModule module(String name) {
        return modules.computeIfAbsent(name, key -> new LoraModule(file.name(), key));
    }

    /**
     * Reads all numbers.
     *
     * @throws BadFileException if one of them is infinite or no number
     */
    void requireFinite() {
        modules.values().forEach(LoraModule::requireFinite);
        tokens.values().forEach(each -> each.forEach(weight -> FiniteNumbers.require(file.name(), weight)));
    }

    String name() {
        return file.name();
    }

    String fingerprint() {
        return file.fingerprint();
    }

    Map<String, String> metadata() {
        return file.metadata();
    }

    List<LoraModule> modules() {
        return List.copyOf(modules.values());
    }

    /** Tensors whose names say nothing to any format. */
    List<String> strange() {
        return List.copyOf(strange);
    }

    /** Learned tokens that came with the layers, with their vectors: one for each text encoder that they were learned for. */
    Map<String, List<Weight>> tokens() {
        return java.util.Collections.unmodifiableMap(tokens);
    }

    /** How factors are scaled. */
    LoraScale scale(LoraModule module) {
        if (config.isEmpty()) {
            return LoraScale.plain();
        }
        int dot = module.name().indexOf('.');
        String part = dot < 0 ? "" : module.name().substring(0, dot + 1);
        return LoraScale.of(config.get(), config.get().has(part + "lora_alpha") ? part : "");
    }
}
