package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.spi.IIORegistry;

/** Finds the plugins of one engine: on the class path, given by the host, and in plugin folders. Thread-safe. */
public final class PluginLoader implements AutoCloseable {

    private final List<Path> folders;
    private final SharedClasses shared;
    private final PluginTrust trust;
    private final PluginFiles files = new PluginFiles();
    private final AtomicBoolean begun = new AtomicBoolean();

    /** What was found. */
    public record Found(List<Plugin> plugins, List<PluginFailure> failures) {
        /** Copies. */
        public Found {
            plugins = List.copyOf(plugins);
            failures = List.copyOf(failures);
        }
    }

    /**
     * A loader.
     *
     * @param folders in which plugins lie, in order
     * @param shared what plugins see of the host
     * @param trust which of them may run
     */
    public PluginLoader(List<Path> folders, SharedClasses shared, PluginTrust trust) {
        this.folders = List.copyOf(folders);
        this.shared = shared;
        this.trust = trust;
    }

    /** The plugins that the host has itself: those that its class loader sees, then those that it gives. */
    public static Found ofHost(ClassLoader classLoader, List<NodePlugin> given) {
        Found found = ClassPathPlugins.find(classLoader);
        List<Plugin> plugins = new ArrayList<>(found.plugins());
        given.forEach(plugin -> plugins.add(ClassPathPlugin.given(plugin)));
        return new Found(plugins, found.failures());
    }

    /** The plugins in the folders, by folder and name. None of their code runs. */
    public Found inFolders() {
        List<Plugin> plugins = new ArrayList<>();
        List<PluginFailure> failures = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                failures.add(PluginFailure.of(
                                PluginFailure.Kind.UNREADABLE,
                                PluginPlace.name(folder),
                                "The plugin folder does not exist; make it, or do not name it.")
                        .at(folder));
                continue;
            }
            try {
                for (Path entry : PluginPlace.sorted(folder)) {
                    boolean hidden = PluginPlace.name(entry).startsWith(".");
                    if (!hidden && (Files.isDirectory(entry) || PluginPlace.isJar(entry))) {
                        add(entry, folder, plugins, failures);
                    }
                }
            } catch (IOException e) {
                failures.add(PluginFailure.of(
                                PluginFailure.Kind.UNREADABLE,
                                PluginPlace.name(folder),
                                "The plugin folder cannot be read: " + e.getMessage() + ".")
                        .at(folder)
                        .because(e));
            }
        }
        return new Found(plugins, failures);
    }

    private void add(Path entry, Path root, List<Plugin> plugins, List<PluginFailure> failures) {
        try {
            plugins.add(find(entry, root));
        } catch (PluginException e) {
            failures.add(e.failure());
        }
    }

    /**
     * The plugin at a folder or jar. None of its code runs.
     *
     * @throws PluginException if there is none that can be used
     */
    public FolderPlugin find(Path place) {
        return find(place, place);
    }

    /**
     * The plugin that lies where another was found before. None of its code runs.
     *
     * @throws PluginException if there is none that can be used
     */
    public FolderPlugin findAgain(PluginPlace place) {
        return find(place.path(), place.root());
    }

    private FolderPlugin find(Path place, Path root) {
        try {
            return FolderPlugin.find(PluginPlace.at(place, root), this);
        } catch (Refusal e) {
            throw new PluginException(e.failure(PluginPlace.name(place)).at(place));
        } catch (IOException e) {
            throw new PluginException(PluginFailure.of(
                            PluginFailure.Kind.UNREADABLE,
                            PluginPlace.name(place),
                            "It cannot be read: " + e.getMessage() + ".")
                    .at(place)
                    .because(e));
        }
    }

    PluginFiles files() {
        return files;
    }

    SharedClasses shared() {
        return shared;
    }

    PluginTrust trust() {
        return trust;
    }

    /** Whether there is a policy that may refuse a plugin. */
    boolean restricts() {
        return trust != AnyPlugin.INSTANCE;
    }

    /**
     * The JDK looks for picture formats once, with the context class loader of whoever is first: were that a plugin, it would be kept for
     * good, and the host's own formats would never be found.
     */
    void beforeFirstPlugin() {
        if (begun.compareAndSet(false, true)) {
            try (ContextLoader context = ContextLoader.of(PluginLoader.class)) {
                IIORegistry.getDefaultInstance();
            }
        }
    }

    /** Deletes the copies of all jars. */
    @Override
    public void close() {
        files.close();
    }
}
