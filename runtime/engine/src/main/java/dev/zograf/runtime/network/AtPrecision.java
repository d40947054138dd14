package dev.zograf.runtime.network;

import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weights;

/** The networks of an engine at a precision of their own. */
record AtPrecision(EngineNetworks engine, Precision precision) implements Networks {

    @Override
    public Network compile(NetworkDefinition definition, Weights weights) {
        return engine.compile(definition, weights, precision);
    }

    @Override
    public Networks at(Precision other) {
        return engine.at(other);
    }
}
