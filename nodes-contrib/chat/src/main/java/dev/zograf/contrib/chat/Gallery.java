package dev.zograf.contrib.chat;

import java.util.List;

/**
 * What was painted.
 *
 * @param text what was asked for, and how it was done
 * @param pictures from 1 to 10
 * @param sheet all of them on one; the picture itself if there is one
 * @param buttons in rows of at most 5, of which there are at most 5
 */
public record Gallery(String text, List<Picture> pictures, Picture sheet, List<List<ChatButton>> buttons) {

    /**
     * A picture as PNG, with the workflow that made it in its metadata.
     *
     * @param name the file's name
     */
    public record Picture(String name, byte[] png) {}
}
