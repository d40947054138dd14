package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.SdUnet;
import dev.zograf.nodes.sampling.TestContext;
import dev.zograf.nodes.tiling.TiledDenoiser;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps in between are judged by networks that the test composes itself, from the places that the U-Net offers. */
class StepCacheTest {

    private static final Conditioning POSITIVE = Conditioning.of(Samples.normal(1, 1, 3, 6));
    private static final Conditioning NEGATIVE =
            Conditioning.of(Samples.normal(2, 1, 3, 6)).with(Conditioning.NEGATIVE, true);
    private static final List<String> JOINTS = List.of(
            "up_blocks.2.resnets.1.input",
            "up_blocks.2.resnets.0.input",
            "up_blocks.1.resnets.1.input",
            "up_blocks.1.resnets.0.input",
            "up_blocks.0.resnets.1.input",
            "up_blocks.0.resnets.0.input");

    /** A run that nobody cancels. */
    private static final RunContext CONTEXT = new TestContext(Integer.MAX_VALUE);

    private final Denoiser model = TinyDenoiser.create();

    /** What the features at a place are, and others instead. */
    private record Watched(String place, boolean replaced) implements GraphEdit {
        @Override
        public void apply(Hooks hooks) {
            hooks.at(place, (at, values, context) -> {
                hooks.output("seen", values.get(0));
                return replaced
                        ? List.of(
                                hooks.input(
                                        "given",
                                        DType.F32,
                                        values.get(0).shape().dims().toArray()),
                                values.get(1))
                        : values;
            });
        }
    }

    /** Something that a conditioning brings. */
    private record Louder() implements GraphEdit, NetworkPatch {
        @Override
        public void apply(Hooks hooks) {
            hooks.at(
                    "skips",
                    (at, skips, context) ->
                            skips.stream().map(skip -> skip.times(1.5)).toList());
            hooks.at("mid_block", Hook.value((x, context) -> x.times(3)));
        }

        @Override
        public GraphEdit edit() {
            return this;
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of();
        }
    }

    private static Moment moment(int call, int calls) {
        return Moment.of(NoiseLevel.exploding(900 - 100 * call, 4 - 0.5 * call), call, calls, 0);
    }

    private static FloatTensor latent(int call) {
        return Samples.normal(10 + call, 1, 4, 5, 6);
    }

