package dev.zograf.nodes.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LcmUpscaleTest {

    private static final FloatTensor START = Samples.normal(1, 1, 2, 10, 16);

    /** The model's answer is what it is given, so that nothing but the sampler changes it. */
    private static FloatTensor run(LcmUpscale sampler, int steps, List<String> sizes) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = steps - i;
        }
        Steps way = Curved.steps(sigmas);
        return sampler.sample(
                (x, level) -> Denoised.of(x, x), START, way, new SigmaSampler.NoNoise(), (call, level, x, said) -> {
                    sizes.add(x.dim(2) + "x" + x.dim(3));
                    return x;
                });
    }

    /** The sides after each step are {@code round(side (1 + (i + 1) (scale - 1) / n))}, halves to the even number, over the first n steps. */
    @ParameterizedTest
    @CsvSource({
        "4, -1, 2, 15x24 20x32 20x32 20x32",
        "5, -1, 1.5, 12x19 13x21 15x24 15x24 15x24",
        "4, 1, 2, 20x32 20x32 20x32 20x32",
        "4, 0, 2, 10x16 10x16 10x16 10x16",
        "2, 100, 2, 13x21 17x27",
        "1, -1, 0.5, 5x8"
    })
    void growsOverItsFirstSteps(int steps, int growing, double scale, String expected) {
        List<String> sizes = new ArrayList<>();
        run(new LcmUpscale(scale, growing, Interpolation.BILINEAR), steps, sizes);

        assertThat(String.join(" ", sizes)).isEqualTo(expected);
    }

    @Test
    void resizesTheCleanLatent() {
        FloatTensor end = run(new LcmUpscale(2, 2, Interpolation.BICUBIC), 2, new ArrayList<>());

        FloatTensor expected = Interpolation.BICUBIC.resize(Interpolation.BICUBIC.resize(START, 15, 24), 20, 32);
        for (int i = 0; i < end.size(); i++) {
            assertThat(end.at(i)).isCloseTo(expected.at(i), within(1e-6f));
        }
    }
}
