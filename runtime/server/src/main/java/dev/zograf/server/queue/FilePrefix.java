package dev.zograf.server.queue;

import dev.zograf.api.FilePlaceholders;
import java.time.LocalDateTime;

/** The first part of a file's name as ComfyUI lets a workflow write it: {@code %width%}, {@code %year%} … stand for what they say. */
final class FilePrefix {

    private FilePrefix() {}

    /**
     * The prefix of a picture.
     *
     * @param index of the picture in its batch, from 0
     */
    static String expand(String prefix, int width, int height, int index, LocalDateTime now) {
        return FilePlaceholders.fill(prefix, width, height, now).replace("%batch_num%", String.valueOf(index));
    }
}
