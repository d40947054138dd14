package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zograf check} takes the pictures that ComfyUI made. */
class ComfyPictureTest {

    private static final String GOOD =
            "{\"1\": {\"class_type\": \"EmptyImage\", \"inputs\": {\"width\": 8, \"height\": 8, \"batch_size\": 1, \"color\": 255}},"
                    + " \"2\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"1\", 0], \"filename_prefix\": \"x\"}}}";
    private static final String UNKNOWN = GOOD.replace("EmptyImage", "AcmeImage");

    @TempDir
    private Path folder;

    private static byte[] png(String prompt) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] text = ("prompt\0" + prompt).getBytes(StandardCharsets.ISO_8859_1);
        out.writeInt(text.length);
        out.writeBytes("tEXt");
        out.write(text);
        out.writeInt(0);
        out.writeInt(0);
        out.writeBytes("IEND");
        out.writeInt(0);
        return bytes.toByteArray();
    }

    /** One text field of an EXIF directory, as Pillow writes it for ComfyUI. */
    private static byte[] webp(String prompt) {
        byte[] text = ("prompt:" + prompt + "\0").getBytes(StandardCharsets.UTF_8);
        int data = 8 + 2 + 12 + 4;
        ByteBuffer file = ByteBuffer.allocate(12 + 8 + data + text.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
        file.put("WEBPEXIF".getBytes(StandardCharsets.US_ASCII)).putInt(data + text.length);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) 1);
        file.putShort((short) 0x0110).putShort((short) 2).putInt(text.length).putInt(data);
        file.putInt(0).put(text);
        return file.array();
    }

    private Result check(String name, byte[] picture) throws IOException {
        return CommandLine.run(
                "check", Files.write(folder.resolve(name), picture).toString());
    }

    @Test
    void goodWorkflowsInPicturesAreGood() throws IOException {
        for (Result result : new Result[] {check("a.png", png(GOOD)), check("a.webp", webp(GOOD))}) {
            assertThat(result.out()).as(result.err()).contains("ok");
            assertThat(result.code()).isZero();
        }
    }

    @Test
    void whatHasNoCounterpartIsNamedWithItsFile() throws IOException {
        Result png = check("b.png", png(UNKNOWN));
        Result webp = check("b.webp", webp(UNKNOWN));

        assertThat(png.code()).isEqualTo(2);
        assertThat(png.err()).contains("b.png", "node 1 (AcmeImage");
        assertThat(webp.code()).isEqualTo(2);
        assertThat(webp.err()).contains("b.webp", "node 1 (AcmeImage");
    }
}
