package dev.zograf.graphs.parity;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.T5Text;
import dev.zograf.nodes.prompt.T5Tokenizer;
import dev.zograf.nodes.prompt.T5TokenizerFiles;
import dev.zograf.runtime.model.ModelFolder;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.ort.OrtBackend;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** T5's tokenizer and network alone, by every golden case whose model has them: prompts, ids, mask, encodings. */
class T5EncodingsTest {

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.SMALL, Precision.FLOAT32, 1 << 30);

    @TestFactory
    Stream<DynamicTest> encodings() throws Exception {
        Path root = ParityTest.root();
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> cases = files.filter(
                            file -> file.getFileName().toString().equals("case.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            return cases.stream()
                    .flatMap(folder -> Stream.of("text_encoder", "text_encoder_2", "text_encoder_3")
                            .filter(encoder -> isT5(folder, encoder))
                            .map(encoder -> dynamicTest(
                                    root.relativize(folder) + " " + encoder, () -> compare(folder, encoder))));
        }
    }

    private static boolean isT5(Path folder, String encoder) {
        try {
            Golden golden = Golden.open(folder);
            Path model = golden.path(golden.config().text("model", "none"));
            Path config = model.resolve(encoder).resolve("config.json");
            return golden.expectedNames().contains(encoder + ".ids_0")
                    && Files.exists(config)
                    && Files.readString(config).contains("T5EncoderModel");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(Path folder, String encoder) throws IOException {
        Golden golden = Golden.open(folder);
        Checkpoint model = ModelFolder.open("model", golden.path(golden.config().text("model")));
        T5Tokenizer tokenizer = T5TokenizerFiles.read(model, encoder.replace("text_encoder", "tokenizer"));
        T5Text plain = T5Text.of(model.config(encoder + "/config.json")).named(encoder);
        Config call = golden.config().object("call").orElseThrow();
        for (int i = 0; golden.expectedNames().contains(encoder + ".ids_" + i); i++) {
            int length = golden.expected(encoder + ".ids_" + i).dim(1);
            String prompt = call.text(i == 0 ? "prompt" : "negative_prompt");
            int[] ids = tokenizer.encodePadded(prompt, length);
            golden.compare(encoder + ".ids_" + i, floats(ids));

            T5Text text = plain;
            Map<String, HostTensor> inputs = new HashMap<>();
            inputs.put("ids", IntTensor.of(ids, 1, length));
            inputs.put("buckets", IntTensor.of(text.bucketsBetween(length), length, length));
            if (golden.expectedNames().contains(encoder + ".mask_" + i)) {
                int used = tokenizer.encode(prompt, length).length;
                int[] seen = new int[length];
                Arrays.fill(seen, 0, used, 1);
                FloatTensor mask = floats(seen);
                golden.compare(encoder + ".mask_" + i, mask);
                inputs.put("mask", mask);
                text = plain.withMask();
            }
            TensorGraph graph = new TensorGraph();
            text.build(graph, model.weights(encoder));
            golden.compare(encoder + ".out_" + i, Interpreter.run(graph, inputs).get("out"));
            try (EngineNetworks networks = new EngineNetworks(OPTIONS, new OrtBackend(OPTIONS))) {
                golden.compare(
                        encoder + ".out_" + i,
                        networks.compile(text, model.weights(encoder))
                                .run(inputs, Set.of("out"), Cancellation.never())
                                .get("out"));
            }
        }
        golden.verdict();
    }

    private static FloatTensor floats(int[] numbers) {
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[i];
        }
        return FloatTensor.wrap(out, 1, out.length);
    }
}
