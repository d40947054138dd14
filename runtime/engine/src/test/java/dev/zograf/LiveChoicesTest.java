package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.runtime.json.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveChoicesTest {

    /** Names a model. */
    @Doc("Names a model.")
    @NodeType(id = "name-model")
    public static final class NameModel implements Node<NameModel.In, NameModel.Out> {
        public record In(
                @Doc("Which.") @Choices(models = "loras") String model) {}

        public record Out(@Doc("Its name.") String name) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(in.model());
        }
    }

    /** Brings it. */
    public static final class Plugin implements NodePlugin {
        @Override
        public List<Class<?>> nodes() {
            return List.of(NameModel.class);
        }
    }

    private static final String PAINT = """
            { "zograf": 1, "nodes": { "p": { "type": "paint", "in": { "colour": "%s" } } }, "outputs": { "o": {"from": "p.name"} } }
            """;

    private static final String MODEL = """
            { "zograf": 1, "inputs": { "which": {"type": "text", "default": "%s"} },
              "nodes": { "m": { "type": "name-model", "in": { "model": {"from": "inputs.which"} } } }, "outputs": { "o": {"from": "m.name"} } }
            """;

    @Test
    void whatASourceListsNowIsChecked() {
        List<String> colours = new ArrayList<>(List.of("red", "green"));
        try (Zograf engine = Zograf.builder()
                .nodePlugins(new FormNodes())
                .service(FormNodes.Palette.class, () -> colours)
                .build()) {
            assertThat(engine.check(PAINT.formatted("green"))).isEmpty();
            assertThat(engine.check(PAINT.formatted("gren")))
                    .singleElement()
                    .asString()
                    .contains("(/nodes/p/in/colour): \"gren\" is no choice of \"colour\". Did you mean \"green\"");
            colours.add("gren");
            assertThat(engine.check(PAINT.formatted("gren"))).isEmpty();
            assertThat(engine.workflowSchema()).contains("\"x-choices\"", "\"gren\"");
        }
    }

    @Test
    void aSourceThatFailsIsOneClearProblem() {
        try (Zograf engine = Zograf.builder()
                .nodePlugins(new FormNodes())
                .service(FormNodes.Palette.class, () -> {
                    throw new IllegalStateException("the palette is dry");
                })
                .build()) {
            assertThat(engine.check(PAINT.formatted("red")))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .isEqualTo("What \"colour\" takes cannot be listed now: the palette is dry");
            assertThat(engine.workflowSchema()).contains("the palette is dry");
        }
        try (Zograf engine = Zograf.builder().nodePlugins(new FormNodes()).build()) {
            assertThat(engine.check(PAINT.formatted("red")))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("Colours cannot be made", "Palette");
        }
    }

    @Test
    void aModelThatIsNotThereIsNamedAtTheCheck(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("loras"));
        Files.write(folder.resolve("loras/style.safetensors"), new byte[8]);
        Path elsewhere = Files.write(folder.resolve("elsewhere.bin"), new byte[8]);
        try (Zograf engine =
                Zograf.builder().nodePlugins(new Plugin()).models(folder).build()) {
            assertThat(engine.check(MODEL.formatted("style"))).isEmpty();
            assertThat(engine.check(MODEL.formatted("stile")))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("There is no such model. ", "style.safetensors");
            assertThat(engine.check(MODEL.formatted("../elsewhere.bin")))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("names models below the model folders");
            assertThat(engine.run(engine.read(MODEL.formatted("style")).with("which", elsewhere))
                            .get("o", String.class))
                    .isEqualTo(elsewhere.toString());
        }
    }
}
