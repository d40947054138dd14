package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.testkit.fake.FakeCheckpoint;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class T5TokenizerFilesTest {

    private static final Map<String, Object> METASPACE =
            Map.of("type", "Metaspace", "replacement", "▁", "prepend_scheme", "always", "split", true);
    private static final Map<String, Object> TABLE = Map.of(
            "type",
            "Precompiled",
            "precompiled_charsmap",
            Base64.getEncoder().encodeToString(SentencePieceBytes.charsMap(Map.of("\t", " "))));

    private static Map<String, Object> json() {
        Map<String, Object> out = new HashMap<>();
        out.put("added_tokens", List.of(added(0, "<pad>", false), added(1, "</s>", false), added(4, "<x>", true)));
        out.put("normalizer", TABLE);
        out.put(
                "pre_tokenizer",
                Map.of("type", "Sequence", "pretokenizers", List.of(Map.of("type", "WhitespaceSplit"), METASPACE)));
        out.put("model", model(List.of("<unk>", -1.5)));
        return out;
    }

    private static Map<String, Object> added(int id, String text, boolean strips) {
        return Map.of("id", id, "content", text, "lstrip", strips, "rstrip", strips, "normalized", false);
    }

    private static Map<String, Object> model(Object third) {
        List<Object> vocabulary = List.of(
                List.of("<pad>", 0.0),
                List.of("</s>", 0),
                third,
                List.of("▁", -2.0),
                List.of("<x>", 0),
                List.of("▁a", -3));
        return Map.of("type", "Unigram", "unk_id", 2, "vocab", vocabulary);
    }

    private static T5Tokenizer read(Map<String, Object> json) {
        return T5TokenizerFiles.read(new FakeCheckpoint("fake").withConfig("tokenizer.json", json), "");
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(BadFileException.class).hasMessageContaining(why);
    }

    private static void refused(String field, Object value, String why) {
        Map<String, Object> json = json();
        json.put(field, value);
        refused(() -> read(json), why);
    }

    private static void refused(SentencePieceBytes model, String why) {
        refused(() -> T5TokenizerTest.of(model), why);
    }

    @Test
    void readsTheJsonOfTheFastTokenizer() {
        T5Tokenizer tokenizer = read(json());

        assertThat(tokenizer.encode("a\ta b")).containsExactly(5, 5, 3, 2);
        assertThat(tokenizer.encode("a  <x> <x>  a")).containsExactly(5, 4, 4, 5);
        assertThat(tokenizer.eos()).isEqualTo(1);
    }

    /** As transformers 5 does with the published file, whose own steps leave a mark for spaces at the end. */
    @Test
    void wordsArePartedAtWhiteSpaceWhateverTheFileSaysOfSpaces() {
        Map<String, Object> json = json();
        Map<String, Object> joined = Map.of("type", "Replace", "pattern", Map.of("Regex", " {2,}"), "content", " ");
        json.put(
                "normalizer",
                Map.of("type", "Sequence", "normalizers", List.of(TABLE, Map.of("type", "Strip"), joined)));
        json.put("pre_tokenizer", Map.of("type", "Metaspace", "replacement", "▁", "add_prefix_space", true));

        assertThat(read(json).encode(" a\t  a \t")).containsExactly(5, 5);
        assertThat(read(json).encode("a\u3000a <x> ")).containsExactly(5, 5, 4);
    }

    @Test
    void theConfigurationNamesTheEnd() {
        FakeCheckpoint folder = new FakeCheckpoint("fake")
                .withConfig("t/tokenizer.json", json())
                .withConfig("t/tokenizer_config.json", Map.of("eos_token", Map.of("content", "<x>")));

        assertThat(T5TokenizerFiles.read(folder, "t").eos()).isEqualTo(4);
        refused(
                () -> T5TokenizerFiles.read(
                        folder.withConfig("t/tokenizer_config.json", Map.of("pad_token", "<none>")), "t"),
                "\"pad_token\" is <none>, which is not in the vocabulary");
    }

    @Test
    void tokensOfTheConfigurationComeBesideThoseOfTheModel() {
        FakeCheckpoint folder = new FakeCheckpoint("fake")
                .withBytes("spiece.model", T5TokenizerTest.model().toBytes())
                .withConfig(
                        "tokenizer_config.json",
                        Map.of(
                                "extra_ids",
                                2,
                                "added_tokens_decoder",
                                Map.of(
                                        "12",
                                        Map.of("content", "<extra_id_0>", "lstrip", true),
                                        "20",
                                        Map.of("content", "<y>"))));

        assertThat(T5TokenizerFiles.read(folder, "").encode("cat <extra_id_0> <y><extra_id_1>"))
                .containsExactly(5, 12, 20, 11);
        refused(
                () -> T5TokenizerFiles.read(
                        folder.withConfig(
                                "tokenizer_config.json",
                                Map.of("added_tokens_decoder", Map.of("x", Map.of("content", "<y>")))),
                        ""),
                "\"x\" is no number of a token");
        refused(
                () -> T5TokenizerFiles.read(
                        folder.withConfig("tokenizer_config.json", Map.of("extra_ids", 2_000_000_000)), ""),
                "\"extra_ids\" is 2000000000");
    }

    @Test
    void refusesOtherTokenizers() {
        refused("model", Map.of("type", "BPE"), "\"type\": BPE is not supported");
        refused("model", Map.of("unk_id", 9, "vocab", List.of()), "unknown piece is number 9 of 0");
        refused("model", model(List.of("<unk>")), "The entry 2 of the vocabulary is no text with its score");
        refused("model", model(List.of("<unk>", Double.NaN)), "The score of the piece \"<unk>\" is NaN");
        refused("model", model(List.of("x".repeat(300), 0)), "has 300 characters; at most 256");
        refused("pre_tokenizer", Map.of("type", "ByteLevel"), "ByteLevel is not supported");
        refused("pre_tokenizer", Map.of("type", "Metaspace", "prepend_scheme", "never"), "never is not supported");
        refused("normalizer", Map.of("type", "Replace", "pattern", Map.of("Regex", "x"), "content", " "), "x is not");
        refused("normalizer", Map.of("type", "Lowercase"), "Lowercase is not supported");
        refused("normalizer", Map.of("type", "Sequence", "normalizers", List.of(TABLE, TABLE)), "is not supported");
        refused("normalizer", Map.of("type", "Precompiled", "precompiled_charsmap", "###"), "not in base 64");
        refused("normalizer", Map.of("type", "Precompiled", "precompiled_charsmap", "AAAA"), "is damaged");
        refused("added_tokens", List.of(1), "an entry that is no object");
        refused("added_tokens", List.of(Map.of("id", 1, "content", "x", "single_word", true)), "single_word");
        refused(new SentencePieceBytes().message(2, new SentencePieceBytes().whole(3, 2)), "Another kind of model");
        refused(
                new SentencePieceBytes().message(2, new SentencePieceBytes().whole(35, 1)),
                "Bytes for what is unknown");
        refused(new SentencePieceBytes().message(3, new SentencePieceBytes().whole(3, 0)), "No space before");
        refused(new SentencePieceBytes().piece("x", 0, 4), "The type 4 of the piece 0");
        refused(new SentencePieceBytes().piece("x", 0, 1), "There is no unknown piece");
        refused(new SentencePieceBytes().piece("x", 0, 2).piece("y", 0, 2), "two unknown pieces, 0 and 1");
        refused(new SentencePieceBytes().piece("x", Float.POSITIVE_INFINITY, 2), "is Infinity, no number");
        refused(new SentencePieceBytes().piece("x", 0, 2), "\"eos_token\" is </s>, which is not in the vocabulary");
        refused(
                () -> T5TokenizerFiles.read(new FakeCheckpoint("t5xxl"), "tokenizer"),
                "There is no tokenizer of T5 here");
    }

    @Test
    void refusesDamagedFields() {
        refused(new SentencePieceBytes().varint(-1), "damaged or no model");
        refused(new SentencePieceBytes().varint(0), "damaged or no model");
        refused(new SentencePieceBytes().varint(1 << 3 | 2).varint(Long.MAX_VALUE), "damaged or no model");
        refused(new SentencePieceBytes().varint(1 << 3 | 2).varint(-5), "damaged or no model");
        refused(new SentencePieceBytes().varint(1 << 3 | 3), "damaged or no model");
        refused(new SentencePieceBytes().whole(1, 3), "damaged or no model");
        refused(
                new SentencePieceBytes().message(1, new SentencePieceBytes().bytes(1, new byte[] {(byte) 0xff})),
                "not UTF-8");
    }

    /** Whatever a file holds, reading and using it ends, with a tokenizer or with a message about the file. */
    @Test
    void survivesAnyDamage() {
        byte[] whole = T5TokenizerTest.model().toBytes();
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = random.nextInt(20); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(Math.min(bytes.length, i % 2 == 0 ? 160 : bytes.length))] =
                        (byte) random.nextInt(256);
            }
            try {
                FakeCheckpoint folder = new FakeCheckpoint("fake").withBytes("spiece.model", bytes);
                T5TokenizerFiles.read(folder, "").encode("cats \t\u200b\ufb01\u0301 \uff23a\u0301</s>\ud83d");
            } catch (BadFileException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 3000);
    }
}
