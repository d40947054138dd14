package dev.zograf.runtime.plugin;

import dev.zograf.runtime.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's own copies of the jars of plugins that were loaded. What runs is the copy that was checked: the files in the plugin folder
 * may be replaced at any time. Deleted as soon as a plugin is gone.
 */
final class PluginFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginFiles.class);

    private final Map<String, Integer> loads = new HashMap<>();
    private @Nullable Path root;
    private int folders;
    private boolean closed;

    /** A new empty folder. */
    synchronized Path newFolder() throws IOException {
        if (closed) {
            throw new IOException("The engine is closed.");
        }
        if (root == null) {
            root = Files.createTempDirectory("zograf-plugins-");
        }
        return Files.createDirectory(root.resolve(Integer.toString(++folders)));
    }

    /** Tells apart what was loaded, also the same files loaded again: its classes are others then. */
    synchronized String origin(PluginDescriptor plugin, String sha256) {
        String origin = plugin.id() + " " + plugin.version() + " " + sha256;
        int before = loads.merge(origin, 1, Integer::sum) - 1;
        return before == 0 ? origin : origin + " " + before;
    }

    /** Copies a file and says the SHA-256 of what was copied, in hexadecimal digits. */
    static String copy(Path from, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            return Sha256.copy(from, out);
        }
    }

    /** Deletes a folder that {@link #newFolder} made. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("The copies of a plugin in {} could not be deleted: {}", folder, e.toString());
        }
    }

    /** The hash that stands for all jars of a plugin. */
    static String together(List<PluginTrust.Jar> jars) {
        if (jars.size() == 1) {
            return jars.get(0).sha256();
        }
        MessageDigest digest = Sha256.digest();
        for (PluginTrust.Jar jar : jars) {
            digest.update((jar.sha256() + "  " + jar.name() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Deletes all copies; the plugins are closed before. */
    @Override
    public synchronized void close() {
        closed = true;
        if (root != null && Files.exists(root)) {
            try (Stream<Path> left = Files.list(root)) {
                left.toList().forEach(PluginFiles::delete);
                Files.deleteIfExists(root);
            } catch (IOException e) {
                LOG.warn("{} could not be deleted: {}", root, e.toString());
            }
        }
    }
}
