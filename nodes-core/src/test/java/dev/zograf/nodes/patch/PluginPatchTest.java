package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.PatchMemory;
import dev.zograf.api.model.When;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A patch of the network and an edit of guidance as a plugin ships them: with types of the API alone. */
class PluginPatchTest {

    /** Makes the middle of the U-Net louder or quieter during a part of the way; the volume is fed, so that all volumes share a session. */
    private record Volume(double factor, When when) implements NetworkPatch {

        private record Louder() implements GraphEdit {
            @Override
            public void apply(Hooks hooks) {
                Tensor volume = hooks.input("volume", DType.F32, 1);
                hooks.at("mid_block", Hook.value((features, context) -> features.times(volume)));
            }
        }

        @Override
        public GraphEdit edit() {
            return new Louder();
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of("volume", FloatTensor.of(new float[] {(float) factor}, 1));
        }

        @Override
        public boolean isActive(Moment moment) {
            return when.includes(moment);
        }
    }

    /** Has the middle of the U-Net say the mean of what it says now and of what it said at the evaluation before. */
    private record Slow() implements NetworkPatch {

        private record Middle(boolean blended) implements GraphEdit {
            @Override
            public void apply(Hooks hooks) {
                hooks.at("mid_block", Hook.value((features, context) -> {
                    hooks.output("now", features);
                    return blended
                            ? features.plus(hooks.input(
                                            "before",
                                            DType.F32,
                                            features.shape().dims().toArray()))
                                    .times(0.5)
                            : features;
                }));
            }
        }

        private record Step(GraphEdit edit, Map<String, HostTensor> fed) implements NetworkPatch {
            @Override
            public Map<String, HostTensor> inputs(Evaluation evaluation) {
                return fed;
            }

            @Override
            public Set<String> outputs() {
                return Set.of("now");
            }
        }

        @Override
        public GraphEdit edit() {
            return new Middle(false);
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of();
        }

        @Override
        public Optional<PatchMemory> memory() {
            return Optional.of(new PatchMemory() {
                private Map<String, HostTensor> before = Map.of();

                @Override
                public NetworkPatch at(Evaluation evaluation) {
                    return new Step(new Middle(!before.isEmpty()), before);
                }

                @Override
                public void keep(Evaluation evaluation, Map<String, FloatTensor> outputs) {
                    before = Map.of("before", outputs.get("now"));
                }
            });
        }
    }

    private final Denoiser model = TinyDenoiser.create();

    @Test
    void changesTheNetworkWhereAndWhenItSays() throws Exception {
        float[] plain = GuidanceTest.sample(model).toArray();
        assertThat(GuidanceTest.sample(model.withPatch("unet", new Volume(3, When.done(0, 1))))
                        .toArray())
                .isNotEqualTo(plain);
        assertThat(GuidanceTest.sample(model.withPatch("unet", new Volume(3, moment -> false)))
                        .toArray())
                .isEqualTo(plain);
        assertThat(new Volume(3, When.done(0, 1)).edit()).isEqualTo(new Volume(2, When.done(0, 0.5)).edit());
    }

    @Test
    void remembersDuringARun() throws Exception {
        Denoiser slow = model.withPatch("unet", new Slow());
        float[] once = GuidanceTest.sample(slow, "steps", 3).toArray();
        assertThat(once).isNotEqualTo(GuidanceTest.sample(model, "steps", 3).toArray());
        assertThat(GuidanceTest.sample(slow, "steps", 3).toArray()).isEqualTo(once);
        assertThat(GuidanceTest.sample(slow, "steps", 1).toArray())
                .isEqualTo(GuidanceTest.sample(model, "steps", 1).toArray());
    }

    @Test
    void editsGuidance() throws Exception {
        GuidanceEdit silent = (guided, call) -> guided.output().times(0);
        assertThat(GuidanceTest.sample(model.withGuidance(silent)).toArray())
                .isNotEqualTo(GuidanceTest.sample(model).toArray());
    }
}
