package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComfyFileTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();
    private static final String NAME = "img2img-img2img-workflow";

    @TempDir
    Path folder;

    private static byte[] png(String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        for (int i = 0; i < texts.length; i += 2) {
            byte[] text = (texts[i] + "\0" + texts[i + 1]).getBytes(StandardCharsets.ISO_8859_1);
            out.writeInt(text.length);
            out.writeBytes("tEXt");
            out.write(text);
            out.writeInt(0);
        }
        out.writeInt(0);
        out.writeBytes("IEND");
        out.writeInt(0);
        return bytes.toByteArray();
    }

    /** A directory of text fields, as Pillow writes it for ComfyUI. */
    private static byte[] webp(String... texts) throws IOException {
        int entries = texts.length;
        int data = 8 + 2 + 12 * entries + 4;
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(data).order(ByteOrder.LITTLE_ENDIAN);
        head.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) entries);
        for (int i = 0; i < entries; i++) {
            byte[] value = (texts[i] + "\0").getBytes(StandardCharsets.UTF_8);
            head.putShort((short) (0x0110 - i))
                    .putShort((short) 2)
                    .putInt(value.length)
                    .putInt(data + values.size());
            values.write(value);
        }
        byte[] tiff = new byte[data + values.size()];
        System.arraycopy(head.array(), 0, tiff, 0, data);
        System.arraycopy(values.toByteArray(), 0, tiff, data, values.size());
        ByteBuffer file = ByteBuffer.allocate(12 + 8 + 3 + 1 + 8 + tiff.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(file.capacity() - 8)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII));
        file.putInt(3).put(new byte[4]);
        file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(tiff.length).put(tiff);
        return file.array();
    }

    private ComfyFile read(String name, byte[] content) throws IOException {
        return ComfyFile.read(Files.write(folder.resolve(name), content), CLASSES);
    }

    @Test
    void readsBothFormatsOfJson() throws IOException {
        ComfyFile api = read("a.json", Published.text(NAME, "api").getBytes(StandardCharsets.UTF_8));
        ComfyFile editor = read("b.json", ("\uFEFF" + Published.text(NAME, "editor")).getBytes(StandardCharsets.UTF_8));

        assertThat(api.kind()).isEqualTo(ComfyFile.Kind.PROMPT);
        assertThat(editor.kind()).isEqualTo(ComfyFile.Kind.EDITOR);
        assertThat(Shape.of(editor.prompt().orElseThrow(), CLASSES))
                .isEqualTo(Shape.of(api.prompt().orElseThrow(), CLASSES));
        assertThat(read("c.json", "{\"zograf\": 1}".getBytes(StandardCharsets.UTF_8))
                        .kind())
                .isEqualTo(ComfyFile.Kind.NATIVE);
    }

    @Test
    void readsWhatPicturesCarry() throws IOException {
        String api = Published.text(NAME, "api");
        String editor = Published.text(NAME, "editor");

        ComfyFile both = read("a.png", png("workflow", editor, "prompt", api));
        ComfyFile one = read("b.png", png("Software", "x", "workflow", editor));
        ComfyFile webp = read("c.webp", webp("prompt:" + api, "workflow:" + editor));
        ComfyFile ours = read("d.png", png("prompt", api, "zograf", "{\"zograf\": 1}"));

        assertThat(both.kind()).isEqualTo(ComfyFile.Kind.PROMPT);
        assertThat(one.kind()).isEqualTo(ComfyFile.Kind.EDITOR);
        assertThat(webp.kind()).isEqualTo(ComfyFile.Kind.PROMPT);
        assertThat(webp.prompt().orElseThrow().toMap())
                .isEqualTo(both.prompt().orElseThrow().toMap());
        assertThat(ours.kind()).isEqualTo(ComfyFile.Kind.NATIVE);
    }

    @Test
    void saysWhatCannotBeRead() {
        assertThatThrownBy(() -> read("a.png", png("Software", "x"))).hasMessageContaining("carries no workflow");
        assertThatThrownBy(() -> read("b.bin", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}))
                .hasMessageContaining("neither a text in UTF-8");
        assertThatThrownBy(() -> ComfyFile.read(folder.resolve("none"), CLASSES))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> ComfyFile.read(folder, CLASSES)).isInstanceOf(BadFileException.class);
    }

    @Test
    void damagedPicturesAreRefusedByName() throws IOException {
        Random random = new Random(5);
        byte[][] pictures = {
            png("prompt", Published.text(NAME, "api")), webp("prompt:" + Published.text(NAME, "api"), "workflow:{}")
        };
        for (int i = 0; i < 300; i++) {
            byte[] damaged = pictures[i % 2].clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[4 + random.nextInt(Math.min(200, damaged.length - 4))] = (byte) random.nextInt(256);
            }
            try {
                ComfyFile file = read("damaged", Arrays.copyOf(damaged, damaged.length - random.nextInt(50)));
                assertThat(file.prompt().isPresent() || !file.problems().isEmpty())
                        .isTrue();
            } catch (BadFileException e) {
                assertThat(e.getMessage()).contains("damaged");
            }
        }
    }
}
