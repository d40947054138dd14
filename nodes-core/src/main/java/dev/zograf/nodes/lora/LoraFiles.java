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

    LoraFile open(String name) {
        return LoraFile.read(models.open(KIND, name));
    }

    Lora open(LoraTag tag) {
        return new Lora(open(tag.name()), tag.model(), tag.text(), tag.blocks());
    }

    /** Changes when one of the files does. */
    String fingerprint(List<LoraTag> tags) {
        return tags.stream()
                .map(tag -> models.open(KIND, tag.name()).fingerprint())
                .collect(Collectors.joining("+"));
    }
}
