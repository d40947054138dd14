package dev.zograf.nodes.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast methods come close to the exact way, and which are others in disguise. */
class SolverOrderTest {

    private static final double DATA = 0.5;

    private static final Map<String, Sampler> SAMPLERS = Map.ofEntries(
            Map.entry("euler", new Euler(Churn.NONE)),
            Map.entry("heun", new Heun(Churn.NONE)),
            Map.entry("dpmpp_2m", new DpmPlusPlus2m()),
            Map.entry("exp_heun_2_x0", new Seeds2(0, 0, 1, true)),
            Map.entry("seeds_2", new Seeds2(0, 1, 0.5, false)),
            Map.entry("seeds_3", new Seeds3(0, 1)),
            Map.entry("res_multistep", new ResMultistep(0, 1, false)),
            Map.entry("lms", new LinearMultistep(2)),
            Map.entry("sa_solver", new SaSolver(0, 1, 3, 4, false)),
            Map.entry("sa_solver_pece", new SaSolver(0, 1, 2, 2, true)));

    /** With equal steps in the logarithm, halving them divides the error by about two to the power of the order. */
    @ParameterizedTest
    @CsvSource({
        "euler, 1",
        "heun, 2",
        "dpmpp_2m, 2",
        "exp_heun_2_x0, 2",
        "seeds_2, 2",
        "seeds_3, 3",
        "res_multistep, 2",
        "lms, 2",
        "sa_solver, 3",
        "sa_solver_pece, 2"
    })
    void convergesWithItsOrder(String name, int order) {
        double coarse = error(SAMPLERS.get(name), 12);
        double fine = error(SAMPLERS.get(name), 24);
        assertThat(coarse / fine).isGreaterThan(Math.pow(2, order) * 0.7);
    }

    /** The exact way of normal data: the latent's size is that of data and noise together (Karras et al. 2022, appendix B). */
    private static double error(Sampler sampler, int count) {
        double[] sigmas = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            sigmas[i] = 5 * Math.pow(0.2 / 5, (double) i / count);
        }
        FloatTensor end = sampler.sample(
                (x, level) -> {
                    FloatTensor x0 = x.times(DATA * DATA / (DATA * DATA + level.sigma() * level.sigma()));
                    return Denoised.of(x0, x).withUnconditional(x0);
                },
                FloatTensor.of(new float[] {1}, 1, 1, 1, 1),
                Curved.steps(sigmas),
                new SigmaSampler.NoNoise(),
                (call, now, x, denoised) -> x);
        double exact = Math.sqrt((DATA * DATA + 0.04) / (DATA * DATA + 25));
        return Math.abs(end.at(0) - exact);
    }

    @Test
    void withoutNoiseIsTheMethodBehindIt() {
        same(new EulerAncestral(0, 1), new Euler(Churn.NONE));
        same(new DpmPlusPlus2mSde(0, 1, false), new DpmPlusPlus2m());
        same(new DpmPlusPlusSde(0, 1, 0.5), new Seeds2(0, 1, 0.5, false));
        same(new Ddpm(), new EulerAncestral(1, 1));
        same(new ResMultistep(0, 1, false), new ResMultistep(0, 0, false));
        same(new GradientEstimation(1, false), new Euler(Churn.NONE));
        same(new Seeds2(0, 1, 1, true), new Seeds2(1, 0, 1, true), false);
    }

    @Test
    void guidanceOfNothingIsThePlainMethod() {
        same(new EulerCfgPlusPlus(0, 0), new Euler(Churn.NONE));
        same(new EulerCfgPlusPlus(1, 1), new EulerAncestral(1, 1));
        same(new DpmPlusPlus2mCfgPlusPlus(), new DpmPlusPlus2m());
        same(new HistoryCfgPlusPlus(0, 0), new Euler(Churn.NONE), Curved.karras(9, 10, 0.05), 9);
        same(new ResMultistep(1, 1, true), new ResMultistep(1, 1, false));
        same(new GradientEstimation(2, true), new GradientEstimation(2, false));
        for (Sampler sampler : List.of(new EulerCfgPlusPlus(0, 0), new ResMultistep(0, 1, true))) {
            assertThat(sampler.needsUnconditional()).isTrue();
        }
    }

    private static void same(Sampler one, Sampler other) {
        same(one, other, true);
    }

    /** Along the first levels only. */
    private static void same(Sampler one, Sampler other, double[] sigmas, int count) {
        double[] levels = Arrays.copyOf(sigmas, count);
        FloatTensor first = Curved.run(one, levels);
        FloatTensor second = Curved.run(other, levels);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.at(i)).isCloseTo(second.at(i), within(2e-5f));
        }
    }

    private static void same(Sampler one, Sampler other, boolean expected) {
        double[] sigmas = Curved.karras(9, 10, 0.05);
        FloatTensor first = Curved.run(one, sigmas);
        FloatTensor second = Curved.run(other, sigmas);
        double off = 0;
        for (int i = 0; i < first.size(); i++) {
            off = Math.max(off, Math.abs(first.at(i) - second.at(i)));
        }
        if (expected) {
            assertThat(off).as(one + " beside " + other).isCloseTo(0, within(2e-5));
        } else {
            assertThat(off).isGreaterThan(1e-3);
        }
    }
}
