package dev.zograf.runtime.comfy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published workflows: how they are called, and their texts. */
final class Published {

    private static final Path FOLDER = Path.of("src/test/resources/published");

    private Published() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".api.json"))
                    .map(name -> name.substring(0, name.length() - ".api.json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String name, String format) {
        try {
            return Files.readString(FOLDER.resolve(name + "." + format + ".json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
