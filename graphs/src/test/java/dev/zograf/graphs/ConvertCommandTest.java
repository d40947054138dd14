package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.runtime.model.ModelFolder;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {

    private static final String PARITY = "graphs/src/test/resources/parity/";

    @TempDir
    Path folder;

    private static Path golden(String path) {
        return Checkout.file(PARITY + path);
    }

    private void convert(String... args) {
        String[] all = Stream.concat(Stream.of("convert"), Stream.of(args)).toArray(String[]::new);
        CommandLine.Result result = CommandLine.run(all);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    private static void assertEqual(Weight actual, Weight expected) {
        assertThat(actual.dtype()).as(actual.name()).isEqualTo(expected.dtype());
        assertThat(actual.shape()).as(actual.name()).isEqualTo(expected.shape());
        assertThat(WeightData.bytes(actual)).as(actual.name()).isEqualTo(WeightData.bytes(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "sd15-tiny, singlefile/sd15-ldm/tiny-sd15-pruned.safetensors",
        "sd2-tiny, singlefile/sd2-ldm/tiny-sd2-pruned.safetensors",
        "sdxl-tiny, sdxl/singlefile/tiny-xl.safetensors"
    })
    void aFolderBecomesTheOriginalFile(String from, String wanted) {
        Path to = folder.resolve("model.safetensors");
        convert(golden("_models/" + from).toString(), to.toString());

        Weights actual = ModelFile.open("actual", to).weights("");
        Weights expected = ModelFile.open("expected", golden(wanted)).weights("");
        assertThat(expected.names()).containsAll(actual.names());
        actual.names()
                .forEach(name -> assertEqual(
                        actual.find(name).orElseThrow(), expected.find(name).orElseThrow()));
        // What version 2 has more of is no part of what it computes.
        assertThat(expected.names())
                .filteredOn(name -> !actual.names().contains(name))
                .allMatch(name ->
                        name.matches("alphas_cumprod|betas|model_ema.*|.*(position_ids|logit_scale|text_projection)"
                                + "|cond_stage_model.model.transformer.resblocks.3.*"));
    }

    @Test
    void anOriginalFileBecomesTheFolder() {
        Path to = folder.resolve("model");
        Path original = golden("_models/sdxl-tiny");
        convert(
                golden("sdxl/singlefile/tiny-xl.safetensors").toString(),
                to.toString(),
                "--config",
                original.toString(),
                "--shard-size",
                "100KB");

        Checkpoint actual = ModelFolder.open("actual", to);
        Checkpoint expected = ModelFolder.open("expected", original);
        for (String part : List.of("unet", "vae", "text_encoder_2")) {
            for (String name : actual.weights(part).names()) {
                String plain = expected.weights(part).has(name) ? name : name.replace("text_model.", "");
                Weight weight = expected.weights(part).find(plain).orElseThrow();
                assertEqual(actual.weights(part).find(name).orElseThrow(), weight);
            }
            assertThat(actual.weights(part).names())
                    .hasSameSizeAs(expected.weights(part).names());
            assertThat(actual.config(part + "/config.json").names())
                    .isEqualTo(expected.config(part + "/config.json").names());
        }
        assertThat(actual.text("tokenizer_2/merges.txt")).isEqualTo(expected.text("tokenizer_2/merges.txt"));
        assertThat(to.resolve("unet/diffusion_pytorch_model.safetensors.index.json"))
                .exists();
    }

    @Test
    void keepsNamesAndMetadataAndCastsNumbers() {
        Path to = folder.resolve("small.safetensors");
        Path from = golden("singlefile/sd15-ldm/tiny-sd15-pruned.safetensors");
        convert(from.toString(), to.toString(), "--dtype", "f8_e4m3");

        ModelFile actual = ModelFile.open("actual", to);
        ModelFile expected = ModelFile.open("expected", from);
        assertThat(actual.metadata()).isEqualTo(expected.metadata());
        assertThat(actual.weights("").names()).isEqualTo(expected.weights("").names());
        String name = "first_stage_model.encoder.conv_in.weight";
        Weight weight = actual.weights("").find(name).orElseThrow();
        assertThat(weight.dtype()).isEqualTo(DType.F8_E4M3);
        float[] exact = WeightData.floats(expected.weights("").find(name).orElseThrow());
        float[] rounded = WeightData.floats(weight);
        for (int i = 0; i < exact.length; i++) {
            assertThat(Math.abs(rounded[i] - exact[i])).isLessThanOrEqualTo(Math.abs(exact[i]) / 16 + 0.001f);
        }
        assertThat(actual.weights("")
                        .find("model_ema.num_updates")
                        .orElseThrow()
                        .dtype())
                .isEqualTo(DType.I64);
    }

    @Test
    void writesOneNetwork() {
        Path to = folder.resolve("vae.safetensors");
        convert(golden("_models/sd15-tiny").toString(), to.toString(), "--part", "vae");
        Weights actual = ModelFile.open("actual", to).weights("");
        Weights expected = ModelFile.open("expected", golden("singlefile/vae-only/tiny-vae-ema-pruned.safetensors"))
                .weights("");
        assertThat(actual.names()).isEqualTo(expected.names());

        Path again = folder.resolve("vae");
        convert(
                to.toString(),
                again.toString(),
                "--config",
                golden("_models/sd15-tiny").toString(),
                "--part",
                "vae");
        assertThat(again.resolve("config.json")).exists();
        assertThat(ModelFolder.open("vae", again).weights("").names())
                .isEqualTo(ModelFolder.open("sd", golden("_models/sd15-tiny"))
                        .weights("vae")
                        .names());
    }

    @Test
    void leavesNothingBehindWhenItRefuses() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken.safetensors"), "x");
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("letter.txt"), "x");
        String from = golden("singlefile/sd15-ldm/tiny-sd15-pruned.safetensors").toString();

        refused("--force", from, taken.toString());
        refused("no model", from, documents.toString(), "--force");
        // The sizes of the tiny model are those of no published one: there is no configuration to write.
        refused("config", from, folder.resolve("new").toString());
        refused("a folder", from, folder.resolve("new.safetensors").toString(), "--layout", "diffusers");
        refused("f8_e4m3", from, folder.resolve("new.safetensors").toString(), "--dtype", "int8");
        refused("text_encoder_2", from, folder.resolve("n.safetensors").toString(), "--part", "text_encoder_2");
        refused("single file", from, folder.resolve("new").toString(), "--layout", "original");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("taken.safetensors", "documents");
        }
        convert(from, taken.toString(), "--force", "--dtype", "f16");
        assertThat(Files.size(taken)).isGreaterThan(1_000_000);
    }

    @Test
    void leavesNothingBehindWhenItIsInterrupted() throws Exception {
        Path large = folder.resolve("large.safetensors");
        long size = 2_000_000_000;
        byte[] header = ("{\"w\":{\"dtype\":\"F16\",\"shape\":[" + size / 2 + "],\"data_offsets\":[0," + size + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.write(header.length);
            sparse.seek(8);
            sparse.write(header);
            sparse.setLength(8 + header.length + size);
        }
        Path out = Files.createDirectory(folder.resolve("out"));
        Process process = CommandLine.start(
                folder,
                folder.resolve("stdout"),
                folder.resolve("stderr"),
                "convert",
                large.toString(),
                out.resolve("small.safetensors").toString(),
                "--dtype",
                "f32");
        while (process.isAlive() && list(out).isEmpty()) {
            Thread.sleep(20);
        }
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(Files.readString(folder.resolve("stderr"))).isEqualTo("zograf: cancelled.\n");
        assertThat(list(out)).isEmpty();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void refused(String part, String... args) {
        String[] all = Stream.concat(Stream.of("convert"), Stream.of(args)).toArray(String[]::new);
        CommandLine.Result result = CommandLine.run(all);
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(part).doesNotContain("\tat ");
    }
}
