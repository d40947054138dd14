package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.bench.Benchmark;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Settings;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the benchmark says, not how fast anything is. */
class BenchCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bench nonsense                                  | There is no scenario "nonsense"; it is one of executor, paint
            bench executor --runs 0                         | say at least 1
            bench executor --runs many                      | --runs
            bench step --precision float8                   | bfloat16
            bench step --precision auto                     | auto is no precision of its own
            bench step --precision int8,int8                | named twice
            bench step --against comfyui                    | --against is diffusers
            bench step --against diffusers                  | pip install torch diffusers transformers
            bench step --python python3                     | --against diffusers
            bench step --against diffusers --python no/such | There is no interpreter no
            """)
    void badUsageIsAMistake(String command, String message) {
        CommandLine.Result result = CommandLine.run((command + " --folder " + folder).split(" "));
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(result.out()).doesNotContain("median");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterpreterThatLacksPackagesIsNamedWithThem() throws IOException {
        Path python = folder.resolve("python");
        Files.writeString(python, "#!/bin/sh\necho torch diffusers\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        CommandLine.Result result = CommandLine.run(
                "bench", "paint", "--against", "diffusers", "--python", python.toString(), "--folder", folder + "/out");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(python + " lacks torch and diffusers", "pip install");
        assertThat(folder.resolve("out")).doesNotExist();

        Files.writeString(python, "#!/bin/sh\necho broken >&2\nexit 3\n");
        CommandLine.Result broken = CommandLine.run(
                "bench", "paint", "--against", "diffusers", "--python", python.toString(), "--folder", folder + "/out");
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("is no Python that starts", "broken");
    }

    @Test
    void theDocumentHasTheMachineAndARowForEachThingMeasured() {
        CommandLine.Result result =
                CommandLine.run("bench", "executor", "--runs", "1", "--json", "--folder", folder.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        assertThat(((Map<?, ?>) json.get("hardware")).keySet().stream().map(String::valueOf))
                .contains("cores", "processor", "instructions", "memoryBytes", "java", "onnxRuntime", "oneDnn");
        Map<?, ?> scenario = (Map<?, ?>) ((List<?>) json.get("scenarios")).get(0);
        assertThat(scenario.get("scenario")).isEqualTo("executor");
        List<?> rows = (List<?>) scenario.get("rows");
        assertThat(rows).hasSize(5).allSatisfy(each -> {
            Map<?, ?> row = (Map<?, ?>) each;
            assertThat(((Number) row.get("median")).doubleValue()).isFinite();
            assertThat(row.get("runs")).isEqualTo(1L);
        });
    }

    @Test
    void aNetworkHasARowForEachPrecision() throws IOException, InterruptedException {
        List<Row> rows = rows(List.of("float32", "int8"), "step");
        assertThat(rows.stream().map(Row::what)).containsExactly("zograf float32", "zograf int8");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.values().count()).isEqualTo(1);
            assertThat(row.cpu().count()).isEqualTo(1);
            assertThat(row.ratio()).isEmpty();
        });
        assertThat(folder.resolve("sd15-tiny-f32")).isDirectory();
    }

    @Test
    void processesOfTheirOwnAreMeasured() throws IOException, InterruptedException {
        assertThat(rows(List.of("float32"), "start", "step-xl").stream().map(Row::what))
                .containsExactly(
                        "zograf, first step", "zograf, first step begins", "zograf, picture", "zograf float32");
    }

    @Test
    void partsOfStepsAreMeasuredBesideSteps() throws IOException, InterruptedException {
        List<Row> rows = rows(List.of("float32"), "cache", "preview");
        assertThat(rows.stream().map(Row::what))
                .containsExactly(
                        "float32, whole",
                        "float32, in between",
                        "a step",
                        "a preview in rough colours",
                        "a preview decoded by a tiny autoencoder",
                        "of each of 8 steps, such previews");
        assertThat(rows).allSatisfy(row -> assertThat(row.values().median()).isPositive());
        assertThat(rows.get(1).ratio()).isPresent();
    }

    @Test
    void qualityIsThatOfFloat32OrNearIt() throws IOException, InterruptedException {
        List<Row> rows = rows(List.of("float32", "int8"), "quality");
        assertThat(rows.stream().map(Row::what)).containsExactly("int8, PSNR", "int8, CLIP");
        assertThat(rows.get(0).values().min()).isBetween(25.0, 100.0);
        assertThat(rows.get(1).values().min()).isBetween(0.8, 1.000001);
    }

    private List<Row> rows(List<String> precisions, String... scenarios) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        List<Report> reports = new ArrayList<>();
        new Benchmark(new Settings(1, precisions, Optional.empty(), folder, true), List.of(scenarios))
                .run(reports::add, line -> {});
        reports.forEach(report -> rows.addAll(report.rows()));
        return rows;
    }
}
