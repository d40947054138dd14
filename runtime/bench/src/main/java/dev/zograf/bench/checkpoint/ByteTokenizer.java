package dev.zograf.bench.checkpoint;

import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tokenizer in CLIP's files whose tokens are single bytes: what a text says does not matter to a clock. */
final class ByteTokenizer {

    private static final int END = 49407;

    private ByteTokenizer() {}

    static void write(Path folder) throws IOException {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        for (String end : new String[] {"", "</w>"}) {
            for (int value = 0; value < 256; value++) {
                vocabulary.put(letter(value) + end, vocabulary.size());
            }
        }
        vocabulary.put("<|startoftext|>", END - 1);
        vocabulary.put("<|endoftext|>", END);
        RandomWeights.text(folder, "vocab.json", JsonText.compact(vocabulary));
        RandomWeights.text(folder, "merges.txt", "#version: 0.2\n");
        RandomWeights.text(folder, "tokenizer_config.json", """
                {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": true,
                 "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
                 "pad_token": "<|endoftext|>"}
                """);
    }

    /** The letter that stands for a byte (GPT-2's table): itself if it can be printed, else the next free one from 256 on. */
    private static String letter(int value) {
        int free = 256;
        for (int each = 0; each < value; each++) {
            free += printable(each) ? 0 : 1;
        }
        return Character.toString(printable(value) ? value : free);
    }

    private static boolean printable(int value) {
        return value >= 33 && value <= 126 || value >= 161 && value <= 172 || value >= 174 && value <= 255;
    }
}
