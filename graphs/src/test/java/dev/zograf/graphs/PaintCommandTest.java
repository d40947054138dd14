package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code zograf paint} from its arguments to its file. */
class PaintCommandTest {

    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Few steps and no enlarging: quick, and enough to see what arrives where. */
    private Result sketch(String... more) {
        return CommandLine.run(
                Stream.concat(Stream.of("paint", "a red apple", "--steps", "2", "--upscale", "none"), Stream.of(more))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "a red apple, '', 1, 20, 4, 0.png",
        "котка, '', 2, 20, 4, 1.png",
        "rainbow, '', 4, 12, 3, 3.png",
        "hamburger, blurry, 6, 20, 5, 5.png"
    })
    void paintsWhatPyTorchPaints(String prompt, String negative, String seed, String steps, String cfg, String expected)
            throws IOException {
        Path file = folder.resolve("picture.png");

        Result result = CommandLine.run(
                "paint",
                prompt,
                "-o",
                file.toString(),
                "--seed",
                seed,
                "--steps",
                steps,
                "--cfg",
                cfg,
                "--negative",
                negative);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(file + System.lineSeparator());
        BufferedImage golden = Pictures.read(Checkout.file("graphs/src/test/resources/emoji-expected/" + expected));
        assertThat(Pictures.meanDifference(Pictures.read(file), golden)).isLessThan(0.5);
        assertThat(files()).containsExactly("picture.png");
    }

    @Test
    void sayTheSeedAndTheSizeAsJson() {
        Result result = sketch(
                "--seed",
                "5",
                "--size",
                "64x32",
                "--json",
                "-o",
                folder.resolve("a.png").toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        assertThat(json.get("seed")).isEqualTo(5L);
        assertThat(json.get("width")).isEqualTo(64L);
        assertThat(json.get("height")).isEqualTo(32L);
        assertThat(json.get("files")).isEqualTo(List.of(folder.resolve("a.png").toString()));
    }

    @Test
    void numbersABatchAndTakesTheFormatFromTheName() throws IOException {
        Result result = sketch(
                "--seed",
                "5",
                "--batch",
                "2",
                "--quiet",
                "-o",
                folder.resolve("a.jpg").toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out() + result.err()).isEmpty();
        assertThat(files()).containsExactly("a-1.jpg", "a-2.jpg");
        assertThat(Files.readAllBytes(folder.resolve("a-1.jpg"))).startsWith(0xff, 0xd8);
    }

    @Test
    void takesAnyModelFolderAndUpscaler() {
        Path tiny = Checkout.file("graphs/src/test/resources/parity/_models/sd15-tiny");
        Path upscaler = Checkout.file(
                "graphs/src/main/resources/META-INF/zograf/models/upscale_models/realesr-animevideov3-x4.safetensors");

        Result result = CommandLine.run(
                "paint",
                "noise",
                "--model",
                tiny.toString(),
                "--steps",
                "2",
                "--size",
                "32x32",
                "--upscale",
                upscaler.toString(),
                "--sampler",
                "euler",
                "--scheduler",
                "karras",
                "-o",
                folder.resolve("a.png").toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Pictures.read(folder.resolve("a.png")).getWidth()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size 63x64      | the nearest",
                "--size big        | such as 64x64",
                "--steps 0         | 1 to 1000",
                "--steps many      | --steps",
                "--cfg -1          | 0 to 100",
                "--cfg NaN         | cfg",
                "--seed 1.5        | --seed",
                "--seed 99999999999999999999 | --seed",
                "--batch 0         | 1 to 256",
                "--sampler eular   | euler",
                "--scheduler wrong | karras",
                "--model emojy     | emoji",
                "--upscale nothing | realesr-animevideov3-x4",
                "--precision float8 | bfloat16",
                "--device abacus   | cuda:all",
                "--cuda-graphs --tensorrt engines | give --cuda-graphs or --tensorrt",
                "--cuda-memory much | no size of memory",
                "--unknown         | --unknown",
                "-o out.gif        | .png, .jpg",
                "-o out.webp       | .png, .jpg"
            })
    void refusesBadInputWithOneMessageAndNoFile(String arguments, String says) throws IOException {
        String[] words =
                arguments.replace("out.", folder.resolve("out.").toString()).split(" ");

        Result result = sketch(Stream.concat(
                        arguments.startsWith("-o")
                                ? Stream.of()
                                : Stream.of("-o", folder.resolve("a.png").toString()),
                        Stream.of(words))
                .toArray(String[]::new));

        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(says).startsWith("zograf: ").doesNotContain("\tat ");
        assertThat(result.err().lines().count()).as(result.err()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void findsOutBeforePaintingThatAFileCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        Result result = CommandLine.run(
                "paint", "a red apple", "-o", folder.resolve("file/apple.png").toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("-o").doesNotContain("sample");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void refusesADamagedModel() throws IOException {
        Path model = folder.resolve("model");
        copy(Checkout.file("graphs/src/test/resources/parity/_models/sd15-tiny"), model);
        Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] whole = Files.readAllBytes(unet);
        Files.write(unet, java.util.Arrays.copyOf(whole, whole.length / 2));

        Result result = CommandLine.run(
                "paint",
                "x",
                "--steps",
                "1",
                "--size",
                "32x32",
                "--model",
                model.toString(),
                "-o",
                folder.resolve("a.png").toString());

        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains("unet").startsWith("zograf: ").doesNotContain("\tat ");
        assertThat(files()).containsExactly("model");
    }

    @Test
    void showsWhereAnErrorComesFromIfWanted() {
        assertThat(sketch("--model", "emojy", "--verbose").err()).contains("\tat dev.zograf");
    }

    @Test
    void paintsInAProcessOfItsOwn() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");

        Process process = CommandLine.start(
                folder, out, err, "paint", "a red apple", "--seed", "1", "--device", "cuda", "-o", "apple.png");

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out)).isEqualTo(folder.toRealPath().resolve("apple.png") + System.lineSeparator());
        assertThat(Files.readString(err))
                .contains("256x256, seed 1")
                .contains("sample: 20 of 20")
                .containsOnlyOnce("CUDA is not used, the processor computes instead: ");
        assertThat(Pictures.isRedInTheMiddle(Pictures.read(folder.resolve("apple.png"))))
                .isTrue();
    }

    @Test
    void leavesNothingBehindWhenItIsStopped() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                CommandLine.start(folder, out, err, "paint", "a red apple", "--steps", "1000", "-o", "apple.png");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.readString(err).contains("sample: ") && System.nanoTime() < until) {
            Thread.sleep(50);
        }

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(130);
        assertThat(Files.readString(err)).contains("zograf: cancelled.").doesNotContain("\tat ");
        assertThat(files()).containsExactly("err", "out");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
