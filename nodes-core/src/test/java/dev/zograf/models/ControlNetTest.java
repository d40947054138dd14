package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Hook;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlNetTest {

    private static ControlNet net(Map<String, ?> values) {
        return ControlNet.of(Config.of("controlnet/config.json", Map.of("cross_attention_dim", 768))
                .with(values));
    }

    private static SdUnet unet(int context, int channels) {
        return new SdUnet(SdUnetConfig.of(
                Config.of("unet/config.json", Map.of("cross_attention_dim", context, "in_channels", channels))));
    }

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        DeclaredWeights weights = DeclaredWeights.of(net(Map.of()));

        assertThat(weights.parameters()).isEqualTo(361_279_120L);
        assertThat(weights.names()).hasSize(340);
        TensorGraph graph = weights.graph(net(Map.of()));
        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs()).hasSize(13);
        assertThat(graph.inputs().get("image").shape()).hasToString("[batch, 3, 8*height, 8*width]");
        assertThat(graph.outputs().get("residual.0").shape()).hasToString("[batch, 320, height, width]");
    }

    @Test
    void averagesResidualsOverThePicture() {
        ControlNet net = net(Map.of("global_pool_conditions", true));
        TensorGraph graph = DeclaredWeights.of(net).graph(net);

        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs().get("residual.mid").shape()).hasToString("[batch, 1280, 1, 1]");
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        ControlNet net = net(Map.of());
        DeclaredWeights weights = DeclaredWeights.of(net)
                .remove("controlnet_down_blocks.3.bias")
                .put("controlnet_cond_embedding.blocks.5.weight", 256, 96, 4, 4)
                .put("task_embedding", 6, 320);

        assertThat(weights.problems(net))
                .containsExactly(
                        "controlnet_cond_embedding.blocks.5.weight has the shape [256, 96, 4, 4] where [256, 96, 3, 3] is needed",
                        "controlnet_down_blocks.3.bias is missing",
                        "task_embedding is in the file, but the configuration has no place for it");
    }

    @Test
    void refusesConfigurationsThatItDoesNotHave() {
        assertThatThrownBy(() -> net(Map.of("controlnet_conditioning_channel_order", "grb")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("controlnet_conditioning_channel_order");
        assertThatThrownBy(() -> net(Map.of("conditioning_embedding_out_channels", List.of())))
                .hasMessageContaining("0 entries");
        assertThatThrownBy(() -> net(Map.of("conditioning_channels", 4)))
                .hasMessageContaining("\"conditioning_channels\": 4 is not supported; supported is: 3");
    }

    @Test
    void becomesPartOfTheGraphOfAModelOfItsFamily() {
        ControlNet net = net(Map.of());
        ControlNetEdit edit = new ControlNetEdit(net, Weights.of(DeclaredWeights.of(net)));

        for (int channels : List.of(4, 9)) {
            SdUnet unet = unet(768, channels);
            TensorGraph graph = new TensorGraph();
            EditedNetwork.of(unet, List.of(edit)).build(graph, Weights.of(DeclaredWeights.of(unet)));
            assertThat(graph.inputs()).containsKeys("edit.0.condition", "edit.0.strength");
            assertThat(graph.inputs().get("edit.0.condition").shape()).hasToString("[batch, 320, height, width]");
            assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 4, height, width]");
        }
    }

    /** Makes the features of the middle smaller, and as large as before behind it. */
    private static void shrinkMiddle(Hooks hooks) {
        Tensor[] back = new Tensor[1];
        hooks.at("input_blocks.11.next", Hook.value((x, context) -> {
            back[0] = hooks.input("back", DType.F32, x.dim(2), hooks.symbol("few"));
            return hooks.input("rows", DType.F32, hooks.symbol("few"), x.dim(2)).matmul(x);
        }));
        hooks.where(
                "up_blocks.0.resnets.0.input"::equals,
                (place, values, context) -> List.of(back[0].matmul(values.get(0)), values.get(1)));
    }

    /** What the ControlNet has for features that were made smaller has no place there; all else is added. */
    @Test
    void leavesOutWhatIsOfAnotherSize() {
        ControlNet net = net(Map.of());
        ControlNetEdit control = new ControlNetEdit(net, Weights.of(DeclaredWeights.of(net)));
        SdUnet unet = unet(768, 4);

        TensorGraph graph = new TensorGraph();
        EditedNetwork.of(unet, List.of(ControlNetTest::shrinkMiddle, control))
                .build(graph, Weights.of(DeclaredWeights.of(unet)));

        assertThat(graph.problems()).isEmpty();
        assertThat(graph.outputs().get("out").shape()).hasToString("[batch, 4, height, width]");
    }

    @Test
    void refusesAModelOfAnotherFamily() {
        ControlNet net = net(Map.of("cross_attention_dim", 1024));
        ControlNetEdit edit = new ControlNetEdit(net, Weights.of(DeclaredWeights.of(net)));
        SdUnet unet = unet(768, 4);

        assertThatThrownBy(() -> EditedNetwork.of(unet, List.of(edit))
                        .build(new TensorGraph(), Weights.of(DeclaredWeights.of(unet))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(
                        "This ControlNet is for Stable Diffusion 2, but the model is Stable Diffusion 1: load one that was trained");
    }

    @Test
    void refusesAModelOfOtherWidths() {
        ControlNet net = net(Map.of("block_out_channels", List.of(320, 640, 640, 1280)));
        ControlNetEdit edit = new ControlNetEdit(net, Weights.of(DeclaredWeights.of(net)));
        SdUnet unet = unet(768, 4);

        assertThatThrownBy(() -> EditedNetwork.of(unet, List.of(edit))
                        .build(new TensorGraph(), Weights.of(DeclaredWeights.of(unet))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a network with skips of [320, 320, 320, 320, 640");
    }
}
