package dev.zograf.spring;

import dev.zograf.EngineState;
import dev.zograf.Zograf;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the engine is open and knows nodes; the details say what it does and which plugins it left out. */
final class ZografHealthIndicator extends AbstractHealthIndicator {

    private final Zograf zograf;

    ZografHealthIndicator(Zograf zograf) {
        super("The engine does not answer");
        this.zograf = zograf;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (!zograf.isOpen()) {
            builder.down().withDetail("reason", "the engine is closed");
            return;
        }
        int nodes = zograf.nodes().size();
        if (nodes == 0) {
            builder.down().withDetail("reason", "there are no nodes; put zograf-nodes-core on the class path");
        } else {
            builder.up();
        }
        EngineState state = zograf.state();
        builder.withDetail("nodes", nodes)
                .withDetail("runs", state.runs())
                .withDetail("queuedNodes", state.queuedNodes())
                .withDetail("modelBytes", state.modelBytes())
                .withDetail(
                        "leftOut",
                        zograf.failures().stream().map(Object::toString).toList());
    }
}
