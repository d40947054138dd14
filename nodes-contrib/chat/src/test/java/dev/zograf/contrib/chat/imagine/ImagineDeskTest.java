package dev.zograf.contrib.chat.imagine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.api.picture.PngTexts;
import dev.zograf.contrib.chat.Asker;
import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Gallery.Picture;
import dev.zograf.contrib.chat.ShippedModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bot does, with the model that ships, without a chat service. */
class ImagineDeskTest {

    private static final Zograf ENGINE =
            Zograf.builder().models(ShippedModels.folder()).trustInputs(false).build();
    private static final Asker ANN = new Asker("Test", "ann", Set.of("room"), Set.of("artist"));
    private static final Asker BOB = new Asker("Test", "bob", Set.of("room"), Set.of());

    /** Pictures as the model paints them, 64 by 64, so that the tests are quick. */
    private static final Style SMALL =
            new Style("emoji", "emoji", 0, 0, 8, 4, Optional.empty(), Optional.of("realesr-animevideov3-x4"));

    @TempDir
    Path data;

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Rules rules(int perUser, int waiting, Map<String, Rules.Access> access, String... blocked) {
        Rules usual = Rules.DEFAULT;
        return new Rules(
                List.of(SMALL),
                1000,
                usual.maxSide(),
                usual.variation(),
                1,
                perUser,
                waiting,
                usual.time(),
                Optional.empty(),
                access,
                List.of(blocked));
    }

    private ImagineDesk desk() {
        return new ImagineDesk(ENGINE, rules(2, 2, Map.of()), data);
    }

    private static RecordingReply imagine(ImagineDesk desk, Asker asker, String text) {
        RecordingReply reply = new RecordingReply();
        desk.imagine(asker, text, reply);
        return reply;
    }

    private static RecordingReply press(ImagineDesk desk, Asker asker, String button) {
        RecordingReply reply = new RecordingReply();
        desk.press(asker, button, reply);
        return reply;
    }

    private static String button(Gallery gallery, String label) {
        return gallery.buttons().stream()
                .flatMap(List::stream)
                .filter(button -> button.label().startsWith(label))
                .map(ChatButton::id)
                .findFirst()
                .orElseThrow();
    }

