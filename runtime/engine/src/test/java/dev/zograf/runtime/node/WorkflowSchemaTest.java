package dev.zograf.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.zograf.FormNodes;
import dev.zograf.SampleNodes;
import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema is judged by a validator that is not ours, and held against our own check. */
class WorkflowSchemaTest {

    private static final NodeRegistry NODES = NodeRegistry.of(List.of(new SampleNodes(), new FormNodes()));
    private static final String TEXT = JsonText.write(WorkflowSchema.of(NODES));
    private static final SchemaRegistry VALIDATOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = VALIDATOR.getSchema(TEXT, InputFormat.JSON);

    private static final String GOOD = """
            { "zograf": 1, "title": "All forms", "description": "d", "x-note": [1], "ui": {"zoom": 2},
              "inputs": { "n": {"type": "integer", "default": 3, "min": 1, "max": 9, "doc": "d"},
                          "words": {"type": "list of text", "default": ["a", "b"]}, "any": {"type": "any", "default": 1},
                          "how": {"type": "text", "default": "euler", "choices": ["euler", "heun"]}, "photo": {"type": "image"} },
              "nodes": {
                "a": { "type": "add@1", "in": { "a": 1, "b": {"from": "inputs.n"} }, "ui": {"x": 1} },
                "s": { "type": "sum", "in": { "values": [1, 2.5, {"from": "a.sum", "x-colour": "red"}] } },
                "b": { "type": "blank@1", "in": { "width": 64, "grey": 0.5 } },
                "i": { "type": "acme.invert@2", "in": { "image": {"from": "b.image"}, "under": {"from": "b.image"} } },
                "r": { "type": "resize@1", "in": { "w": 8, "legacy": true } },
                "l": { "type": "label", "in": { "text": {"from": "inputs.words"}, "number": [1, {"from": "a.sum"}] }, "each": ["text", "number"] },
                "l1": { "type": "label", "in": { "text": ["x"] }, "each": "text" },
                "c": { "type": "collect", "in": { "numbers": {"one": 1, "two": {"from": "a.sum"}}, "more": {"l": [1, "x"]} } },
                "w": { "type": "workflow:step", "in": { "value": 1 } },
                "g": { "type": "again", "in": { "body": {"workflow": "step"}, "value": 1, "times": 2 } },
                "t": { "type": "tick" }, "walk": { "type": "walk", "in": { "sampler": "heun" } } },
              "outputs": { "o": {"from": "a.sum"} },
              "workflows": {
                "step": { "inputs": { "value": {"type": "integer"} }, "nodes": { "d": { "type": "double", "in": { "number": {"from": "inputs.value"} } } },
                          "outputs": { "value": {"from": "d.number"} }, "workflows": {} } } }
            """;

    private static List<String> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** What reader and checker say, without what depends on other files. */
    private static List<String> problems(String json) {
        WorkflowReader.Reading reading = WorkflowReader.read(json);
        List<Problem> problems = new ArrayList<>(reading.problems());
        reading.file()
                .ifPresent(
                        file -> problems.addAll(GraphChecker.check(file, NODES).problems()));
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void theMetaSchemaAcceptsIt() {
        Schema meta = VALIDATOR.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(TEXT, InputFormat.JSON)).isEmpty();
        for (NodeSchema node : NODES.schemas()) {
            String one = JsonText.write(SchemaWriter.inputSchema(node));
            assertThat(meta.validate(one, InputFormat.JSON)).as(node.id()).isEmpty();
        }
    }

