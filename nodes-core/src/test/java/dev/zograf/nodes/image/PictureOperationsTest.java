package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.ExpectedNumbers;
import dev.zograf.testkit.NodeHarness;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures beside what the formulas make of them in PyTorch. */
class PictureOperationsTest {

    private static final ExpectedNumbers EXPECTED = ExpectedNumbers.beside(PictureOperationsTest.class);
    private static final Image A = Image.of(ExpectedNumbers.made(7919, 101, 2, 3, 5, 7));
    private static final Image B = Image.of(ExpectedNumbers.made(104729, 97, 2, 3, 5, 7));
    private static final Image WIDE = Image.of(ExpectedNumbers.made(31337, 89, 1, 3, 4, 9));

    @ParameterizedTest
    @CsvSource({"2, 0.7", "3, 1.5"})
    void blursUnderABellCurveInUnitsOfTheRadius(int radius, double sigma) throws Exception {
        Image out = NodeHarness.of(new BlurImage())
                .run(Map.of("image", A, "radius", radius, "sigma", sigma))
                .image();

        EXPECTED.verify("blur-" + radius + "-" + sigma, out.pixels(), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.3, sharpen-1-1-0.3", "2, 0.5, 0.1, sharpen-2-0.5-0.1"})
    void sharpensByTenTimesTheDifference(int radius, double sigma, double alpha, String name) throws Exception {
        Image out = NodeHarness.of(new SharpenImage())
                .run(Map.of("image", A, "radius", radius, "sigma", sigma, "alpha", alpha))
                .image();

        EXPECTED.verify(name, out.pixels(), 1e-5);
    }

    @Test
    void whatIsTooSmallToBeMirroredIsRefused() {
        assertThatThrownBy(() -> NodeHarness.of(new BlurImage()).run(Map.of("image", A, "radius", 5)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("less than both sides");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "multiply", "screen", "overlay", "soft-light", "difference"})
    void blends(String mode) throws Exception {
        Image out = NodeHarness.of(new BlendImages())
                .run(Map.of("first", A, "second", B, "factor", 0.3, "mode", mode))
                .image();

        EXPECTED.verify("blend-" + mode, out.pixels(), 1e-5);
    }

    @Test
    void picturesOfOtherSizesAreScaledInTheirMiddle() throws Exception {
        Image blended = NodeHarness.of(new BlendImages())
                .run(Map.of("first", A, "second", WIDE, "factor", 0.6, "mode", "multiply"))
                .image();
        Image batch = NodeHarness.of(new BatchImages())
                .run(Map.of("images", List.of(A, WIDE), "otherSizes", "scale"))
                .image();

        EXPECTED.verify("blend-other-size", blended.pixels(), 1e-5);
        EXPECTED.verify("batch-other-size", batch.pixels(), 1e-5);
        assertThatThrownBy(() -> NodeHarness.of(new BatchImages()).run(Map.of("images", List.of(A, WIDE))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("7x5 and 9x4");
    }

    @ParameterizedTest
    @EnumSource(PorterDuff.class)
    void joinsWhatIsTransparent(PorterDuff mode) throws Exception {
        CompositeAlpha.Out out = NodeHarness.of(new CompositeAlpha())
                .run(Map.of(
                        "source",
                        A,
                        "sourceAlpha",
                        transparency(17, 19, 0, 1, 1),
                        "destination",
                        B,
                        "destinationAlpha",
                        transparency(23, 29, 0, 1, 0.5f),
                        "mode",
                        mode));

        String name = "alpha-" + mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        EXPECTED.verify(name, out.image().pixels(), 2e-4);
        EXPECTED.verify(name + "-mask", out.alpha().values(), 1e-5);
    }

    private static Mask transparency(int step, int period, float... first) {
        float[] values = ExpectedNumbers.made(step, period, 2, 5, 7).toArray();
        System.arraycopy(first, 0, values, 0, first.length);
        return Mask.of(FloatTensor.wrap(values, 2, 5, 7));
    }

    @Test
    void laysPicturesOverOthers() throws Exception {
        Mask mask = Mask.of(ExpectedNumbers.made(91, 13, 1, 2, 2));
        NodeHarness<CompositeImages.In, CompositeImages.Out> node = NodeHarness.of(new CompositeImages());

        EXPECTED.verify(
                "composite",
                node.run(Map.of("base", A, "layer", WIDE, "x", 2, "y", 3))
                        .image()
                        .pixels(),
                1e-5);
        EXPECTED.verify(
                "composite-mask",
                node.run(Map.of("base", A, "layer", WIDE, "x", 1, "mask", mask))
                        .image()
                        .pixels(),
                1e-5);
        EXPECTED.verify(
                "composite-resize",
                node.run(Map.of("base", A, "layer", WIDE, "resize", true, "mask", mask))
                        .image()
                        .pixels(),
                1e-5);
    }

    @Test
    void padsForOutpainting() throws Exception {
        PadForOutpaint.Out out = NodeHarness.of(new PadForOutpaint())
                .run(Map.of("image", A, "left", 8, "right", 8, "bottom", 16, "feather", 2));
        PadForOutpaint.Out wide = NodeHarness.of(new PadForOutpaint()).run(Map.of("image", A, "left", 8, "feather", 3));

        EXPECTED.verify("outpaint", out.image().pixels(), 2e-6);
        EXPECTED.verify("outpaint-mask", out.mask().values(), 2e-6);
        EXPECTED.verify("outpaint-wide-mask", wide.mask().values(), 2e-6);
    }

    @Test
    void cropsWhatThereIs() throws Exception {
        Image out = NodeHarness.of(new CropImage())
                .run(Map.of("image", A, "x", 5, "y", 90, "width", 9, "height", 9))
                .image();

        assertThat(out.size()).hasToString("2x1");
        assertThat(out.pixels().toArray())
                .containsExactly(A.pixels().slice(2, 4, 5).slice(3, 5, 7).toArray());
    }

    @Test
    void batchesAreRepeatedTakenApartAndMadeAnew() throws Exception {
        Image three = NodeHarness.of(new RepeatImages())
                .run(Map.of("image", A, "times", 3))
                .image();
        List<Image> fours = NodeHarness.of(new RebatchImages())
                .run(Map.of("images", List.of(three, A.get(1)), "size", 4))
                .images();

        assertThat(three.get(4).pixels().toArray())
                .containsExactly(A.get(0).pixels().toArray());
        assertThat(fours.stream().map(Image::batch)).containsExactly(4, 3);
        assertThat(fours.get(1).get(2).pixels().toArray())
                .containsExactly(A.get(1).pixels().toArray());
        assertThatThrownBy(() -> NodeHarness.of(new RebatchImages()).run(Map.of("images", List.of(A, WIDE), "size", 9)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("make no batch");
    }

    @Test
    void picturesAreTakenOutOfABatchAsFarAsThereAreAny() throws Exception {
        NodeHarness<ImageFromBatch.In, ImageFromBatch.Out> node = NodeHarness.of(new ImageFromBatch());

        assertThat(node.run(Map.of("image", A, "index", 1, "length", 5)).image().batch())
                .isEqualTo(1);
        assertThat(node.run(Map.of("image", A, "length", 2)).image().batch()).isEqualTo(2);
        assertThat(node.run(Map.of("image", A, "index", 7)).image().pixels().toArray())
                .containsExactly(A.get(1).pixels().toArray());
    }
}
