package dev.zograf.server.store;

import java.nio.file.Path;

/**
 * A file that a run made, before it has a name.
 *
 * @param file where it lies; it is taken away
 * @param prefix of its name, folders before it separated by slashes
 * @param counted whether a number follows the prefix in any case, rather than only if the name is taken
 * @param extension without a dot
 * @param area {@code output} or {@code temp}
 */
public record Made(
        String node,
        String output,
        Path file,
        String prefix,
        boolean counted,
        String extension,
        String media,
        int width,
        int height,
        String area) {}
