package dev.zograf.runtime.comfy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names that a workflow file takes, each once: letters, digits, hyphens. */
final class Names {

    private static final int LONGEST = 40;

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> next = new HashMap<>();

    /** No name is one of these. */
    Names(String... reserved) {
        taken.addAll(Set.of(reserved));
    }

    /** The wanted name, with a number behind it if there is one already. */
    String unique(String wanted) {
        String base = wanted.isEmpty() ? "node" : wanted;
        String name = base;
        while (!taken.add(name)) {
            name = base + "-" + next.merge(base, 2, (old, two) -> old + 1);
        }
        return name;
    }

    /** The words of a text with hyphens between; empty if it has none. */
    static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String slug = plain.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-+|-+$", "");
        if (slug.length() <= LONGEST) {
            return slug;
        }
        String cut = slug.substring(0, Character.isHighSurrogate(slug.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
        int hyphen = cut.lastIndexOf('-');
        return hyphen > 0 ? cut.substring(0, hyphen) : cut;
    }
}
