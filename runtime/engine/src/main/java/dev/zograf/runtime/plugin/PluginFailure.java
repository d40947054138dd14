package dev.zograf.runtime.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plugin, or a part of one, that was left out.
 *
 * @param kind what kind of mistake it is
 * @param plugin its id, or how it is known if that could not be read
 * @param file the folder, jar or descriptor that is to blame
 * @param message what is wrong and what to do, for its author and for who installed it
 * @param nodes the ids of the node types that are missing because of it, as far as they are known
 * @param cause what was thrown; of a plugin from a folder it is a copy that holds none of its classes
 */
public record PluginFailure(
        Kind kind, String plugin, Optional<Path> file, String message, List<String> nodes, Optional<Throwable> cause) {

    /** What can be wrong with a plugin. */
    public enum Kind {
        /** A folder or file that is not there or cannot be read. */
        UNREADABLE,
        /** A file that is no jar, or half of one. */
        NO_JAR,
        /** A jar whose entries or size no honest jar has, or a link that leaves the plugin folder. */
        UNSAFE,
        /** No {@code META-INF/zograf-plugin.json}, or several in one folder. */
        NO_DESCRIPTOR,
        /** A descriptor that breaks the rules. */
        BAD_DESCRIPTOR,
        /** It needs another version of the interface. */
        WRONG_SPI,
        /** The host's trust policy refuses it. */
        UNTRUSTED,
        /** Its services file is missing or names what is no plugin. */
        NO_SERVICE,
        /** Another plugin has the same id. */
        DUPLICATE_PLUGIN,
        /** Another plugin has a node type of the same id. */
        DUPLICATE_NODE,
        /** Descriptor and code do not agree on a node type. */
        MISMATCH,
        /** A node class that breaks the rules. */
        BAD_NODE,
        /** Its code threw something or lacks a class. */
        BROKEN,
        /** Its classes are for a newer Java. */
        NEWER_JAVA,
        /** Its jars are not those any more that were found. */
        CHANGED
    }

    /** A failure of a plugin that is known by this name only. */
    public static PluginFailure of(Kind kind, String plugin, String message) {
        return new PluginFailure(kind, plugin, Optional.empty(), message, List.of(), Optional.empty());
    }

    /** The same at a file. */
    PluginFailure at(Path place) {
        return new PluginFailure(kind, plugin, Optional.of(place), message, nodes, cause);
    }

    /** The same with these node types missing. */
    public PluginFailure without(List<String> ids) {
        return new PluginFailure(kind, plugin, file, message, List.copyOf(ids), cause);
    }

    /** The same with what was thrown. */
    public PluginFailure because(Throwable thrown) {
        return new PluginFailure(kind, plugin, file, message, nodes, Optional.of(thrown));
    }

    @Override
    public String toString() {
        return plugin + ": " + message + file.map(f -> " (" + f + ")").orElse("");
    }
}