    private static BufferedImage read(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.png()));
    }

    /** The mean difference of two pictures of one size, of 255. */
    private static double difference(BufferedImage one, BufferedImage other) {
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / (3.0 * one.getHeight() * one.getWidth());
    }

    @Test
    void paintsFourPicturesWhoseButtonsOutliveTheBot() throws Exception {
        Gallery first;
        try (ImagineDesk desk = desk()) {
            RecordingReply reply = imagine(desk, ANN, "a red apple --seed 1");
            assertThat(reply.said().get(0).text())
                    .isEqualTo("a red apple\nseed 1, 2, 3, 4 · 8 steps · cfg 4 · emoji\nNext in line.");
            first = reply.gallery();
            assertThat(reply.said()).anyMatch(one -> one.text().contains("% done"));
        }
        assertThat(first.pictures()).hasSize(4);
        assertThat(first.buttons().stream()
                        .map(row -> row.stream().map(ChatButton::label).toList()))
                .containsExactly(List.of("U1", "U2", "U3", "U4"), List.of("V1", "V2", "V3", "V4"), List.of("↻ Again"));
        assertThat(read(first.sheet()).getWidth()).isEqualTo(2 * 64 + 3 * 8);
        try (var left = Files.list(data.resolve("painting"))) {
            assertThat(left).isEmpty();
        }
        Path png = Files.write(data.resolve("x.png"), first.pictures().get(0).png());
        assertThat(PngTexts.read(png, "x.png").get("zograf"))
                .contains("a red apple")
                .containsPattern("\"seed\" ?: ?1\\b");

        try (ImagineDesk desk = desk()) {
            Gallery same = imagine(desk, BOB, "a red apple --seed 1").gallery();
            assertThat(same.sheet().png()).isEqualTo(first.sheet().png());
            assertThat(button(same, "V2")).isEqualTo(button(first, "V2"));

            Gallery larger = press(desk, BOB, button(first, "U2")).gallery();
            assertThat(larger.pictures()).hasSize(1);
            assertThat(larger.text()).contains("seed 2 ·");
            BufferedImage large = read(larger.sheet());
            assertThat(large.getWidth()).isEqualTo(256);
            BufferedImage shrunk = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            shrunk.createGraphics()
                    .drawImage(large.getScaledInstance(64, 64, BufferedImage.SCALE_AREA_AVERAGING), 0, 0, null);
            BufferedImage second = read(first.pictures().get(1));
            BufferedImage third = read(first.pictures().get(2));
            assertThat(difference(shrunk, second)).isLessThan(difference(shrunk, third));

            Gallery varied = press(desk, BOB, button(first, "V2")).gallery();
            assertThat(varied.text()).contains("seed 2~");
            for (Picture picture : varied.pictures()) {
                assertThat(difference(read(picture), second)).isPositive().isLessThan(difference(third, second));
            }
            Gallery again = press(desk, BOB, button(varied, "↻")).gallery();
            assertThat(again.text()).contains("seed 2~").isNotEqualTo(varied.text());
        }
    }

    @Test
    void checksPicturesWhereThatIsSet() {
        Recipe recipe = new OrderReader(Rules.DEFAULT, () -> 1)
                .read("a cat --size 64x32")
                .vary(0, 5);
        assertThat(ENGINE.check(RecipeWorkflow.json(recipe, Style.SHIPPED, Optional.of("emoji"))))
                .isEmpty();
        assertThat(RecipeWorkflow.json(recipe, Style.SHIPPED, Optional.of("emoji")))
                .contains(
                        "check-safety@1",
                        "\"picture0\":{\"from\":\"safe0.value\"}",
                        "\"image\":{\"from\":\"safe3.value\"}");
    }

    @Test
    void letsPeopleTakeTurnsAndCancel() throws Exception {
        try (ImagineDesk desk = desk()) {
            RecordingReply long1 = imagine(desk, ANN, "a cat --steps 1000");
            long1.await(one -> one.what().equals("progress") && one.text().contains("Painting"));
            RecordingReply ann2 = imagine(desk, ANN, "a dog --steps 1");
            RecordingReply ann3 = imagine(desk, ANN, "a cow --steps 1");
            assertThat(ann3.said().get(0).text()).startsWith("You have 2 paintings in line");
            RecordingReply bob = imagine(desk, BOB, "a hen --steps 1");
            assertThat(bob.said().get(0).text()).contains("2 before it in line");
            RecordingReply full = imagine(desk, BOB, "a pig --steps 1");
            assertThat(full.said().get(0).text()).startsWith("The line is full");

            String cancel = long1.said().get(0).buttons().get(0).id();
            assertThat(press(desk, BOB, cancel).said().get(0).text()).isEqualTo("Only who asked for it can cancel it.");
            String waiting = ann2.said().get(0).buttons().get(0).id();
            assertThat(press(desk, ANN, waiting).said().get(0).what()).isEqualTo("accept");
            assertThat(ann2.await(one -> one.text().contains("Cancelled")).buttons())
                    .isEmpty();
            assertThat(press(desk, ANN, waiting).said().get(0).text()).isEqualTo("This is not in line any more.");
            assertThat(press(desk, ANN, cancel).said().get(0).what()).isEqualTo("accept");
            long1.await(one -> one.text().endsWith("Cancelled."));
            bob.gallery();
        }
    }

    @Test
    void tellsWhoWaitsThatItStops() throws Exception {
        ImagineDesk desk = desk();
        RecordingReply works = imagine(desk, ANN, "a cat --steps 1000");
        works.await(one -> one.what().equals("progress") && one.text().contains("Painting"));
        RecordingReply waits = imagine(desk, BOB, "a dog");
        desk.close();
        works.await(one -> one.text().contains("The bot was stopped"));
        waits.await(one -> one.text().contains("The bot was stopped"));
        assertThat(imagine(desk, BOB, "a dog").said().get(0).text()).isEqualTo("The bot is being stopped.");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        Rules.Access access = new Rules.Access(Set.of("room"), Set.of("bob"), Set.of("artist"));
        try (ImagineDesk desk = new ImagineDesk(ENGINE, rules(1, 1, Map.of("Test", access), "Blood"), data)) {
            assertThat(press(desk, ANN, "u0-" + "0".repeat(24)).said().get(0).text())
                    .isEqualTo("I have forgotten these pictures.");
            assertThat(press(desk, ANN, "u9-../x").said().get(0).text()).isEqualTo("I do not know this button.");
            assertThat(imagine(desk, ANN, "a --nope").said().get(0).what()).isEqualTo("refuse");
            assertThat(imagine(desk, BOB, "bl\u00f3od,\u200b ＢＬＯＯＤ")
                            .said()
                            .get(0)
                            .text())
                    .contains("a word in the prompt");
            Asker elsewhere = new Asker("Test", "bob", Set.of("hall"), Set.of());
            assertThat(imagine(desk, elsewhere, "a cat").said().get(0).text()).isEqualTo("I do not paint here.");
            Asker eve = new Asker("Test", "eve", Set.of("room"), Set.of("guest"));
            assertThat(press(desk, eve, "x").said().get(0).text()).startsWith("You may not use this bot");
        }
    }

    @Test
    void saysAtTheBeginningThatAModelIsMissing() {
        Style none = new Style("dream", "no-such-model", 0, 0, 8, 4, Optional.empty(), Optional.empty());
        Rules usual = Rules.DEFAULT;
        Rules rules =
                new Rules(List.of(none), 50, 512, 0.1, 1, 1, 1, usual.time(), Optional.empty(), Map.of(), List.of());
        assertThatThrownBy(() -> new ImagineDesk(ENGINE, rules, data).close())
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("no-such-model");
    }
}
