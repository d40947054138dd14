package dev.zograf.contrib.files;

/** A format that every JDK writes. */
public enum Format {
    /** Keeps all. */
    PNG("png"),
    /** Smaller, and keeps most. */
    JPEG("jpg");

    private final String extension;

    Format(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }
}
