package dev.zograf.graphs.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.runtime.model.ModelFolder;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Original files hold the same tensors as the folders of diffusers that they were made from, to the byte. */
class SingleFileNamesTest {

    private static Path resource(String path) throws URISyntaxException {
        return Path.of(SingleFileNamesTest.class.getResource("/parity/" + path).toURI());
    }

    @ParameterizedTest
    @CsvSource({
        "singlefile/sd15-ldm/tiny-sd15-pruned.safetensors, sd15-tiny, unet vae text_encoder",
        "singlefile/sd2-ldm/tiny-sd2-pruned.safetensors, sd2-tiny, unet vae text_encoder",
        "singlefile/vae-only/tiny-vae-ema-pruned.safetensors, sd15-tiny, vae",
        "sdxl/singlefile/tiny-xl.safetensors, sdxl-tiny, unet vae text_encoder text_encoder_2"
    })
    void renamedTensorsAreThoseOfTheFolder(String file, String folder, String parts) throws Exception {
        ModelFile single = ModelFile.open(file, resource(file));
        Checkpoint folders = ModelFolder.open(folder, resource("_models/" + folder));

        assertThat(single.content().unknown()).isEmpty();
        assertThat(single.content().isOriginal()).isTrue();
        assertThat(single.content().parts()).containsExactlyInAnyOrder(parts.split(" ", -1));
        for (String part : parts.split(" ", -1)) {
            TreeMap<String, Weight> expected = tensors(folders.weights(part));
            TreeMap<String, Weight> actual = tensors(single.weights(part));
            if (part.equals("text_encoder")) {
                // Neither version 1 nor 2 projects what it conditions on, though files may have the matrix.
                expected.remove("text_projection.weight");
                actual.remove("text_projection.weight");
            }
            assertThat(actual.keySet()).as(part).isEqualTo(expected.keySet());
            actual.forEach((name, weight) -> {
                assertThat(weight.dtype()).as(name).isEqualTo(expected.get(name).dtype());
                assertThat(weight.shape()).as(name).isEqualTo(expected.get(name).shape());
                assertThat(WeightData.bytes(weight)).as(name).isEqualTo(WeightData.bytes(expected.get(name)));
                assertThat(weight.storage() instanceof WeightStorage.InFile || name.equals("text_projection.weight"))
                        .as(name + " stays in the file")
                        .isTrue();
            });
        }
    }

    private static TreeMap<String, Weight> tensors(Weights weights) {
        TreeMap<String, Weight> out = new TreeMap<>();
        for (String name : new TreeSet<>(weights.names())) {
            Weight weight = weights.find(name).orElseThrow();
            boolean bare = List.of("embeddings.", "encoder.layers.", "final_layer_norm.").stream()
                    .anyMatch(name::startsWith);
            if (!name.endsWith("position_ids")) {
                out.put(bare ? "text_model." + name : name, weight);
            }
        }
        return out;
    }
}
