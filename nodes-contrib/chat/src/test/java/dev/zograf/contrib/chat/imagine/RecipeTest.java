package dev.zograf.contrib.chat.imagine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.chat.ChatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {

    private static final Recipe RECIPE = new Recipe(
            "emoji", "a \"cat\" \u2028 \ud83d\ude00", "no", 64, 128, 8, 2.5, 0.15, Recipe.from(4_294_967_294L), false);

    @Test
    void isKnownByItsContents() {
        assertThat(Recipe.read(RECIPE.toJson(), "x")).isEqualTo(RECIPE);
        assertThat(RECIPE.id())
                .matches("[0-9a-f]{24}")
                .isEqualTo(Recipe.read(RECIPE.toJson(), "x").id());
        assertThat(RECIPE.upscale(0).id()).isNotEqualTo(RECIPE.id());
    }

    @Test
    void hasDescendants() {
        assertThat(RECIPE.pictures())
                .containsExactly(List.of(4_294_967_294L), List.of(4_294_967_295L), List.of(0L), List.of(1L));
        Recipe varied = RECIPE.vary(2, 5);
        assertThat(varied.pictures())
                .containsExactly(List.of(0L, 5L), List.of(0L, 6L), List.of(0L, 7L), List.of(0L, 8L));
        assertThat(varied.again(9).pictures().get(1)).containsExactly(0L, 10L);
        assertThat(varied.vary(0, 1).pictures().get(0)).containsExactly(0L, 5L, 1L);
        assertThat(RECIPE.again(9).pictures()).isEqualTo(Recipe.from(9));
        assertThat(varied.upscale(3).pictures()).containsExactly(List.of(0L, 8L));
        assertThat(varied.upscale(3).vary(0, 2).upscaled()).isFalse();
        Recipe line = RECIPE;
        for (int i = 0; i < Recipe.LONGEST_LINE; i++) {
            assertThat(line.canVary()).isTrue();
            line = line.vary(0, 1);
        }
        assertThat(line.canVary()).isFalse();
        assertThat(Recipe.read(line.toJson(), "x")).isEqualTo(line);
    }

    @Test
    void isKeptAndFoundAgain(@TempDir Path folder) throws IOException {
        String id = new RecipeStore(folder).put(RECIPE);
        RecipeStore other = new RecipeStore(folder);
        assertThat(other.get(id)).contains(RECIPE);
        assertThat(other.put(RECIPE)).isEqualTo(id);
        assertThat(other.get("0".repeat(24))).isEmpty();
        assertThat(other.get("../../../etc/passwd")).isEmpty();
        Path file = folder.resolve(id.substring(0, 2)).resolve(id + ".json");
        Files.writeString(file, RECIPE.toJson().replace("cat", "dog"));
        assertThat(other.get(id)).as("not what its name says").isEmpty();
        Files.writeString(file, "{");
        assertThat(other.get(id)).isEmpty();
    }

    @Test
    void isRefusedIfItIsNone() {
        assertThatThrownBy(() -> Recipe.read("[]", "x.json"))
                .isInstanceOf(ChatException.class)
                .hasMessage("x.json: a file of this kind is one JSON object.");
        assertThatThrownBy(() -> Recipe.read(RECIPE.toJson().replace("\"steps\":8", "\"steps\":8000"), "x.json"))
                .hasMessage("x.json: \"steps\" is from 1 to 1000, not 8000.");
        assertThatThrownBy(() -> Recipe.read(RECIPE.toJson().replace("\"style\"", "\"stile\""), "x.json"))
                .hasMessage("x.json: \"style\" is missing.");
        assertThatThrownBy(() ->
                        Recipe.read(RECIPE.toJson().replace("{\"recipe\":1", "{\"recipe\":1,\"more\":2"), "x.json"))
                .hasMessageContaining("\"more\" is unknown; there are cfg, height");
    }
}
