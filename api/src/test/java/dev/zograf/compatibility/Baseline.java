package dev.zograf.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The check of a version against the jar of the last release. */
final class Baseline {

    private static final String PREFIX = "zograf-api-";

    private Baseline() {}

    /**
     * Everything that is wrong: what breaks although the version promises that nothing does, or a baseline that is missing.
     *
     * @param folder with the jar of the last release, or empty before the first
     * @param version that is built
     * @param classes of that version, a folder or jar
     */
    static List<String> problems(Path folder, String version, Path classes, String classPath) throws IOException {
        ReleaseLine current = ReleaseLine.of(version);
        List<Path> jars = jars(folder);
        if (jars.isEmpty()) {
            return current.isFirst()
                    ? List.of()
                    : List.of("There was a release before " + version + ", and its jar is not in " + folder
                            + ". Put it there; CONTRIBUTING.md says how.");
        }
        if (jars.size() > 1) {
            return List.of(folder + " holds " + jars.size() + " jars; keep that of the last release alone.");
        }
        String name = jars.get(0).getFileName().toString();
        ReleaseLine released = ReleaseLine.of(name.substring(PREFIX.length(), name.length() - ".jar".length()));
        if (!current.promises(released)) {
            return List.of();
        }
        return ApiComparison.breaks(jars.get(0), classes, classPath).stream()
                .map(line ->
                        line + " breaks who was compiled against " + name + "; take it back, or raise the version.")
                .toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(PREFIX + ".*\\.jar"))
                    .sorted()
                    .toList();
        }
    }
}
