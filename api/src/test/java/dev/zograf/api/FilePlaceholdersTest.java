package dev.zograf.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class FilePlaceholdersTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 7, 5, 2);

    @Test
    void standForSizeAndTime() {
        assertThat(FilePlaceholders.fill("%year%/%month%-%day%/%hour%%minute%%second%_%width%x%height%", 64, 48, NOW))
                .isEqualTo("2026/03-09/070502_64x48");
    }

    @Test
    void anythingElseStays() {
        assertThat(FilePlaceholders.fill("100% %date% %Width%", 1, 1, NOW)).isEqualTo("100% %date% %Width%");
        assertThat(FilePlaceholders.fill("cat", 1, 1)).isEqualTo("cat");
        assertThat(FilePlaceholders.fill("%year%", 0, 0)).matches("\\d{4}");
    }
}
