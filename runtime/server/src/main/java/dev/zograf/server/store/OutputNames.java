package dev.zograf.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses names in a folder as ComfyUI does: {@code PREFIX_00001_.png}, counted on from the highest number that there is. A folder is
 * listed once, not for each name. Not thread-safe.
 */
final class OutputNames {

    private static final int MOST_FOLDERS = 1000;

    private final Map<String, Integer> highest = new HashMap<>();

    /**
     * A name that is free.
     *
     * @param counted whether a number follows the stem even if the name without one is free
     * @param taken what is promised, though not there yet
     */
    String next(Path folder, String stem, String extension, boolean counted, Predicate<String> taken) {
        String plain = stem + "." + extension;
        if (!counted && isFree(folder, plain, taken)) {
            return plain;
        }
        String key = folder + "\n" + Vault.folded(stem);
        if (highest.size() > MOST_FOLDERS) {
            highest.clear();
        }
        int number = highest.computeIfAbsent(key, unknown -> highest(folder, stem));
        String name;
        do {
            number++;
            name = String.format(Locale.ROOT, "%s_%05d_.%s", stem, number, extension);
        } while (!isFree(folder, name, taken));
        highest.put(key, number);
        return name;
    }

    private static boolean isFree(Path folder, String name, Predicate<String> taken) {
        return !Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS) && !taken.test(name);
    }

    private static int highest(Path folder, String stem) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        Pattern numbered =
                Pattern.compile(Pattern.quote(stem) + "_(\\d{1,9})_?\\..*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> numbered.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new StoreException("The folder " + folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }
}
