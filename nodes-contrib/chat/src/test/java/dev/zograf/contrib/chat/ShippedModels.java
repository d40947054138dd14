package dev.zograf.contrib.chat;

import java.nio.file.Path;

/** The models that ship, from the sources of the module that has them: it is built after this one. */
public final class ShippedModels {

    private ShippedModels() {}

    /** The models folder. */
    public static Path folder() {
        return Path.of(System.getProperty("zograf.root", "../.."), "graphs/src/main/resources/META-INF/zograf/models")
                .toAbsolutePath()
                .normalize();
    }
}
