package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.runtime.json.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NestedWorkflowsTest {

    private static final String TWICE = """
            "twice": { "title": "Twice and more", "inputs": { "n": {"type": "integer", "min": -50, "max": 50},
                                    "plus": {"type": "integer", "default": 1, "doc": "What is added."} },
                       "nodes": { "d": { "type": "double", "in": { "number": {"from": "inputs.n"} } },
                                  "a": { "type": "add", "in": { "a": {"from": "d.number"}, "b": {"from": "inputs.plus"} } },
                                  "unused": { "type": "fail", "in": { "how": "io" } } },
                       "outputs": { "sum": {"from": "a.sum"}, "twice": {"from": "d.number"}, "n": {"from": "inputs.n"} } }
            """;

    @TempDir
    Path folder;

    private final Zograf engine = Zograf.builder()
            .nodePlugins(new SampleNodes(), new FormNodes())
            .service(SampleNodes.Dictionary.class, name -> () -> name + "!")
            .service(FormNodes.Palette.class, () -> List.of("red", "green"))
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    private static String file(String nodes, String outputs, String workflows) {
        return "{ \"zograf\": 1, \"inputs\": {\"top\": {\"type\": \"integer\", \"default\": 4}}, \"nodes\": {" + nodes
                + "}, \"outputs\": {" + outputs + "}, \"workflows\": {" + workflows + "} }";
    }

    private List<String> problems(String json) {
        return engine.check(json).stream().map(Problem::toString).toList();
    }

    @Test
    void aWorkflowIsANode() {
        Workflow workflow = engine.read(file(
                """
                "one": { "type": "workflow:twice", "in": { "n": {"from": "inputs.top"} } },
                "two": { "type": "workflow:twice", "in": { "n": {"from": "one.sum"}, "plus": {"from": "one.n"} } }
                """,
                "\"o\": {\"from\": \"two.sum\"}, \"n\": {\"from\": \"two.n\"}, \"same\": {\"from\": \"one.n\"}",
                TWICE));
        Outputs outputs = engine.run(workflow);
        assertThat(outputs.get("o", Long.class)).isEqualTo(2 * (2 * 4 + 1) + 4);
        assertThat(outputs.get("n", Long.class)).isEqualTo(9);
        assertThat(outputs.get("same", Long.class)).isEqualTo(4);
        assertThat(workflow.outputs()).extracting(Workflow.Output::type).containsOnly("integer");
        Workflow again = engine.read(workflow.with("top", 5).toJson());
        assertThat(engine.run(again).get("o", Long.class)).isEqualTo(2 * 11 + 5);
    }

    @Test
    void nestedAndInlineShareTheirResults() {
        engine.run(engine.read(file(
                "\"d\": { \"type\": \"double\", \"in\": { \"number\": 21 } }, "
                        + "\"a\": { \"type\": \"add\", \"in\": { \"a\": {\"from\": \"d.number\"}, \"b\": 3 } }",
                "\"o\": {\"from\": \"a.sum\"}",
                "")));
        List<RunEvent> events = new ArrayList<>();
        Outputs outputs = engine.run(
                engine.read(file(
                        "\"x\": { \"type\": \"workflow:twice\", \"in\": { \"n\": 21, \"plus\": 3 } }",
                        "\"o\": {\"from\": \"x.sum\"}",
                        TWICE)),
                events::add);
        assertThat(outputs.get("o", Long.class)).isEqualTo(45);
        assertThat(events).contains(new RunEvent.Planned(2, 0));
        assertThat(events)
                .anySatisfy(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                RunEvent.NodeCached.class,
                                c -> assertThat(c.node()).isEqualTo("x/a")));
    }

    @Test
    void whatNobodyAsksForDoesNotRun() {
        List<RunEvent> events = new ArrayList<>();
        engine.run(engine.read(file("""
                        "x": { "type": "workflow:twice", "in": { "n": 31 } },
                        "c": { "type": "choose", "in": { "first": true, "a": {"from": "x.n"}, "b": {"from": "x.sum"} } }
                        """, "\"o\": {\"from\": \"c.value\"}", TWICE)), events::add);
        assertThat(events.stream().map(Object::toString)).noneMatch(e -> e.contains("x/a"));
    }

    @Test
    void inputsAndOutputsAreCheckedAsThoseOfANode() {
        assertThat(problems(file("""
                        "a": { "type": "workflow:twice", "in": { "n": 51 } },
                        "b": { "type": "workflow:twice", "in": { "m": 1 } },
                        "c": { "type": "workflow:twice@2", "in": { "n": "x", "plus": {"from": "a.som"} } },
                        "d": { "type": "workflow:twise", "in": { "n": {"from": "nope.x"} } },
                        "e": { "type": "acme.invert", "in": { "image": {"from": "a.sum"} } }
                        """, "\"o\": {\"from\": \"a.twize\"}", TWICE)))
                .hasSize(10)
                .anyMatch(p -> p.contains("/nodes/a/in/n") && p.contains("\"n\" is 51, out of the range -50 to 50"))
                .anyMatch(p -> p.contains("\"workflow:twice\" has no input \"m\". The inputs are \"n\", \"plus\"."))
                .anyMatch(p -> p.contains("\"b\" lacks its input \"n\""))
                .anyMatch(p -> p.contains("A workflow has no version. Write \"workflow:twice\"."))
                .anyMatch(p -> p.contains("\"n\" takes an integer, and \"x\" is none"))
                .anyMatch(p -> p.contains("\"a\" (workflow:twice) has no output \"som\". Did you mean \"sum\"?"))
                .anyMatch(p -> p.contains("There is no workflow \"twise\" in this file. Did you mean \"twice\"?"))
                .anyMatch(p -> p.contains("There is no node \"nope\""))
                .anyMatch(p -> p.contains("\"image\" takes an image, and \"a.sum\" is an integer"))
                .anyMatch(p -> p.contains("has no output \"twize\". Did you mean \"twice\"?"));
    }

    @Test
    void valuesAreCheckedWhereTheyEndUp() {
        String deep = TWICE.replace("\"min\": -50, \"max\": 50", "\"doc\": \"Any.\"");
        assertThat(problems(file(
                        "\"a\": { \"type\": \"workflow:twice\", \"in\": { \"n\": 5000 } }",
                        "\"o\": {\"from\": \"a.sum\"}",
                        deep)))
                .singleElement()
                .asString()
                .contains("/nodes/a/in/n")
                .contains("In \"a/d\": \"number\" is 5000, out of the range -1000 to 1000.");
        Workflow workflow = engine.read(file(
                "\"a\": { \"type\": \"workflow:twice\", \"in\": { \"n\": {\"from\": \"inputs.top\"} } }",
                "\"o\": {\"from\": \"a.sum\"}",
                deep));
        assertThatThrownBy(() -> engine.run(workflow.with("top", 7000)))
                .hasMessageContaining("In \"a/d\": \"number\" is 7000");
    }

    @Test
    void genericNodesAndAnyInputsTakeTheTypesThatFlowThrough() {
        String either = """
                "either": { "inputs": { "a": {"type": "any"}, "b": {"type": "any"}, "first": {"type": "boolean", "default": true} },
                            "nodes": { "c": { "type": "choose", "in": { "first": {"from": "inputs.first"},
                                       "a": {"from": "inputs.a"}, "b": {"from": "inputs.b"} } } },
                            "outputs": { "value": {"from": "c.value"} } }
                """;
        String good = "\"x\": { \"type\": \"blank\" }, \"y\": { \"type\": \"walk\" }, "
                + "\"e\": { \"type\": \"workflow:either\", \"in\": { \"a\": {\"from\": \"x.image\"}, \"b\": {\"from\": \"y.image\"} } }, ";
        assertThat(problems(file(
                        good + "\"i\": { \"type\": \"acme.invert\", \"in\": { \"image\": {\"from\": \"e.value\"} } }",
                        "\"o\": {\"from\": \"i.image\"}",
                        either)))
                .isEmpty();
        assertThat(problems(file(
                        good + "\"i\": { \"type\": \"add\", \"in\": { \"a\": {\"from\": \"e.value\"} } }",
                        "\"o\": {\"from\": \"i.sum\"}",
                        either)))
                .singleElement()
                .asString()
                .contains("\"a\" takes an integer, and \"e/c.value\" is an image");
    }

    @Test
    void definitionsAreCheckedOnTheirOwn() {
        assertThat(
                        problems(
                                file(
                                        "\"a\": { \"type\": \"add\" }",
                                        "\"o\": {\"from\": \"a.sum\"}",
                                        "\"bad\": { \"nodes\": { \"b\": { \"type\": \"blank\", \"in\": { \"width\": 3 } } }, "
                                                + "\"outputs\": { \"o\": {\"from\": \"b.imago\"} } }, \"empty\": { \"nodes\": {}, \"outputs\": {} }")))
                .hasSize(3)
                .anyMatch(p -> p.contains("/workflows/bad/nodes/b/in/width"))
                .anyMatch(p -> p.contains("/workflows/bad/outputs/o"))
                .anyMatch(p -> p.contains("/workflows/empty") && p.contains("does nothing"));
    }

    @Test
    void aWorkflowThatContainsItselfIsShownAsACircle() {
        String a =
                "\"%s\": { \"nodes\": { \"n\": { \"type\": \"workflow:%s\" } }, \"outputs\": { \"o\": {\"from\": \"n.o\"} } }";
        assertThat(problems(file(
                        "\"x\": { \"type\": \"workflow:a\" }",
                        "\"o\": {\"from\": \"x.o\"}",
                        a.formatted("a", "b") + "," + a.formatted("b", "c") + "," + a.formatted("c", "b"))))
                .singleElement()
                .asString()
                .contains("in a circle: b → c → b.");
    }

    @Test
    void definitionsThatDoubleAreRefusedBeforeTheyFillTheMemory() {
        StringBuilder workflows = new StringBuilder(TWICE);
        String before = "twice";
        for (int i = 0; i < 40; i++) {
            String name = "w" + i;
            workflows.append((", \"%s\": { \"inputs\": {\"n\": {\"type\": \"integer\"}}, \"nodes\": { "
                            + "\"a\": {\"type\": \"workflow:%s\", \"in\": {\"n\": {\"from\": \"inputs.n\"}}}, "
                            + "\"b\": {\"type\": \"workflow:%s\", \"in\": {\"n\": {\"from\": \"a.sum\"}}} }, "
                            + "\"outputs\": {\"sum\": {\"from\": \"b.sum\"}} }")
                    .formatted(name, before, before));
            before = name;
        }
        assertThat(problems(file(
                        "\"x\": { \"type\": \"workflow:w39\", \"in\": { \"n\": 1 } }",
                        "\"o\": {\"from\": \"x.sum\"}",
                        workflows.toString())))
                .singleElement()
                .asString()
                .contains("more than 100000 nodes");
    }

    @Test
    void definitionsSeeThoseAroundThem() {
        String inner = "\"outer\": { \"nodes\": { \"x\": { \"type\": \"workflow:twice\", \"in\": {\"n\": 1} }, "
                + "\"y\": { \"type\": \"workflow:own\", \"in\": {\"n\": {\"from\": \"x.sum\"}} } }, "
                + "\"outputs\": { \"o\": {\"from\": \"y.sum\"} }, \"workflows\": { "
                + TWICE.replace("\"twice\":", "\"own\":").replace("\"twice\": {\"from\": \"d.number\"},", "") + "} }";
        assertThat(engine.run(engine.read(file(
                                "\"x\": { \"type\": \"workflow:outer\" }",
                                "\"o\": {\"from\": \"x.o\"}",
                                TWICE + "," + inner)))
                        .get("o", Long.class))
                .isEqualTo(7);
        assertThat(problems(file(
                        "\"x\": { \"type\": \"workflow:own\" }", "\"o\": {\"from\": \"x.o\"}", TWICE + "," + inner)))
                .anyMatch(p -> p.contains("There is no workflow \"own\" in this file"));
    }

    @Test
    void readsDefinitionsFromFilesBelowTheWorkflowsFolder() throws Exception {
        Path parts = Files.createDirectories(folder.resolve("flows/parts"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        String whole = file(
                "\"d\": {\"type\": \"workflow:twice\", \"in\": {\"n\": {\"from\": \"inputs.top\"}}}",
                "\"o\": {\"from\": \"d.sum\"}",
                "\"twice\": {\"file\": \"deeper/twice.json\"}");
        Files.writeString(parts.resolve("whole.json"), whole);
        Files.createDirectory(parts.resolve("deeper"));
        Files.writeString(
                parts.resolve("deeper/twice.json"), "{\"zograf\": 1," + TWICE.substring(TWICE.indexOf('{') + 1));
        Files.writeString(outside.resolve("x.json"), "{\"zograf\": 1," + TWICE.substring(TWICE.indexOf('{') + 1));
        Path top = folder.resolve("flows/top.json");
        String use = "\"x\": {\"type\": \"workflow:w\", \"in\": {\"top\": 5}}";
        String given = "\"w\": {\"file\": \"%s\"}";
        Files.writeString(top, file(use, "\"o\": {\"from\": \"x.o\"}", given.formatted("parts/whole.json")));
        Workflow workflow = engine.read(top);
        assertThat(engine.run(workflow).get("o", Long.class)).isEqualTo(11);
        assertThat(engine.run(engine.read(workflow.toJson())).get("o", Long.class))
                .isEqualTo(11);
        assertThat(problems(Files.readString(top))).singleElement().asString().contains("was not read from a file");
        Files.createSymbolicLink(parts.resolve("link.json"), outside.resolve("x.json"));
        for (String hostile : List.of(
                "../outside/x.json",
                outside.resolve("x.json").toString(),
                "parts/link.json",
                "",
                "a\\u0000b",
                "parts/../../outside/x.json")) {
            Files.writeString(
                    top, file(use, "\"o\": {\"from\": \"x.o\"}", given.formatted(hostile.replace("\\u", "\\u"))));
            assertThat(engine.check(top)).as(hostile).singleElement().satisfies(p -> {
                assertThat(p.message()).contains("no ");
                assertThat(p.pointer()).isEqualTo("/workflows/w");
            });
        }
        Files.writeString(top, file(use, "\"o\": {\"from\": \"x.o\"}", given.formatted("parts/gone.json")));
        assertThat(engine.check(top).toString()).contains("The file \"parts/gone.json\" does not exist");
        Files.writeString(top, file(use, "\"o\": {\"from\": \"x.o\"}", given.formatted("parts")));
        assertThat(engine.check(top).toString()).contains("\"parts\" is no file");
        Files.writeString(parts.resolve("whole.json"), whole.replace("workflow:twice", "doubel"));
        Files.writeString(top, file(use, "\"o\": {\"from\": \"x.o\"}", given.formatted("parts/whole.json")));
        assertThat(engine.check(top)).anySatisfy(p -> {
            assertThat(p.message())
                    .startsWith("In \"parts/whole.json\": line 1")
                    .contains("\"double\"");
            assertThat(p.pointer()).isEqualTo("/workflows/w");
        });
        Files.writeString(parts.resolve("whole.json"), whole.replace("deeper/twice.json", "../top.json"));
        assertThat(engine.check(top).toString()).contains("in a circle: top.json → whole.json → top.json");
    }

    @Test
    void aFailureInsideIsPlacedAtTheNode() {
        String failing =
                TWICE.replace("\"from\": \"a.sum\"", "\"from\": \"unused.sum\"").replace("io", "input");
        assertThatThrownBy(() -> engine.run(engine.read(file(
                        "\"x\": { \"type\": \"workflow:twice\", \"in\": { \"n\": 1 } }",
                        "\"o\": {\"from\": \"x.sum\"}",
                        failing))))
                .isInstanceOfSatisfying(WorkflowException.class, e -> {
                    assertThat(e.node()).contains("x/unused");
                    assertThat(e.problems())
                            .extracting(Problem::pointer)
                            .containsExactly("/workflows/twice/nodes/unused/in/how");
                });
    }
}