    private Denoiser cached(Object... inputs) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("model", model, "interval", 2));
        for (int i = 0; i < inputs.length; i += 2) {
            all.put((String) inputs[i], inputs[i + 1]);
        }
        return NodeHarness.of(new CacheSteps()).run(all).model();
    }

    private static FloatTensor predict(Denoiser denoiser, int call, FloatTensor x, Conditioning about) {
        return denoiser.predict(x, moment(call, 6), List.of(about), CONTEXT).get(0);
    }

    /** The network by itself, told as the denoiser tells it. */
    private static Map<String, FloatTensor> compute(
            List<GraphEdit> edits, Map<String, FloatTensor> more, int call, FloatTensor x, Conditioning about) {
        SdUnet unet = TinyDenoiser.unet();
        Map<String, FloatTensor> inputs = new HashMap<>(more);
        inputs.put("sample", x);
        inputs.put(
                "timestep", FloatTensor.of(new float[] {(float) moment(call, 6).timestep()}, 1));
        inputs.put("encoder_hidden_states", about.tokens());
        Set<String> wanted = edits.isEmpty() ? Set.of("out") : Set.of("out", "edit.0.seen");
        return new FakeNetworks()
                .compile(EditedNetwork.of(unet, edits), Weights.of(FakeWeights.of(unet)))
                .run(inputs, wanted, CONTEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void stepsInBetweenUseWhatTheWholeOneKept(int branch) throws Exception {
        Denoiser run = cached("branch", branch).forRun();
        String place = JOINTS.get(branch);
        FloatTensor kept = FloatTensor.zeros(0);
        for (int call = 0; call < 4; call++) {
            FloatTensor expected;
            if (call % 2 == 0) {
                expected = compute(List.of(), Map.of(), call, latent(call), POSITIVE)
                        .get("out");
                kept = compute(List.of(new Watched(place, false)), Map.of(), call, latent(call), POSITIVE)
                        .get("edit.0.seen");
            } else {
                expected = compute(
                                List.of(new Watched(place, true)),
                                Map.of("edit.0.given", kept),
                                call,
                                latent(call),
                                POSITIVE)
                        .get("out");
                assertThat(expected.toArray())
                        .isNotEqualTo(compute(List.of(), Map.of(), call, latent(call), POSITIVE)
                                .get("out")
                                .toArray());
            }
            assertThat(predict(run, call, latent(call), POSITIVE).toArray()).isEqualTo(expected.toArray());
        }
    }

    @Test
    void whatLiesInsideIsNotComputed() {
        TensorGraph graph = new TensorGraph();
        SdUnet unet = TinyDenoiser.unet();
        new EditedNetwork(unet, List.of(new StepCache.Reuse(JOINTS.get(0))))
                .build(graph, Weights.of(FakeWeights.of(unet)));
        Set<String> used = graph.needed().stream()
                .filter(tensor -> tensor.op() == Op.WEIGHT)
                .map(tensor -> tensor.attribute("weight", Weight.class).name())
                .map(name -> name.replaceAll("^((up|down)_blocks\\.\\d+\\.\\w+\\.\\d+|[^.]+).*", "$1"))
                .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrder(
                        "conv_in",
                        "time_embedding",
                        "up_blocks.2.resnets.1",
                        "up_blocks.2.attentions.1",
                        "conv_norm_out",
                        "conv_out");
    }

    @Test
    void sidesAreKeptApart() throws Exception {
        Denoiser together = cached().forRun();
        Denoiser apart = cached().forRun();
        for (int call = 0; call < 4; call++) {
            List<FloatTensor> both =
                    together.predict(latent(call), moment(call, 6), List.of(NEGATIVE, POSITIVE), CONTEXT);
            boolean positiveFirst = call == 1;
            FloatTensor one = predict(apart, call, latent(call), positiveFirst ? POSITIVE : NEGATIVE);
            FloatTensor other = predict(apart, call, latent(call), positiveFirst ? NEGATIVE : POSITIVE);
            assertThat((positiveFirst ? other : one).toArray())
                    .isEqualTo(both.get(0).toArray());
            assertThat((positiveFirst ? one : other).toArray())
                    .isEqualTo(both.get(1).toArray());
        }
    }

    @Test
    void severalEvaluationsAtOneMomentAreKeptApart() throws Exception {
        Denoiser run = cached().forRun();
        Denoiser first = cached().forRun();
        Denoiser second = cached().forRun();
        for (int call = 0; call < 4; call++) {
            FloatTensor other = latent(call).times(-2);
            assertThat(predict(run, call, latent(call), POSITIVE).toArray())
                    .isEqualTo(predict(first, call, latent(call), POSITIVE).toArray());
            assertThat(predict(run, call, other, POSITIVE).toArray())
                    .isEqualTo(predict(second, call, other, POSITIVE).toArray());
        }
    }

    @Test
    void tilesAreKeptApart() throws Exception {
        Denoiser tiled = new TiledDenoiser(cached(), 4, 1).forRun();
        List<Denoiser> each = new ArrayList<>();
        Denoiser apart = new TiledDenoiser(new CallsApart(cached(), each), 4, 1);
        for (int call = 0; call < 4; call++) {
            FloatTensor x = Samples.normal(30 + call, 1, 4, 4, 7);
            assertThat(predict(tiled, call, x, POSITIVE).toArray())
                    .isEqualTo(predict(apart, call, x, POSITIVE).toArray());
        }
        assertThat(each).hasSize(2);
    }

    @Test
    void aModelOfWhichSomethingElseIsSaidRemembersForOneRunToo() throws Exception {
        Denoiser said = new RescheduledDenoiser(cached(), Config.of("test", Map.of()));
        predict(said.forRun(), 0, latent(0), POSITIVE);
        assertThat(predict(said.forRun(), 1, latent(1), POSITIVE).toArray())
                .isEqualTo(predict(model, 1, latent(1), POSITIVE).toArray());
    }

    @Test
    void anotherShapeIsComputedAsAWhole() throws Exception {
        Denoiser run = cached().forRun();
        predict(run, 0, latent(0), POSITIVE);
        FloatTensor larger = Samples.normal(20, 1, 4, 8, 8);
        assertThat(predict(run, 1, larger, POSITIVE).toArray())
                .isEqualTo(predict(model, 1, larger, POSITIVE).toArray());
    }

    @Test
    void aSideThatWasMissingIsComputedAsAWhole() throws Exception {
        Denoiser run = cached().forRun();
        predict(run, 0, latent(0), POSITIVE);
        predict(run, 1, latent(1), POSITIVE);
        assertThat(predict(run, 3, latent(3), POSITIVE).toArray())
                .isEqualTo(predict(model, 3, latent(3), POSITIVE).toArray());
    }

    @Test
    void whatConditioningsBringIsAmongIt() throws Exception {
        Conditioning loud = Patches.attach(POSITIVE, new Louder());
        Denoiser run = cached().forRun();
        FloatTensor x = latent(0);
        assertThat(predict(run, 0, x, loud).toArray())
                .isEqualTo(predict(model, 0, x, loud).toArray());
        List<GraphEdit> edits = List.of(new Watched(JOINTS.get(0), false), new Louder());
        FloatTensor kept = compute(edits, Map.of(), 0, x, loud).get("edit.0.seen");
        FloatTensor expected = compute(
                        List.of(new Watched(JOINTS.get(0), true), new Louder()),
                        Map.of("edit.0.given", kept),
                        1,
                        latent(1),
                        loud)
                .get("out");
        assertThat(predict(run, 1, latent(1), loud).toArray()).isEqualTo(expected.toArray());
    }

    @Test
    void outsideOfARunNothingIsKept() throws Exception {
        Denoiser alone = cached();
        Denoiser one = cached().forRun();
        Denoiser fresh = alone.forRun();
        predict(one, 0, latent(0), POSITIVE);
        predict(alone, 0, latent(0), POSITIVE);
        for (Denoiser denoiser : List.of(alone, fresh)) {
            assertThat(predict(denoiser, 1, latent(1), POSITIVE).toArray())
                    .isEqualTo(predict(model, 1, latent(1), POSITIVE).toArray());
        }
    }

    @Test
    void everyStepWholeChangesNothing() throws Exception {
        assertThat(cached("interval", 1)).isSameAs(model);
        assertThat(GuidanceTest.sample(cached("interval", 1)).toArray())
                .isEqualTo(GuidanceTest.sample(model).toArray());
        assertThat(GuidanceTest.sample(cached("interval", 1000, "end", 0.01)).toArray())
                .isEqualTo(GuidanceTest.sample(model).toArray());
        assertThat(GuidanceTest.sample(cached()).toArray())
                .isNotEqualTo(GuidanceTest.sample(model).toArray())
                .isEqualTo(GuidanceTest.sample(cached()).toArray());
    }

    /** What an edit of guidance asks for is a run of its own beside that of the sampler. */
    @Test
    void evaluationsOfGuidanceAreKeptApart() throws Exception {
        record Asked(Moment moment, FloatTensor x, FloatTensor answer) {}
        List<Asked> asked = new ArrayList<>();
        Denoiser guided = cached().withGuidance((made, call) -> {
            FloatTensor x = call.scaledX().times(0.5);
            FloatTensor answer = call.denoiser()
                    .withPatch("unet", new Louder())
                    .predict(x, call.moment(), call.positive(), call.context())
                    .get(0);
            asked.add(new Asked(call.moment(), x, answer));
            return made.output().plus(0.1, answer);
        });
        GuidanceTest.sample(guided, "steps", 4);
        assertThat(asked).hasSize(4);
        Denoiser alone = cached().withPatch("unet", new Louder()).forRun();
        List<Conditioning> positive = List.of(Samples.conditioning(1, 3, 6, 1));
        for (Asked each : asked) {
            assertThat(each.answer.toArray())
                    .isEqualTo(alone.predict(each.x, each.moment, positive, CONTEXT)
                            .get(0)
                            .toArray());
        }
    }

    @Test
    void skipsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> cached("branch", 6))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6 skips")
                .hasMessageContaining("0 to 5");
        assertThatThrownBy(() -> cached("start", 0.5, "end", 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("after the start");
    }
}
