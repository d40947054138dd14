package dev.zograf.runtime.wire;

import dev.zograf.runtime.exec.Executor;
import dev.zograf.runtime.exec.ResultCache;
import dev.zograf.runtime.exec.RunObserver;
import dev.zograf.runtime.exec.TemporaryFiles;
import dev.zograf.runtime.exec.TracedRun;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.trace.Trace;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of an engine that its door needs. Closing it closes all of them, those first that use others. */
public final class Engine implements AutoCloseable {

    private final NodeFactory factory;
    private final Executor executor;
    private final TemporaryFiles temporaries;
    private final ModelRoots models;
    private final EngineNetworks networks;
    private final PluginHost plugins;
    private final ResultCache cache;
    private final Trace trace;

    @Inject
    Engine(
            InjectingNodeFactory factory,
            Executor executor,
            TemporaryFiles temporaries,
            ModelRoots models,
            EngineNetworks networks,
            PluginHost plugins,
            ResultCache cache,
            Trace trace) {
        this.factory = factory;
        this.executor = executor;
        this.temporaries = temporaries;
        this.models = models;
        this.networks = networks;
        this.plugins = plugins;
        this.cache = cache;
        this.trace = trace;
    }

    /** The plugins, and the node types that come from them. */
    public PluginHost plugins() {
        return plugins;
    }

    /** The node types that there are now. */
    public NodeRegistry registry() {
        return plugins.current().registry();
    }

    /** Makes nodes. */
    public NodeFactory factory() {
        return factory;
    }

    /** Runs plans. */
    public Executor executor() {
        return executor;
    }

    /** The results that are kept. */
    public ResultCache cache() {
        return cache;
    }

    /** Half-written files. */
    public TemporaryFiles temporaries() {
        return temporaries;
    }

    /** The models that there are. */
    public ModelRoots models() {
        return models;
    }

    /** An observer that traces a run, too, if the engine has a profile. */
    public RunObserver traced(RunObserver observer) {
        return trace.isOn() ? new TracedRun(trace, observer) : observer;
    }

    /** What runs networks. */
    public EngineNetworks networks() {
        return networks;
    }

    /**
     * A run has ended. When it was the last one, working memory of networks is given back; when it failed for lack of memory, so are all
     * weights and results that nobody is using.
     */
    public void ended(Generation generation, @Nullable Throwable thrown) {
        plugins.leave(generation);
        if (isLackOfMemory(thrown)) {
            cache.clear();
            networks.releaseIdle();
        }
        if (executor.runs() == 0) {
            networks.giveWorkingMemoryBack();
        }
    }

    private static boolean isLackOfMemory(@Nullable Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError || (each instanceof NetworkException e && e.isLackOfMemory())) {
                return true;
            }
        }
        return false;
    }

    /** Plugins and node types that were left out. */
    public List<PluginFailure> failures() {
        return plugins.failures();
    }

    @Override
    public void close() {
        executor.close();
        plugins.close();
        temporaries.close();
        networks.close();
        models.close();
    }
}
