package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.Map;
import java.util.Set;

/** A network of an engine: what it is made from, without anything native. */
final class NetworkHandle implements Network {

    private final EngineNetworks engine;
    private final CompiledNetwork compiled;

    NetworkHandle(EngineNetworks engine, CompiledNetwork compiled) {
        this.engine = engine;
        this.compiled = compiled;
    }

    @Override
    public String name() {
        return compiled.name();
    }

    @Override
    public boolean fits(Map<String, int[]> shapes) {
        return engine.memory().fits(compiled, shapes);
    }

    @Override
    public void instead(String choice) {
        engine.memory().chose(compiled, choice);
    }

    @Override
    public void prepare() {
        engine.prepare(compiled);
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, Cancellation cancellation) {
        return engine.run(compiled, inputs, outputs, cancellation);
    }
}
