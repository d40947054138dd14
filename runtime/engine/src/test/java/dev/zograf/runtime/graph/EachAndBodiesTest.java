package dev.zograf.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.FormNodes;
import dev.zograf.SampleNodes;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowReader;
import dev.zograf.runtime.node.NodeRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class EachAndBodiesTest {

    private static final String WORKFLOWS = """
            , "workflows": {
                "step": { "inputs": { "value": {"type": "integer"}, "by": {"type": "integer", "max": 9}, "of": {"type": "text", "default": "x"} },
                          "nodes": { "a": { "type": "add", "in": { "a": {"from": "inputs.value"}, "b": {"from": "inputs.by"} } } },
                          "outputs": { "value": {"from": "a.sum"} } },
                "blind": { "inputs": { "n": {"type": "integer", "default": 1} },
                           "nodes": { "a": { "type": "add", "in": { "a": {"from": "inputs.n"} } } }, "outputs": { "sum": {"from": "a.sum"} } },
                "save": { "inputs": { "value": {"type": "integer"} },
                          "nodes": { "w": { "type": "write-text", "in": { "text": "t", "file": "f" } } },
                          "outputs": { "value": {"from": "inputs.value"} } } }
            """;

    private final NodeRegistry registry = NodeRegistry.of(List.of(new SampleNodes(), new FormNodes()));

    private GraphChecker.Checked check(String nodes, String outputs) {
        String json =
                "{ \"zograf\": 1, \"inputs\": { \"list\": {\"type\": \"list of text\"}, \"one\": {\"type\": \"text\"},"
                        + " \"three\": {\"type\": \"list of integer\", \"default\": [1, 2, 3]} }, \"nodes\": {" + nodes
                        + "}, \"outputs\": {" + outputs + "}" + WORKFLOWS + "}";
        WorkflowReader.Reading reading = WorkflowReader.read(json);
        assertThat(reading.problems()).isEmpty();
        return GraphChecker.check(reading.file().orElseThrow(), registry);
    }

    private List<String> problems(String nodes, String output) {
        return check(nodes, "\"o\": {\"from\": \"" + output + "\"}").problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void eachTakesArraysLinksToListsAndListInputs() {
        GraphChecker.Checked checked = check("""
                "w": { "type": "words", "in": { "text": "a b c" } },
                "l": { "type": "label", "in": { "text": {"from": "w.words"}, "number": [1, 2] }, "each": ["text", "number"] },
                "m": { "type": "label", "in": { "text": {"from": "inputs.list"} }, "each": "text" },
                "n": { "type": "label", "in": { "text": ["x", {"from": "inputs.one"}] }, "each": "text" },
                "all": { "type": "words", "in": { "text": {"from": "l.text"} }, "each": "text" },
                "j": { "type": "join", "in": { "words": {"from": "all.words"} } },
                "d": { "type": "workflow:step", "in": { "value": {"from": "inputs.three"}, "by": 2 }, "each": "value" }
                """, "\"o\": {\"from\": \"j.text\"}, \"d\": {\"from\": \"d.value\"}");
        assertThat(checked.problems()).isEmpty();
        WorkflowGraph graph = checked.graph().orElseThrow();
        assertThat(graph.outputs().get("d").port().typeName()).isEqualTo("list of integer");
        assertThat(graph.body("d").orElseThrow().name()).isEqualTo("step");
        assertThat(graph.each("d")).containsExactly("value");
        assertThat(graph.order()).contains("d").doesNotContain("d/a");
    }

    @Test
    void eachThatCannotBeIsAProblem() {
        assertThat(problems("""
                        "a": { "type": "label", "in": { "text": {"from": "inputs.one"} }, "each": "text" },
                        "b": { "type": "label", "in": { "text": "x" }, "each": ["txet", "number"] },
                        "c": { "type": "label", "in": { "text": ["x", 3], "number": [1, 2, 3] }, "each": ["text", "number"] },
                        "d": { "type": "join", "in": { "words": {"from": "inputs.list"} }, "each": "words" },
                        "e": { "type": "label", "in": { "text": "x" }, "each": "text" },
                        "f": { "type": "label", "in": { "text": {"from": "inputs.three"} }, "each": "text" },
                        "g": { "type": "label", "in": { "text": {"from": "inputs.list"} } },
                        "h": { "type": "join", "in": { "words": [{"from": "inputs.list"}] } },
                        "i": { "type": "label", "in": { "text": {"from": "inputs.list"}, "number": {"from": "h.text"} }, "each": "text" },
                        "k": { "type": "acme.invert", "in": { "image": {"from": "i.text"} } }
                        """, "a.text"))
                .hasSize(12)
                .anyMatch(p -> p.contains("\"each\" needs a list for \"text\", and \"inputs.one\" is one text"))
                .anyMatch(p -> p.contains("\"each\" names \"txet\"") && p.contains("Did you mean \"text\"?"))
                .anyMatch(p -> p.contains("\"each\" names \"number\", which is given nothing"))
                .anyMatch(p -> p.contains("\"text\" takes a text, and 3 is none"))
                .anyMatch(p -> p.contains("\"text\" has 2 entries, \"number\" 3"))
                .anyMatch(p -> p.contains("\"each\" names \"words\", which takes a list of text as a whole"))
                .anyMatch(p -> p.contains("\"each\" needs a list for \"text\". Write an array"))
                .anyMatch(p -> p.contains("\"text\" takes a text, and \"inputs.three\" is an integer"))
                .anyMatch(p -> p.contains("is a list of text. Name \"text\" in \"each\""))
                .anyMatch(p -> p.contains("an array holds single values"))
                .anyMatch(p -> p.contains("\"number\" takes an integer, and \"h.text\" is a text"))
                .anyMatch(p -> p.contains("takes one image, and \"i.text\" is a list of text"));
    }

    @Test
    void aBodyFitsTheNodeThatCallsIt() {
        String again =
                "\"x\": { \"type\": \"again\", \"in\": { \"body\": {\"workflow\": \"%s\"}, \"value\": 1, \"with\": {%s} } }";
        assertThat(problems(again.formatted("step", "\"by\": 2"), "x.value")).isEmpty();
        assertThat(problems(
                        "\"n\": { \"type\": \"add\" }, " + again.formatted("step", "\"by\": {\"from\": \"n.sum\"}"),
                        "x.value"))
                .isEmpty();
        assertThat(problems(again.formatted("step", ""), "x.value"))
                .singleElement()
                .asString()
                .contains("The workflow \"step\" needs its input \"by\". Give it under \"with\".");
        assertThat(problems(again.formatted("step", "\"by\": 12, \"value\": 1, \"bye\": 2"), "x.value"))
                .hasSize(3)
                .anyMatch(p -> p.contains("/with/by") && p.contains("\"by\" is 12, out of the range up to 9"))
                .anyMatch(p -> p.contains("\"value\" is set by the node itself"))
                .anyMatch(p -> p.contains("has no input \"bye\". Did you mean \"by\"?"));
        assertThat(problems(again.formatted("step", "\"by\": {\"from\": \"inputs.one\"}, \"of\": [\"x\"]"), "x.value"))
                .hasSize(2)
                .anyMatch(p -> p.contains("\"by\" takes an integer, and \"inputs.one\" is a text"))
                .anyMatch(p -> p.contains("\"of\" takes one text, not an array"));
        assertThat(problems(again.formatted("blind", ""), "x.value"))
                .hasSize(2)
                .anyMatch(
                        p -> p.contains("takes the output \"value\" of its body, and the workflow \"blind\" has none"))
                .anyMatch(p -> p.contains("sets the input \"value\" of its body"));
        assertThat(problems(again.formatted("stepp", ""), "x.value"))
                .singleElement()
                .asString()
                .contains("There is no workflow \"stepp\" in this file. Did you mean \"step\"?");
        assertThat(problems(
                        "\"x\": { \"type\": \"again\", \"in\": { \"body\": \"step\", \"value\": {\"workflow\": \"step\"} } }",
                        "x.value"))
                .hasSize(2)
                .anyMatch(
                        p -> p.contains("takes a link of type workflow, not \"step\". Write {\"workflow\": \"name\"}."))
                .anyMatch(p -> p.contains("\"value\" takes an integer, not a workflow \"step\""));
    }

    @Test
    void aNodeWithABodyThatActsOnTheWorldDoesSoItself() {
        WorkflowGraph graph = check(
                        "\"x\": { \"type\": \"again\", \"in\": { \"body\": {\"workflow\": \"save\"}, \"value\": 1 } }, "
                                + "\"y\": { \"type\": \"again\", \"in\": { \"body\": {\"workflow\": \"step\"}, \"value\": 1, \"with\": {\"by\": 1} } }",
                        "")
                .graph()
                .orElseThrow();
        assertThat(graph.effect("x")).isTrue();
        assertThat(graph.pure("x")).isFalse();
        assertThat(graph.effect("y")).isFalse();
        assertThat(graph.pure("y")).isTrue();
    }

    @Test
    void valuesByNameAreChecked() {
        assertThat(problems(
                        "\"x\": { \"type\": \"collect\", \"in\": { \"numbers\": {\"a\": 1, \"b\": 2}, \"more\": {\"t\": [1, \"x\"], \"l\": {\"from\": \"inputs.list\"}} } }",
                        "x.text"))
                .isEmpty();
        assertThat(problems("""
                        "x": { "type": "collect", "in": { "numbers": {"a": "one", "b": [1], "c": {"from": "inputs.one"}, "d": {"from": "inputs.three"}} } },
                        "y": { "type": "collect", "in": { "numbers": 3, "more": [1] } },
                        "z": { "type": "add", "in": { "a": {"form": "x.text"}, "b": {} } }
                        """, "x.text"))
                .hasSize(8)
                .anyMatch(p -> p.contains("/numbers/a") && p.contains("takes an integer, and \"one\" is none"))
                .anyMatch(p -> p.contains("/numbers/b") && p.contains("not an array"))
                .anyMatch(p -> p.contains("/numbers/c") && p.contains("is a text"))
                .anyMatch(p -> p.contains("/numbers/d") && p.contains("is a list of integer"))
                .anyMatch(p -> p.contains("\"numbers\" takes values by name"))
                .anyMatch(p -> p.contains("\"more\" takes values by name"))
                .anyMatch(p -> p.contains("no field \"from\". Did you mean \"from\" by \"form\"?"))
                .anyMatch(p -> p.contains("no field \"from\". Write {\"from\": \"node.port\"}."));
    }
}
