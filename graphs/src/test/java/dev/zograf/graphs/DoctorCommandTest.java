package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    Path folder;

    private static Map<?, ?> doctor(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "doctor";
        args[1] = "--json";
        System.arraycopy(more, 0, args, 2, more.length);
        CommandLine.Result result = CommandLine.run(args);
        assertThat(result.code()).as(result.err()).isZero();
        return (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
    }

    private static Map<?, ?> part(Map<?, ?> report, String name) {
        return (Map<?, ?>) report.get(name);
    }

    @Test
    void saysWhatWasFound() {
        Map<?, ?> report = doctor();

        Map<?, ?> machine = part(report, "machine");
        assertThat(((Number) machine.get("cores")).intValue())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(((Number) machine.get("memoryBytes")).longValue()).isGreaterThan(1L << 28);
        assertThat((String) machine.get("java")).contains(System.getProperty("java.vm.version"));
        Map<?, ?> ort = (Map<?, ?>) ((List<?>) report.get("backends")).get(0);
        assertThat(ort.get("name")).isEqualTo("ONNX Runtime");
        assertThat((String) ort.get("version")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(((List<?>) ort.get("providers")).contains("CPUExecutionProvider"))
                .isTrue();
        assertThat(ort.get("float32")).isEqualTo("yes");
        assertThat((String) ort.get("float16")).startsWith("yes");
        if (part(report, "cuda").get("usable").equals(false)) {
            assertThat((String) ort.get("float16")).contains("slower than float32");
            assertThat(part(report, "auto").get("device")).isEqualTo("cpu");
            assertThat(part(report, "auto").get("precision")).isEqualTo("float32");
        }
        Map<?, ?> dnn = (Map<?, ?>) ((List<?>) report.get("backends")).get(1);
        assertThat(dnn.get("name")).isEqualTo("oneDNN");
        assertThat((String) dnn.get("bfloat16")).matches("yes|no: .+");
        assertThat((String) dnn.get("int8")).matches("yes|no: .+");
        assertThat(part(report, "models").get("defaultModel")).isEqualTo("emoji");
        assertThat(part(report, "temporary").get("writable")).isEqualTo(true);
        assertThat(((Number) part(report, "temporary").get("freeBytes")).longValue())
                .isPositive();
    }

    @Test
    void saysWhatIsMissingForCudaAndWhatToDo() {
        Map<?, ?> cuda = part(doctor(), "cuda");
        if (Boolean.FALSE.equals(cuda.get("provider"))) {
            assertThat(cuda.get("usable")).isEqualTo(false);
            assertThat((String) cuda.get("problem")).contains("onnxruntime_gpu").contains("exclude");
        }
        assertThat((String) cuda.get("driver")).containsPattern("can be loaded|install the NVIDIA driver");
    }

    @Test
    void aFolderThatIsNotThereIsAProblemAndNoFailure() {
        Path absent = folder.resolve("absent");
        Map<?, ?> models = part(doctor("--models", absent.toString(), "--models", folder.toString()), "models");
        Map<?, ?> first = (Map<?, ?>) ((List<?>) models.get("folders")).get(0);
        Map<?, ?> second = (Map<?, ?>) ((List<?>) models.get("folders")).get(1);
        assertThat(first.get("path")).isEqualTo(absent.toString());
        assertThat((String) first.get("problem")).contains("no such folder").contains("--models");
        assertThat(second.containsKey("problem")).isFalse();
        assertThat(models.get("defaultModel")).isEqualTo("emoji");
    }

    @Test
    void printsTheSameForPeople() {
        CommandLine.Result result = CommandLine.run("doctor");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("machine:")
                .contains("name: ONNX Runtime")
                .contains("cuda:")
                .contains("usable: ")
                .containsPattern("memory: \\d+ MiB")
                .contains("defaultModel: emoji");
        assertThat(result.err()).isEmpty();
    }
}
