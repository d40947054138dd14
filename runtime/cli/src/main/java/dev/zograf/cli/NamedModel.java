package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.model.ModelKinds;
import dev.zograf.runtime.model.ModelRoots;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The model that a command is given, by path or by name. */
final class NamedModel {

    private NamedModel() {}

    /**
     * Opens a model.
     *
     * @param model a path, or a name below a models folder, whatever its kind
     */
    static Checkpoint open(String model, ModelRoots roots) {
        if (exists(model)) {
            roots.allow(Path.of(model));
            return roots.open("checkpoints", model);
        }
        for (String kind : ModelKinds.all()) {
            for (String name : List.of(model, model + ".safetensors")) {
                if (roots.names(kind).contains(name)) {
                    return roots.open(kind, name);
                }
            }
        }
        String known = ModelKinds.all().stream()
                .flatMap(kind -> roots.names(kind).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        throw new BadFileException(
                model, "There is no such file or folder, and no model of that name; known are " + known + ".");
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
