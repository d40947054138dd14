package dev.zograf.nodes.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.NodeHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers that the published arithmetic gives in PyTorch. */
class SetPooledImageTest {

    private static final float[] ONE = {
        -2.0845820903778076f,
        -1.9993977546691895f,
        -1.291785478591919f,
        0.16761374473571777f,
        -1.5994582176208496f,
        -0.4993603229522705f,
        -0.43421486020088196f,
        -1.0726168155670166f,
        -1.0717848539352417f,
        -0.6193957328796387f,
        0.3513535261154175f,
        1.4970146417617798f,
        1.6783974170684814f,
        0.23984026908874512f,
        1.0354105234146118f,
        0.9240515828132629f
    };

    private static final float[] BOTH = {
        -1.8415497541427612f,
        -1.7930124998092651f,
        -1.102683186531067f,
        0.3244301974773407f,
        -1.4729125499725342f,
        -0.3950008749961853f,
        -0.35991281270980835f,
        -1.0501880645751953f,
        -1.0769798755645752f,
        -0.6605657935142517f,
        0.2832501530647278f,
        1.401808500289917f,
        1.5563842058181763f,
        0.07215795665979385f,
        0.8564629554748535f,
        0.6787811517715454f
    };

    private static FloatTensor row(double factor) {
        float[] row = new float[16];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) ((i / 8.0 - 1) * factor);
        }
        return FloatTensor.of(row, 1, 16);
    }

    private static Conditioning tell(Conditioning to, FloatTensor picture, double strength, double noise)
            throws Exception {
        return NodeHarness.of(new SetPooledImage())
                .run(Map.of("conditioning", to, "embedding", picture, "strength", strength, "noise", noise, "seed", 7L))
                .conditioning();
    }

    @Test
    void aPictureIsNoisedAndWeighted() throws Exception {
        Conditioning prompt = Conditioning.of(FloatTensor.zeros(1, 2, 3)).with(Conditioning.POOLED, row(9));
        Conditioning told = tell(prompt, row(1), 2, 0.25);

        assertThat(told.get(Conditioning.POOLED).orElseThrow().toArray()).containsExactly(ONE, within(2e-6f));
        assertThat(told.tokens()).isSameAs(prompt.tokens());
    }

    @Test
    void ofSeveralTheSumCounts() throws Exception {
        Conditioning told = tell(tell(Conditioning.of(FloatTensor.zeros(1, 2, 3)), row(1), 2, 0.25), row(-0.5), 0.5, 0);

        assertThat(told.get(Conditioning.POOLED).orElseThrow().toArray()).containsExactly(BOTH, within(2e-6f));
    }

    @Test
    void noStrengthLeavesThePromptAsItIs() throws Exception {
        Conditioning prompt = tell(Conditioning.of(FloatTensor.zeros(1, 2, 3)), row(1), 1, 0);

        assertThat(tell(prompt, row(2), 0, 0.5)).isSameAs(prompt);
    }

    @Test
    void picturesOfAnotherWidthAreRefused() throws Exception {
        Conditioning told = tell(Conditioning.of(FloatTensor.zeros(1, 2, 3)), row(1), 1, 0);

        assertThatThrownBy(() -> tell(told, FloatTensor.zeros(1, 8), 1, 0)).hasMessageContaining("use the same model");
    }
}
