package dev.zograf.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonTest {

    @Test
    void isStartedWithoutWhatTheLauncherSet() {
        assertThat(Python.without("")).isEmpty();
        assertThat(Python.without(" B")).containsExactly("env", "-u", "B");
        assertThat(Python.without("A B")).containsExactly("env", "-u", "A", "-u", "B");
    }
}
