package dev.zograf.graphs.parity;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.prompt.ClipTokenizer;
import dev.zograf.nodes.prompt.ClipTokenizerFiles;
import dev.zograf.runtime.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The family {@code tokenizer-clip}: strings to padded ids, with the folder's own padding token and with others. */
final class TokenizerCase implements ParityCase {

    private static final String PAD = "\"pad_token\"\\s*:\\s*(\"[^\"]*\"|\\{[^}]*\\})";

    @Override
    public void run(Golden golden) throws IOException {
        Path folder = golden.path(golden.config().text("model"));
        int length = golden.config().integer("max_length");
        List<String> strings = golden.config().texts("strings");
        for (String pad : golden.config().texts("pads")) {
            Path copy = Files.createTempDirectory("tokenizer");
            try {
                copyWithPad(folder, copy.resolve("tokenizer"), pad);
                compare(golden, ClipTokenizerFiles.read(ModelFolder.open("copy", copy), "tokenizer", length), strings);
            } finally {
                delete(copy);
            }
        }
    }

    private static void compare(Golden golden, ClipTokenizer tokenizer, List<String> strings) {
        int length = tokenizer.length();
        float[] ids = new float[strings.size() * length];
        float[] mask = new float[ids.length];
        for (int i = 0; i < strings.size(); i++) {
            int[] padded = tokenizer.encodePadded(strings.get(i));
            int used = tokenizer.encode(strings.get(i)).length;
            for (int j = 0; j < length; j++) {
                ids[i * length + j] = padded[j];
                mask[i * length + j] = j < used ? 1 : 0;
            }
        }
        int pad = tokenizer.encodePadded("")[length - 1];
        golden.compare("ids_pad_" + pad, FloatTensor.wrap(ids, strings.size(), length));
        golden.compare("mask_pad_" + pad, FloatTensor.wrap(mask, strings.size(), length));
    }

    private static void copyWithPad(Path from, Path to, String pad) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (file.toString().contains("tokenizer_config")
                        || file.toString().contains("special_tokens_map")) {
                    text = text.replaceAll(PAD, Matcher.quoteReplacement("\"pad_token\": \"" + pad + "\""));
                }
                Files.writeString(to.resolve(file.getFileName().toString()), text);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
