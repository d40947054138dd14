package dev.zograf.nodes.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Denoiser;
import dev.zograf.models.OriginalBlocks;
import dev.zograf.nodes.patch.TinyDenoiser;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code ratio * first + (1 - ratio) * second}, with the second three times the first: {@code (3 - 2 ratio) * first}. */
class MergeModelsTest {

    private static final Denoiser FIRST = TinyDenoiser.create();
    private static final Denoiser SECOND = FIRST.withWeights("unet", Tripled::new);

    private static double share(Denoiser model, String tensor) {
        float[] mixed = WeightData.floats(model.weights("unet").find(tensor).orElseThrow());
        float[] first = WeightData.floats(FIRST.weights("unet").find(tensor).orElseThrow());
        double share = mixed[0] / first[0];
        for (int i = 0; i < mixed.length; i++) {
            assertThat((double) mixed[i]).isCloseTo(share * first[i], within(1e-6));
        }
        return share;
    }

    @Test
    void mixesEachPartByItsRatio() throws Exception {
        Denoiser out = NodeHarness.of(new MergeModels())
                .run(Map.of("first", FIRST, "second", SECOND, "down", 0.25, "middle", 0.5, "up", 0))
                .model();

        for (String tensor :
                new String[] {"conv_in.weight", "time_embedding.linear_1.weight", "down_blocks.0.resnets.0.conv1.weight"
                }) {
            assertThat(share(out, tensor)).as(tensor).isCloseTo(2.5, within(1e-5));
        }
        assertThat(share(out, "mid_block.resnets.0.conv1.weight")).isCloseTo(2, within(1e-5));
        assertThat(share(out, "up_blocks.0.resnets.0.conv1.weight")).isCloseTo(3, within(1e-5));
        assertThat(share(out, "conv_norm_out.weight")).isCloseTo(3, within(1e-5));
        assertThat(share(out, "conv_out.weight")).isCloseTo(3, within(1e-5));
        assertThat(out.weights("unet").fingerprint())
                .isNotEqualTo(FIRST.weights("unet").fingerprint());
    }

