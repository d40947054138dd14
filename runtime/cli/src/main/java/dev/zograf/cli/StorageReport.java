package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where models and temporary files lie. */
final class StorageReport {

    private static final String DEFAULT_MODEL = "emoji";

    private StorageReport() {}

    /** The folders of models, and whether the model that ships is there. */
    static Map<String, Object> models(List<Path> roots) {
        Map<String, Object> out = new LinkedHashMap<>();
        List<Map<String, Object>> folders = new ArrayList<>();
        List<Path> there = new ArrayList<>();
        for (Path root : roots) {
            Map<String, Object> folder = new LinkedHashMap<>();
            folder.put("path", root.toString());
            if (Files.isDirectory(root)) {
                there.add(root);
            } else {
                folder.put(
                        "problem", "there is no such folder; make it, or name another with --models or ZOGRAF_MODELS");
            }
            folders.add(folder);
        }
        out.put("folders", folders);
        try (ModelRoots models = new ModelRoots(there, new BundledModels(StorageReport.class.getClassLoader()))) {
            List<ModelRoots.Found> found = models.list();
            out.put("found", found.size());
            boolean ships = found.stream().anyMatch(each -> each.name().equals(DEFAULT_MODEL));
            out.put("defaultModel", ships ? DEFAULT_MODEL : "missing; put zograf-graphs on the class path");
        } catch (BadFileException | IllegalStateException e) {
            out.put("problem", String.valueOf(e.getMessage()));
        }
        return out;
    }

    /** The folder of temporary files: native libraries and half-written files go there. */
    static Map<String, Object> temporary() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("path", folder.toString());
        try {
            out.put("freeBytes", Files.getFileStore(folder).getUsableSpace());
            Files.delete(Files.createTempFile(folder, "zograf", ".tmp"));
            out.put("writable", true);
        } catch (IOException | SecurityException e) {
            out.put("writable", false);
            out.put(
                    "problem",
                    "native libraries cannot be unpacked there (" + e
                            + "); free some space, or name another folder with -Djava.io.tmpdir in ZOGRAF_JAVA_OPTS");
        }
        return out;
    }
}
