package dev.zograf.nodes.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CutTest {

    @RepeatedTest(50)
    void sharesAddUpToOneAndNeighboursShareEnough(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int align = 1 + random.nextInt(4);
        int tile = align * (2 + random.nextInt(20));
        int overlap = random.nextInt(tile - align + 1);
        int fade = random.nextBoolean() ? 0 : overlap / 2;
        int length = align * (1 + random.nextInt(60));
        int scale = 1 + random.nextInt(4);

        List<Span> spans = Cut.of(length, tile, overlap, fade, align);

        double[] sum = new double[length * scale];
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            assertThat(span.length()).isLessThanOrEqualTo(tile);
            assertThat(span.from() % align).isZero();
            for (int p = 0; p < sum.length; p++) {
                double share = span.share(p, scale);
                assertThat(share).isBetween(0.0, 1.0);
                if (p < span.from() * scale || p >= span.to() * scale) {
                    assertThat(share).isZero();
                }
                sum[p] += share;
            }
            if (i > 0) {
                assertThat(spans.get(i - 1).to() - span.from()).isGreaterThanOrEqualTo(overlap / align * align);
            }
        }
        assertThat(spans.get(0).from()).isZero();
        assertThat(spans.get(spans.size() - 1).to()).isEqualTo(length);
        for (double each : sum) {
            assertThat(each).isCloseTo(1, offset(1e-12));
        }
    }

    @RepeatedTest(50)
    void shortestPiecesAreAsManyAndOneShorterWouldBeMore(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int align = 1 + random.nextInt(4);
        int tile = align * (2 + random.nextInt(20));
        int overlap = random.nextInt(tile - align + 1);
        int length = tile + align * (1 + random.nextInt(60));

        int shortest = Cut.shortest(length, tile, overlap, align);

        int pieces = Cut.of(length, tile, overlap, 0, align).size();
        assertThat(shortest).isBetween(1, tile);
        assertThat(shortest % align).isZero();
        assertThat(Cut.of(length, shortest, overlap, 0, align)).hasSize(pieces);
        if (shortest - align > overlap) {
            assertThat(Cut.of(length, shortest - align, overlap, 0, align)).hasSizeGreaterThan(pieces);
        }
    }

    @Test
    void picturesSlightlyLargerThanAPieceAreHalved() {
        assertThat(Cut.shortest(512, 384, 36, 1)).isEqualTo(274);
        assertThat(Cut.shortest(384, 384, 36, 1)).isEqualTo(384);
    }

    @Test
    void hardCutsLieInTheMiddleOfWhatIsShared() {
        List<Span> spans = Cut.of(20, 12, 4, 0, 1);

        assertThat(spans).containsExactly(new Span(0, 12, 0, 0, 10, 10), new Span(8, 20, 10, 10, 20, 20));
    }

    @Test
    void whatFitsIsLeftWhole() {
        assertThat(Cut.of(12, 12, 4, 2, 1)).containsExactly(new Span(0, 12, 0, 0, 12, 12));
    }
}
