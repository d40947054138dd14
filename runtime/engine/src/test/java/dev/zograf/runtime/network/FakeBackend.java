package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.TensorGraph;
import java.util.Optional;

/** A backend that takes every graph at every precision. Tests say what is loaded, if anything is. */
class FakeBackend implements NetworkBackend {

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean knows(Precision precision) {
        return true;
    }

    @Override
    public Optional<String> obstacle(Precision precision) {
        return Optional.empty();
    }

    @Override
    public PreparedNetwork prepare(String name, TensorGraph graph, Precision precision) {
        return new Prepared(name);
    }

    /** What a network is on a device. */
    LoadedNetwork load(String network, Device device) {
        throw new AssertionError("nothing is loaded here");
    }

    /** See {@link PreparedNetwork#runsAtOnceBelow}. */
    long runsAtOnceBelow() {
        return 0;
    }

    private final class Prepared implements PreparedNetwork {

        private final String name;

        Prepared(String name) {
            this.name = name;
        }

        @Override
        public long bytes() {
            return 1000;
        }

        @Override
        public long runsAtOnceBelow() {
            return FakeBackend.this.runsAtOnceBelow();
        }

        @Override
        public LoadedNetwork load() {
            throw new AssertionError("A device is named.");
        }

        @Override
        public LoadedNetwork load(Device device) {
            return FakeBackend.this.load(name, device);
        }
    }
}
