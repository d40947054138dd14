package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ComfyEditorTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();

    /** What the editor saved is the same graph as what it queued. */
    @TestFactory
    Stream<DynamicTest> readsWhatIsQueued() {
        return Published.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ComfyEditor.Reading editor = ComfyEditor.read(Published.text(name, "editor"), CLASSES);
                    ComfyPrompt queued = ComfyPrompt.read(Published.text(name, "api"))
                            .prompt()
                            .orElseThrow();

                    assertThat(editor.problems()).isEmpty();
                    assertThat(Shape.of(editor.prompt().orElseThrow(), CLASSES)).isEqualTo(Shape.of(queued, CLASSES));
                }));
    }

    private static Map<String, ComfyPrompt.Node> nodes(String json) {
        ComfyEditor.Reading reading = ComfyEditor.read(json, CLASSES);
        assertThat(reading.problems()).isEmpty();
        return reading.prompt().orElseThrow().nodes();
    }

    @Test
    void passesThroughReroutesAndTakesValuesOfPrimitives() {
        Map<String, ComfyPrompt.Node> nodes = nodes("""
                {"version": 0.4, "nodes": [
                  {"id": 1, "type": "VAELoader", "widgets_values": ["a.safetensors"], "outputs": [{"name": "VAE", "type": "VAE"}]},
                  {"id": 2, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 10}], "outputs": [{"type": "VAE"}]},
                  {"id": 3, "type": "PrimitiveNode", "widgets_values": [5, "fixed"], "outputs": [{"type": "INT"}]},
                  {"id": 4, "type": "VAEEncodeForInpaint", "widgets_values": [6],
                   "inputs": [{"name": "vae", "type": "VAE", "link": 11},
                              {"name": "grow_mask_by", "type": "INT", "link": 12, "widget": {"name": "grow_mask_by"}}]},
                  {"id": 5, "type": "Note", "widgets_values": ["hello"]}],
                 "links": [[10, 1, 0, 2, 0, "VAE"], [11, 2, 0, 4, 0, "VAE"], [12, 3, 0, 4, 1, "INT"]]}
                """);

        assertThat(nodes).containsOnlyKeys("1", "4");
        assertThat(nodes.get("4").inputs().get("vae").json()).isEqualTo(List.of("1", 0));
        assertThat(nodes.get("4").inputs().get("grow_mask_by").json()).isEqualTo(5L);
    }

    @Test
    void leavesOutWhatIsMutedAndPassesOnWhatIsBypassed() {
        Map<String, ComfyPrompt.Node> nodes = nodes("""
                {"version": 1, "nodes": [
                  {"id": 1, "type": "CheckpointLoaderSimple", "widgets_values": ["a.safetensors"],
                   "outputs": [{"type": "MODEL"}, {"type": "CLIP"}, {"type": "VAE"}]},
                  {"id": 2, "type": "LoraLoader", "mode": 4, "widgets_values": ["b.safetensors", 1, 1],
                   "inputs": [{"name": "model", "type": "MODEL", "link": 1}, {"name": "clip", "type": "CLIP", "link": 2}],
                   "outputs": [{"type": "MODEL"}, {"type": "CLIP"}]},
                  {"id": 3, "type": "CLIPTextEncode", "widgets_values": ["x"], "inputs": [{"name": "clip", "type": "CLIP", "link": 3}]},
                  {"id": 4, "type": "LoadImage", "mode": 2, "widgets_values": ["c.png", "image"], "outputs": [{"type": "IMAGE"}]},
                  {"id": 5, "type": "VAEEncode", "inputs": [{"name": "pixels", "type": "IMAGE", "link": 4}]}],
                 "links": [{"id": 1, "origin_id": 1, "origin_slot": 0, "target_id": 2, "target_slot": 0, "type": "MODEL"},
                           {"id": 2, "origin_id": 1, "origin_slot": 1, "target_id": 2, "target_slot": 1, "type": "CLIP"},
                           {"id": 3, "origin_id": 2, "origin_slot": 1, "target_id": 3, "target_slot": 0, "type": "CLIP", "parentId": 7},
                           {"id": 4, "origin_id": 4, "origin_slot": 0, "target_id": 5, "target_slot": 0, "type": "IMAGE"}],
                 "reroutes": [{"id": 7, "pos": [0, 0], "linkIds": [3]}]}
                """);

        assertThat(nodes).containsOnlyKeys("1", "3", "5");
        assertThat(nodes.get("3").inputs().get("clip").json()).isEqualTo(List.of("1", 1));
        assertThat(nodes.get("5").inputs()).isEmpty();
    }

    /** What only leads on does so in whatever mode it is. */
    @Test
    void reroutesLeadOnAlsoWhenTheyAreMutedOrBypassed() {
        for (int mode : new int[] {2, 4}) {
            Map<String, ComfyPrompt.Node> nodes = nodes("""
                    {"version": 0.4, "nodes": [
                      {"id": 1, "type": "LoadImage", "widgets_values": ["c.png", "image"], "outputs": [{"type": "IMAGE"}]},
                      {"id": 2, "type": "Reroute", "mode": %d, "inputs": [{"name": "", "type": "*", "link": 1}], "outputs": [{"type": "IMAGE"}]},
                      {"id": 3, "type": "VAEEncode", "inputs": [{"name": "pixels", "type": "IMAGE", "link": 2}]}],
                     "links": [[1, 1, 0, 2, 0, "*"], [2, 2, 0, 3, 0, "IMAGE"]]}
                    """.formatted(mode));

            assertThat(nodes.get("3").inputs().get("pixels").json()).isEqualTo(List.of("1", 0));
        }
    }

    private static final String NESTED = """
            {"version": 0.4, "nodes": [
               {"id": 1, "type": "CheckpointLoaderSimple", "widgets_values": ["a.safetensors"],
                "outputs": [{"type": "MODEL"}, {"type": "CLIP"}, {"type": "VAE"}]},
               {"id": 2, "type": "outer", "inputs": [{"name": "clip", "type": "CLIP", "link": 1}], "widgets_values": ["shown"],
                "outputs": [{"type": "CONDITIONING"}]},
               {"id": 3, "type": "ConditioningZeroOut", "inputs": [{"name": "conditioning", "type": "CONDITIONING", "link": 2}]}],
             "links": [[1, 1, 1, 2, 0, "CLIP"], [2, 2, 0, 3, 0, "CONDITIONING"]],
             "definitions": {"subgraphs": [
               {"id": "outer", "name": "Outer", "nodes": [
                  {"id": 5, "type": "inner", "inputs": [{"name": "clip", "type": "CLIP", "link": 1},
                                                       {"name": "text", "type": "STRING", "link": 3, "widget": {"name": "text"}}],
                   "outputs": [{"type": "CONDITIONING"}]}],
                "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 5, "target_slot": 0, "type": "CLIP"},
                          {"id": 3, "origin_id": -10, "origin_slot": 1, "target_id": 5, "target_slot": 1, "type": "STRING"},
                          {"id": 2, "origin_id": 5, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "CONDITIONING"}],
                "inputs": [{"name": "clip", "type": "CLIP"}, {"name": "text", "type": "STRING"}],
                "outputs": [{"name": "CONDITIONING", "type": "CONDITIONING"}]},
               {"id": "inner", "name": "Inner", "nodes": [
                  {"id": 7, "type": "CLIPTextEncode", "widgets_values": ["own"],
                   "inputs": [{"name": "clip", "type": "CLIP", "link": 1},
                              {"name": "text", "type": "STRING", "link": 2, "widget": {"name": "text"}}]}],
                "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 7, "target_slot": 0, "type": "CLIP"},
                          {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 7, "target_slot": 1, "type": "STRING"},
                          {"id": 3, "origin_id": 7, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "CONDITIONING"}],
                "inputs": [{"name": "clip", "type": "CLIP"}, {"name": "text", "type": "STRING"}],
                "outputs": [{"name": "CONDITIONING", "type": "CONDITIONING"}]}]}}
            """;

    @Test
    void writesOutNestedSubgraphsWithTheValuesThatTheirNodesShow() {
        Map<String, ComfyPrompt.Node> nodes = nodes(NESTED);

        assertThat(nodes).containsOnlyKeys("1", "2:5:7", "3");
        assertThat(nodes.get("2:5:7").inputs().get("clip").json()).isEqualTo(List.of("1", 1));
        assertThat(nodes.get("2:5:7").inputs().get("text").json()).isEqualTo("shown");
        assertThat(nodes.get("3").inputs().get("conditioning").json()).isEqualTo(List.of("2:5:7", 0));
    }

    /** A bypassed node gives for an output the input at its place if it is of the type, else the first of that type. */
    @Test
    void bypassesByPlaceAndByType() {
        String json = """
                {"version": 0.4, "nodes": [
                  {"id": 1, "type": "A", "outputs": [{"type": "IMAGE"}, {"type": "MASK"}, {"type": "STRING"}]},
                  {"id": 2, "type": "B", "mode": 4,
                   "inputs": [{"name": "a", "type": "IMAGE", "link": 1}, {"name": "b", "type": "MASK", "link": 2},
                              {"name": "c", "type": "IMAGE", "link": 3}, {"name": "d", "type": "INT,FLOAT", "link": 4},
                              {"name": "e", "type": "LATENT", "link": null}],
                   "outputs": [{"type": "MASK"}, {"type": "IMAGE"}, {"type": "IMAGE"}, {"type": "FLOAT"}, {"type": "*"}, {"type": "VAE"}, {"type": "LATENT"}]},
                  {"id": 3, "type": "C",
                   "inputs": [{"name": "mask", "type": "MASK", "link": 10}, {"name": "image", "type": "IMAGE", "link": 11},
                              {"name": "third", "type": "IMAGE", "link": 12}, {"name": "number", "type": "FLOAT", "link": 13},
                              {"name": "any", "type": "*", "link": 14}, {"name": "vae", "type": "VAE", "link": 15},
                              {"name": "latent", "type": "LATENT", "link": 16}]}],
                 "links": [[1, 1, 0, 2, 0, "IMAGE"], [2, 1, 1, 2, 1, "MASK"], [3, 1, 3, 2, 2, "IMAGE"], [4, 1, 4, 2, 3, "FLOAT"],
                           [10, 2, 0, 3, 0, "MASK"], [11, 2, 1, 3, 1, "IMAGE"], [12, 2, 2, 3, 2, "IMAGE"], [13, 2, 3, 3, 3, "FLOAT"],
                           [14, 2, 1, 3, 4, "*"], [15, 2, 5, 3, 5, "VAE"], [16, 2, 6, 3, 6, "LATENT"]]}
                """;

        Map<String, ComfyPrompt.Input> inputs = nodes(json).get("3").inputs();

        assertThat(inputs.get("mask").json()).isEqualTo(List.of("1", 1));
        assertThat(inputs.get("image").json()).isEqualTo(List.of("1", 0));
        assertThat(inputs.get("third").json()).isEqualTo(List.of("1", 3));
        assertThat(inputs.get("number").json()).isEqualTo(List.of("1", 4));
        assertThat(inputs.get("any").json()).isEqualTo(List.of("1", 1));
        assertThat(inputs).doesNotContainKeys("vae", "latent");
    }

    /** Where a subgraph's node lists what it shows, its values are in that order: of inner widgets, primitives, and its own inputs. */
    @Test
    void valuesOfASubgraphsNodeFollowItsList() {
        Map<String, ComfyPrompt.Node> nodes = nodes("""
                {"version": 0.4, "nodes": [
                  {"id": 2, "type": "sub", "inputs": [{"name": "words", "type": "STRING", "link": null, "widget": {"name": "words"}}],
                   "properties": {"proxyWidgets": [["9", "value"], ["-1", "words"], ["7", "batch_size"]]},
                   "widgets_values": [640, "shown", 3]}],
                 "links": [],
                 "definitions": {"subgraphs": [
                   {"id": "sub", "name": "Sub", "nodes": [
                      {"id": 7, "type": "EmptyLatentImage", "widgets_values": [512, 512, 1],
                       "inputs": [{"name": "width", "type": "INT", "link": 2, "widget": {"name": "width"}}]},
                      {"id": 8, "type": "CLIPTextEncode", "widgets_values": ["own"],
                       "inputs": [{"name": "text", "type": "STRING", "link": 1, "widget": {"name": "text"}}]},
                      {"id": 9, "type": "PrimitiveNode", "widgets_values": [512, "fixed"], "outputs": [{"type": "INT"}]}],
                    "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 8, "target_slot": 0, "type": "STRING"},
                              {"id": 2, "origin_id": 9, "origin_slot": 0, "target_id": 7, "target_slot": 0, "type": "INT"}],
                    "inputs": [{"name": "words", "type": "STRING"}], "outputs": []}]}}
                """);

        assertThat(nodes.get("2:7").inputs().get("width").json()).isEqualTo(640L);
        assertThat(nodes.get("2:7").inputs().get("height").json()).isEqualTo(512L);
        assertThat(nodes.get("2:7").inputs().get("batch_size").json()).isEqualTo(3L);
        assertThat(nodes.get("2:8").inputs().get("text").json()).isEqualTo("shown");
    }

    @Test
    void endsOfASubgraphInItself() {
        ComfyEditor.Reading reading = ComfyEditor.read(
                NESTED.replace("\"id\": 7, \"type\": \"CLIPTextEncode\"", "\"id\": 7, \"type\": \"outer\""), CLASSES);

        assertThat(reading.problems()).extracting(Object::toString).anyMatch(text -> text.contains("are nested"));
    }

    @Test
    void takesTheFirstOfAlternativesAndSaysSo() {
        assertThat(Widgets.chosen("a {red|{dark|light} blue} apple // really\n/* no\n */\\{b\\|c\\}"))
                .isEqualTo("a red apple \n{b|c}");
        assertThat(Widgets.chosen("{|a}{{b|c}1|2}")).isEqualTo("b1");
        assertThat(Widgets.chosen("{a|b|{c")).isEqualTo("a");

        ComfyEditor.Reading reading = ComfyEditor.read("""
                {"nodes": [{"id": 1, "type": "CLIPTextEncode", "widgets_values": ["a {red|blue} apple"]}], "links": []}
                """, CLASSES);

        assertThat(reading.notes()).singleElement().asString().contains("node 1");
    }

    @Test
    void takesDamagedFilesWithoutAnException() {
        List<String> names = Published.names();
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            String name = names.get(random.nextInt(names.size()));
            StringBuilder text = new StringBuilder(i % 4 == 0 ? NESTED : Published.text(name, "editor"));
            for (int hits = 1 + random.nextInt(6); hits > 0; hits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, "0123456789-n".charAt(random.nextInt(12)));
                    case 2 -> text.insert(at, "{}[]\",:0e-\\n".charAt(random.nextInt(12)));
                    default -> text.replace(at, Math.min(text.length(), at + 6), "null");
                }
            }

            ComfyEditor.Reading reading = ComfyEditor.read(text.toString(), CLASSES);

            assertThat(reading.prompt().isPresent() || !reading.problems().isEmpty())
                    .isTrue();
            reading.prompt()
                    .ifPresent(prompt -> new ComfyImport(CLASSES).of(prompt, "").complaints());
        }
    }
}
