package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeededTest {

    @Test
    void namesTheSeedThatFails() {
        Seeded.check(20, random -> assertThat(random.nextInt(10)).isBetween(0, 9));
        assertThatThrownBy(() -> Seeded.check(
                        1000, random -> assertThat(random.nextInt(10)).isBetween(0, 8)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Seed ");
    }

    @Test
    void samplesAreTheSameEachTime() {
        assertThat(Samples.noise(2, 4, 3, 7).pixels().toArray())
                .isEqualTo(Samples.noise(2, 4, 3, 7).pixels().toArray())
                .isNotEqualTo(Samples.noise(2, 4, 3, 8).pixels().toArray());
        assertThat(Samples.rightHalf(4, 1).values().toArray()).containsExactly(0, 0, 1, 1);
        assertThat(Samples.gradient(1, 1).width()).isEqualTo(1);
        assertThat(Samples.latent(1, 4, 2, 2, 0).batch()).isEqualTo(1);
        assertThat(Samples.conditioning(2, 3, 4, 0).batch()).isEqualTo(2);
    }
}