    @Test
    void acceptsEveryForm() {
        assertThat(problems(GOOD)).isEmpty();
        assertThat(errors(GOOD)).isEmpty();
        assertThat(errors(
                        GOOD.replace("\"workflows\": {}", "\"workflows\": {\"far\": {\"file\": \"parts/far.json\"}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"zograf\": 1 => \"zograf\": 2",
                "\"zograf\": 1, => ",
                "\"title\": \"All forms\" => \"titel\": \"x\"",
                "\"title\": \"All forms\" => \"title\": 3",
                "\"doc\": \"d\" => \"doc\": 4",
                "\"type\": \"integer\", \"default\" => \"default\"",
                "\"type\": \"integer\", \"default\": 3 => \"type\": \"integer\", \"default\": \"three\"",
                "\"min\": 1 => \"min\": \"1\"",
                "\"choices\": [\"euler\", \"heun\"] => \"choices\": \"euler\"",
                "\"type\": \"image\" => \"type\": \"imag\"",
                "\"a\": { \"type\": \"add@1\" => \"inputs\": { \"type\": \"add@1\"",
                "\"a\": { \"type\": \"add@1\" => \"a b\": { \"type\": \"add@1\"",
                "\"type\": \"add@1\" => \"type\": \"ad@1\"",
                "\"type\": \"add@1\" => \"type\": \"add@2\"",
                "\"type\": \"tick\" => \"typ\": \"tick\"",
                "\"a\": 1, => \"a\": null, ",
                "\"a\": 1, => \"a\": 1.5, ",
                "\"a\": 1, => \"a\": \"x\", ",
                "\"a\": 1, => \"a\": [1], ",
                "\"a\": 1, => \"aa\": 1, ",
                "\"b\": {\"from\": \"inputs.n\"} => \"b\": {\"form\": \"inputs.n\"}",
                "\"b\": {\"from\": \"inputs.n\"} => \"b\": {\"from\": \"inputs\"}",
                "\"b\": {\"from\": \"inputs.n\"} => \"b\": {\"from\": \"inputs.n\", \"y\": 1}",
                "\"width\": 64 => \"width\": 63",
                "\"width\": 64 => \"width\": 8192",
                "\"grey\": 0.5 => \"grey\": 1.5",
                "\"sampler\": \"heun\" => \"sampler\": \"hein\"",
                "\"image\": {\"from\": \"b.image\"}, => ",
                "\"image\": {\"from\": \"b.image\"}, => \"image\": \"b.png\", ",
                "\"each\": \"text\" => \"each\": \"txet\"",
                "\"each\": \"text\" => \"each\": []",
                "[\"text\", \"number\"] } => [\"text\", \"text\"] }",
                "{\"one\": 1, \"two\" => {\"one\": \"x\", \"two\"",
                "\"numbers\": {\"one\": 1, \"two\": {\"from\": \"a.sum\"}} => \"numbers\": 3",
                "\"body\": {\"workflow\": \"step\"} => \"body\": \"step\"",
                "\"body\": {\"workflow\": \"step\"} => \"body\": {\"workflow\": 3}",
                "\"o\": {\"from\": \"a.sum\"} => \"o\": \"a.sum\"",
                "\"workflows\": {} => \"workflows\": {\"far\": {\"file\": \"far.json\", \"nodes\": {}}}",
                "\"workflows\": {} => \"workflows\": {\"far\": \"far.json\"}",
                "\"value\": 1 } => \"value\": null }",
                "\"step\": { \"inputs\" => \"step\": { \"zograf\": 1, \"inputs\"",
                "\"number\": {\"from\": \"inputs.value\"} => \"number\": 5000"
            })
    void refusesWhatOurCheckRefuses(String edit) {
        String[] sides = edit.split(" => ", -1);
        assertThat(GOOD).contains(sides[0]);
        String broken = GOOD.replace(sides[0], sides[1]);
        assertThat(problems(broken)).as("ours").isNotEmpty();
        assertThat(errors(broken)).as("schema").isNotEmpty();
    }

    /** What our check accepts the schema accepts; what our reader refuses the schema refuses, save what no schema can say. */
    @RepeatedTest(150)
    void agreesWithOurCheckOnRandomEdits(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String[] bits = {
            "1",
            "null",
            "true",
            "\"x\"",
            "\"a.sum\"",
            "[]",
            "{}",
            "{\"from\": \"a.sum\"}",
            "[1, 2]",
            "-3.5",
            "{\"workflow\": \"step\"}"
        };
        List<int[]> values = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?<=: )(\"[^\"]*\"|-?[0-9.]+|\\[[^\\[\\]{}]*\\]|\\{[^{}]*\\})")
                .matcher(GOOD);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(), matcher.end()});
        }
        int[] at = values.get(random.nextInt(values.size()));
        String edited = GOOD.substring(0, at[0]) + bits[random.nextInt(bits.length)] + GOOD.substring(at[1]);
        WorkflowReader.Reading reading = WorkflowReader.read(edited);
        List<String> ours = problems(edited);
        List<String> theirs = errors(edited);
        if (ours.isEmpty()) {
            assertThat(theirs).as(edited).isEmpty();
        }
        boolean beyondSchema = reading.problems().stream()
                .allMatch(p -> p.message().contains("is above the greatest")
                        || p.message().contains("twice"));
        if (!beyondSchema) {
            assertThat(theirs).as(edited + reading.problems()).isNotEmpty();
        }
    }
}
