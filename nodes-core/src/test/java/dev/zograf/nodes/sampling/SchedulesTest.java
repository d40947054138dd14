package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulesTest {

    private static final List<Integer> SHAPE = List.of(1, 4, 8, 8);

    @Test
    void spacesTimesteps() {
        assertThat(TimestepSpacing.LEADING.timesteps(4, 1000, 1)).containsExactly(751, 501, 251, 1);
        assertThat(TimestepSpacing.TRAILING.timesteps(4, 1000, 1)).containsExactly(999, 749, 499, 249);
        assertThat(TimestepSpacing.LINSPACE.timesteps(4, 1000, 1)).containsExactly(999, 666, 333, 0);
        assertThat(TimestepSpacing.LINSPACE.open(4, 1000, 1000, 0)).containsExactly(999, 749, 500, 250);
        assertThat(TimestepSpacing.LEADING.open(4, 1000, 1000, 1)).containsExactly(801, 601, 401, 201);
    }

    /** {@code sigmas[0] = sigma}, and nothing else; the noise is as much as there is at the beginning. */
    @Test
    void beginsWithAnotherAmountOfNoise() {
        TrainedSigmas trained = TrainedSigmas.of(Config.of("test", Map.of("beta_schedule", "scaled_linear")), true);
        Schedule whole = SigmaList.of(trained, new double[] {9, 4, 1, 0});

        Steps steps = new FirstSigma(whole, trained, 6).steps(20, SHAPE);

        assertThat(steps.all()).extracting(step -> step.from().sigma()).containsExactly(6.0, 4.0, 1.0);
        assertThat(steps.all()).extracting(step -> step.to().sigma()).containsExactly(4.0, 1.0, 0.0);
        assertThat(steps.initialScale()).isEqualTo(trained.initialScale(6));
        assertThat(steps.get(0).from().timestep()).isEqualTo(trained.level(6).timestep());
        assertThat(new FirstSigma(whole, trained, 6).masksInside()).isTrue();
    }

    @Test
    void trailingHasAsManyStepsAsAskedFor() {
        for (int count = 1; count <= 1000; count++) {
            assertThat(TimestepSpacing.TRAILING.timesteps(count, 1000, 0)).hasSize(count);
        }
    }

    @Test
    void spacesRatiosFromTheLargestToTheLeast() {
        for (SigmaSpacing spacing :
                List.of(new KarrasSpacing(7), new ExponentialSpacing(), new LuSpacing(), BetaSpacing.published())) {
            double[] sigmas = spacing.sigmas(14.6, 0.03, 12);
            assertThat(sigmas).hasSize(12).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(sigmas[0]).isCloseTo(14.6, within(1e-5));
            assertThat(sigmas[11]).isCloseTo(0.03, within(1e-6));
            assertThat(spacing.sigmas(5, 1, 1)[0]).isCloseTo(5, within(1e-6));
        }
    }

    @Test
    void knowsTheQuantilesOfTheBetaDistribution() {
        double[] quantiles = BetaSpacing.published().sigmas(1, 0, 11);
        assertThat(quantiles[1]).isCloseTo(0.9604155944112192, within(1e-12));
        assertThat(quantiles[5]).isCloseTo(0.5, within(1e-12));
        assertThat(quantiles[9]).isCloseTo(0.03958440558878085, within(1e-12));
    }

    @Test
    void stretchesBetasToNoFinalSignal() {
        NoiseTable table = NoiseTable.of(
                Config.of("test", Map.of("rescale_betas_zero_snr", true)), 0.00085, 0.012, "scaled_linear");
        assertThat(table.alphaBar(999)).isZero();
        assertThat(table.alphaBar(0)).isCloseTo(0.99915, within(1e-5));
        assertThat(table.withLeastSignal().sigma(999)).isEqualTo(4096, within(0.01));
    }

    @Test
    void findsTheTimestepOfARatioBack() {
        NoiseTable table = NoiseTable.of(Config.of("test", Map.of()), 0.0001, 0.02, "linear");
        for (int t = 0; t < 1000; t += 37) {
            assertThat(table.timestepOf(table.sigma(t))).isCloseTo(t, within(1e-3));
        }
        assertThat(table.timestepOf(1e9)).isEqualTo(999);
        assertThat(table.timestepOf(0)).isZero();
    }

    @Test
    void shiftsFlowsWithThePicturesSize() {
        Schedule schedule = scheduler("FlowMatchEulerDiscreteScheduler", Map.of("use_dynamic_shifting", true));
        Steps small = schedule.steps(4, List.of(1, 16, 32, 32));
        Steps large = schedule.steps(4, List.of(1, 16, 128, 128));
        assertThat(small.get(0).from().sigma()).isEqualTo(1);
        assertThat(large.get(1).from().sigma())
                .isGreaterThan(small.get(1).from().sigma());
        assertThat(small.get(3).to().sigma()).isZero();
    }

    @Test
    void namesTheClassesAndOptionsThatThereAre() {
        assertThatThrownBy(() -> scheduler("NoSuchScheduler", Map.of()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("NoSuchScheduler")
                .hasMessageContaining("EulerDiscreteScheduler");
        assertThatThrownBy(() -> scheduler("EulerDiscreteScheduler", Map.of("prediction_type", "guess")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("guess")
                .hasMessageContaining("v_prediction");
        assertThatThrownBy(() -> scheduler("DDIMScheduler", Map.of("beta_schedule", "steep")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("scaled_linear");
        assertThatThrownBy(() -> scheduler("DPMSolverMultistepScheduler", Map.of("algorithm_type", "dpmsolver")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("sigma_min");
    }

    @Test
    void rejectsStepsThatTheScheduleDoesNotHave() {
        assertThatThrownBy(() -> scheduler("DDIMScheduler", Map.of()).steps(1001, SHAPE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> scheduler("LCMScheduler", Map.of()).steps(51, SHAPE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 to 50");
        assertThatThrownBy(() -> scheduler("PNDMScheduler", Map.of()).steps(3, SHAPE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 4");
    }

    private static Schedule scheduler(String type, Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("_class_name", type);
        return DiffusersScheduler.of(Config.of("scheduler_config.json", all)).schedule();
    }
}
