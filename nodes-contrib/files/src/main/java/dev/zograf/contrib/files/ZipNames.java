package dev.zograf.contrib.files;

import java.util.Arrays;
import java.util.Optional;

/** Names inside archives. Nothing is ever unpacked to disk here, but whoever unpacks an archive should be safe, too. */
final class ZipNames {

    private ZipNames() {}

    /** What is wrong with a name, or empty: it leads out of the folder that it is unpacked to, or is no name. */
    static Optional<String> check(String name) {
        if (name.startsWith("/") || name.contains("\\") || name.matches("[A-Za-z]:.*")) {
            return Optional.of("is no name below the archive's own folder");
        }
        if (Arrays.asList(name.split("/", -1)).contains("..")) {
            return Optional.of("leads out of the archive's own folder");
        }
        if (name.isBlank() || name.chars().anyMatch(c -> c < ' ')) {
            return Optional.of("is no file name");
        }
        return Optional.empty();
    }
}
