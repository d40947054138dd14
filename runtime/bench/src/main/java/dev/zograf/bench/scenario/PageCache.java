package dev.zograf.bench.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of files that the system keeps in memory. */
final class PageCache {

    private PageCache() {}

    /**
     * Has the system forget the pages of all files of a folder; GNU's {@code dd} asks it to.
     *
     * @return whether that is possible here
     */
    static boolean drop(Path folder) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!drop("of=" + file)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean drop(String file) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(
                                    "dd", file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no dd
        }
    }
}
