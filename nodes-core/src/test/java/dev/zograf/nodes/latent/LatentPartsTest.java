package dev.zograf.nodes.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Models;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.tensors.TensorWriter;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeVae;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentPartsTest {

    private static final Models MODELS =
            new ModelRoots(List.of(), new BundledModels(LatentPartsTest.class.getClassLoader()));

    private static final Latent TWO = Latent.of(Samples.normal(1, 2, 4, 3, 5));

    @Test
    void putsLatentsBesideEachOther() throws Exception {
        Latent one = Latent.of(Samples.normal(2, 1, 4, 3, 2));
        FloatTensor both = one.samples().repeatTo(2);

        assertThat(concat(TWO, one, "right").toArray())
                .containsExactly(
                        FloatTensor.concat(3, List.of(TWO.samples(), both)).toArray());
        assertThat(concat(TWO, one, "left").toArray())
                .containsExactly(
                        FloatTensor.concat(3, List.of(both, TWO.samples())).toArray());
        Latent low = Latent.of(Samples.normal(2, 2, 4, 1, 5));
        assertThat(concat(TWO, low, "below").toArray())
                .containsExactly(FloatTensor.concat(2, List.of(TWO.samples(), low.samples()))
                        .toArray());
        assertThat(concat(TWO, low, "above").toArray())
                .containsExactly(FloatTensor.concat(2, List.of(low.samples(), TWO.samples()))
                        .toArray());
        assertThatThrownBy(() -> concat(TWO, low, "left"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the same height");
    }

    private static FloatTensor concat(Latent first, Latent second, String side) throws Exception {
        return NodeHarness.of(new ConcatLatents())
                .run(Map.of("first", first, "second", second, "side", side))
                .latent()
                .samples();
    }

    @ParameterizedTest
    @CsvSource({
        "columns, 1, 2, 1, 3",
        "columns, 4, 9, 4, 5",
        "columns, 9, 1, 4, 5",
        "columns, -2, 9, 3, 5",
        "columns, -9, 2, 0, 2",
        "rows, 1, 1, 1, 2"
    })
    void cutsColumnsAndRows(String of, int index, int length, int from, int to) throws Exception {
        FloatTensor out = NodeHarness.of(new CutLatent())
                .run(Map.of("latent", TWO, "of", of, "index", index, "length", length))
                .latent()
                .samples();

        assertThat(out.toArray())
                .containsExactly(
                        TWO.samples().slice(of.equals("rows") ? 2 : 3, from, to).toArray());
    }

    @Test
    void aMaskOfAnotherSizeIsResizedAndRounded() throws Exception {
        assertThat(beside(Samples.rightHalf(8, 8)).toArray())
                .containsExactly(beside(Samples.rightHalf(16, 16)).toArray());
    }

    private static FloatTensor beside(Mask mask) throws Exception {
        return NodeHarness.of(new InpaintConditioning())
                .run(Map.of(
                        "vae",
                        new FakeVae(),
                        "image",
                        Samples.gradient(16, 16),
                        "mask",
                        mask,
                        "positive",
                        Samples.conditioning(1, 8, 16, 1),
                        "negative",
                        Samples.conditioning(1, 8, 16, 2)))
                .positive()
                .get(Conditioning.CONCAT)
                .orElseThrow();
    }

    @Test
    void makesBatchesOfAnotherSize() throws Exception {
        Latent masked = Latent.of(Samples.normal(3, 3, 4, 3, 5))
                .withMask(Mask.of(Samples.normal(4, 3, 24, 40)))
                .withEntries(List.of(5, 6, 7));
        Latent large = Latent.of(Samples.normal(5, 1, 4, 6, 6));

        List<Latent> out = NodeHarness.of(new RebatchLatents())
                .run(Map.of("latents", List.of(TWO, masked, large), "size", 4))
                .latents();

        assertThat(out.stream().map(Latent::batch)).containsExactly(4, 1, 1);
        assertThat(out.get(0).entries()).contains(List.of(0, 1, 5, 6));
        assertThat(out.get(0).mask().orElseThrow().batch()).isEqualTo(4);
        assertThat(out.get(1).entries()).contains(List.of(7));
        assertThat(out.get(1).mask().orElseThrow().values().toArray())
                .containsExactly(
                        masked.mask().orElseThrow().values().slice(0, 2, 3).toArray());
        assertThat(out.get(2).samples().toArray())
                .containsExactly(large.samples().toArray());
    }

    @Test
    void readsWhatItWroteAndScalesOldFiles(@TempDir Path folder) throws Exception {
        NodeHarness.of(new SaveLatent()).output(folder).run(Map.of("latent", TWO, "name", "two"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("old.latent"))) {
            TensorWriter.write(
                    new TreeMap<>(Map.of("latent_tensor", TWO.samples().times(0.18215))), out);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("none.latent"))) {
            TensorWriter.write(new TreeMap<>(Map.of("other", TWO.samples())), out);
        }

        assertThat(load(folder, "two.latent").toArray())
                .containsExactly(TWO.samples().toArray());
        float[] old = load(folder, "old.latent").toArray();
        for (int i = 0; i < old.length; i++) {
            assertThat(old[i]).isCloseTo(TWO.samples().at(i), org.assertj.core.api.Assertions.within(1e-5f));
        }
        assertThatThrownBy(() -> load(folder, "none.latent"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no tensor called latent_tensor");
    }

    @Test
    void numbersFilesOn(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 2; i++) {
            NodeHarness.of(new SaveLatent())
                    .output(folder)
                    .run(Map.of("latent", TWO, "name", "sub/two", "numbered", true));
        }

        assertThat(load(folder, "sub/two-0001.latent").toArray())
                .containsExactly(load(folder, "sub/two-0002.latent").toArray());
    }

    private static FloatTensor load(Path folder, String file) throws Exception {
        return NodeHarness.of(new LoadLatent(MODELS))
                .input(folder)
                .run(Map.of("file", file))
                .latent()
                .samples();
    }
}
