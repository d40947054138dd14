package dev.zograf.server.store;

/**
 * A file that a job gave.
 *
 * @param node the node or output that it comes from, as the client knows it
 * @param output what of it, such as {@code images}
 * @param position from 0
 * @param sha256 of its bytes, under which it is kept
 * @param width in pixels, 0 if it is no picture
 * @param area {@code output} or {@code temp}
 * @param folder below the area's folder, or empty
 */
public record Result(
        String job,
        String owner,
        String node,
        String output,
        int position,
        String sha256,
        long bytes,
        String media,
        int width,
        int height,
        String area,
        String folder,
        String name) {}
