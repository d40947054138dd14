package dev.zograf.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {

    private static final String GOOD = """
            { "zograf": 1, "title": "Ünïcode \\u00e9", "description": "d", "x-editor": {"deep": [1, null, {}]},
              "inputs": { "prompt": {"type": "text", "default": "a red apple", "doc": "What to paint."},
                          "cfg": {"type": "number", "default": 7.5, "min": 0, "max": 30},
                          "how": {"type": "text", "default": "a", "choices": ["a", "b"], "x-ui": 1} },
              "nodes": { "a": { "type": "one@2", "in": { "n": 3, "f": 0.5, "t": "x.y", "b": true }, "ui": {"x": 10} },
                         "b-2": { "type": "two", "in": { "p": {"from": "inputs.prompt"},
                                  "many": [ {"from": "a.out"}, 2, "three" ] } } },
              "outputs": { "image": {"from": "b-2.image"} },
              "ui": { "zoom": 2 } }
            """;

    private static List<Problem> problems(String json) {
        return WorkflowReader.read(json).problems();
    }

    private static Problem only(String json) {
        List<Problem> problems = problems(json);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void readsAllThatTheFormatHas() {
        WorkflowReader.Reading reading = WorkflowReader.read("\uFEFF" + GOOD);
        assertThat(reading.problems()).isEmpty();
        WorkflowFile file = reading.file().orElseThrow();
        assertThat(file.title()).isEqualTo("Ünïcode é");
        assertThat(file.inputs().keySet()).containsExactly("prompt", "cfg", "how");
        assertThat(file.inputs().get("cfg").max()).isEqualTo(30);
        assertThat(file.nodes().get("a").version()).isEqualTo(2);
        assertThat(file.nodes().get("b-2").version()).isZero();
        assertThat(file.nodes().get("a").in().get("n")).isInstanceOfSatisfying(Value.Literal.class, l -> {
            assertThat(l.value()).isEqualTo(3L);
            assertThat(l.at().pointer()).isEqualTo("/nodes/a/in/n");
        });
        assertThat(file.nodes().get("b-2").in().get("many"))
                .isInstanceOfSatisfying(
                        Value.Several.class,
                        s -> assertThat(s.values())
                                .extracting(v -> v.getClass().getSimpleName())
                                .containsExactly("Reference", "Literal", "Literal"));
        assertThat(file.outputs().get("image").from().source()).isEqualTo("b-2");
        assertThat(file.extras()).containsOnlyKeys("x-editor", "ui");
    }

    @Test
    void theWriterWritesWhatTheReaderReads() {
        WorkflowFile file = WorkflowReader.read(GOOD).file().orElseThrow();
        String text = WorkflowWriter.write(file);
        WorkflowReader.Reading again = WorkflowReader.read(text);
        assertThat(again.problems()).isEmpty();
        assertThat(WorkflowWriter.write(again.file().orElseThrow())).isEqualTo(text);
        assertThat(text).contains("\"from\" : \"a.out\"", "\"default\" : \"a red apple\"", "\"zoom\" : 2");
    }

    @Test
    void readsDefinitionsBodiesNamedValuesAndEach() {
        WorkflowReader.Reading reading = WorkflowReader.read("""
                { "zograf": 1,
                  "workflows": {
                    "step": { "title": "A step", "inputs": { "n": {"type": "list of integer", "default": [1, 2]} },
                              "nodes": { "a": { "type": "workflow:deep", "in": { "n": {"from": "inputs.n"} }, "each": "n" } },
                              "outputs": { "o": {"from": "a.o"} }, "x-note": "kept",
                              "workflows": { "deep": { "nodes": {}, "outputs": {} } } },
                    "far": { "file": "parts/far.json" } },
                  "nodes": { "loop": { "type": "repeat@1", "each": ["times", "with"],
                             "in": { "body": {"workflow": "step"}, "times": [1, 2],
                                     "with": { "n": {"from": "inputs.n"}, "all": [1, {"from": "loop.x"}], "b": {"workflow": "far"} } } } },
                  "outputs": {} }
                """);
        assertThat(reading.problems()).isEmpty();
        WorkflowFile file = reading.file().orElseThrow();
        assertThat(file.workflows().get("far").file()).contains("parts/far.json");
        assertThat(file.workflows().get("far").workflow()).isEmpty();
        WorkflowFile step = file.workflows().get("step").workflow().orElseThrow();
        assertThat(step.inputs().get("n").initial().orElseThrow().value()).isEqualTo(List.of(1L, 2L));
        assertThat(step.nodes().get("a").definition()).contains("deep");
        assertThat(step.workflows()).containsOnlyKeys("deep");
        WorkflowFile.NodeEntry loop = file.nodes().get("loop");
        assertThat(loop.each()).containsExactly("times", "with");
        assertThat(loop.in().get("body"))
                .isInstanceOfSatisfying(
                        Value.Body.class, b -> assertThat(b.name()).isEqualTo("step"));
        assertThat(loop.in().get("with"))
                .isInstanceOfSatisfying(
                        Value.Named.class,
                        n -> assertThat(n.values().values())
                                .extracting(v -> v.getClass().getSimpleName())
                                .containsExactly("Reference", "Several", "Body"));
        String text = WorkflowWriter.write(file);
        WorkflowReader.Reading again = WorkflowReader.read(text);
        assertThat(again.problems()).isEmpty();
        assertThat(WorkflowWriter.write(again.file().orElseThrow())).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNoDefinitionBodyOrEach() {
        assertThat(problems("""
                { "zograf": 1, "nodes": { "a": { "type": "t", "each": [], "in": { "w": {"workflow": 3}, "n": {"a b": 1},
                      "d": {"a": {"b": 1}}, "l": [{"a": 1}] } },
                    "b": { "type": "t", "each": ["x", "x", 4] } },
                  "workflows": { "a b": {}, "n": 3, "f": {"file": "x.json", "nodes": {}}, "z": {"zograf": 1} }, "outputs": {} }
                """).stream().map(Problem::message))
                .containsExactlyInAnyOrder(
                        "\"each\" names no input.",
                        "Here is a number where a text is needed.",
                        "\"a b\" cannot name a value.",
                        "The field \"b\" is unknown here.",
                        "This object is no link: it has no field \"from\".",
                        "The field \"a\" is unknown here.",
                        "This object is no link: it has no field \"from\".",
                        "\"each\" names \"x\" twice.",
                        "Here is a number where the name of an input is needed.",
                        "\"a b\" cannot name a workflow.",
                        "The workflow \"n\" is a number where an object is needed.",
                        "The field \"nodes\" is unknown here.",
                        "The field \"zograf\" is unknown here.");
    }

    @Test
    void namesLineAndColumnOfWhatIsNoJson() {
        Problem problem = only("{ \"zograf\": 1,\n  \"nodes\": { \"a\" } }");
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).isBetween(16, 18);
        assertThat(problem.message()).startsWith("This is not JSON");
        assertThat(only("{\"zograf\": 1, \"nodes\": {").message())
                .isEqualTo("This is not JSON: it ends before everything that was opened is closed.");
        assertThat(only("").message()).contains("empty");
        assertThat(only("[]").message()).contains("an array");
        assertThat(only("{\"zograf\": 1, \"nodes\": {}} x").message()).contains("not JSON");
        assertThat(only("{\"zograf\": 1} {}").message()).contains("after the end");
        assertThat(only("{\"zograf\": NaN}").message()).contains("not JSON");
        assertThat(only("{\"zograf\": 1, }").message()).contains("not JSON");
        assertThat(only("{'zograf': 1}").message()).contains("not JSON");
    }

    @Test
    void keepsToLimits() {
        assertThat(only("{\"zograf\": 1, \"x-a\": " + "[".repeat(100) + "]".repeat(100) + "}")
                        .message())
                .isEqualTo("Arrays and objects are nested more than 64 deep.");
        assertThat(problems("{\"zograf\": 1, \"x-a\": " + "9".repeat(100) + "}")
                        .get(0)
                        .message())
                .isEqualTo("A number has more than 64 digits.");
        assertThat(only("{\"" + "n".repeat(2000) + "\": 1}").message())
                .isEqualTo("A name has more than 1000 characters.");
        assertThat(only("{\"x-a\": \"" + "t".repeat(5 << 20) + "\"}").message())
                .isEqualTo("A text has more than 4194304 characters.");
        assertThat(only("{\"zograf\": 1, \"nodes\": {\"a\": {\"type\": \"t\", \"in\": {\"n\": 99999999999999999999}}}}")
                        .message())
                .contains("64 bits");
        assertThat(only("{\"zograf\": 1, \"nodes\": {\"a\": {\"type\": \"t\", \"in\": {\"n\": 1e999}}}}")
                        .message())
                .contains("too large");
    }

    @Test
    void saysOfANewerFormatThatItIsNewer() {
        assertThat(only("{ \"zograf\": 2, \"whatever\": [] }").toString())
                .contains("newer format", "version 2", "version 1", "Update Zograf");
        assertThat(only("{ \"nodes\": {} }").message()).contains("no field \"zograf\"");
        assertThat(only("{ \"zograf\": \"1\" }").message()).contains("whole number");
        assertThat(only("{ \"zograf\": 0 }").message()).contains("whole number");
    }

    @Test
    void findsAllMistakesAtOnce() {
        List<Problem> problems = problems("""
                { "zograf": 1, "titel": "x",
                  "inputs": { "a": {"typ": "text"}, "b": 3 },
                  "nodes": { "inputs": {"type": "t"}, "n": {"type": "t@0", "in": {"x": null, "y": {"form": "a.b"}, "z": {"from": "ab"}}},
                             "n": {"type": "t"}, "a.b": {"type": "t"}, "m": {"in": []} },
                  "outputs": { "o": "n.x" } }
                """);
        assertThat(problems.stream().map(Problem::message))
                .anyMatch(m -> m.contains("\"titel\" is unknown"))
                .anyMatch(m -> m.contains("\"typ\" is unknown"))
                .anyMatch(m -> m.contains("The input \"a\" has no type"))
                .anyMatch(m -> m.contains("The input \"b\" is a number"))
                .anyMatch(m -> m.contains("No node can be called \"inputs\""))
                .anyMatch(m -> m.contains("\"t@0\" does not end in a version"))
                .anyMatch(m -> m.contains("Here is null where a value is needed"))
                .anyMatch(m -> m.contains("\"ab\" is no link"))
                .anyMatch(m -> m.contains("\"n\" is there twice; the first is on line 3"))
                .anyMatch(m -> m.contains("\"a.b\" cannot name a node"))
                .anyMatch(m -> m.contains("The node \"m\" has no type"))
                .anyMatch(m -> m.contains("Here is an array where an object is needed"))
                .anyMatch(m -> m.contains("The output \"o\" is a text"));
        assertThat(problems).anySatisfy(p -> {
            assertThat(p.message()).contains("titel");
            assertThat(p.pointer()).isEqualTo("/titel");
            assertThat(p.remedy()).isEqualTo("Did you mean \"title\"?");
            assertThat(p.line()).isEqualTo(1);
            assertThat(p.column()).isEqualTo(16);
        });
    }

    /** Whatever happens to a file, it is read or it has problems; nothing else is thrown. */
    @RepeatedTest(200)
    void mutatedFilesAreReadOrHaveProblems(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder text = new StringBuilder(GOOD);
        String[] bits = {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "1e9",
            "-",
            "\\",
            "\\ud800",
            "\u0000",
            "from",
            "99999999999999999999"
        };
        for (int i = 0; i <= random.nextInt(6); i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, bits[random.nextInt(bits.length)]);
                default -> text.setCharAt(at, (char) random.nextInt(0x250));
            }
        }
        WorkflowReader.Reading reading = WorkflowReader.read(text.toString());
        assertThat(reading.file().isPresent() || !reading.problems().isEmpty()).isTrue();
    }
}
