package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {

    @ParameterizedTest
    @CsvSource({
        "EulerDiscreteScheduler, 0.25",
        "DDIMScheduler, 0.25",
        "HeunDiscreteScheduler, 0.05",
        "KDPM2DiscreteScheduler, 0.1",
        "LMSDiscreteScheduler, 0.05",
        "PNDMScheduler, 0.05",
        "DPMSolverMultistepScheduler, 0.25",
        "DPMSolverSinglestepScheduler, 0.25",
        "DEISMultistepScheduler, 0.25",
        "UniPCMultistepScheduler, 0.25"
    })
    void comesCloseToTheExactSolution(String type, double allowed) {
        assertThat(GaussianData.error(type, 20)).isLessThan(allowed);
        assertThat(GaussianData.error(type, 200)).isLessThan(allowed / 4);
    }

    /** With equal steps in the logarithm of the noise, halving them divides the error by about two to the power of the order. */
    @ParameterizedTest
    @CsvSource({
        "EulerDiscreteScheduler, 1",
        "HeunDiscreteScheduler, 2",
        "KDPM2DiscreteScheduler, 2",
        "DPMSolverMultistepScheduler, 2",
        "UniPCMultistepScheduler, 2"
    })
    void convergesWithItsOrder(String type, int order) {
        Object[] spacing = {"use_exponential_sigmas", true, "final_sigmas_type", "sigma_min"};
        double coarse = GaussianData.error(type, 16, spacing);
        double fine = GaussianData.error(type, 32, spacing);
        assertThat(coarse / fine).isGreaterThan(Math.pow(2, order) * 0.7);
    }

    @ParameterizedTest
    @CsvSource({
        "EulerDiscreteScheduler, DDIMScheduler",
        "KDPM2DiscreteScheduler, DDIMScheduler",
        "LMSDiscreteScheduler, DPMSolverMultistepScheduler",
        "DDIMScheduler, EulerDiscreteScheduler",
        "DDPMScheduler, FlowMatchEulerDiscreteScheduler",
        "PNDMScheduler, EulerDiscreteScheduler"
    })
    void refusesLevelsThatItsFormulasDoNotHoldFor(String sampler, String schedule) {
        Config config = Config.of("test", Map.of("skip_prk_steps", true));
        DiffusersScheduler method = DiffusersScheduler.of(config.with(Map.of("_class_name", sampler)));
        Steps steps = DiffusersScheduler.of(config.with(Map.of("_class_name", schedule)))
                .schedule()
                .steps(5, List.of(1, 4, 8, 8));
        FloatTensor x = FloatTensor.zeros(1, 4, 8, 8);
        assertThatThrownBy(() -> method.sampler()
                        .sample(
                                (at, level) -> Denoised.of(at, at),
                                x,
                                steps,
                                TorchNoise.of(1).open(),
                                (call, now, latent, denoised) -> latent))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("same scheduler node");
    }

    @Test
    void eulerIsDdimInAnotherScale() {
        Config config = Config.of(
                "test", Map.of("clip_sample", false, "timestep_spacing", "leading", "beta_schedule", "scaled_linear"));
        DiffusersScheduler euler = DiffusersScheduler.of(config.with(Map.of("_class_name", "EulerDiscreteScheduler")));
        DiffusersScheduler ddim = DiffusersScheduler.of(config.with(Map.of("_class_name", "DDIMScheduler")));
        FloatTensor epsilon = TorchNoise.of(5).open().normal(1, 1, 3, 3);
        FloatTensor start = TorchNoise.of(6).open().normal(1, 1, 3, 3);
        List<FloatTensor> ends = new ArrayList<>();
        for (DiffusersScheduler scheduler : List.of(euler, ddim)) {
            Steps steps = scheduler.schedule().steps(10, List.of(1, 1, 3, 3));
            NoiseLevel first = steps.get(0).from();
            // Euler's latent is DDIM's divided by alpha.
            double scale = first.alpha() == 1 ? Math.sqrt(1 + first.sigma() * first.sigma()) : 1;
            ends.add(scheduler
                    .sampler()
                    .sample(
                            (x, level) -> Denoised.of(InputScale.clean(x, epsilon, level), epsilon),
                            start.times(scale),
                            steps,
                            TorchNoise.of(0).open(),
                            (call, now, x, denoised) -> x));
        }
        for (int i = 0; i < start.size(); i++) {
            assertThat(ends.get(0).at(i)).isCloseTo(ends.get(1).at(i), org.assertj.core.data.Offset.offset(2e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EulerAncestralDiscreteScheduler",
                "KDPM2AncestralDiscreteScheduler",
                "DDPMScheduler",
                "LCMScheduler",
                "TCDScheduler"
            })
    void drawsItsNoiseFromTheStream(String type) {
        assertThat(GaussianData.error(type, 10))
                .isEqualTo(GaussianData.error(type, 10))
                .isFinite();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HeunDiscreteScheduler", "KDPM2DiscreteScheduler", "PNDMScheduler", "DDIMScheduler"})
    void evaluatesTheModelWhereItSays(String type) {
        DiffusersScheduler scheduler = DiffusersScheduler.of(Config.of("test", Map.of("_class_name", type)));
        Steps steps = scheduler.schedule().steps(5, List.of(1, 1, 2, 2));
        List<NoiseLevel> levels = new ArrayList<>();
        scheduler
                .sampler()
                .sample(
                        (x, level) -> {
                            levels.add(level);
                            return Denoised.of(x, x);
                        },
                        FloatTensor.zeros(1, 1, 2, 2),
                        steps,
                        TorchNoise.of(0).open(),
                        (call, now, x, denoised) -> x);
        assertThat(levels.stream().map(NoiseLevel::toString))
                .containsExactlyElementsOf(scheduler.sampler().evaluations(steps).stream()
                        .map(NoiseLevel::toString)
                        .toList());
    }
}
