package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdUnetTest {

    private static SdUnet unet(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(Map.of("cross_attention_dim", 768));
        all.putAll(values);
        return new SdUnet(SdUnetConfig.of(Config.of("unet/config.json", all)));
    }

    private static SdUnet small(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "block_out_channels",
                List.of(8, 16),
                "down_block_types",
                List.of("CrossAttnDownBlock2D", "DownBlock2D"),
                "up_block_types",
                List.of("UpBlock2D", "CrossAttnUpBlock2D"),
                "cross_attention_dim",
                12,
                "attention_head_dim",
                2,
                "norm_num_groups",
                4));
        all.putAll(values);
        return unet(all);
    }

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        SdUnet unet = unet(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(unet);

        assertThat(weights.parameters()).isEqualTo(859_520_964L);
        assertThat(weights.names()).hasSize(686);
        TensorGraph graph = weights.graph(unet);
        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 4, height, width]");
    }

    @Test
    void hasAsManyParametersAsTheOneOfSdxl() {
        SdUnet unet = unet(Map.ofEntries(
                Map.entry("block_out_channels", List.of(320, 640, 1280)),
                Map.entry("down_block_types", List.of("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D")),
                Map.entry("up_block_types", List.of("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D")),
                Map.entry("attention_head_dim", List.of(5, 10, 20)),
                Map.entry("transformer_layers_per_block", List.of(1, 2, 10)),
                Map.entry("cross_attention_dim", 2048),
                Map.entry("use_linear_projection", true),
                Map.entry("addition_embed_type", "text_time"),
                Map.entry("addition_time_embed_dim", 256),
                Map.entry("projection_class_embeddings_input_dim", 2816)));

        assertThat(DeclaredWeights.of(unet).parameters()).isEqualTo(2_567_463_684L);
    }

    @Test
    void isToldTheScaleOfGuidanceIfItWasDistilled() {
        SdUnet unet = small(Map.of("time_cond_proj_dim", 6));
        DeclaredWeights weights = DeclaredWeights.of(unet);

        assertThat(weights.find("time_embedding.cond_proj.weight").orElseThrow().shape())
                .containsExactly(8, 6);
        assertThat(weights.graph(unet).inputs()).containsKey("guidance");
    }

    @Test
    void isToldNoScaleWhereItIsNotGuided() {
        SdUnet unet = small(Map.of("time_cond_proj_dim", 6));
        TensorGraph graph = new TensorGraph();
        unet.build(graph, Weights.of(FakeWeights.of(unet)));
        assertThat(graph.problems()).isEmpty();

        float[] plain = scaled(graph, 2, 0);
        assertThat(scaled(graph, 7, 0)).isEqualTo(plain);
        assertThat(scaled(graph, 7, 1)).isNotEqualTo(plain).isNotEqualTo(scaled(graph, 2, 1));
    }

    private static float[] scaled(TensorGraph graph, float guidance, float guided) {
        Map<String, FloatTensor> inputs = Map.of(
                "sample", Samples.normal(1, 1, 4, 4, 4),
                "timestep", FloatTensor.of(new float[] {500}, 1),
                "encoder_hidden_states", Samples.normal(2, 1, 3, 12),
                "guidance", FloatTensor.of(new float[] {guidance}, 1),
                "guided", FloatTensor.of(new float[] {guided}, 1));
        return Interpreter.run(graph, inputs).get("out").toArray();
    }

    @Test
    void isToldPicturesIfItWasTrainedOnThem() {
        SdUnet unet = small(Map.of("class_embed_type", "projection", "projection_class_embeddings_input_dim", 10));
        DeclaredWeights weights = DeclaredWeights.of(unet);

        assertThat(weights.find("class_embedding.linear_1.weight").orElseThrow().shape())
                .containsExactly(32, 10);
        assertThat(weights.graph(unet).inputs().get("class_labels").shape()).hasToString("[batch, 10]");
    }

    @Test
    void refusesOtherThingsToAddToTheTimestep() {
        assertThatThrownBy(() -> small(Map.of("addition_embed_type", "text_image")))
                .hasMessageContaining("\"addition_embed_type\": text_image is not supported");
        assertThatThrownBy(() -> small(Map.of("addition_embed_type", "text_time")))
                .hasMessageContaining("\"projection_class_embeddings_input_dim\" is missing");
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        SdUnet unet = small(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(unet)
                .remove("mid_block.resnets.1.conv2.bias")
                .put("down_blocks.0.resnets.0.conv1.weight", 9, 8, 3, 3)
                .put("up_blocks.1.attentions.2.norm.bias", 7)
                .put("add_embedding.linear_1.bias", 8);

        assertThat(weights.problems(unet))
                .containsExactly(
                        "down_blocks.0.resnets.0.conv1.weight has the shape [9, 8, 3, 3] where [8, 8, 3, 3] is needed",
                        "mid_block.resnets.1.conv2.bias is missing",
                        "up_blocks.1.attentions.2.norm.bias has the shape [7] where [8] is needed",
                        "add_embedding.linear_1.bias is in the file, but the configuration has no place for it");
    }

    @Test
    void takesListsOfLayersAndHeads() {
        SdUnet unet = small(Map.of(
                "layers_per_block", List.of(1, 2),
                "attention_head_dim", List.of(2, 4),
                "transformer_layers_per_block", List.of(2, 1),
                "only_cross_attention", List.of(true, false),
                "use_linear_projection", true));
        DeclaredWeights weights = DeclaredWeights.of(unet);

        assertThat(weights.problems(unet)).isEmpty();
        assertThat(weights.names())
                .contains(
                        "up_blocks.0.resnets.2.conv1.weight",
                        "down_blocks.0.attentions.0.transformer_blocks.1.norm1.bias")
                .doesNotContain("up_blocks.1.resnets.2.conv1.weight", "down_blocks.0.resnets.1.conv1.weight");
        assertThat(weights.find("down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_k.weight")
                        .orElseThrow()
                        .shape())
                .containsExactly(8, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"class_embed_type", "encoder_hid_dim", "act_fn", "mid_block_type"})
    void refusesByNameWhatItDoesNotHave(String setting) {
        assertThatThrownBy(() -> small(Map.of(setting, "text_time")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"" + setting + "\": text_time is not supported");
    }

    @Test
    void refusesHeadsThatDoNotDivideTheChannels() {
        assertThatThrownBy(() -> small(Map.of("attention_head_dim", 3)))
                .hasMessageContaining("8 channels cannot be split among 3 heads");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, 3})
    void refusesGroupsThatDoNotDivideTheChannels(int groups) {
        assertThatThrownBy(() -> small(Map.of("norm_num_groups", groups)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("channels cannot be split into " + groups + " groups");
    }
}
