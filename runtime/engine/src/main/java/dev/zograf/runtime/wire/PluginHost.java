package dev.zograf.runtime.wire;

import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.PluginNodes;
import dev.zograf.runtime.plugin.FolderPlugin;
import dev.zograf.runtime.plugin.Plugin;
import dev.zograf.runtime.plugin.PluginException;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.runtime.plugin.PluginLoader;
import dev.zograf.runtime.plugin.PluginPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The plugins of a running engine. Each change makes a new {@link Generation}; a plugin that no generation in use has any more is closed,
 * so that its classes can be collected. Changes come one after the other; a change that fails leaves everything as it was.
 */
public final class PluginHost implements AutoCloseable {

    private final PluginLoader loader;
    private final List<PluginNodes> own = new ArrayList<>();
    private final List<PluginFailure> ownFailures;
    private final LiveChoices live;
    private final Consumer<FolderPlugin> gone;
    private final Set<Generation> inUse = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<FolderPlugin> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private Generation current;

    /**
     * The plugins of the host and those in the folders. None of a folder's code runs.
     *
     * @param live knows what inputs take at this moment
     * @param gone is told of each plugin before it is closed
     */
    PluginHost(PluginLoader loader, PluginLoader.Found ofHost, LiveChoices live, Consumer<FolderPlugin> gone) {
        this.loader = loader;
        this.live = live;
        this.gone = gone;
        ofHost.plugins().forEach(plugin -> own.add(new PluginNodes(plugin)));
        ownFailures = ofHost.failures();
        current = generation(loader.inFolders());
        install(current);
    }

    /** The host's plugins with those that were found; of two with one id the first. */
    private Generation generation(PluginLoader.Found found) {
        List<PluginFailure> failures = new ArrayList<>(ownFailures);
        failures.addAll(found.failures());
        Map<String, Plugin> ids = new TreeMap<>();
        List<PluginNodes> all = new ArrayList<>(own);
        own.forEach(nodes -> ids.put(nodes.plugin().id(), nodes.plugin()));
        for (Plugin plugin : found.plugins()) {
            Plugin first = ids.putIfAbsent(plugin.id(), plugin);
            if (first == null) {
                all.add(new PluginNodes(plugin));
            } else {
                failures.add(duplicate(plugin, first));
            }
        }
        return new Generation(all, failures, live);
    }

    private static PluginFailure duplicate(Plugin plugin, Plugin first) {
        String where = first.place().map(p -> p.path().toString()).orElse("on the class path");
        return new PluginFailure(
                Kind.DUPLICATE_PLUGIN,
                plugin.id(),
                plugin.place().map(p -> p.path()),
                "A plugin of this id is there already (" + where + "); remove one of the two.",
                List.of(),
                Optional.empty());
    }

    /** What there is now. */
    public synchronized Generation current() {
        return current;
    }

    /** What there is now, kept until {@link #leave}. */
    public synchronized Generation enter() {
        current.runs++;
        return current;
    }

    /** A run has ended. */
    public void leave(Generation generation) {
        List<FolderPlugin> unused;
        synchronized (this) {
            generation.runs--;
            unused = sweep();
        }
        unused.forEach(this::close);
    }

    private void install(Generation next) {
        List<FolderPlugin> unused;
        synchronized (this) {
            current = next;
            inUse.add(next);
            for (PluginNodes nodes : next.plugins()) {
                if (nodes.plugin() instanceof FolderPlugin plugin) {
                    open.add(plugin);
                }
            }
            unused = sweep();
        }
        unused.forEach(this::close);
    }

    private List<FolderPlugin> sweep() {
        inUse.removeIf(generation -> generation != current && generation.runs == 0);
        Set<Plugin> used = Collections.newSetFromMap(new IdentityHashMap<>());
        inUse.forEach(generation -> generation.plugins().forEach(nodes -> used.add(nodes.plugin())));
        List<FolderPlugin> unused = open.stream().filter(p -> !used.contains(p)).toList();
        unused.forEach(open::remove);
        return unused;
    }

    private void close(FolderPlugin plugin) {
        gone.accept(plugin);
        plugin.close();
    }

    /** The plugins that there are, in the order in which they come first. */
    public List<Plugin> plugins() {
        return current().plugins().stream().map(PluginNodes::plugin).toList();
    }

    /** Loads every plugin, so that everything that is wrong with them is known. */
    public void loadAll() {
        current().plugins().forEach(PluginNodes::load);
    }

