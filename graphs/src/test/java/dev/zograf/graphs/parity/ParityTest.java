package dev.zograf.graphs.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.zograf.api.model.Config;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Golden parity with the Python originals: one test for each {@code case.json} below {@code -Dzograf.parity=DIR} (default: the
 * project's own cases), named {@code family/case}; {@code -Dzograf.parity.family=NAME,NAME} keeps those families.
 */
class ParityTest {

    /** The families that are built. */
    private static final Map<String, ParityCase> FAMILIES = Map.ofEntries(
            Map.entry("clip", new ClipCase()),
            Map.entry("controlnet", new ControlnetCase()),
            Map.entry("editing", new EditingCase()),
            Map.entry("flux", new FlowCase()),
            Map.entry("lora", new LoraCase()),
            Map.entry("noise", new NoiseCase()),
            Map.entry("pixart-sigma", new FlowCase()),
            Map.entry("schedulers", new SchedulerCase()),
            Map.entry("sd15", new Sd15Case()),
            Map.entry("sd3", new FlowCase()),
            Map.entry("sdxl", new TextualInversionCase(new SdxlCase())),
            Map.entry("singlefile", new SinglefileCase()),
            Map.entry("tokenizer-clip", new TokenizerCase()),
            Map.entry("tokenizer-t5", new T5TokenizerCase()),
            Map.entry("upscalers", new UpscalerCase()));

    @TestFactory
    Stream<DynamicTest> parity() throws Exception {
        Path root = root();
        return cases(root).map(folder -> {
            String family = family(folder);
            String name = family + "/" + folder.getFileName();
            return dynamicTest(name, folder.toUri(), () -> run(family, folder));
        });
    }

    private static void run(String family, Path folder) throws Exception {
        ParityCase runner = FAMILIES.get(family);
        if (runner == null) {
            Golden.notBuilt("the family " + family);
            return;
        }
        Golden golden = Golden.open(folder);
        runner.run(golden);
        golden.verdict();
    }

    private static Stream<Path> cases(Path root) throws IOException {
        Set<String> wanted = new TreeSet<>(Arrays.asList(
                System.getProperty("zograf.parity.family", "").strip().split("\\s*,\\s*")));
        wanted.remove("");
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> folders = files.filter(
                            file -> file.getFileName().toString().equals("case.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new IOException("There is no case.json below " + root + ".");
            }
            return folders.stream().filter(folder -> wanted.isEmpty() || wanted.contains(family(folder)));
        }
    }

    private static String family(Path folder) {
        Path file = folder.resolve("case.json");
        try {
            return Config.of(file.toString(), JsonConfig.parse(file.toString(), Files.readAllBytes(file)))
                    .text("family");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The folder of the cases. */
    static Path root() throws URISyntaxException {
        String given = System.getProperty("zograf.parity", "");
        return given.isBlank()
                ? Path.of(ParityTest.class.getResource("/parity").toURI())
                : Path.of(given).toAbsolutePath();
    }
}
