package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nodes say of flows: levels are {@code s t / (1 + (s - 1) t)}, the network predicts noise less picture. */
class FlowsTest {

    private static final List<Integer> LATENT = List.of(1, 16, 128, 128);

    private static TrainedSigmas trained(Denoiser model) {
        return TrainedSigmas.of(model.scheduler(), true);
    }

    private static Denoiser flow(double shift, String timesteps) throws Exception {
        return NodeHarness.of(new SetFlow())
                .run(Map.of("model", new FakeDenoiser(), "shift", shift, "timesteps", timesteps))
                .model();
    }

    @Test
    void aShiftMovesLevelsTowardsNoise() throws Exception {
        TrainedSigmas flow = trained(flow(3, "thousandths"));

        assertThat(flow.sigmas()).hasSize(1000);
        assertThat(flow.most()).isEqualTo(1);
        assertThat(flow.sigmas()[499]).isCloseTo(3 * 0.5 / (1 + 2 * 0.5), within(1e-7));
        assertThat(flow.timestep(0.25)).isEqualTo(250);
        assertThat(trained(flow(1.73, "share")).timestep(0.25)).isEqualTo(0.25);
        assertThatThrownBy(() -> flow(0, "share")).hasMessageContaining("1 leaves them even");
    }

    /** Whoever loads a flow knows what its network is told; a node behind it may not. */
    @Test
    void aModelOfFlowsKeepsWhatItsNetworkIsTold() throws Exception {
        Denoiser flux = flow(1, "thousandths");
        Denoiser set =
                NodeHarness.of(new SetFlowForSize()).run(Map.of("model", flux)).model();

        assertThat(trained(set).timestep(0.25)).isEqualTo(250);
    }

    /** Named samplers cannot know the picture's size: they take the shift of the largest, as node-based interfaces do. */
    @Test
    void namedSamplersTakeTheShiftOfTheLargestPicture() {
        Config config = Config.of(
                "scheduler_config.json",
                Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting", true, "shift", 3));
        TrainedSigmas flow = TrainedSigmas.of(config, true);
        double shift = Math.exp(1.15);

        assertThat(flow.sigmas()).hasSize(10000);
        assertThat(flow.sigmas()[4999]).isCloseTo(shift * 0.5 / (1 + (shift - 1) * 0.5), within(1e-7));
        assertThat(flow.timestep(0.25)).isEqualTo(250);
    }

    @Test
    void theNetworkPredictsNoiseLessPicture() throws Exception {
        TrainedSigmas flow = trained(flow(3, "thousandths"));
        NoiseLevel level = flow.level(0.25);
        double picture = 0.6;
        double noise = -1.2;
        FloatTensor x = FloatTensor.of(new float[] {(float) (0.75 * picture + 0.25 * noise)}, 1, 1, 1, 1);
        FloatTensor velocity = FloatTensor.of(new float[] {(float) (noise - picture)}, 1, 1, 1, 1);

        assertThat(level.alpha()).isEqualTo(0.75);
        assertThat((double) flow.prediction().denoised(x, velocity, level).x0().at(0))
                .isCloseTo(picture, within(1e-6));
    }

    /** As the published code of FLUX: the shift is {@code exp(mu)}, mu on a line through (256, base) and (4096, max). */
    @Test
    void theShiftGrowsWithThePicture() throws Exception {
        for (Map.Entry<Integer, Double> each : Map.of(1024, 1.15, 256, 0.5, 640, 0.5 + 0.65 * (1600 - 256) / 3840)
                .entrySet()) {
            TrainedSigmas flow = trained(NodeHarness.of(new SetFlowForSize())
                    .run(Map.of("model", new FakeDenoiser(), "width", each.getKey(), "height", each.getKey()))
                    .model());
            double shift = Math.exp(each.getValue());

            assertThat(flow.sigmas()).hasSize(10000);
            assertThat(flow.sigmas()[2499]).isCloseTo(shift * 0.25 / (1 + (shift - 1) * 0.25), within(1e-7));
            assertThat(flow.timestep(0.3)).isEqualTo(0.3);
        }
    }

    @Test
    void samplersGoDownTheShiftedLevels() throws Exception {
        Schedule schedule = NodeHarness.of(new MakeSchedule())
                .run(Map.of("model", flow(3, "thousandths"), "name", "simple", "steps", 4))
                .schedule();

        assertThat(schedule.steps(4, LATENT).all())
                .extracting(step -> step.from().sigma())
                .containsExactly(1.0, (double) (float) 0.9, (double) (float) 0.75, (double) (float) 0.5);
    }

    /** The numbers of {@code compute_empirical_mu} in the published code of FLUX.2. */
    @Test
    void levelsForASizeAreThePublishedOnes() throws Exception {
        assertThat(MakeSizedSchedule.mu(4096, 20)).isCloseTo(2.1980220725551165, within(1e-12));
        assertThat(MakeSizedSchedule.mu(4096, 4)).isCloseTo(2.291179894115571, within(1e-12));
        assertThat(MakeSizedSchedule.mu(1024, 28)).isCloseTo(1.8591765771805644, within(1e-12));
        assertThat(MakeSizedSchedule.mu(8192, 50)).isCloseTo(1.8433265, within(1e-12));
        Schedule schedule = NodeHarness.of(new MakeSizedSchedule())
                .run(Map.of("model", flow(1, "share"), "steps", 4))
                .schedule();
        double[] wanted = {1.0, 0.9673840403556824, 0.9081438779830933, 0.7671999335289001, 0};

        for (int i = 0; i < 4; i++) {
            assertThat(schedule.steps(4, LATENT).all().get(i).from().sigma()).isCloseTo(wanted[i], within(1e-6));
            assertThat(schedule.steps(4, LATENT).all().get(i).to().sigma()).isCloseTo(wanted[i + 1], within(1e-6));
        }
    }
}
