package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmptyLatentTest {

    private final TestContext ctx = new TestContext(Integer.MAX_VALUE);

    @Test
    void hasTheSizeOfThePictureOrTheModelsOwn() {
        EmptyLatent node = new EmptyLatent();
        EmptyLatent.In sized = new EmptyLatent.In(640, 448, 2, Optional.empty(), Optional.empty());
        assertThat(node.run(sized, ctx).latent().samples().shape()).containsExactly(2, 4, 56, 80);
        EmptyLatent.In own = new EmptyLatent.In(0, 64, 1, Optional.of(new FakeDenoiser()), Optional.empty());
        assertThat(node.run(own, ctx).latent().samples().shape()).containsExactly(1, 4, 8, 16);
        assertThat(node.run(own, ctx).latent().isEmpty()).isTrue();
    }

    @Test
    void namesTheNearestSizes() {
        assertThatThrownBy(() ->
                        new EmptyLatent().run(new EmptyLatent.In(100, 64, 1, Optional.empty(), Optional.empty()), ctx))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("96 and 104");
    }
}
