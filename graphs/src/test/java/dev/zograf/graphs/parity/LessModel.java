package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A case's model without the parts that the case leaves out: a copy, of small files, that is deleted when it is closed. */
record LessModel(Path folder, boolean copied) implements AutoCloseable {

    static LessModel of(Golden golden) throws IOException {
        Config config = golden.config();
        Path model = Sd15Case.model(golden);
        List<String> without = config.has("without") ? config.texts("without") : List.of();
        if (without.isEmpty()) {
            return new LessModel(model, false);
        }
        Path copy = Files.createTempDirectory("zograf-less");
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = model.relativize(file);
                if (!without.contains(relative.getName(0).toString())) {
                    Path target = copy.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Path index = copy.resolve("model_index.json");
        String json = Files.readString(index);
        for (String part : without) {
            json = json.replaceAll("(\"" + part + "\"\\s*:\\s*)\\[[^\\]]*\\]", "$1[null, null]");
        }
        Files.writeString(index, json);
        return new LessModel(copy, true);
    }

    @Override
    public void close() throws IOException {
        if (copied) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
