package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.conditioning.DropGuidance;
import dev.zograf.nodes.vision.EmbeddingNoise;
import dev.zograf.nodes.vision.PooledImages;
import dev.zograf.testkit.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SdInputsTest {

    private static final SdUnetConfig UNCLIP = SdUnetConfig.of(Config.of(
            "config.json", Map.of("class_embed_type", "projection", "projection_class_embeddings_input_dim", 8)));

    private static PooledImages picture(int width, double noise) {
        return new PooledImages(List.of(new PooledImages.Told(FloatTensor.zeros(1, width), 1, noise)), 7);
    }

    private static FloatTensor told(JoinedInputs joined, Conditioning... parts) {
        return (FloatTensor) new SdInputs(UNCLIP, EmbeddingNoise.PLAIN)
                .of(2, Size.of(64, 64), List.of(parts), joined)
                .get("class_labels");
    }

    @Test
    void noiseOnPicturesIsMadeOnceARun() {
        JoinedInputs run = JoinedInputs.ofRun();
        PooledImages picture = picture(4, 0.5);
        Conditioning positive = Samples.conditioning(1, 3, 6, 1).with(PooledImages.KEY, picture);
        Conditioning negative = Samples.conditioning(1, 3, 6, 2);

        FloatTensor first = told(run, positive, negative);

        float[] row = picture.withLevels(EmbeddingNoise.PLAIN).toArray();
        assertThat(first.shape()).containsExactly(4, 8);
        assertThat(first.slice(0, 0, 1).toArray()).isEqualTo(row);
        assertThat(first.slice(0, 1, 2).toArray()).isEqualTo(row);
        assertThat(first.slice(0, 2, 4).toArray()).containsOnly(0);
        assertThat(told(run, positive.with(Conditioning.PART, "sky"), negative))
                .as("the next step, at which the prompt is told as a new object")
                .isSameAs(first);
        assertThat(told(run, positive.with(PooledImages.KEY, picture(4, 0.1)), negative)
                        .toArray())
                .isNotEqualTo(first.toArray());
    }

    /** What the network adds for the scale is multiplied by the second input. */
    @Test
    void guidanceMayBeDroppedOnOneSide() {
        SdUnetConfig distilled = SdUnetConfig.of(Config.of("config.json", Map.of("time_cond_proj_dim", 256)));
        Conditioning plain = Samples.conditioning(1, 3, 6, 1).with(Conditioning.GUIDANCE, 4.0);

        Map<String, HostTensor> inputs = new SdInputs(distilled, EmbeddingNoise.PLAIN)
                .of(2, Size.of(64, 64), List.of(plain, plain.with(DropGuidance.KEY, true)), JoinedInputs.ofRun());

        assertThat(((FloatTensor) inputs.get("guidance")).toArray()).containsExactly(3, 3, 3, 3);
        assertThat(((FloatTensor) inputs.get("guided")).toArray()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void refusesPicturesOfAnotherEncoder() {
        JoinedInputs run = JoinedInputs.ofRun();

        assertThatThrownBy(() -> told(run, Samples.conditioning(1, 3, 6, 1).with(PooledImages.KEY, picture(6, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6 numbers each, but this model takes 4");
    }
}
