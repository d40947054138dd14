package dev.zograf.server.queue;

import java.util.Locale;
import java.util.Map;

/** What files are served as. What a browser could run is bytes. */
public final class MediaTypes {

    /** Bytes of which nothing is said. */
    public static final String BYTES = "application/octet-stream";

    private static final Map<String, String> SAFE = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("json", "application/json"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    private MediaTypes() {}

    /** The media type of an extension. */
    public static String of(String extension) {
        return SAFE.getOrDefault(extension.toLowerCase(Locale.ROOT), BYTES);
    }

    /** The media type of a file's name. */
    public static String ofName(String name) {
        return of(name.substring(name.lastIndexOf('.') + 1));
    }
}
