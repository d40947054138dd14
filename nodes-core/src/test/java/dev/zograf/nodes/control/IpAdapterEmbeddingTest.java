package dev.zograf.nodes.control;

import static dev.zograf.nodes.control.AdaptersTest.PLAIN;
import static dev.zograf.nodes.control.AdaptersTest.ip;
import static dev.zograf.nodes.control.AdaptersTest.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeImageEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IP-Adapters that are given what CLIP said before. */
class IpAdapterEmbeddingTest {

    private static final Map<String, Object> PICTURES = Map.of(
            "encoder", new FakeImageEncoder(), "image", List.of(Samples.noise(2, 9, 7, 4), Samples.noise(1, 5, 8, 9)));

    /** One that looks at tokens. */
    private static Map<String, long[]> full() {
        Map<String, long[]> shapes = plain();
        shapes.keySet().removeIf(name -> name.startsWith("image_proj"));
        shapes.put("image_proj.proj.0.weight", new long[] {3, 3});
        shapes.put("image_proj.proj.0.bias", new long[] {3});
        shapes.put("image_proj.proj.2.weight", new long[] {6, 3});
        shapes.put("image_proj.proj.2.bias", new long[] {6});
        shapes.put("image_proj.proj.3.weight", new long[] {6});
        shapes.put("image_proj.proj.3.bias", new long[] {6});
        return shapes;
    }

    private static ApplyIpAdapter.Out apply(IpAdapterModel adapter, Map<String, Object> more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of("positive", PLAIN, "negative", PLAIN, "adapter", adapter));
        in.putAll(more);
        return NodeHarness.of(new ApplyIpAdapter()).run(in);
    }

    private static float[] tokens(Conditioning conditioning) {
        return ((IpAdapterPatch) Patches.of(conditioning).get(0)).tokens().toArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void embeddingsStandForTheirPictures(boolean tokens) throws Exception {
        IpAdapterModel adapter = ip(tokens ? full() : plain());
        Map<String, Object> in = new HashMap<>(PICTURES);
        in.put("adapter", adapter);
        FloatTensor embedding = NodeHarness.of(new EmbedForIpAdapter()).run(in).embedding();

        ApplyIpAdapter.Out seen = apply(adapter, PICTURES);
        ApplyIpAdapter.Out given = apply(adapter, Map.of("embedding", embedding));

        assertThat(embedding.shape()).isEqualTo(tokens ? new int[] {2, 3, 2, 3} : new int[] {2, 3, 3});
        assertThat(tokens(given.positive())).isEqualTo(tokens(seen.positive()));
        assertThat(tokens(given.negative())).isEqualTo(tokens(seen.negative()));
    }

    @Test
    void withoutAnotherSideEmbeddingsOfNothingAreZeros() throws Exception {
        IpAdapterModel adapter = ip(plain());
        FloatTensor one = Samples.normal(3, 2, 3);
        FloatTensor both = FloatTensor.concat(0, List.of(FloatTensor.zeros(1, 2, 3), one.reshape(1, 2, 3)));

        ApplyIpAdapter.Out short2 = apply(adapter, Map.of("embedding", one));

        assertThat(tokens(short2.negative()))
                .isEqualTo(tokens(apply(adapter, Map.of("embedding", both)).negative()));
        assertThatThrownBy(() -> apply(ip(full()), Map.of("embedding", one.reshape(2, 1, 3))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs to know what CLIP says of no picture");
    }

    @Test
    void embeddingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> apply(ip(plain()), Map.of("embedding", FloatTensor.zeros(2, 1, 4))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("trained on 3 numbers from CLIP, but these are 4");
        assertThatThrownBy(() -> apply(ip(plain()), Map.of("embedding", FloatTensor.zeros(2, 1, 2, 3))))
                .hasMessageContaining("takes [pictures, width], or two of these");
        assertThatThrownBy(() -> apply(ip(full()), Map.of("embedding", FloatTensor.zeros(3, 3))))
                .hasMessageContaining("It was trained on CLIP's tokens before the last layer.");
    }

    @Test
    void picturesOrEmbeddingsAreNeeded() {
        IpAdapterModel adapter = ip(plain());
        Map<String, Object> both = new HashMap<>(PICTURES);
        both.put("embedding", FloatTensor.zeros(2, 1, 3));

        assertThatThrownBy(() -> apply(adapter, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give at least one, or its embedding");
        assertThatThrownBy(() -> apply(adapter, both)).hasMessageContaining("give one of them");
        assertThatThrownBy(() -> apply(adapter, Map.of("image", List.of(Samples.noise(1, 9, 7, 4)))))
                .hasMessageContaining("connect a load-clip-vision node");
    }
}
