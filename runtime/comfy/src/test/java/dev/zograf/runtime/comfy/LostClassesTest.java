package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** No class of ComfyUI's core for pictures is unknown: something stands for it, or why nothing does is said, with what may help. */
class LostClassesTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();

    private static List<String> coreClasses() throws IOException {
        try (InputStream in = Objects.requireNonNull(LostClassesTest.class.getResourceAsStream("core-classes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void eachClassOfTheCoreIsKnown() throws IOException {
        List<String> names = coreClasses();

        assertThat(names).hasSizeGreaterThan(150);
        assertThat(names).allMatch(name -> CLASSES.get(name).isPresent());
        assertThat(names.stream()
                        .filter(name -> !CLASSES.get(name).orElseThrow().isMapped()))
                .isEmpty();
    }

    @Test
    void whatIsLostHasAReasonAndSomethingThatMayHelp() {
        for (ComfyClass type : CLASSES.all().values()) {
            if (!type.isMapped()) {
                assertThat(type.unsupported()).as(type.name()).endsWith(".").hasSizeGreaterThan(20);
                assertThat(!type.nearest().isEmpty() || type.unsupported().contains("zograf "))
                        .as(type.name())
                        .isTrue();
            }
        }
    }
}
