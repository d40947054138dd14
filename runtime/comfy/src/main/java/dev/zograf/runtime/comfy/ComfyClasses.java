package dev.zograf.runtime.comfy;

import dev.zograf.Plugins;
import dev.zograf.api.BadFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The classes of ComfyUI that are known here, each from a table of its own. A jar lists its tables in
 * {@code META-INF/zograf/comfy/index.txt}, a class name a line; a plugin that brings such a list adds its classes. Immutable.
 */
public final class ComfyClasses {

    static final String FOLDER = "META-INF/zograf/comfy/";
    private static final String INDEX = FOLDER + "index.txt";
    private static final int MAX_TABLE = 1 << 20;

    private final SortedMap<String, ComfyClass> byName;

    private ComfyClasses(SortedMap<String, ComfyClass> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /** Those that come with this library. */
    public static ComfyClasses core() {
        return load(List.of(ComfyClasses.class.getClassLoader()));
    }

    /**
     * Those that come with this library, and those of plugins from folders, of whose code nothing is run. A plugin cannot change a class that
     * is known already; if a table of a plugin is wrong, none of its tables is taken.
     *
     * @param leftOut is told of each plugin whose tables were left out, and why
     */
    public static ComfyClasses of(Plugins plugins, Consumer<String> leftOut) {
        SortedMap<String, ComfyClass> classes = new TreeMap<>(core().byName);
        plugins.files(INDEX).forEach((plugin, index) -> {
            SortedMap<String, ComfyClass> more = new TreeMap<>(classes);
            Tables tables = file -> Optional.ofNullable(plugins.files(file).get(plugin))
                    .map(ByteArrayInputStream::new)
                    .orElse(null);
            try {
                read(tables, new ByteArrayInputStream(index), more);
                classes.putAll(more);
            } catch (BadFileException e) {
                leftOut.accept("the plugin " + plugin + "'s tables of ComfyUI's classes: " + e.getMessage());
            } catch (IOException e) {
                leftOut.accept(
                        "the plugin " + plugin + "'s tables of ComfyUI's classes: " + INDEX + ": " + e.getMessage());
            }
        });
        return new ComfyClasses(classes);
    }

    /** Where tables are read from. */
    private interface Tables {

        /** A file by its path, or null if there is none. */
        @Nullable
        InputStream open(String file);
    }

    /**
     * Those that these class loaders see. Of two tables for a class the first is taken, which is this library's for its own.
     *
     * @throws BadFileException if a table is wrong
     */
    public static ComfyClasses load(List<ClassLoader> loaders) {
        SortedMap<String, ComfyClass> classes = new TreeMap<>();
        for (ClassLoader loader : loaders) {
            try {
                for (URL index : Collections.list(loader.getResources(INDEX))) {
                    try (InputStream in = index.openStream()) {
                        read(loader::getResourceAsStream, in, classes);
                    }
                }
            } catch (IOException e) {
                throw new BadFileException(INDEX, "It cannot be read: " + e.getMessage() + ".", e);
            }
        }
        return new ComfyClasses(classes);
    }

    private static void read(Tables tables, InputStream index, Map<String, ComfyClass> classes) throws IOException {
        for (String line : text(index).lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                table(tables, line, classes, new ArrayList<>());
            }
        }
    }

    /** Reads a table, and before it the one whose choices it shares. */
    private static ComfyClass table(Tables tables, String name, Map<String, ComfyClass> classes, List<String> asking)
            throws IOException {
        ComfyClass known = classes.get(name);
        if (known != null) {
            return known;
        }
        String file = FOLDER + name + ".json";
        if (asking.contains(name)) {
            throw new BadFileException(file, "Its choices are its own: " + String.join(", ", asking) + ".");
        }
        asking.add(name);
        try (InputStream in = tables.open(file)) {
            if (in == null) {
                throw new BadFileException(file, "There is no such table.");
            }
            ComfyClass read =
                    ClassReader.read(file, text(in), (other, input) -> choices(tables, other, input, classes, asking));
            if (!read.name().equals(name)) {
                throw new BadFileException(
                        file, "It is the table of " + read.name() + ", and its name says " + name + ".");
            }
            classes.put(name, read);
            return read;
        }
    }

    private static List<String> choices(
            Tables tables, String name, String input, Map<String, ComfyClass> classes, List<String> asking) {
        try {
            return table(tables, name, classes, asking)
                    .input(input)
                    .map(ComfyClass.Input::choices)
                    .orElse(List.of());
        } catch (IOException e) {
            throw new BadFileException(FOLDER + name + ".json", "It cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_TABLE + 1);
        if (bytes.length > MAX_TABLE) {
            throw new IOException("it is larger than a table can be");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The class of that name; white space around it is passed over, since ConditioningAverage once had some behind its name. */
    public Optional<ComfyClass> get(String name) {
        return Optional.ofNullable(byName.get(name.strip()));
    }

    /** All classes by name, sorted. */
    public SortedMap<String, ComfyClass> all() {
        return byName;
    }
}
