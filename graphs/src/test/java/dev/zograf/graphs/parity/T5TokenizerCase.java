package dev.zograf.graphs.parity;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.prompt.T5Tokenizer;
import dev.zograf.nodes.prompt.T5TokenizerFiles;
import dev.zograf.runtime.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The family {@code tokenizer-t5}: strings to padded ids, by each of the two files that hold the tokenizer. */
final class T5TokenizerCase implements ParityCase {

    @Override
    public void run(Golden golden) throws IOException {
        Path folder = golden.path(golden.config().text("model"));
        List<String> strings = golden.config().texts("strings");
        int length = golden.config().integer("max_length");
        compare(golden, T5TokenizerFiles.read(ModelFolder.open("json", folder), ""), strings, length);
        try (T5ModelFile model = T5ModelFile.of(folder)) {
            compare(golden, T5TokenizerFiles.read(model.checkpoint(), ""), strings, length);
        }
    }

    private static void compare(Golden golden, T5Tokenizer tokenizer, List<String> strings, int length) {
        float[] ids = new float[strings.size() * length];
        float[] mask = new float[ids.length];
        for (int i = 0; i < strings.size(); i++) {
            int[] padded = tokenizer.encodePadded(strings.get(i), length);
            int used = tokenizer.encode(strings.get(i), length).length;
            for (int j = 0; j < length; j++) {
                ids[i * length + j] = padded[j];
                mask[i * length + j] = j < used ? 1 : 0;
            }
        }
        golden.compare("ids_pad_0", FloatTensor.wrap(ids, strings.size(), length));
        golden.compare("mask_pad_0", FloatTensor.wrap(mask, strings.size(), length));
    }
}
