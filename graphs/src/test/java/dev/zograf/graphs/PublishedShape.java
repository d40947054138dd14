package dev.zograf.graphs;

import dev.zograf.api.model.Config;
import dev.zograf.models.ClipText;
import dev.zograf.models.SdUnet;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.models.SdVae;
import dev.zograf.runtime.convert.SafetensorsWriter;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.testkit.fake.FakeWeights;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small random model with the proportions of the published ones, so that its configuration can be told from its tensors. */
final class PublishedShape {

    private static final Map<String, Object> UNET = Map.of(
            "block_out_channels", List.of(32, 64),
            "down_block_types", List.of("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types", List.of("UpBlock2D", "CrossAttnUpBlock2D"),
            "layers_per_block", 1,
            "cross_attention_dim", 64);

    private PublishedShape() {}

    /** The U-Net of a full-size model by its published configuration: nothing is allocated until it is read. */
    static FakeWeights unet(Map<String, Object> config) {
        return FakeWeights.of(new SdUnet(SdUnetConfig.of(Config.of("unet", config))));
    }

    /** Its networks in diffusers' names. */
    static Map<String, WeightSource> parts() {
        Map<String, WeightSource> parts = new TreeMap<>();
        parts.put("unet", unet(UNET));
        parts.put("vae", vae(Map.of()));
        parts.put("text_encoder", clip(64));
        return parts;
    }

    /** A VAE with these settings beside its channels. */
    static FakeWeights vae(Map<String, ?> more) {
        Map<String, Object> config = new TreeMap<>(more);
        config.put("block_out_channels", List.of(32, 32, 32, 64));
        SdVae both = SdVae.of(Config.of("vae", config));
        return joined(both.encoder(), both.decoder());
    }

    /** A text encoder of that width, a multiple of 64. */
    static FakeWeights clip(int width) {
        Map<String, Object> config = Map.of(
                "hidden_size",
                width,
                "intermediate_size",
                2 * width,
                "num_hidden_layers",
                2,
                "num_attention_heads",
                width / 64,
                "hidden_act",
                "gelu",
                "vocab_size",
                49408);
        return FakeWeights.of(ClipText.of(Config.of("text", config), 77));
    }

    private static FakeWeights joined(NetworkDefinition... networks) {
        Map<String, long[]> shapes = new TreeMap<>();
        for (NetworkDefinition network : networks) {
            FakeWeights weights = FakeWeights.of(network);
            weights.names()
                    .forEach(name ->
                            shapes.put(name, weights.find(name).orElseThrow().shape()));
        }
        return FakeWeights.of(shapes);
    }

    /** Writes an original single file of these networks. */
    static Path write(Path file, Map<String, WeightSource> parts) throws IOException {
        return write(file, OriginalNames.of(parts), DType.F16);
    }

    static Path write(Path file, List<Weight> tensors, DType type) throws IOException {
        new SafetensorsWriter(Optional.of(type), () -> {}).write(file, tensors, Map.of());
        return file;
    }

    /** As many numbers of a tensor as there should be. */
    static WeightStorage firstNumbers(Weight weight, long count) {
        return new WeightStorage.InMemory(() -> WeightData.bytes(weight)
                .slice(0, Math.toIntExact(count) * weight.dtype().bytes())
                .order(ByteOrder.LITTLE_ENDIAN));
    }
}
