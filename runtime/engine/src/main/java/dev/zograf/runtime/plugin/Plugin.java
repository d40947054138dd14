package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.util.List;
import java.util.Optional;

/** A plugin that was found, in one version. Nothing of its code runs before it is loaded. Thread-safe. */
public sealed interface Plugin permits ClassPathPlugin, FolderPlugin {

    /** The descriptor's id, or the name of its class if it has no descriptor. */
    String id();

    /** What its descriptor says; on the class path it may have none. */
    Optional<PluginDescriptor> descriptor();

    /** Where it lies; empty if it is on the class path or was given by the host. */
    Optional<PluginPlace> place();

    /**
     * Makes its plugin objects, the first time only.
     *
     * @throws PluginException if that fails, each time with the same failure
     */
    List<NodePlugin> load();
}
