package dev.zograf.runtime.wire;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.Stage;
import dev.zograf.api.model.CheckpointWriter;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.runtime.convert.OriginalFiles;
import dev.zograf.runtime.exec.Executor;
import dev.zograf.runtime.exec.ResultCache;
import dev.zograf.runtime.exec.TemporaryFiles;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.ort.OrtBackend;
import dev.zograf.runtime.plugin.PluginLoader;
import dev.zograf.runtime.plugin.SharedClasses;
import dev.zograf.runtime.trace.Trace;
import jakarta.inject.Singleton;

/** Says how the parts of an engine are made from its settings; each is made once. */
public final class RuntimeModule extends AbstractModule {

    private final Settings settings;

    private RuntimeModule(Settings settings) {
        this.settings = settings;
    }

    /** Makes the parts of an engine. */
    public static Engine start(Settings settings) {
        return Guice.createInjector(Stage.PRODUCTION, new RuntimeModule(settings))
                .getInstance(Engine.class);
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        bind(Engine.class).in(Singleton.class);
        bind(Trace.class).toInstance(settings.networks().trace());
        bind(Models.class).to(ModelRoots.class);
        bind(CheckpointWriter.class).to(OriginalFiles.class);
        bind(Networks.class).to(EngineNetworks.class);
    }

    @Provides
    @Singleton
    ModelRoots models() {
        return new ModelRoots(settings.models(), new BundledModels(settings.classLoader()));
    }

    @Provides
    @Singleton
    EngineNetworks networks() {
        EngineNetworks networks = settings.dry()
                .map(ledger -> EngineNetworks.dry(settings.networks(), ledger))
                .orElseGet(() -> OrtBackend.networks(settings.networks()));
        settings.tap().ifPresent(networks::tap);
        return networks;
    }

    @Provides
    @Singleton
    PluginHost plugins(
            InjectingNodeFactory factory,
            ModelRoots models,
            ResultCache cache,
            EngineNetworks networks,
            Executor executor) {
        EngineChoices live = new EngineChoices(factory, models);
        SharedClasses shared = new SharedClasses(settings.classLoader(), settings.exposed());
        PluginLoader loader = new PluginLoader(settings.pluginFolders(), shared, settings.trust());
        return new PluginHost(loader, PluginLoader.ofHost(settings.classLoader(), settings.plugins()), live, plugin -> {
            plugin.origin().ifPresent(cache::drop);
            plugin.classLoader().ifPresent(factory::forget);
            plugin.classLoader().ifPresent(networks::forget);
            executor.renewThreads();
        });
    }

    @Provides
    @Singleton
    InjectingNodeFactory factory(Models models, Networks networks) {
        return new InjectingNodeFactory(binder -> {
            binder.bind(Models.class).toInstance(models);
            binder.bind(Networks.class).toInstance(networks);
            binder.bind(CheckpointWriter.class).to(OriginalFiles.class);
            settings.services().bind(binder);
        });
    }

    @Provides
    @Singleton
    ResultCache cache() {
        return new ResultCache(settings.cacheBytes());
    }

    @Provides
    @Singleton
    TemporaryFiles temporaries() {
        return new TemporaryFiles();
    }

    @Provides
    @Singleton
    Executor executor(InjectingNodeFactory factory, ResultCache cache) {
        return new Executor(settings.threads(), factory, cache);
    }
}
