package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What nodes say of a model's training, beside what the published formulas give in PyTorch. */
class SaidOfModelsTest {

    private static Denoiser said(String prediction, boolean zeroSnr) throws Exception {
        return NodeHarness.of(new SetPrediction())
                .run(Map.of("model", new FakeDenoiser(), "prediction", prediction, "zeroSnr", zeroSnr))
                .model();
    }

    private static TrainedSigmas trained(Denoiser model) {
        return TrainedSigmas.of(model.scheduler(), true);
    }

    private static FloatTensor number(double value) {
        return FloatTensor.of(new float[] {(float) value}, 1, 1, 1, 1);
    }

    @Test
    void namesWhatANetworkPredicts() throws Exception {
        NoiseLevel level = NoiseLevel.of(500, 1, 2);

        for (Map.Entry<String, Double> each : Map.of(
                        "noise", 1 - 2 * 0.5, "velocity", 1.0 / 5 - 0.5 * 2 / Math.sqrt(5), "picture", 0.5)
                .entrySet()) {
            FloatTensor clean = trained(said(each.getKey(), false))
                    .prediction()
                    .denoised(number(1), number(0.5), level)
                    .x0();
            assertThat((double) clean.at(0)).as(each.getKey()).isCloseTo(each.getValue(), within(1e-6));
        }
    }

    @Test
    void endsWithoutSignal() throws Exception {
        double[] sigmas = trained(said("velocity", true)).sigmas();

        assertThat(sigmas[0]).isCloseTo(0.0291675348, Percentage.withPercentage(0.01));
        assertThat(sigmas[500]).isCloseTo(1.774558186531067, Percentage.withPercentage(0.001));
        assertThat(sigmas[999]).isCloseTo(4518.763671875, Percentage.withPercentage(0.001));
        assertThat(trained(said("velocity", false)).most()).isCloseTo(14.6146, within(1e-3));
    }

    @Test
    void distilledModelsKnowFiftyTimesteps() throws Exception {
        TrainedSigmas lcm = trained(said("lcm", false));

        assertThat(lcm.sigmas()).hasSize(50);
        assertThat(lcm.least()).isCloseTo(0.13445080816745758, within(1e-6));
        assertThat(lcm.sigmas()[25]).isCloseTo(1.7247951030731201, within(1e-5));
        assertThat(lcm.timestep(0.05)).isEqualTo(19);
        assertThat(lcm.timestep(1)).isEqualTo(359);
        assertThat(lcm.timestep(14)).isEqualTo(999);
        assertThat((double) lcm.prediction()
                        .denoised(number(0.7), number(-0.4), lcm.level(1))
                        .x0()
                        .at(0))
                .isCloseTo(1.100000023841858, within(1e-6));
    }

    @Test
    void knowsAllAmountsBetweenTwo() throws Exception {
        Map<String, Double> clean = Map.of(
                "velocity", 1.0 / 10 - 0.5 * 3 / Math.sqrt(10),
                "edm", 0.25 / 9.25 + 0.5 * 3 * 0.5 / Math.sqrt(9.25),
                "noise", 1 - 3 * 0.5);
        for (String prediction : clean.keySet()) {
            Denoiser model = NodeHarness.of(new SetNoiseRange())
                    .run(Map.of("model", new FakeDenoiser(), "prediction", prediction))
                    .model();
            TrainedSigmas range = trained(model);
            assertThat(range.least()).isCloseTo(0.002, within(1e-8));
            assertThat(range.sigmas()[500]).isCloseTo(0.492603063583374, within(1e-5));
            assertThat(range.most()).isCloseTo(120, within(1e-4));
            assertThat(range.timestep(3)).isCloseTo(0.27465307216702745, within(1e-9));
            assertThat((double) range.prediction()
                            .denoised(number(1), number(0.5), range.level(3))
                            .x0()
                            .at(0))
                    .as(prediction)
                    .isCloseTo(clean.get(prediction), within(1e-6));
        }
        assertThatThrownBy(() -> NodeHarness.of(new SetNoiseRange())
                        .run(Map.of("model", new FakeDenoiser(), "sigmaMin", 5, "sigmaMax", 4)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("below the largest");
    }

    @Test
    void whatIsSaidSurvivesFurtherEdits() throws Exception {
        Denoiser model = said("velocity", false);

        assertThat(model.networks()).isEqualTo(new FakeDenoiser().networks());
        assertThat(model.latentFormat().factor()).isEqualTo(8);
        assertThat(model.scheduler().text("prediction_type")).isEqualTo("v_prediction");
        assertThat(model.scheduler().text("_class_name")).isEqualTo("PNDMScheduler");
    }

    @Test
    void addsWhatAScheduleRemoves() throws Exception {
        Denoiser model = new FakeDenoiser();
        Schedule schedule = SigmaList.of(trained(model), new double[] {5, 3, 1});
        NoiseSource noise = TorchNoise.of(4);
        Latent latent = Latent.of(FloatTensor.of(new float[] {1, 2, 3, 4}, 1, 4, 1, 1));

        FloatTensor out = NodeHarness.of(new AddNoise())
                .run(Map.of("model", model, "noise", noise, "schedule", schedule, "latent", latent))
                .latent()
                .samples();

        FloatTensor drawn = noise.open().normal(1, 4, 1, 1);
        for (int i = 0; i < 4; i++) {
            assertThat((double) out.at(i)).isCloseTo(i + 1 + 4 * drawn.at(i) / 0.18215, within(1e-4));
        }
    }

    @Test
    void anEmptyScheduleAddsNothing() throws Exception {
        Latent latent = Latent.of(FloatTensor.of(new float[] {1, 2, 3, 4}, 1, 4, 1, 1));
        Schedule schedule = SigmaList.of(trained(new FakeDenoiser()), new double[0]);

        Latent out = NodeHarness.of(new AddNoise())
                .run(Map.of(
                        "model", new FakeDenoiser(), "noise", TorchNoise.of(4), "schedule", schedule, "latent", latent))
                .latent();

        assertThat(out.samples().toArray()).containsExactly(1, 2, 3, 4);
    }
}
