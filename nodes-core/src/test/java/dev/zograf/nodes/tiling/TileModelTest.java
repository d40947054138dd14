package dev.zograf.nodes.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.sampling.Sample;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileModelTest {

    private final FakeDenoiser model = new FakeDenoiser();

    private Latent sample(Denoiser denoiser) throws Exception {
        return NodeHarness.of(new Sample())
                .run(Map.of(
                        "model",
                        denoiser,
                        "positive",
                        Samples.conditioning(1, 2, 3, 1),
                        "negative",
                        Samples.conditioning(1, 2, 3, 2),
                        "latent",
                        Latent.empty(2, 4, 21, 34),
                        "steps",
                        2,
                        "sampler",
                        "euler"))
                .latent();
    }

    @Test
    void aModelThatLooksAtSinglePixelsPaintsTheSame() throws Exception {
        FloatTensor whole = sample(model).samples();
        int calls = model.calls().size();
        Denoiser tiled = NodeHarness.of(new TileModel())
                .run(Map.of("model", model, "tile", 64))
                .model();

        FloatTensor painted = sample(tiled).samples();

        assertThat(model.calls().size() - calls).isEqualTo(4 * 6 * calls);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(painted.at(i)).isCloseTo(whole.at(i), withPercentage(1e-4));
        }
    }
}
