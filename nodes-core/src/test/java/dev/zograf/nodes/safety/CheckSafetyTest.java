package dev.zograf.nodes.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Models;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A random checker, and what diffusers' class says with it of six pictures. */
class CheckSafetyTest {

    private static final List<Boolean> EXPECTED = List.of(false, false, true, false, false, true);

    private static Path folder() throws URISyntaxException {
        return Path.of(CheckSafetyTest.class.getResource("checker").toURI());
    }

    private static CheckSafety node() throws URISyntaxException {
        Models models = new ModelRoots(
                List.of(folder().getParent()), new BundledModels(CheckSafetyTest.class.getClassLoader()));
        return new CheckSafety(models, new FakeNetworks());
    }

    private static List<Image> pictures() throws IOException {
        List<Image> out = new ArrayList<>();
        for (int i = 0; i < EXPECTED.size(); i++) {
            out.add(Image.of(ImageIO.read(CheckSafetyTest.class.getResource(i + ".png"))));
        }
        return out;
    }

    @Test
    void flagsWhatTheOriginalFlagsAndBlackensIt() throws Exception {
        CheckSafety.Out out = NodeHarness.of(node()).run(Map.of("model", "checker", "images", pictures()));

        assertThat(out.flagged()).isEqualTo(EXPECTED);
        assertThat(out.any()).isTrue();
        assertThat(out.images().get(2).pixels().toArray()).containsOnly(0f);
        assertThat(out.images().get(2).size()).isEqualTo(pictures().get(2).size());
        assertThat(out.images().get(0).pixels().toArray())
                .containsExactly(pictures().get(0).pixels().toArray());
    }

    @Test
    void mayOnlySaySoAndBeStricter() throws Exception {
        CheckSafety.Out out = NodeHarness.of(node())
                .run(Map.of("model", "checker", "images", pictures(), "action", "keep", "stricter", 1.0));

        assertThat(out.flagged()).doesNotContain(false);
        assertThat(out.images().get(2).pixels().toArray())
                .containsExactly(pictures().get(2).pixels().toArray());
    }

    @Test
    void aModelWithoutConceptsIsRefused() {
        Weights none = Weights.of(FakeWeights.of(Map.of("concept_embeds", new long[] {17, 6})));

        assertThatThrownBy(() -> new ConceptCheck(none))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("concept_embeds_weights");
    }
}
