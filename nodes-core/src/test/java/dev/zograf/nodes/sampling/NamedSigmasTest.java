package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamedSigmasTest {

    private static final double DATA = 0.4;

    private static final Config DISCRETE =
            Config.of("test", Map.of("beta_start", 0.00085, "beta_end", 0.012, "beta_schedule", "scaled_linear"));
    private static final TrainedSigmas TRAINED = TrainedSigmas.of(DISCRETE, true);
    private static final double[] LAPLACE = {14.6, 1.9841468564907698, 1.2214027581601699, 0.7518721171071796, 0.03};
    private static final double[] VP = {46.98242215858192, 5.669241383440207, 1.2438703540719216, 0.05247651587643906, 0
    };
    private static final TrainedSigmas FLOW = TrainedSigmas.of(
            Config.of("test", Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "shift", 3)), true);

    /** Computed with NumPy and SciPy from the definitions. */
    @ParameterizedTest
    @CsvSource({
        "simple, 14.61464 5.96313 2.91831 1.61289 0.93236 0.49241 0",
        "normal, 14.61464 5.09241 2.27973 1.16286 0.57119 0.02917 0",
        "sgm_uniform, 14.61464 5.9489 2.91831 1.61558 0.93236 0.49355 0",
        "karras, 14.61464 6.08215 2.23215 0.69257 0.16976 0.02917 0",
        "exponential, 14.61464 4.21511 1.21571 0.35063 0.10113 0.02917 0",
        "ddim_uniform, 14.43857 5.90645 2.90712 1.61289 0.93236 0.4947 0.04131 0",
        "beta, 14.61464 8.70775 3.67575 1.61828 0.7624 0.32353 0",
        "kl_optimal, 14.61464 2.63289 1.29477 0.71163 0.33564 0.02917 0",
        "linear_quadratic, 14.61464 14.49285 14.37106 14.24928 12.58483 7.83507 0"
    })
    void spacesNoise(String name, String expected) {
        List<Double> sigmas = NamedSigmas.of(TRAINED, name, 6, 1, false).sigmas();
        String[] numbers = expected.split(" ");
        assertThat(sigmas).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            double wanted = Double.parseDouble(numbers[i]);
            assertThat(sigmas.get(i)).as(name + " " + i).isCloseTo(wanted, within(2e-5 * Math.max(1, wanted)));
        }
    }

    @Test
    void doesTheLastStepsOfALongerWay() {
        List<Double> whole = NamedSigmas.of(TRAINED, "karras", 20, 1, false).sigmas();
        assertThat(NamedSigmas.of(TRAINED, "karras", 10, 0.5, false).sigmas()).isEqualTo(whole.subList(10, 21));
        assertThat(NamedSigmas.of(TRAINED, "karras", 10, 0, false).sigmas()).isEmpty();
        List<Double> more = NamedSigmas.of(TRAINED, "karras", 11, 1, false).sigmas();
        List<Double> shortened = new ArrayList<>(more);
        shortened.remove(10);
        assertThat(NamedSigmas.of(TRAINED, "karras", 10, 1, true).sigmas()).isEqualTo(shortened);
        assertThatThrownBy(() -> NamedSigmas.of(TRAINED, "carrots", 10, 1, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("kl_optimal");
    }

    @Test
    void tellsTheNetworkTheNearestTimestepOrTheOneBetween() {
        double sigma = (TRAINED.at(500) * 2 + TRAINED.at(501)) / 3;
        assertThat(TRAINED.timestep(sigma)).isEqualTo(500);
        assertThat(TrainedSigmas.of(DISCRETE, false).timestep(sigma)).isBetween(500.2, 500.5);
    }

    @Test
    void knowsPublishedTables() {
        double[] aligned = PublishedSigmas.alignYourSteps("sd1", 10, 1);
        assertThat(aligned).hasSize(11).endsWith(0);
        assertThat(aligned[1]).isCloseTo(6.4745760956, within(1e-9));
        assertThat(PublishedSigmas.alignYourSteps("sdxl", 20, 0.5)).hasSize(11).endsWith(0);
        double[] turbo = PublishedSigmas.sdTurbo(TRAINED, 2, 1);
        assertThat(turbo).containsExactly(TRAINED.at(999), TRAINED.at(899), 0);
        assertThat(PublishedSigmas.sdTurbo(TRAINED, 1, 0.5)[0]).isEqualTo(TRAINED.at(499));
        assertThat(RangeSigmas.of("polyexponential", 14.6, 0.03, 1, 9)[3])
                .isCloseTo(RangeSigmas.of("exponential", 14.6, 0.03, 7, 9)[3], within(1e-9));
    }

    /** {@code exp(mu - spread sign(1/2 - x) ln(1 - 2 |1/2 - x|))} and {@code sqrt(exp(range t^2 / 2 + least t) - 1)}, computed with NumPy. */
    @Test
    void spreadsNoiseAsLaplaceAndAsTheVariancePreservingProcess() {
        double[] laplace = RangeSigmas.laplace(14.6, 0.03, 0.2, 0.7, 5);
        double[] vp = RangeSigmas.vp(0.2, 15, 0.01, 4);
        double[] middle = RangeSigmas.laplace(14.6, 0.03, 0.2, 0.7, 9);

        assertThat(laplace).containsExactly(LAPLACE, within(1e-6));
        assertThat(middle[4]).isEqualTo(Math.exp(0.2), within(1e-5));
        assertThat(vp).containsExactly(VP, within(1e-5));
    }

    static List<String> samplers() {
        return List.copyOf(NamedSampler.all());
    }

    /** Every method runs along every spacing, the same each time, and ends with the known mean of the data where steps are fine enough. */
    @ParameterizedTest
    @MethodSource("samplers")
    void endsWithDataOnEverySchedule(String name) {
        assertThat(NamedSampler.all()).hasSize(45);
        for (TrainedSigmas trained : List.of(TRAINED, FLOW)) {
            for (String spacing : NamedSigmas.all()) {
                float[] once = run(name, spacing, trained);
                assertThat(run(name, spacing, trained)).isEqualTo(once);
                double sum = 0;
                double squares = 0;
                for (float value : once) {
                    assertThat(value).as(name + " " + spacing).isFinite();
                    sum += value;
                    squares += value * value;
                }
                if (trained.flow() || !List.of("karras", "exponential").contains(spacing)) {
                    // Ten steps are too few for some methods here; the originals overshoot in the same way.
                    continue;
                }
                double mean = sum / once.length;
                double deviation = Math.sqrt(squares / once.length - mean * mean);
                String what = name + " " + spacing;
                assertThat(mean).as(what).isBetween(0.8, 1.2);
                assertThat(deviation).as(what).isBetween(0.01, 1.0);
            }
        }
    }

    private static float[] run(String name, String spacing, TrainedSigmas trained) {
        Sampler sampler = NamedSampler.of(name, NamedSampler.Options.USUAL);
        Steps steps = NamedSigmas.of(trained, spacing, 10, 1, NamedSampler.shortens(name))
                .steps(10, List.of(1, 1, 16, 16));
        NoiseLevel first = steps.get(0).from();
        var noise = SeedNoise.of(3, "cpu", false).open();
        FloatTensor x = noise.normal(1, 1, 16, 16).times(steps.initialScale());
        FloatTensor end = sampler.sample(
                (at, level) -> {
                    double a = level.alpha();
                    double gain = a * DATA * DATA / (a * a * DATA * DATA + level.sigma() * level.sigma());
                    FloatTensor x0 = at.map(v -> 1 + gain * (v - a));
                    return Denoised.of(x0, InputScale.noise(at, x0, level)).withUnconditional(x0);
                },
                x,
                steps,
                noise.forSteps(steps.get(steps.count() - 1).from().sigma(), first.sigma()),
                (call, now, after, denoised) -> after);
        return end.toArray();
    }
}
