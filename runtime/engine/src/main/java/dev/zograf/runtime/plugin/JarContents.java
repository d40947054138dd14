package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a jar says of itself without any of its code being run, read with suspicion: names that leave the jar, names that occur twice
 * and sizes that no honest jar has are refused.
 *
 * @param descriptor the bytes of {@link PluginDescriptor#FILE}
 * @param providers the classes that its services file names
 */
record JarContents(Optional<Bytes> descriptor, List<String> providers) {

    static final String SERVICE = "META-INF/services/dev.zograf.api.NodePlugin";

    private static final long LARGEST_JAR = 2L << 30;
    private static final int MOST_ENTRIES = 200_000;
    private static final int LONGEST_NAME = 4_096;
    private static final int LARGEST_TEXT = 64 << 10;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final Pattern CLASS = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]{0,999}");

    /** Bytes that are equal if their content is. */
    record Bytes(byte[] content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** Reads a jar. */
    static JarContents of(Path jar) throws Refusal {
        String name = String.valueOf(jar.getFileName());
        try {
            if (!Files.isRegularFile(jar)) {
                throw new Refusal(PluginFailure.Kind.UNREADABLE, name + " is no file.");
            }
            if (Files.size(jar) > LARGEST_JAR) {
                throw new Refusal(
                        PluginFailure.Kind.UNSAFE,
                        name + " is larger than a jar can be (" + (LARGEST_JAR >> 20) + " MB).");
            }
            try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
                checkNames(name, zip);
                Optional<byte[]> descriptor = text(name, zip, PluginDescriptor.FILE);
                Optional<byte[]> services = text(name, zip, SERVICE);
                return new JarContents(
                        descriptor.map(Bytes::new), services.isPresent() ? providers(services.get()) : List.of());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    PluginFailure.Kind.NO_JAR,
                    name + " is no jar, or only a part of one (" + e.getMessage() + "); get it again.",
                    e);
        }
    }

    private static void checkNames(String jar, ZipFile zip) throws Refusal {
        if (zip.size() > MOST_ENTRIES) {
            throw new Refusal(PluginFailure.Kind.UNSAFE, jar + " has more than " + MOST_ENTRIES + " entries.");
        }
        Set<String> names = new HashSet<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.length() > LONGEST_NAME || leaves(name)) {
                throw new Refusal(
                        PluginFailure.Kind.UNSAFE,
                        jar + " has an entry whose name leaves the jar: \""
                                + name.substring(0, Math.min(name.length(), 100)) + "\"; do not use it.");
            }
            if (!names.add(name)) {
                throw new Refusal(
                        PluginFailure.Kind.UNSAFE, jar + " has the entry \"" + name + "\" twice; build it again.");
            }
        }
    }

    private static boolean leaves(String name) {
        return name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || DRIVE.matcher(name).matches()
                || List.of(name.split("/")).contains("..");
    }

    private static Optional<byte[]> text(String jar, ZipFile zip, String name) throws IOException, Refusal {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw new Refusal(
                        PluginFailure.Kind.UNSAFE,
                        name + " in " + jar + " is larger than such a file can be (" + (LARGEST_TEXT >> 10) + " kB).");
            }
            return Optional.of(bytes);
        }
    }

    /** The format of {@link java.util.ServiceLoader}: a class a line, comments after {@code #}. */
    private static List<String> providers(byte[] utf8) throws Refusal {
        List<String> names = new String(utf8, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        for (String name : names) {
            if (!CLASS.matcher(name).matches()) {
                throw new Refusal(
                        PluginFailure.Kind.NO_SERVICE,
                        SERVICE + " names \"" + name.substring(0, Math.min(name.length(), 100))
                                + "\", which is no class; write one class name a line.");
            }
        }
        return names;
    }
}
