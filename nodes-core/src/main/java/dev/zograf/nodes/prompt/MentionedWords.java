package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Models;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files of textual inversion prompts name: as {@code embedding:name}, with or without folder and ending, or as a word. */
final class MentionedWords {

    private static final Pattern MENTION = Pattern.compile("embedding:([^\\s,():\\[\\]|]+)", Pattern.CASE_INSENSITIVE);
    private static final String ENDING = ".safetensors";

    private MentionedWords() {}

    /** The names after {@code embedding:} in the prompts. */
    static Set<String> in(Collection<String> prompts) {
        Set<String> out = new TreeSet<>();
        for (String prompt : prompts) {
            Matcher found = MENTION.matcher(prompt);
            while (found.find()) {
                out.add(found.group(1));
            }
        }
        return out;
    }

    /** The files of those that there are, by how they are mentioned. */
    static Map<String, String> files(Set<String> mentioned, Models models) {
        Map<String, String> out = new LinkedHashMap<>();
        if (mentioned.isEmpty()) {
            return out;
        }
        List<String> names = models.names("embeddings");
        for (String mention : mentioned) {
            names.stream()
                    .filter(name -> isCalled(name, mention))
                    .min(Comparator.comparing(String::length))
                    .ifPresent(name -> out.put(mention, name));
        }
        return out;
    }

    /**
     * The files whose names stand in prompts as words of their own, as A1111's web interface takes them, by these names. Of several of one
     * name the one with the shortest path.
     */
    static Map<String, String> bare(Collection<String> prompts, Models models) {
        Map<String, String> out = new TreeMap<>();
        models.names("embeddings").stream()
                .sorted(Comparator.comparing(String::length))
                .forEach(file -> {
                    String path = plain(file);
                    String word = path.substring(path.lastIndexOf('/') + 1);
                    Pattern alone = Pattern.compile(
                            "(?<![\\p{L}\\p{N}:/])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
                    if (!word.isBlank()
                            && prompts.stream()
                                    .anyMatch(prompt -> alone.matcher(prompt).find())) {
                        out.putIfAbsent(word, file);
                    }
                });
        return out;
    }

    private static boolean isCalled(String file, String mention) {
        String path = plain(file);
        String wanted = plain(mention);
        return path.equalsIgnoreCase(wanted)
                || path.substring(path.lastIndexOf('/') + 1).equalsIgnoreCase(wanted);
    }

    private static String plain(String file) {
        String path = file.replace('\\', '/');
        return path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path;
    }

    /** A prompt without the mentions of files that there are not, as ComfyUI goes on without them. */
    static String without(String prompt, Set<String> missing) {
        String out = prompt;
        for (String name : missing) {
            out = out.replaceAll("(?i)embedding:" + Pattern.quote(name) + "(?=$|[\\s,():\\[\\]|])", "");
        }
        return out;
    }
}
