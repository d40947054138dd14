package dev.zograf.graphs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout that tests read: documentation, workflows, sources. */
final class Checkout {

    private Checkout() {}

    /** The top of the checkout. */
    static Path root() {
        String root = System.getProperty("zograf.root");
        return root == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(root);
    }

    static Path file(String name) {
        return root().resolve(name);
    }

    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
