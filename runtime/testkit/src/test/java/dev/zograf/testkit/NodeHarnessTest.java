package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.CancelledException;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeHarnessTest {

    /** Darkens step by step. */
    @Doc("Darkens a picture step by step.")
    @NodeType(id = "acme.darken", category = "image/adjust")
    public static final class Darken implements Node<Darken.In, Darken.Out> {
        public record In(
                @Doc("The picture.") Image image,

                @Doc("How often.") @Range(min = 1, max = 9) @Default("3")
                int steps,

                @Doc("Taken instead if there.") Optional<Lazy<Image>> other) {}

        public record Out(@Doc("The darker picture.") Image image) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Image image =
                    in.steps() == 9 && in.other().isPresent() ? in.other().get().get() : in.image();
            for (int i = 0; i < in.steps(); i++) {
                image = Image.of(image.pixels().times(0.5));
                Image now = image;
                ctx.progress(i + 1, in.steps(), () -> now);
            }
            return new Out(image);
        }
    }

    private final Image picture = Samples.gradient(4, 4);

    @Test
    void runsANodeAndCollectsItsProgress() throws Exception {
        NodeHarness<Darken.In, Darken.Out> harness = NodeHarness.of(new Darken());
        Image out = harness.run(Map.of("image", picture)).image();
        assertThat(out.pixels().at(3)).isEqualTo(0.125f);
        assertThat(harness.steps())
                .hasSize(3)
                .last()
                .satisfies(s -> assertThat(s.preview()).containsSame(out));
    }

    @Test
    void cancelsAtAStep() {
        NodeHarness<Darken.In, Darken.Out> harness =
                NodeHarness.of(new Darken()).cancelAfter(2);
        assertThatThrownBy(() -> harness.run(Map.of("image", picture, "steps", 8)))
                .isInstanceOf(CancelledException.class);
        assertThat(harness.steps()).hasSize(2);
    }

    @Test
    void checksValuesAndAsksLazyOnesOnlyIfTheNodeDoes() throws Exception {
        NodeHarness<Darken.In, Darken.Out> harness = NodeHarness.of(new Darken());
        Lazy<Image> never = () -> {
            throw new IllegalStateException("asked");
        };
        harness.run(Map.of("image", picture, "other", never));
        assertThatThrownBy(() -> harness.run(Map.of("image", picture, "other", never, "steps", 9)))
                .hasMessage("asked");
        assertThatThrownBy(() -> harness.run(Map.of("image", picture, "steps", 10)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> harness.run(Map.of("imag", picture))).hasMessageContaining("no input \"imag\"");
    }
}