    /** What was left out, as far as known. */
    public List<PluginFailure> failures() {
        return current().registry().failures();
    }

    /**
     * Adds the plugin at a folder or jar, loading it at once.
     *
     * @throws PluginException if anything is wrong with it
     */
    public synchronized Plugin add(Path place) {
        FolderPlugin plugin = loader.find(place);
        replace(Optional.empty(), plugin);
        return plugin;
    }

    /**
     * Reads a plugin anew from where it was found, loading it at once; also one that was left out and has been mended since.
     *
     * @throws PluginException if anything is wrong with it; the former version stays
     */
    public synchronized Plugin reload(String id) {
        Optional<PluginNodes> former = find(id);
        if (former.isPresent()) {
            FolderPlugin plugin =
                    loader.findAgain(removable(former.get()).place().orElseThrow());
            replace(former, plugin);
            return plugin;
        }
        Path place = failures().stream()
                .filter(failure -> failure.plugin().equals(id))
                .flatMap(failure -> failure.file().stream())
                .findFirst()
                .orElseThrow(() -> unknown(id));
        return add(place);
    }

    /** Reads all plugin folders anew, and the plugins that were added; what is broken then is left out and reported. */
    public synchronized void reload() {
        PluginLoader.Found found = loader.inFolders();
        List<Plugin> plugins = new ArrayList<>(found.plugins());
        List<PluginFailure> failures = new ArrayList<>(found.failures());
        for (PluginNodes nodes : current.plugins()) {
            nodes.plugin().place().filter(PluginPlace::added).ifPresent(place -> {
                try {
                    plugins.add(loader.findAgain(place));
                } catch (PluginException e) {
                    failures.add(e.failure());
                }
            });
        }
        install(generation(new PluginLoader.Found(plugins, failures)));
    }

    /**
     * Removes a plugin. Runs that use it go on.
     *
     * @throws PluginException if there is none of that id, or if it is on the class path
     */
    public synchronized void remove(String id) {
        PluginNodes former = find(id).orElseThrow(() -> unknown(id));
        removable(former);
        List<PluginNodes> rest = new ArrayList<>(current.plugins());
        rest.remove(former);
        install(new Generation(rest, current.found(), live));
    }

    private Optional<PluginNodes> find(String id) {
        return current.plugins().stream()
                .filter(nodes -> nodes.plugin().id().equals(id))
                .findFirst();
    }

    private static Plugin removable(PluginNodes nodes) {
        if (nodes.plugin().place().isEmpty()) {
            throw new PluginException(PluginFailure.of(
                    Kind.UNREADABLE,
                    nodes.plugin().id(),
                    "It is on the class path of the host, where plugins are neither removed nor reloaded."));
        }
        return nodes.plugin();
    }

    private PluginException unknown(String id) {
        List<String> ids = plugins().stream().map(Plugin::id).toList();
        return new PluginException(PluginFailure.of(
                Kind.UNREADABLE, id, "There is no such plugin; there are " + String.join(", ", ids) + "."));
    }

    private void replace(Optional<PluginNodes> former, FolderPlugin plugin) {
        PluginNodes nodes = new PluginNodes(plugin);
        try {
            List<PluginNodes> next = new ArrayList<>(current.plugins());
            former.ifPresentOrElse(f -> next.set(next.indexOf(f), nodes), () -> next.add(nodes));
            for (PluginNodes other : next) {
                if (other != nodes && other.plugin().id().equals(plugin.id())) {
                    throw new PluginException(duplicate(plugin, other.plugin()));
                }
            }
            nodes.load().stream().findFirst().ifPresent(failure -> {
                throw new PluginException(failure);
            });
            Path place = plugin.place().orElseThrow().path();
            List<PluginFailure> found = current.found().stream()
                    .filter(failure -> !failure.file().equals(Optional.of(place)))
                    .toList();
            Generation generation = new Generation(next, found, live);
            generation.registry().failures().stream()
                    .filter(failure -> failure.plugin().equals(plugin.id()) && !found.contains(failure))
                    .findFirst()
                    .ifPresent(failure -> {
                        throw new PluginException(failure);
                    });
            install(generation);
        } catch (PluginException e) {
            close(plugin);
            throw e;
        }
    }

    /** Closes all plugins and deletes their copies; no run may go on. */
    @Override
    public synchronized void close() {
        List.copyOf(open).forEach(FolderPlugin::close);
        open.clear();
        loader.close();
    }
}
