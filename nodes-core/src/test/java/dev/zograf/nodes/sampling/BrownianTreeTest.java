package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.value.FloatTensor;
import org.junit.jupiter.api.Test;

class BrownianTreeTest {

    private static final double[] SIGMAS = {14.614642, 7.5, 3.25, 1.1, 0.3, 0.0291675};

    /** What torchsde 0.2.6 draws on the CPU, for a small seed and one of more than 32 bits. */
    @Test
    void followsTorchsde() {
        float[][] small = {
            {-0.348607451f, 0.140690744f, 1.34797359f, -1.41461122f},
            {0.538415372f, -0.182495877f, -0.0392830707f, -0.174965769f},
            {0.193672448f, 0.546565831f, -0.415565908f, -1.39314187f},
            {-1.26872075f, 1.25680566f, -0.316191524f, -0.910510063f},
            {-0.070130907f, 0.405510664f, 0.207179114f, 0.965375483f}
        };
        float[][] large = {
            {-1.89206254f, -1.25492883f, 0.624056101f, -0.363657117f},
            {0.821198821f, 1.43717539f, -0.222605616f, -0.0846555382f},
            {0.0216712747f, -1.8290149f, -1.59983349f, 0.00188148057f},
            {-1.00734854f, -0.239046335f, 1.85660815f, 0.84531337f},
            {0.210125938f, -0.255306095f, -1.60585189f, 1.27503943f}
        };
        follows(7, small);
        follows((1L << 33) + 5, large);
    }

    private static void follows(long seed, float[][] expected) {
        BrownianTree tree = tree(seed);
        for (int i = 0; i < expected.length; i++) {
            FloatTensor noise = tree.between(SIGMAS[i], SIGMAS[i + 1]);
            for (int j = 0; j < 4; j++) {
                assertThat(noise.at(j)).isCloseTo(expected[i][j], within(2e-6f));
            }
        }
    }

    @Test
    void isOnePathWhateverTheSteps() {
        BrownianTree tree = tree(11);
        FloatTensor whole = tree.between(8, 2).times(Math.sqrt(6));
        FloatTensor parts = tree.between(8, 5).times(Math.sqrt(3)).plus(Math.sqrt(3), tree(11).between(5, 2));
        FloatTensor back = tree.between(2, 8).times(-Math.sqrt(6));
        for (int i = 0; i < whole.size(); i++) {
            assertThat(parts.at(i)).isCloseTo(whole.at(i), within(1e-5f));
            assertThat(back.at(i)).isEqualTo(whole.at(i));
        }
        assertThat(tree.between(3, 3).toArray()).containsOnly(0f);
    }

    @Test
    void hashesSeedsAsNumpyDoes() {
        assertThat(new SeedSequence(7).first()).isEqualTo(1376543887L);
        assertThat(new SeedSequence((1L << 33) + 5, 5, 3).first()).isEqualTo(3050412274L);
    }

    private static BrownianTree tree(long seed) {
        return new BrownianTree(0.0291675, 14.614642, seed, TorchNoise::of, 1, 1, 4, 5);
    }
}
