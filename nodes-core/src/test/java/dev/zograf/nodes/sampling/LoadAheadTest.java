package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.NodeType;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.nodes.CoreNodes;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadAheadTest {

    private final AtomicInteger prepared = new AtomicInteger();

    /** Counts how often it is told to get ready. */
    private final class Counting extends ForwardingDenoiser {
        Counting(Denoiser model) {
            super(model);
        }

        @Override
        protected Denoiser before(Denoiser other) {
            return new Counting(other);
        }

        @Override
        public void prepare() {
            prepared.incrementAndGet();
        }
    }

    private int times(String input, String... pending) {
        prepared.set(0);
        new Sample().prepare(input, new Counting(new FakeDenoiser()), Set.of(pending));
        new SampleCustom().prepare(input, new Counting(new FakeDenoiser()), Set.of(pending));
        return prepared.get();
    }

    @Test
    void whilePromptsAreEncodedTheNetworkIsLoaded() {
        assertThat(times("model", "encode-prompt", "empty-latent", "combine-conditioning"))
                .isEqualTo(2);
    }

    @Test
    void notIfTheConditioningMayBringPatchesOfTheNetwork() {
        assertThat(times("model", "encode-prompt", "apply-controlnet")).isZero();
        assertThat(times("model", "refer-to-latent")).isZero();
        assertThat(times("model", "somebody-elses")).isZero();
    }

    @Test
    void notForOtherInputs() {
        assertThat(times("positive", "encode-prompt")).isZero();
    }

    @Test
    void thereAreAllThatItKnows() {
        Set<String> all = new CoreNodes()
                .nodes().stream()
                        .map(node -> node.getAnnotation(NodeType.class).id())
                        .collect(Collectors.toSet());
        assertThat(all).containsAll(LoadAhead.WITHOUT_PATCHES);
    }
}