    @Test
    void mixesEachBlockByItsRatio() throws Exception {
        OriginalBlocks blocks = new OriginalBlocks(FIRST.weights("unet").names());
        List<Double> down = ratios(blocks, "IN");
        List<Double> up = ratios(blocks, "OUT");
        Denoiser out = NodeHarness.of(new MergeModelBlocks())
                .run(Map.of(
                        "first",
                        FIRST,
                        "second",
                        SECOND,
                        "time",
                        0.25,
                        "down",
                        down,
                        "middle",
                        List.of(0.5, 1, 0),
                        "up",
                        up,
                        "end",
                        0.75))
                .model();

        assertThat(share(out, "time_embedding.linear_2.weight")).isCloseTo(2.5, within(1e-5));
        assertThat(share(out, "conv_in.weight")).isCloseTo(3 - 2 * down.get(0), within(1e-5));
        assertThat(share(out, "down_blocks.0.resnets.0.conv1.weight")).isCloseTo(3 - 2 * down.get(1), within(1e-5));
        assertThat(share(out, "mid_block.resnets.0.conv1.weight")).isCloseTo(2, within(1e-5));
        assertThat(share(out, "mid_block.resnets.1.conv1.weight")).isCloseTo(3, within(1e-5));
        assertThat(share(out, "up_blocks.0.resnets.0.conv1.weight")).isCloseTo(3 - 2 * up.get(0), within(1e-5));
        assertThat(share(out, "conv_out.weight")).isCloseTo(1.5, within(1e-5));
        assertThatThrownBy(() -> NodeHarness.of(new MergeModelBlocks())
                        .run(Map.of("first", FIRST, "second", SECOND, "middle", List.of(0.5))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There are 1 ratios, but this model has 3 blocks there");
    }

    /** Another one for each block of a side. */
    private static List<Double> ratios(OriginalBlocks blocks, String side) {
        long count = blocks.blocks().stream()
                .filter(block -> block.name().startsWith(side))
                .count();
        return LongStream.range(0, count).mapToObj(i -> i / (double) count).toList();
    }

    @Test
    void allOfTheFirstIsTheFirst() throws Exception {
        Denoiser out = NodeHarness.of(new MergeModels())
                .run(Map.of("first", FIRST, "second", SECOND))
                .model();

        assertThat(share(out, "conv_in.weight")).isEqualTo(1);
    }

    /** {@code 2 * first - 0.5 * second = 2 * first - 1.5 * first}. */
    @Test
    void addsEachTimesItsFactor() throws Exception {
        Denoiser out = NodeHarness.of(new AddModels())
                .run(Map.of("first", FIRST, "second", SECOND, "firstFactor", 2, "secondFactor", -0.5))
                .model();

        assertThat(share(out, "conv_in.weight")).isCloseTo(0.5, within(1e-5));
        assertThat(share(out, "up_blocks.0.resnets.0.conv1.weight")).isCloseTo(0.5, within(1e-5));
    }

    /** A model that inpaints takes more channels: that convolution has nothing of the other, and all else is added. */
    @Test
    void aSumKeepsTheConvolutionThatTakesMoreChannels() throws Exception {
        WeightSource wide = new Filled("conv_in.weight", 3, 9, 3, 3);
        Weights narrow = Weights.of(new Filled("conv_in.weight", 3, 4, 3, 3));
        Weights other = Weights.of(new Filled("conv_in.weight", 2, 4, 3, 3));

        WeightSource sum = MixedWeights.sum(wide, narrow, new MixedWeights.Shares(0.5, 1));

        assertThat(WeightData.floats(sum.find("conv_in.weight").orElseThrow()))
                .hasSize(3 * 9 * 9)
                .containsOnly(0.5f);
        assertThatThrownBy(() -> MixedWeights.sum(wide, other, new MixedWeights.Shares(1, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("conv_in.weight has the shape [3, 9, 3, 3]");
        assertThatThrownBy(() -> MixedWeights.of(wide, narrow, name -> 0.5, "0.5"))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void modelsOfOtherShapesAreNamed() {
        Denoiser wide = FIRST.withWeights("unet", base -> new Tripled(base) {
            @Override
            public Optional<Weight> find(String name) {
                return name.equals("conv_in.bias")
                        ? Optional.of(Weight.of(
                                name,
                                dev.zograf.tensor.DType.F32,
                                new long[] {4},
                                new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(16))))
                        : super.find(name);
            }
        });

        assertThatThrownBy(() -> MixedWeights.of(new Short(), wide.weights("unet"), name -> 0.5, "0.5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("conv_in.bias has the shape [3]")
                .hasMessageContaining("and [4] in");
    }

    /** A network of one tensor. */
    private static final class Short implements WeightSource {

        @Override
        public Optional<Weight> find(String name) {
            return Optional.of(Weight.of(
                    name,
                    dev.zograf.tensor.DType.F32,
                    new long[] {3},
                    new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(12))));
        }

        @Override
        public NavigableSet<String> names() {
            return new java.util.TreeSet<>(java.util.Set.of("conv_in.bias"));
        }

        @Override
        public String file() {
            return "short";
        }

        @Override
        public String fingerprint() {
            return "short";
        }
    }

    /** A network of one tensor of ones. */
    private record Filled(String tensor, long... shape) implements WeightSource {

        @Override
        public Optional<Weight> find(String name) {
            int size = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            ByteBuffer ones = ByteBuffer.allocateDirect(4 * size).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < size; i++) {
                ones.putFloat(4 * i, 1);
            }
            return Optional.of(name)
                    .filter(tensor::equals)
                    .map(found -> Weight.of(
                            found, dev.zograf.tensor.DType.F32, shape, new WeightStorage.InMemory(() -> ones)));
        }

        @Override
        public NavigableSet<String> names() {
            return new java.util.TreeSet<>(java.util.Set.of(tensor));
        }

        @Override
        public String file() {
            return "filled";
        }

        @Override
        public String fingerprint() {
            return "filled";
        }
    }

    private static class Tripled implements WeightSource {

        private final WeightSource base;

        Tripled(WeightSource base) {
            this.base = base;
        }

        @Override
        public Optional<Weight> find(String name) {
            return base.find(name)
                    .map(weight -> Weight.of(
                            name, weight.dtype(), weight.shape(), new WeightStorage.InMemory(() -> tripled(weight))));
        }

        private static ByteBuffer tripled(Weight weight) {
            float[] numbers = WeightData.floats(weight);
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : numbers) {
                bytes.putFloat(3 * number);
            }
            return bytes.flip();
        }

        @Override
        public NavigableSet<String> names() {
            return base.names();
        }

        @Override
        public String file() {
            return base.file();
        }

        @Override
        public String fingerprint() {
            return base.fingerprint() + "*3";
        }
    }
}
