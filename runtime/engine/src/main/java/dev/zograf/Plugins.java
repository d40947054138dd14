package dev.zograf;

import dev.zograf.runtime.plugin.FolderPlugin;
import dev.zograf.runtime.plugin.Plugin;
import dev.zograf.runtime.plugin.PluginInfo;
import dev.zograf.runtime.wire.PluginHost;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plugins of a running engine. They can be changed at any time: a run finishes on the version that it started with, and a workflow
 * that was read before is checked again when it is next run. Of what is removed, kept results are dropped and classes are unloaded as
 * soon as no run and no object of the host holds them. Thread-safe.
 */
public final class Plugins {

    private static final int LARGEST_FILE = 1 << 20;

    private final PluginHost host;

    Plugins(PluginHost host) {
        this.host = host;
    }

    /** The plugins, those that were left out last. One whose code nobody needed yet is not loaded for this. */
    public List<PluginInfo> list() {
        return PluginInfo.of(host.plugins(), host.failures());
    }

    /**
     * What the jars of plugins from folders have under a path, by the plugins' ids; none of their code is run. Files of more than 1 MiB are
     * taken for none.
     */
    public SortedMap<String, byte[]> files(String path) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Plugin plugin : host.plugins()) {
            if (plugin instanceof FolderPlugin folder) {
                folder.file(path, LARGEST_FILE).ifPresent(bytes -> files.put(plugin.id(), bytes));
            }
        }
        return files;
    }

    /** As {@link #list}, with all plugins loaded, so that what is wrong with their code is known. */
    public List<PluginInfo> load() {
        host.loadAll();
        return list();
    }

    /**
     * Adds the plugin at a folder with jars, or at a single jar, and loads it.
     *
     * @throws dev.zograf.runtime.plugin.PluginException if anything is wrong with it; nothing has changed then
     */
    public PluginInfo add(Path place) {
        return PluginInfo.of(host.add(place));
    }

    /**
     * Removes a plugin that came from a folder.
     *
     * @throws dev.zograf.runtime.plugin.PluginException if there is none of this id
     */
    public void remove(String id) {
        host.remove(id);
    }

    /**
     * Reads a plugin anew from its folder and loads it; also one that was left out and has been mended since.
     *
     * @throws dev.zograf.runtime.plugin.PluginException if anything is wrong with it; the former version stays then
     */
    public PluginInfo reload(String id) {
        return PluginInfo.of(host.reload(id));
    }

    /** Reads all plugin folders anew. What is broken is left out and reported, as when an engine starts. */
    public List<PluginInfo> reload() {
        host.reload();
        return list();
    }
}
