package dev.zograf.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    private SafetensorsFile open(byte[] bytes) throws IOException {
        Path file = folder.resolve("m.safetensors");
        Files.write(file, bytes);
        return SafetensorsFile.open("m.safetensors", file);
    }

    private static byte[] good() {
        return new SafetensorsBytes()
                .add("b.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .add("a", "F16", new long[] {}, new byte[] {0, 60})
                .add("empty", "F32", new long[] {0, 4}, new byte[0])
                .add("ids", "I64", new long[] {1}, new byte[8])
                .bytes();
    }

    @Test
    void pointsIntoTheFile() throws IOException {
        byte[] bytes = good();
        SafetensorsFile file = open(bytes);
        assertThat(file.names()).containsExactly("a", "b.weight", "empty", "ids");
        Weight weight = file.find("b.weight").orElseThrow();
        assertThat(weight.dtype()).isEqualTo(DType.F32);
        assertThat(weight.shape()).containsExactly(2, 3);
        WeightStorage.InFile place = (WeightStorage.InFile) weight.storage();
        assertThat(place.file()).isAbsolute();
        assertThat(place.length()).isEqualTo(24);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat((int) place.offset() + 8))
                .isEqualTo(3);
        assertThat(file.find("nothing")).isEmpty();
    }

    @Test
    void readsFilesInArchivesIntoMemory() throws IOException {
        try (FileSystem jar = Jimfs.newFileSystem(Configuration.unix())) {
            Path path = jar.getPath("/m.safetensors");
            Files.write(path, good());
            Weight weight = SafetensorsFile.open("m", path).find("b.weight").orElseThrow();
            ByteBuffer bytes =
                    ((WeightStorage.InMemory) weight.storage()).bytes().get();
            assertThat(bytes.isDirect()).isTrue();
            assertThat(bytes.remaining()).isEqualTo(24);
            assertThat(bytes.getFloat(20)).isEqualTo(6);
        }
    }

    @Test
    void changesItsFingerprintWithTheFile() throws IOException {
        String before = open(good()).fingerprint();
        assertThat(open(new SafetensorsBytes().add("x", new float[] {1}, 1).bytes())
                        .fingerprint())
                .isNotEqualTo(before);
    }

    @Test
    void readsMetadataAndPaddedHeaders() throws IOException {
        SafetensorsFile file = open(SafetensorsBytes.file("{\"__metadata__\":{\"format\":\"pt\"}}    ", new byte[0]));
        assertThat(file.metadata()).containsEntry("format", "pt");
        assertThat(file.names()).isEmpty();
    }

    static Stream<Arguments> bad() {
        byte[] good = good();
        byte[] huge = good.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 200_000_000L);
        byte[] negative = good.clone();
        ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1L);
        byte[] longer = good.clone();
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(0, good.length);
        return Stream.of(
                Arguments.of("empty", new byte[0], "truncated"),
                Arguments.of("seven bytes", new byte[7], "truncated"),
                Arguments.of("header missing", new byte[8], "no JSON object"),
                Arguments.of("header longer than allowed", huge, "at most 100000000"),
                Arguments.of("header of negative length", negative, "18446744073709551615"),
                Arguments.of("header longer than the file", longer, "truncated"),
                Arguments.of("data truncated", Arrays.copyOf(good, good.length - 1), "tensor ids ends at byte"),
                Arguments.of("data to spare", Arrays.copyOf(good, good.length + 1), "belong to no tensor"),
                header("no object", "[]", 0, "no JSON object"),
                header("no JSON", "{\"a\"", 0, "damaged"),
                header("text after it", "{} {}", 0, "after the JSON"),
                header("entry is a list", "{\"a\":[]}", 0, "The entry a"),
                header(
                        "duplicate key",
                        "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("a", "U8", "[1]", "[1,2]") + "}",
                        2,
                        "damaged"),
                header("unknown type", "{" + entry("a", "F4", "[2]", "[0,1]") + "}", 1, "type F4"),
                header("type is a number", "{\"a\":{\"dtype\":3,\"shape\":[],\"data_offsets\":[0,1]}}", 1, "no type"),
                header("shape missing", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "no shape"),
                header("shape negative", "{" + entry("a", "U8", "[-1]", "[0,1]") + "}", 1, "holds -1"),
                header("shape fractional", "{" + entry("a", "U8", "[1.5]", "[0,1]") + "}", 1, "holds 1.5"),
                header(
                        "shape beyond 64 bits",
                        "{" + entry("a", "U8", "[99999999999999999999]", "[0,1]") + "}",
                        1,
                        "holds 9999"),
                header(
                        "shape overflows",
                        "{" + entry("a", "F32", "[4294967296,4294967296]", "[0,0]") + "}",
                        0,
                        "impossibly large"),
                header(
                        "shape overflows with a zero",
                        "{" + entry("a", "U8", "[9223372036854775807,2,0]", "[0,0]") + "}",
                        0,
                        "impossibly"),
                header("offsets reversed", "{" + entry("a", "U8", "[1]", "[1,0]") + "}", 1, "no range"),
                header("three offsets", "{" + entry("a", "U8", "[1]", "[0,1,2]") + "}", 1, "no range"),
                header("offsets not of the shape", "{" + entry("a", "F32", "[2]", "[0,4]") + "}", 4, "needs 8 bytes"),
                header("offsets beyond the file", "{" + entry("a", "U8", "[9]", "[0,9]") + "}", 1, "truncated"),
                header(
                        "overlap",
                        "{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "U8", "[2]", "[1,3]") + "}",
                        3,
                        "a and b overlap"),
                header(
                        "same place twice",
                        "{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "U8", "[2]", "[0,2]") + "}",
                        2,
                        "overlap"),
                header(
                        "hole",
                        "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("b", "U8", "[1]", "[2,3]") + "}",
                        3,
                        "between a and b"),
                header(
                        "hole at the start",
                        "{" + entry("a", "U8", "[1]", "[1,2]") + "}",
                        2,
                        "between the header and a"),
                header("metadata is no text", "{\"__metadata__\":{\"a\":1}}", 0, "metadata a"),
                Arguments.of(
                        "a zip",
                        "PK\u0003\u0004and more".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "This is a pickle"),
                Arguments.of(
                        "a web page",
                        "<!DOCTYPE html>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "This is a web page"));
    }

    private static Arguments header(String what, String header, int data, String message) {
        return Arguments.of(what, SafetensorsBytes.file(header, new byte[data]), message);
    }

    private static String entry(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void refusesDamagedFiles(String what, byte[] bytes, String message) {
        assertThatThrownBy(() -> open(bytes))
                .as(what)
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("m.safetensors: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> SafetensorsFile.open("x", folder.resolve("x")))
                .isInstanceOf(BadFileException.class)
                .hasMessage("x: There is no such file.");
        assertThatThrownBy(() -> SafetensorsFile.open("d", folder)).isInstanceOf(BadFileException.class);
    }

    @Test
    void readsOrRefusesWhateverIsInTheFile() throws IOException {
        Random random = new Random(7);
        byte[] good = good();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = good.clone();
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(random.nextBoolean() ? 200 : bytes.length);
                bytes[at] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "0123456789{}[],:\"-".charAt(random.nextInt(18)));
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            }
            try {
                SafetensorsFile file = open(bytes);
                for (String name : file.names()) {
                    WeightStorage.InFile place =
                            (WeightStorage.InFile) file.find(name).orElseThrow().storage();
                    assertThat(place.offset() + place.length()).isLessThanOrEqualTo(bytes.length);
                }
            } catch (BadFileException expected) {
                assertThat(expected.getMessage()).startsWith("m.safetensors: ");
            }
        }
    }
}
