package dev.zograf.runtime.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Names from workflows and indexes, resolved so that they cannot leave the folder that they belong to. */
final class RelativeNames {

    private RelativeNames() {}

    /** The path, or empty if the name is absolute, climbs out of the folder or is no name here. */
    static Optional<Path> below(Path folder, String name) {
        try {
            Path relative = folder.getFileSystem().getPath(name.replace('\\', '/'));
            Path resolved = folder.resolve(relative.toString()).normalize();
            boolean climbs = false;
            for (Path part : relative) {
                climbs |= part.toString().equals("..");
            }
            return relative.isAbsolute()
                            || climbs
                            || name.indexOf('\0') >= 0
                            || !resolved.startsWith(folder.normalize())
                    ? Optional.empty()
                    : Optional.of(resolved);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
