package dev.zograf.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.SampleNodes;
import dev.zograf.api.BadFileException;
import dev.zograf.api.Node;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowReader;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final RunFiles NO_FILES = new RunFiles() {
        @Override
        public Path input(String name) {
            throw new BadFileException(name, "there is none");
        }

        @Override
        public Path write(String name, Content content) {
            throw new BadFileException(name, "there is no folder");
        }

        @Override
        public String newName(String prefix, String extension) {
            return prefix + "." + extension;
        }
    };

    private final NodeRegistry registry = NodeRegistry.of(List.of(new SampleNodes()));
    private String word = "first";

    /** Plain constructors do for nodes without services. */
    private final NodeFactory factory = schema -> {
        if (schema.id().equals("load-word")) {
            return new SampleNodes.LoadWord(name -> () -> name + word);
        }
        try {
            return (Node<?, ?>) schema.nodeClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    };

    private Plan plan(String nodes, String outputs, Map<String, Object> values) {
        String json = "{ \"zograf\": 1, \"inputs\": { \"n\": {\"type\": \"number\", \"default\": 1}, "
                + "\"photo\": {\"type\": \"image\"} }, \"nodes\": {" + nodes + "}, \"outputs\": {" + outputs + "} }";
        WorkflowReader.Reading reading = WorkflowReader.read(json);
        assertThat(reading.problems()).isEmpty();
        WorkflowFile file = reading.file().orElseThrow();
        GraphChecker.Checked checked = GraphChecker.check(file, registry);
        assertThat(checked.problems()).isEmpty();
        WorkflowGraph graph = checked.graph().orElseThrow();
        WorkflowInputs inputs = WorkflowInputs.of(graph.file(), registry, values, false, new ArrayList<>());
        return Planner.plan(graph, inputs, factory, NO_FILES);
    }

    private Plan plan(String nodes, String outputs) {
        return plan(nodes, outputs, Map.of());
    }

    private static PlannedNode node(Plan plan, String id) {
        return plan.nodes().stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
    }

    private ContentKey key(String node, Map<String, Object> values) {
        return plan("\"x\": " + node, "\"o\": {\"from\": \"x.sum\"}", values)
                .nodes()
                .get(0)
                .key()
                .orElseThrow();
    }

    private ContentKey key(String node) {
        return key(node, Map.of());
    }

    @Test
    void leavesOutWhatNoOutputAndNoEffectNeeds() {
        Plan plan = plan("""
                "unused": { "type": "add" }, "behind": { "type": "add", "in": { "a": {"from": "b.sum"} } },
                "a": { "type": "add" }, "b": { "type": "add", "in": { "a": {"from": "a.sum"} } },
                "save": { "type": "write-text", "in": { "text": {"from": "read.text"}, "file": "f" } },
                "read": { "type": "read-text", "in": { "file": "g" } }
                """, "\"o\": {\"from\": \"b.sum\"}");
        assertThat(plan.nodes()).extracting(PlannedNode::id).containsExactlyInAnyOrder("a", "b", "save", "read");
        assertThat(plan.roots()).hasSize(2);
    }

    @Test
    void keysDependOnContentAndNothingElse() {
        ContentKey key = key("{ \"type\": \"add\", \"in\": { \"a\": 2, \"b\": 3 } }");
        assertThat(key("{ \"type\": \"add@1\", \"in\": { \"b\": 3, \"a\": 2 } }"))
                .isEqualTo(key);
        assertThat(key("{ \"type\": \"add\", \"in\": { \"a\": 2.0, \"b\": 3 } }"))
                .isEqualTo(key);
        assertThat(key("{ \"type\": \"add\", \"in\": { \"a\": 3, \"b\": 2 } }")).isNotEqualTo(key);
        assertThat(key("{ \"type\": \"add\", \"in\": { \"a\": 2, \"b\": 1 } }"))
                .isEqualTo(key("{ \"type\": \"add\", \"in\": { \"a\": 2 } }"));
        ContentKey one = key("{ \"type\": \"sum\", \"in\": { \"values\": {\"from\": \"inputs.n\"} } }");
        assertThat(key("{ \"type\": \"sum\", \"in\": { \"values\": [1] } }")).isEqualTo(one);
        assertThat(key("{ \"type\": \"sum\", \"in\": { \"values\": {\"from\": \"inputs.n\"} } }", Map.of("n", 2)))
                .isNotEqualTo(one);
        assertThat(key("{ \"type\": \"sum\", \"in\": { \"values\": [1, 1] } }")).isNotEqualTo(one);
    }

    @Test
    void picturesOfTheHostAreKnownByTheirPixels() {
        String nodes = "\"x\": { \"type\": \"acme.invert\", \"in\": { \"image\": {\"from\": \"inputs.photo\"} } }";
        String outputs = "\"o\": {\"from\": \"x.image\"}";
        List<Optional<ContentKey>> keys = new ArrayList<>();
        for (float level : new float[] {0, 0, 1}) {
            Image photo = Image.of(FloatTensor.wrap(new float[] {0, 0, level}, 1, 3, 1, 1));
            keys.add(plan(nodes, outputs, Map.of("photo", photo)).nodes().get(0).key());
        }
        assertThat(keys.get(0)).isPresent().isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void aFingerprintIsPartOfTheKey() {
        String nodes = "\"x\": { \"type\": \"load-word\", \"in\": { \"name\": \"a\" } }";
        String outputs = "\"o\": {\"from\": \"x.model\"}";
        Optional<ContentKey> before = plan(nodes, outputs).nodes().get(0).key();
        word = "second";
        assertThat(plan(nodes, outputs).nodes().get(0).key()).isPresent().isNotEqualTo(before);
    }

    @Test
    void aKeyThatTakesAResultToTellIsLateAndAnImpureNodeHasNone() {
        Plan plan = plan(
                """
                "late": { "type": "read-text", "in": { "file": {"from": "w.path"} } },
                "w": { "type": "write-text", "in": { "text": "t", "file": "f" } },
                "r": { "type": "read-text", "in": { "file": "missing" } },
                "r2": { "type": "read-text", "in": { "file": {"from": "r.text"} } },
                "t": { "type": "tick" }, "a": { "type": "add", "in": { "a": {"from": "t.tick"} } }
                """, "\"l\": {\"from\": \"late.text\"}, \"r\": {\"from\": \"r2.text\"}, \"a\": {\"from\": \"a.sum\"}");
        assertThat(node(plan, "w").cacheable()).isFalse();
        assertThat(node(plan, "late").cacheable()).isFalse();
        assertThat(node(plan, "r").cacheable()).isTrue();
        assertThat(node(plan, "r").key()).isEmpty();
        assertThat(node(plan, "r2").cacheable()).isTrue();
        assertThat(node(plan, "r2").key()).isEmpty();
        assertThat(node(plan, "t").cacheable()).isFalse();
        assertThat(node(plan, "a").cacheable()).isFalse();
    }

    /** Renaming and reordering the nodes of a random graph changes no key. */
    @RepeatedTest(30)
    void keysDoNotDependOnIdsAndOrder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 2 + random.nextInt(30);
        List<Integer> names = new ArrayList<>();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i);
        }
        Collections.shuffle(names, random);
        for (int i = 0; i < count; i++) {
            int from = i == 0 ? -1 : random.nextInt(i);
            int literal = random.nextInt(3);
            first.add("\"n%d\": { \"type\": \"add\", \"in\": { \"b\": %d%s } }"
                    .formatted(i, literal, from < 0 ? "" : ", \"a\": {\"from\": \"n" + from + ".sum\"}"));
            second.add("\"m%d\": { \"type\": \"add@1\", \"in\": { %s\"b\": %d } }"
                    .formatted(
                            names.get(i),
                            from < 0 ? "" : "\"a\": {\"from\": \"m" + names.get(from) + ".sum\"}, ",
                            literal));
        }
        Collections.shuffle(second, random);
        List<String> outputs = new ArrayList<>();
        List<String> renamed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add("\"o" + i + "\": {\"from\": \"n" + i + ".sum\"}");
            renamed.add("\"o" + i + "\": {\"from\": \"m" + names.get(i) + ".sum\"}");
        }
        Map<String, ContentKey> keys = new HashMap<>();
        plan(String.join(",", first), String.join(",", outputs))
                .nodes()
                .forEach(n -> keys.put(n.id().substring(1), n.key().orElseThrow()));
        plan(String.join(",", second), String.join(",", renamed)).nodes().forEach(n -> {
            int original = names.indexOf(Integer.parseInt(n.id().substring(1)));
            assertThat(n.key()).contains(keys.get(String.valueOf(original)));
        });
    }
}
