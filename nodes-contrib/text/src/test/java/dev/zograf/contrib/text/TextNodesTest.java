package dev.zograf.contrib.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextNodesTest {

    private static final Image GRADIENT = Samples.gradient(320, 200);

    @TempDir
    Path root;

    private <I extends Record, O extends Record> NodeHarness<I, O> harness(Node<I, O> node) {
        return NodeHarness.of(node).input(root);
    }

    private DrawText.Out draw(Map<String, ?> in) throws Exception {
        var all = new HashMap<String, Object>(Map.of("image", GRADIENT));
        all.putAll(in);
        return harness(new DrawText()).run(all);
    }

    /** Where a mask is above a half: left, top, right, bottom. */
    private static int[] bounds(Mask mask) {
        int[] box = {mask.width(), mask.height(), -1, -1};
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.values().at(y * mask.width() + x) > 0.5) {
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x);
                    box[3] = Math.max(box[3], y);
                }
            }
        }
        return box;
    }

    private static double mean(Mask mask) {
        double sum = 0;
        for (float value : mask.values().toArray()) {
            sum += value;
        }
        return sum / mask.values().size();
    }

    @Test
    void theAnchorSaysWhereTheTextIs() throws Exception {
        for (Anchor anchor : Anchor.values()) {
            int[] box = bounds(draw(Map.of(
                            "text",
                            "Ябълка",
                            "anchor",
                            anchor.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                    .mask());
            double x = (box[0] + box[2]) / 2.0 / 320;
            double y = (box[1] + box[3]) / 2.0 / 200;
            boolean left = anchor.name().contains("LEFT");
            boolean right = anchor.name().contains("RIGHT");
            assertThat(x)
                    .as(anchor + " x")
                    .isBetween(left ? 0.05 : right ? 0.6 : 0.45, left ? 0.4 : right ? 0.95 : 0.55);
            boolean top = anchor.name().contains("TOP");
            boolean bottom = anchor.name().contains("BOTTOM");
            assertThat(y).as(anchor + " y").isBetween(top ? 0.05 : bottom ? 0.7 : 0.4, top ? 0.3 : bottom ? 0.95 : 0.6);
            assertThat(box[0]).isGreaterThanOrEqualTo(13);
            assertThat(box[2]).isLessThanOrEqualTo(307);
        }
    }

    @Test
    void onlyMaskedPixelsChange() throws Exception {
        var out = draw(Map.of("text", "text", "shadow", 3, "rotation", 30, "box", "#ff000080", "opacity", 0.7));
        float[] before = GRADIENT.pixels().toArray();
        float[] after = out.image().pixels().toArray();
        float[] mask = out.mask().values().toArray();
        int changed = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 0) {
                assertThat(after[i]).isEqualTo(before[i]);
            } else {
                changed++;
            }
        }
        assertThat(changed).isGreaterThan(1000);
    }

    @Test
    void longTextIsBrokenIntoLines() throws Exception {
        int[] one =
                bounds(draw(Map.of("text", "a", "anchor", "center", "size", 16)).mask());
        int[] several = bounds(draw(Map.of("text", "много дълъг надпис ".repeat(5), "anchor", "center", "size", 16))
                .mask());
        assertThat(several[3] - several[1]).isGreaterThan(2 * (one[3] - one[1]));
        assertThat(several[0]).isGreaterThanOrEqualTo(13);
        assertThat(several[2]).isLessThanOrEqualTo(307);
        int[] word = bounds(draw(Map.of("text", "m".repeat(60), "anchor", "center", "size", 16))
                .mask());
        assertThat(word[2] - word[0]).isLessThan(300);
        assertThat(word[3] - word[1]).isGreaterThan(16);
    }

    @Test
    void kerningBringsLettersTogether() throws Exception {
        double together = harness(new TextImage())
                .run(Map.of("text", "AVAVAV", "padding", 0))
                .image()
                .width();
        double apart = 6
                * harness(new TextImage())
                        .run(Map.of("text", "A", "padding", 0))
                        .image()
                        .width();
        assertThat(together).isLessThan(apart - 10);
    }

    @Test
    void aMissingLetterBecomesABox() throws Exception {
        Mask box =
                harness(new TextImage()).run(Map.of("text", "中", "padding", 0)).mask();
        assertThat(mean(box)).isBetween(0.03, 0.3);
        assertThat(mean(harness(new TextImage())
                        .run(Map.of("text", " ", "padding", 1))
                        .mask()))
                .isZero();
        assertThat(harness(new TextImage())
                        .run(Map.of("text", "", "padding", 0))
                        .image()
                        .width())
                .isEqualTo(1);
    }

    @Test
    void hebrewRunsFromTheRight() {
        assertThat(Glyphs.visual("abc")).isEqualTo("abc");
        assertThat(Glyphs.visual("שלום")).isEqualTo("םולש");
        assertThat(Glyphs.visual("שלום (12) abc")).isEqualTo("abc (12) םולש");
    }

    @Test
    void textAsImageHasItsSize() throws Exception {
        var out = harness(new TextImage()).run(Map.of("text", "Зограф", "width", 300, "height", 100, "size", 48));
        assertThat(out.image().size().toString()).isEqualTo("300x100");
        int[] box = bounds(out.mask());
        assertThat(box[3] - box[1]).isBetween(30, 60);
        assertThat((box[0] + box[2]) / 2).isBetween(145, 155);
    }

    /** The golden picture was made by this code and looked at; other versions of the rasteriser may differ by a little. */
    @Test
    void lettersLookAsTheyDid() throws Exception {
        Image image = harness(new TextImage())
                .run(Map.of(
                        "text",
                        "Зограф: AVA \u05e9\u05dc\u05d5\u05dd\n\u4e2d \u00df \u0457\u0436",
                        "size",
                        24,
                        "colour",
                        "#203080"))
                .image();
        Image golden;
        try (var in = getClass().getResourceAsStream("golden.png")) {
            golden = Image.of(ImageIO.read(in));
        }
        assertThat(image.size()).isEqualTo(golden.size());
        double sum = 0;
        for (int i = 0; i < golden.pixels().size(); i++) {
            sum += Math.abs(golden.pixels().at(i) - image.pixels().at(i));
        }
        assertThat(sum / golden.pixels().size()).isLessThan(0.01);
    }

    @Test
    void captionsStandBesideThePicture() throws Exception {
        Image two = Image.batch(List.of(GRADIENT, GRADIENT));
        Image below = harness(new CaptionImage())
                .run(Map.of("image", two, "texts", List.of("one", "два")))
                .image();
        assertThat(below.batch()).isEqualTo(2);
        assertThat(below.height()).isGreaterThan(220);
        assertThat(below.get(0).pixels().at(0)).isEqualTo(GRADIENT.pixels().at(0));
        Image above = harness(new CaptionImage())
                .run(Map.of("image", two, "texts", List.of("one"), "side", "above"))
                .image();
        assertThat(above.pixels().at(0)).isEqualTo(1f);
        assertThatThrownBy(() -> harness(new CaptionImage()).run(Map.of("image", two, "texts", List.of("a", "b", "c"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 texts for 2 pictures");
    }

    @Test
    void aSheetHasLabelsAndTitle() throws Exception {
        List<Image> images = List.of(Samples.gradient(64, 64), Samples.noise(2, 48, 64, 1));
        Image plain = harness(new LabelledSheet()).run(Map.of("images", images)).image();
        Image full = harness(new LabelledSheet())
                .run(Map.of(
                        "images",
                        images,
                        "labels",
                        List.of("a cat", "котка", "довгий напис про кота"),
                        "title",
                        "Cats"))
                .image();
        assertThat(full.width()).isEqualTo(plain.width());
        assertThat(full.height()).isGreaterThan(plain.height() + 60);
        assertThatThrownBy(() -> harness(new LabelledSheet()).run(Map.of("images", images, "labels", List.of("a"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 labels for 3 pictures");
    }

    @Test
    void aCharacterThatNoFontHasIsSaidOnce() throws Exception {
        var harness = harness(new DrawText());
        harness.run(Map.of("image", GRADIENT, "text", "a \u16a0\u16a0 rune"));
        assertThat(harness.warnings()).singleElement().asString().contains("U+16A0");
    }

    @Test
    void aWatermarkIsEverywhere() throws Exception {
        Image out = harness(new Watermark())
                .run(Map.of("image", GRADIENT, "text", "©", "opacity", 0.5))
                .image();
        float[] before = GRADIENT.pixels().toArray();
        float[] after = out.pixels().toArray();
        boolean[] quarters = new boolean[4];
        for (int i = 0; i < 320 * 200; i++) {
            if (Math.abs(before[i] - after[i]) > 0.1) {
                quarters[(i % 320 < 160 ? 0 : 1) + (i / 320 < 100 ? 0 : 2)] = true;
            }
        }
        assertThat(quarters).containsOnly(true);
        assertThatThrownBy(() -> harness(new Watermark())
                        .run(Map.of("image", Samples.gradient(2000, 2000), "text", "x", "size", 4, "gap", 0)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aBubblePointsAtWhoSpeaks() throws Exception {
        Image out = harness(new SpeechBubble())
                .run(Map.of("image", GRADIENT, "text", "Здрасти!", "x", 0.2, "y", 0.8))
                .image();
        int white = 0;
        for (int i = 90 * 320; i < 160 * 320; i++) {
            white += out.pixels().at(2 * 320 * 200 + i) > 0.95f ? 1 : 0;
        }
        assertThat(white).as("pixels of the tail").isBetween(100, 2000);
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertThatThrownBy(() -> draw(Map.of("text", "a", "colour", "reddish")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("reddish", "#rrggbb", "red");
        assertThatThrownBy(() -> draw(Map.of("text", "a".repeat(30_000))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("20000");
        assertThatThrownBy(() -> draw(Map.of("text", "a", "fonts", List.of("none.ttf"))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("none.ttf");
        Files.writeString(root.resolve("bad.ttf"), "this is no font");
        assertThatThrownBy(() -> draw(Map.of("text", "a", "fonts", List.of("bad.ttf"))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no TrueType");
        assertThatThrownBy(() -> harness(new TextImage()).run(Map.of("text", "a\n".repeat(9000), "size", 2000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("smaller");
        assertThatThrownBy(() -> harness(new DrawText())
                        .cancelAfter(1)
                        .run(Map.of("image", Samples.noise(3, 32, 32, 1), "text", "a")))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void damagedFontsAreRefusedOrDrawn() throws Exception {
        byte[] font;
        try (var in = Fonts.class.getResourceAsStream("LiberationSans-Regular.ttf")) {
            font = in.readAllBytes();
        }
        Files.write(root.resolve("own.ttf"), font);
        assertThat(mean(draw(Map.of("text", "Aж", "fonts", List.of("own.ttf"))).mask()))
                .isPositive();
        var random = new Random(1);
        for (int i = 0; i < 30; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(font, random.nextInt(font.length)) : font.clone();
            for (int n = 0; n < 20 && damaged.length > 0; n++) {
                damaged[random.nextInt(i % 2 == 0 ? Math.min(400, damaged.length) : damaged.length)] =
                        (byte) random.nextInt();
            }
            Files.write(root.resolve("damaged.ttf"), damaged);
            try {
                draw(Map.of("text", "Aж№", "fonts", List.of("damaged.ttf")));
            } catch (BadFileException e) {
                assertThat(e).hasMessageContaining("font");
            }
        }
    }
}
