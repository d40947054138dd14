package dev.zograf.contrib.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.Seeded;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class MatsTest {

    @Test
    void whatGoesThereComesBack() {
        Seeded.check(60, random -> {
            FloatTensor planes = Samples.uniform(
                    random.nextLong(),
                    1 + random.nextInt(3),
                    random.nextBoolean() ? 1 : 3,
                    1 + random.nextInt(70),
                    1 + random.nextInt(70));

            FloatTensor back = Mats.each(planes, Planes.RUN, from -> from);

            assertThat(back.shape()).isEqualTo(planes.shape());
            assertThat(back.toArray()).isEqualTo(planes.toArray());
        });
    }

    @Test
    void bytesAreRoundedAsImagesAre() {
        FloatTensor planes =
                FloatTensor.of(new float[] {-1, 0, 0.5f / 255, 1.5f / 255, 0.5f, 1, 2, Float.NaN}, 1, 1, 2, 4);

        float[] back = Mats.each(planes, Planes.RUN, Mats::bytes).times(255).toArray();

        assertThat(back).containsExactly(0, 0, 0, 2, 128, 255, 255, 0);
    }

    @Test
    void nativeMemoryIsFreedAlsoOnFailure() {
        FloatTensor planes = Samples.uniform(1, 2, 3, 40, 50);
        Mats.each(planes, Planes.RUN, from -> from);
        long before = Pointer.totalCount();

        for (int i = 0; i < 50; i++) {
            Blur.gaussian(planes, 1, Planes.RUN);
            assertThatThrownBy(() -> Mats.each(planes, Planes.RUN, from -> {
                        Mat more = new Mat(from.rows(), from.cols(), opencv_core.CV_32F);
                        throw new IllegalStateException("no " + more.rows());
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void manyThreadsGetTheSameNumbers() throws InterruptedException, ExecutionException {
        FloatTensor planes = Samples.uniform(2, 3, 3, 61, 53);
        float[] alone = Blur.bilateral(planes, 3, 0.2, 2, Planes.RUN).toArray();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (Future<float[]> each : IntStream.range(0, 12)
                    .mapToObj(i -> pool.submit(
                            () -> Blur.bilateral(planes, 3, 0.2, 2, Planes.RUN).toArray()))
                    .toList()) {
                assertThat(each.get()).isEqualTo(alone);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void otherShapesAreRefused() {
        assertThatThrownBy(() -> Mats.each(FloatTensor.zeros(1, 2, 4, 4), Planes.RUN, from -> from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 2, 4, 4]");
    }
}
