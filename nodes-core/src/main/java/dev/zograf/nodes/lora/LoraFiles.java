package dev.zograf.nodes.lora;

import dev.zograf.api.model.Models;
import java.util.List;
import java.util.stream.Collectors;

/** LoRA files by name, from the folder of LoRAs below the model roots. */
final class LoraFiles {

    private static final String KIND = "loras";

    private final Models models;

    LoraFiles(Models models) {
        this.models = models;
    }

    /** A file whose numbers are numbers: what training that went astray wrote would make every picture black, and not say why. */
    LoraFile open(String name) {
        LoraFile file = LoraFile.read(models.open(KIND, name));
        file.requireFinite();
        return file;
    }

    Lora open(LoraTag tag) {
        return new Lora(open(tag.name()), tag.model(), tag.text(), tag.blocks());
    }

    /** Changes when the file does. */
    String fingerprint(String name) {
        return models.open(KIND, name).fingerprint();
    }

    /** Changes when one of the files does. */
    String fingerprint(List<LoraTag> tags) {
        return tags.stream().map(tag -> fingerprint(tag.name())).collect(Collectors.joining("+"));
    }
}
