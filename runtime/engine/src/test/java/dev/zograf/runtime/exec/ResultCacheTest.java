package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.SampleNodes;
import dev.zograf.api.model.Editable;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.node.NodeSchemaReader;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.KeyBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultCacheTest {

    private static ContentKey key(int i) {
        return new KeyBuilder()
                .key(
                        NodeSchemaReader.read(SampleNodes.Add.class),
                        "",
                        Map.of("a", new Argument.Constant((long) i)),
                        List.of(),
                        node -> Optional.empty())
                .orElseThrow();
    }

    @Test
    void keepsWithinItsBytes() {
        ResultCache cache = new ResultCache(1 << 20);
        for (int i = 0; i < 50; i++) {
            cache.put(key(i), List.of(Image.of(FloatTensor.zeros(1, 3, 128, 128))));
            assertThat(cache.bytes()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(cache.bytes()).isGreaterThan(500_000);
        cache.clear();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void whatAModelHoldsOfItsOwnCounts() {
        class Patched implements Editable<Patched> {
            @Override
            public long heldBytes() {
                return 600_000;
            }
        }
        ResultCache cache = new ResultCache(1 << 20);
        cache.put(key(1), List.of(new Patched()));
        assertThat(cache.bytes()).isGreaterThan(600_000);
        cache.put(key(2), List.of(Optional.of(new Patched())));
        assertThat(cache.bytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void doesNotKeepWhatIsLargerThanItself() {
        ResultCache cache = new ResultCache(1000);
        cache.put(key(1), List.of(FloatTensor.zeros(1000)));
        cache.put(key(2), List.of("small"));
        assertThat(cache.bytes()).isLessThan(1000);
        assertThat(cache.get(key(1))).isEmpty();
        assertThat(cache.get(key(2))).isPresent();
    }
}
