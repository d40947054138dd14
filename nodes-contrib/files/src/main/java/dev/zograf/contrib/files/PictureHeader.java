package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The size that a GIF, PNG or WebP file states, known before anything is decoded. */
record PictureHeader(int width, int height) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /**
     * The size.
     *
     * @throws BadFileException if the bytes are no GIF, PNG or WebP, or too short to say
     */
    static PictureHeader of(String name, byte[] file) {
        if (file.length >= 30) {
            if (text(file, 0, 4).equals("GIF8")) {
                return checked(name, little(file, 6, 2), little(file, 8, 2));
            }
            if (Arrays.equals(file, 0, 8, PNG, 0, 8)) {
                return checked(name, big(file, 16), big(file, 20));
            }
            if (text(file, 0, 4).equals("RIFF") && text(file, 8, 4).equals("WEBP")) {
                return webp(name, file);
            }
        }
        throw new BadFileException(name, "this is no GIF, PNG or WebP file.");
    }

    /** The WebP container specification: an extended file states its canvas, a simple one its only picture. */
    private static PictureHeader webp(String name, byte[] file) {
        int bits = little(file, 21, 4);
        return switch (text(file, 12, 4)) {
            case "VP8X" -> checked(name, little(file, 24, 3) + 1, little(file, 27, 3) + 1);
            case "VP8L" -> checked(name, (bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
            case "VP8 " -> checked(name, little(file, 26, 2) & 0x3fff, little(file, 28, 2) & 0x3fff);
            default -> throw new BadFileException(name, "this is no WebP file of a known kind.");
        };
    }

    private static PictureHeader checked(String name, int width, int height) {
        if (width <= 0 || height <= 0 || (long) width * height > Picture.MAX_PIXELS) {
            throw new BadFileException(
                    name,
                    "it states a size of " + width + "x" + height + "; from 1 to " + Picture.MAX_PIXELS
                            + " pixels can be read.");
        }
        return new PictureHeader(width, height);
    }

    private static String text(byte[] file, int at, int length) {
        return new String(file, at, length, StandardCharsets.ISO_8859_1);
    }

    private static int little(byte[] file, int at, int length) {
        int value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | (file[at + i] & 0xff);
        }
        return value;
    }

    private static int big(byte[] file, int at) {
        return Integer.reverseBytes(little(file, at, 4));
    }
}
