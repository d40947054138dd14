package dev.zograf.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What PyTorch, NumPy or SciPy make of made-up numbers, from an {@code expected.json} beside a test. */
public final class ExpectedNumbers {

    private final Config file;

    private ExpectedNumbers(Config file) {
        this.file = file;
    }

    /** The file beside a test. */
    public static ExpectedNumbers beside(Class<?> test) {
        String name = "expected.json";
        try (InputStream in = test.getResourceAsStream(name)) {
            return new ExpectedNumbers(Config.of(name, JsonConfig.parse(name, in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers from 0 to 1 that repeat late, the same in the script that made the expected ones: {@code i * step mod period / (period - 1)}. */
    public static FloatTensor made(int step, int period, int... shape) {
        float[] data = FloatTensor.zeros(shape).toArray();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (((long) i * step % period) / (period - 1.0));
        }
        return FloatTensor.wrap(data, shape);
    }

    /** Compares. */
    public void verify(String name, FloatTensor actual, double tolerance) {
        List<Double> wanted = file.numbers(name);
        assertThat(actual.size()).isEqualTo(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            assertThat((double) actual.at(i)).as("%s[%d]", name, i).isCloseTo(wanted.get(i), within(tolerance));
        }
    }
}
