package dev.zograf.runtime.wire;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.network.MemoryLedger;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.NetworkTap;
import dev.zograf.runtime.plugin.PluginTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is made from.
 *
 * @param models folders in which models are looked up, in order
 * @param classLoader sees the plugins and the models that ship
 * @param plugins further plugins
 * @param pluginFolders in which plugins lie, each in a class loader of its own
 * @param exposed beginnings of names of classes of the host that plugins see
 * @param trust which plugins from folders may run
 * @param services what nodes may have injected besides the engine's own services
 * @param threads how many nodes may run at once
 * @param cacheBytes of results that are kept
 * @param networks how networks run
 * @param tap sees every call of a network
 * @param dry where networks note what they would need in place of computing
 */
public record Settings(
        List<Path> models,
        ClassLoader classLoader,
        List<NodePlugin> plugins,
        List<Path> pluginFolders,
        List<String> exposed,
        PluginTrust trust,
        HostServices services,
        int threads,
        long cacheBytes,
        NetworkOptions networks,
        Optional<NetworkTap> tap,
        Optional<MemoryLedger> dry) {}
