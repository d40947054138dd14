package dev.zograf.contrib.files;

import dev.zograf.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Folders and archives of small pictures. */
final class Pictures {

    private Pictures() {}

    static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Picture.write(Samples.gradient(width, height), Format.PNG, 100, out);
        return out.toByteArray();
    }

    /** {@code cat-1.png} is 8 pixels wide, {@code cat-2.png} 16, and so on. */
    static void folder(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 1; i <= count; i++) {
            Files.write(folder.resolve("cat-" + i + ".png"), png(8 * i, 8));
        }
    }

    static void zip(Path file, int count) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 1; i <= count; i++) {
                put(out, "cats/cat-" + i + ".png", png(8 * i, 8));
            }
        }
    }

    static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
