package dev.zograf.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.SampleNodes;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowReader;
import dev.zograf.runtime.node.NodeRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {

    private final NodeRegistry registry = NodeRegistry.of(List.of(new SampleNodes()));

    private GraphChecker.Checked check(String json) {
        WorkflowReader.Reading reading = WorkflowReader.read(json);
        assertThat(reading.problems()).isEmpty();
        return GraphChecker.check(reading.file().orElseThrow(), registry);
    }

    private List<Problem> problems(String nodes) {
        return check("{ \"zograf\": 1, \"nodes\": {" + nodes + "}, \"outputs\": {} }")
                .problems();
    }

    private void has(Problem problem, int line, int column, String pointer, String... words) {
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.pointer()).isEqualTo(pointer);
        assertThat(problem.message() + " " + problem.remedy()).contains(words);
    }

    @Test
    void findsTenDifferentMistakesWithTheirPlaces() {
        List<Problem> problems = check("""
                        { "zograf": 1,
                          "inputs": { "seed": {"type": "integer", "default": "zero"} },
                          "nodes": {
                            "a": { "type": "blanc" },
                            "b": { "type": "acme.invert", "in": { "strength": 0.5 } },
                            "c": { "type": "blank", "in": { "width": 20, "depth": 3 } },
                            "d": { "type": "blank", "in": { "grey": 1.5, "height": "tall" } },
                            "e": { "type": "acme.invert", "in": { "image": {"from": "g.sum"} } },
                            "f": { "type": "acme.invert", "in": { "image": {"from": "c.imago"}, "under": {"from": "nope.image"} } },
                            "g": { "type": "add", "in": { "a": {"from": "h.sum"}, "b": {"from": "inputs.sed"} } },
                            "h": { "type": "add", "in": { "a": {"from": "g.sum"} } },
                            "i": { "type": "walk@7", "in": { "sampler": "eular" } },
                            "j": { "type": "acme.invert", "in": { "image": {"from": "d.image"}, "strength": 0 } }
                          },
                          "outputs": { "image": {"from": "b.picture"}, "other": {"from": "k.image"} } }
                        """).problems();
        assertThat(problems).hasSize(16);
        has(problems.get(0), 2, 54, "/inputs/seed/default", "\"seed\" is of type integer", "\"zero\"");
        has(problems.get(1), 4, 20, "/nodes/a/type", "no node type \"blanc\"", "\"blank\"");
        has(problems.get(2), 5, 10, "/nodes/b", "lacks its input \"image\"");
        has(problems.get(3), 6, 46, "/nodes/c/in/width", "20", "multiple of 8", "16 or 24");
        has(problems.get(4), 6, 59, "/nodes/c/in/depth", "has no input \"depth\"", "\"width\"");
        has(problems.get(5), 7, 45, "/nodes/d/in/grey", "1.5", "0 to 1");
        has(problems.get(6), 7, 60, "/nodes/d/in/height", "takes an integer", "\"tall\"");
        has(problems.get(7), 8, 61, "/nodes/e/in/image/from", "takes an image", "an integer");
        has(problems.get(8), 9, 61, "/nodes/f/in/image/from", "no output \"imago\"", "\"image\"");
        has(problems.get(9), 9, 91, "/nodes/f/in/under/from", "no node \"nope\"");
        has(problems.get(10), 10, 10, "/nodes/g", "circle: g → h → g");
        has(problems.get(11), 10, 73, "/nodes/g/in/b/from", "no input \"sed\"", "\"seed\"");
        has(problems.get(12), 12, 20, "/nodes/i/type", "version 1", "version 7");
        has(problems.get(13), 12, 49, "/nodes/i/in/sampler", "no choice", "\"euler\"");
        has(problems.get(14), 15, 34, "/outputs/image/from", "no output \"picture\"");
        has(problems.get(15), 15, 66, "/outputs/other/from", "no node \"k\"", "The nodes are");
    }

    @Test
    void callsTheRecordForRulesAcrossInputsWhenAllIsKnown() {
        GraphChecker.Checked checked = check("""
                { "zograf": 1, "inputs": { "photo": {"type": "image"}, "much": {"type": "number", "default": 0} },
                  "nodes": { "x": { "type": "acme.invert", "in": { "image": {"from": "inputs.photo"}, "strength": {"from": "inputs.much"} } } },
                  "outputs": { "image": {"from": "x.image"} } }
                """);
        assertThat(checked.problems()).isEmpty();
        GraphChecker.Checked withValues = GraphChecker.check(
                checked.graph().orElseThrow().file(),
                registry,
                Map.of("photo", dev.zograf.api.value.Image.of(dev.zograf.api.value.FloatTensor.zeros(1, 3, 2, 2))));
        assertThat(withValues.problems()).singleElement().satisfies(p -> {
            assertThat(p.message()).contains("needs something under it");
            assertThat(p.pointer()).isEqualTo("/nodes/x/in/strength/from");
        });
    }

    @Test
    void unifiesTheTypesOfGenericNodes() {
        String nodes = """
                "blank": { "type": "blank" }, "walk": { "type": "walk" }, "add": { "type": "add" },
                "pick": { "type": "choose", "in": { "first": true, "a": {"from": "blank.image"}, "b": {"from": "%s"} } },
                "invert": { "type": "acme.invert", "in": { "image": {"from": "pick.value"} } }
                """;
        String rest = ", \"outputs\": { \"image\": {\"from\": \"invert.image\"} } }";
        assertThat(check("{ \"zograf\": 1, \"nodes\": {" + nodes.formatted("walk.image") + "}" + rest)
                        .problems())
                .isEmpty();
        assertThat(check("{ \"zograf\": 1, \"nodes\": {" + nodes.formatted("add.sum") + "}" + rest)
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("\"b\" takes an image", "\"add.sum\" is an integer"));
    }

    @Test
    void widensIntegersAndMakesOneSeveral() {
        assertThat(problems("""
                        "a": { "type": "add" }, "t": { "type": "write-text", "in": { "text": "x", "file": "y" } },
                        "s1": { "type": "sum", "in": { "values": {"from": "a.sum"} } },
                        "s2": { "type": "sum", "in": { "values": [1, 2.5, {"from": "s1.sum"}] } },
                        "s3": { "type": "sum", "in": { "values": 4 } }
                        """)).isEmpty();
        assertThat(
                        problems(
                                "\"s\": { \"type\": \"sum\" }, \"a\": { \"type\": \"add\", \"in\": { \"a\": {\"from\": \"s.sum\"}, \"b\": [1] } }"))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("lacks its input \"values\""))
                .anyMatch(m -> m.contains("takes an integer, and \"s.sum\" is a number"))
                .anyMatch(m -> m.contains("takes one integer, not an array"));
        assertThat(problems("\"s\": { \"type\": \"sum\", \"in\": { \"values\": [1, \"two\", true] } }"))
                .hasSize(2);
        assertThat(problems("\"i\": { \"type\": \"acme.invert\", \"in\": { \"image\": \"a.png\" } }"))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("takes a link of type image"));
        assertThat(problems("\"a\": { \"type\": \"add\", \"in\": { \"a\": 2.5, \"b\": 3.0 } }"))
                .hasSize(1);
        assertThat(problems("\"b\": { \"type\": \"blank\", \"in\": { \"width\": 4294967304 } }"))
                .hasSize(1);
    }

    @Test
    void namesEveryCircle() {
        List<Problem> problems = problems("""
                "self": { "type": "add", "in": { "a": {"from": "self.sum"} } },
                "x": { "type": "add", "in": { "a": {"from": "z.sum"}, "b": {"from": "self.sum"} } },
                "y": { "type": "add", "in": { "a": {"from": "x.sum"} } },
                "z": { "type": "add", "in": { "a": {"from": "y.sum"} } },
                "after": { "type": "add", "in": { "a": {"from": "z.sum"} } }
                """);
        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "The nodes depend on one another in a circle: self → self.",
                        "The nodes depend on one another in a circle: x → y → z → x.");
    }

    @Test
    void saysThatAWorkflowWithoutOutputsAndEffectsDoesNothing() {
        assertThat(problems("\"a\": { \"type\": \"add\" }"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("does nothing"));
    }

    @Test
    void migratesOlderVersionsAndTheirLinks() {
        GraphChecker.Checked checked = check("""
                { "zograf": 1, "nodes": {
                    "old": { "type": "resize@1", "in": { "w": 32, "legacy": "x" } },
                    "next": { "type": "acme.invert@2", "in": { "image": {"from": "old.result"} } } },
                  "outputs": { "a": {"from": "next.image"}, "b": {"from": "old.result"} } }
                """);
        assertThat(checked.problems()).isEmpty();
        WorkflowGraph graph = checked.graph().orElseThrow();
        assertThat(graph.in("old").keySet()).containsExactlyInAnyOrder("width", "height");
        assertThat(graph.file().outputs().get("b").from().port()).isEqualTo("image");
        assertThat(problems("\"i\": { \"type\": \"acme.invert@1\" }"))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("cannot be brought to version 2: nothing leads from 1 to 2"));
    }

    @Test
    void checksDeclaredInputs() {
        List<Problem> problems = check("""
                        { "zograf": 1, "inputs": {
                            "a": {"type": "imag"}, "b": {"type": "integer", "default": 5, "max": 4},
                            "c": {"type": "text", "default": "x", "choices": ["y"]}, "d": {"type": "image", "default": 3},
                            "e": {"type": "text", "default": "9"} },
                          "nodes": { "add": { "type": "add", "in": { "a": {"from": "inputs.e"} } } },
                          "outputs": { "sum": {"from": "add.sum"}, "in": {"from": "inputs.missing"} } }
                        """).problems();
        assertThat(problems.stream().map(p -> p.message() + " " + p.remedy()))
                .anyMatch(m -> m.contains("unknown type \"imag\". Did you mean \"image\"?"))
                .anyMatch(m -> m.contains("\"b\" is 5, out of the range up to 4"))
                .anyMatch(m -> m.contains("\"x\" is no choice of the input \"c\""))
                .anyMatch(m -> m.contains("\"d\" is of type image, and 3 is not"))
                .anyMatch(m -> m.contains("\"a\" takes an integer, and \"inputs.e\" is a text"))
                .anyMatch(m -> m.contains("no input \"missing\""));
        assertThat(problems).hasSize(6);
    }
}
