package dev.zograf.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.SampleNodes;
import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.plugin.PluginFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {

    private static final class Broken implements NodePlugin {
        @Override
        public List<Class<?>> nodes() {
            throw new NoClassDefFoundError("acme/Gone");
        }
    }

    private static final class Mixed implements NodePlugin {
        @Override
        public List<Class<?>> nodes() {
            return List.of(String.class, SampleNodes.Add.class, SampleNodes.Sum.class);
        }
    }

    @Test
    void leavesOutWhatIsBrokenOrThereAlreadyAndSaysSo() {
        NodeRegistry registry = NodeRegistry.of(List.of(new Broken(), new SampleNodes(), new Mixed()));
        assertThat(registry.find("add")).isPresent();
        assertThat(List.copyOf(registry.ids())).contains("acme.invert", "sum").isSorted();
        assertThat(registry.failures())
                .extracting(PluginFailure::toString)
                .anyMatch(f -> f.contains("Broken") && f.contains("acme/Gone"))
                .anyMatch(f -> f.contains("String") && f.contains("does not implement Node"))
                .anyMatch(f -> f.contains("add is there already"))
                .anyMatch(f -> f.contains("sum is there already"))
                .hasSize(4);
        assertThat(registry.portTypeNames()).contains("image", "mask", "word-model");
    }

    @Test
    @SuppressWarnings("unchecked")
    void describesNodesAsJsonSchema() {
        NodeRegistry registry = NodeRegistry.of(List.of(new SampleNodes()));
        for (NodeSchema schema : registry.schemas()) {
            assertThat(JsonText.parse(JsonText.write(SchemaWriter.describe(schema))))
                    .isPresent();
        }
        Map<String, Object> in = SchemaWriter.inputSchema(registry.find("walk").orElseThrow());
        assertThat(in).containsEntry("$schema", "https://json-schema.org/draft/2020-12/schema");
        Map<String, Map<String, Object>> properties = (Map<String, Map<String, Object>>) in.get("properties");
        assertThat(properties.get("steps")).containsEntry("default", 20).containsEntry("x-port", "integer");
        assertThat(JsonText.write(properties.get("sampler"))).contains("\"enum\"", "\"dpmpp-2m\"");
        Map<String, Object> blank =
                SchemaWriter.inputSchema(registry.find("blank").orElseThrow());
        assertThat(JsonText.write(blank)).contains("\"multipleOf\" : 8", "\"maximum\" : 4096");
        assertThat(SchemaWriter.inputSchema(registry.find("acme.invert").orElseThrow()))
                .containsEntry("required", List.of("image"));
    }
}
