package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Upscaler;
import dev.zograf.models.SrvggCompact;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeModels;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadUpscalerTest {

    private static Upscaler load(SrvggCompact network, String activation) throws Exception {
        FakeModels models = new FakeModels()
                .with("upscale_models", new FakeCheckpoint("net").withWeights("", FakeWeights.of(network)));
        return NodeHarness.of(new LoadUpscaler(models, new FakeNetworks()))
                .run(Map.of("model", "net", "activation", activation))
                .upscaler();
    }

    private static SrvggCompact network(int channels, SrvggCompact.Activation activation) {
        return new SrvggCompact(channels, 4, 3, 2, activation);
    }

    @Test
    void asksForTheActivationThatAFileLacks() throws Exception {
        SrvggCompact lacking = network(3, SrvggCompact.Activation.RELU);

        assertThat(load(lacking, "relu").factor()).isEqualTo(2);
        assertThat(load(lacking, "leaky-relu").factor()).isEqualTo(2);
        assertThatThrownBy(() -> load(lacking, "from-file"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not tell which they are");
    }

    @Test
    void doesNotOverruleAFile() throws Exception {
        SrvggCompact learned = network(3, SrvggCompact.Activation.PRELU);

        assertThat(load(learned, "from-file").factor()).isEqualTo(2);
        assertThatThrownBy(() -> load(learned, "relu"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leave this at");
    }

    @Test
    void takesGreyAndColours() throws Exception {
        assertThat(load(network(1, SrvggCompact.Activation.PRELU), "from-file").factor())
                .isEqualTo(2);
        assertThatThrownBy(() -> load(network(4, SrvggCompact.Activation.PRELU), "from-file"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("4 channels");
    }
}
