package dev.zograf.contrib.files;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of several files from one pattern: {@code {index}}, {@code {name}} and {@code {seed}} are replaced. */
final class NamePattern {

    private NamePattern() {}

    /**
     * One name each, with an extension.
     *
     * @param pattern such as {@code cats/{index}-{name}}
     * @param names for {@code {name}}; their folders stay, their extensions go
     * @param seed of the first; the next has the next
     * @throws InvalidInputException if two get one name, or the pattern has another brace
     */
    static List<String> names(String pattern, int count, List<String> names, long seed, String extension) {
        if (pattern.contains("{name}") && names.size() != count) {
            throw new InvalidInputException(
                    "names",
                    "There are " + names.size() + " names for " + count
                            + " pictures; give one each or take {name} out of the pattern.");
        }
        List<String> out = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = pattern.replace("{index}", String.format(Locale.ROOT, "%04d", i + 1))
                    .replace("{seed}", Long.toString(seed + i));
            if (name.replace("{name}", "").matches(".*[{}].*")) {
                throw new InvalidInputException(
                        "pattern",
                        "The pattern \"" + pattern
                                + "\" has a brace of no meaning; there are {index}, {name} and {seed}.");
            }
            name = pattern.contains("{name}") ? name.replace("{name}", stem(names.get(i))) : name;
            name += "." + extension;
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException(
                        "pattern", "Two pictures would be written to " + name + "; put {index} into the pattern.");
            }
            out.add(name);
        }
        return out;
    }

    /** Without its extension. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    /** The pictures of all batches one by one. */
    static List<Image> single(List<Image> images) {
        if (images.isEmpty()) {
            throw new InvalidInputException("images", "There is no picture; give at least one.");
        }
        return images.stream().flatMap(image -> image.split().stream()).toList();
    }
}
