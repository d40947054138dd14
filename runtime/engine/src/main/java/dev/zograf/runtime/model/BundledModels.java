package dev.zograf.runtime.model;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that ship on the class path, below {@code META-INF/zograf/models/<kind>/}. A jar is opened as a file system when models
 * are first looked up, once, and stays open until this is closed.
 */
public final class BundledModels implements AutoCloseable {

    private static final String FOLDER = "META-INF/zograf/models";
    private static final Logger LOG = LoggerFactory.getLogger(BundledModels.class);

    private final ClassLoader loader;
    private final List<FileSystem> jars = new ArrayList<>();
    private List<Path> roots = List.of();
    private boolean searched;
    private boolean closed;

    /** The models that this class loader sees. */
    public BundledModels(ClassLoader loader) {
        this.loader = loader;
    }

    /** The folders on the class path that hold models, in its order. */
    synchronized List<Path> roots() {
        if (closed) {
            throw new IllegalStateException("The engine is closed.");
        }
        if (!searched) {
            roots = search();
            searched = true;
        }
        return roots;
    }

    private List<Path> search() {
        Set<Path> found = new LinkedHashSet<>();
        try {
            for (URL url : Collections.list(loader.getResources(FOLDER))) {
                try {
                    found.add(open(url));
                } catch (IOException | URISyntaxException | RuntimeException e) {
                    LOG.warn("The models that ship in {} cannot be read: {}", url, e.toString());
                }
            }
        } catch (IOException e) {
            LOG.warn("The class path cannot be searched for models: {}", e.toString());
        }
        return List.copyOf(found);
    }

    private Path open(URL url) throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            return Path.of(url.toURI());
        }
        if (!url.getProtocol().equals("jar")) {
            throw new IOException("Only folders and jars are supported");
        }
        URI jar = ((JarURLConnection) url.openConnection()).getJarFileURL().toURI();
        FileSystem files = FileSystems.newFileSystem(Path.of(jar));
        jars.add(files);
        Path folder = files.getPath("/" + FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + FOLDER);
        }
        return folder;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (FileSystem jar : jars) {
            try {
                jar.close();
            } catch (IOException e) {
                LOG.warn("A jar with models was not closed properly: {}", e.toString());
            }
        }
        jars.clear();
    }
}
