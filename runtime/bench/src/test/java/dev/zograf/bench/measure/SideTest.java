package dev.zograf.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideTest {

    /** A side whose works cost what their names say. */
    static final class Echo {
        public static void main(String[] args) throws IOException {
            System.out.println("{\"versions\": \"echo 1\"}");
            java.io.BufferedReader in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8));
            for (String line = in.readLine(); !line.equals("quit"); line = in.readLine()) {
                if (line.equals("nonsense")) {
                    System.out.println("nonsense");
                } else if (line.equals("fail")) {
                    throw new IllegalStateException("It broke.");
                } else {
                    System.out.println("{\"wall\": " + line + ", \"cpu\": 0.5, \"peak\": 4096}");
                }
            }
        }
    }

    private static Side echo() throws IOException {
        return new Side("echo", OwnJvm.command(Echo.class.getName(), List.of()));
    }

    @Test
    void aSideAnswersWhatAWorkTook() throws IOException {
        try (Side side = echo()) {
            assertThat(side.versions()).isEqualTo("echo 1");
            assertThat(side.work("2")).isEqualTo(new Cost(2, 0.5, 4096));
            assertThatThrownBy(() -> side.work("nonsense")).hasMessageContaining("echo", "nonsense");
            assertThatThrownBy(() -> side.work("fail")).hasMessageContaining("It broke.");
        }
    }

    @Test
    void oneThatEndsBeforeItIsReadySaysWhy() {
        assertThatThrownBy(() -> new Side("gone", OwnJvm.command("no.such.Class", List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone ended")
                .hasMessageContaining("no.such.Class");
    }
}
