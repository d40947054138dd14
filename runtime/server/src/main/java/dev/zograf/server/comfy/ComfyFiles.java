package dev.zograf.server.comfy;

import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an owner by the names that ComfyUI's clients have for them: a folder's kind, a sub-folder, a name. */
final class ComfyFiles {

    private static final Set<String> AREAS = Set.of("input", "output", "temp");
    private static final Pattern ANNOTATED = Pattern.compile("(.*?)(?: ?\\[(input|output|temp)])?", Pattern.DOTALL);
    private static final int DEEPEST = 8;

    private final DataFolders folders;

    ComfyFiles(DataFolders folders) {
        this.folders = folders;
    }

    /** The folder of a kind. */
    Path folder(String owner, String area) {
        if (!AREAS.contains(area)) {
            throw HttpFailure.bad("The type of a folder is input, output or temp.");
        }
        return folders.of(owner, area);
    }

    /** A file that may not be there. */
    Path path(String owner, String area, String subfolder, String name) {
        return SafeNames.below(folder(owner, area), subfolder, name);
    }

    /** A file by a name that may say its kind: {@code apple.png [output]}. */
    Path annotated(String owner, String area, String subfolder, String name) {
        Matcher match = ANNOTATED.matcher(name);
        if (!match.matches()) {
            throw HttpFailure.bad("This is no name of a file.");
        }
        return path(owner, match.group(2) == null ? area : match.group(2), subfolder, match.group(1));
    }

    /** A file that is there. */
    Optional<Path> find(String owner, String name) {
        try {
            return Optional.of(annotated(owner, "input", "", name)).filter(Files::isRegularFile);
        } catch (HttpFailure e) {
            return Optional.empty();
        }
    }

    /** The names of the files of a kind, sorted, folders before them. */
    List<String> names(String owner, String area) {
        Path folder = folder(owner, area);
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw HttpFailure.of(500, "failed", "The folder cannot be listed.");
        }
    }
}
