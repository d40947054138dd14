package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.Asker;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether somebody may ask, and whether a prompt may be painted. */
final class Gate {

    private final Rules rules;
    private final List<Pattern> blocked;

    Gate(Rules rules) {
        this.rules = rules;
        blocked = rules.blockedWords().stream()
                .map(word ->
                        Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(folded(word)) + "(?![\\p{L}\\p{N}])"))
                .toList();
    }

    /** Why not, for the asker. */
    Optional<String> refusal(Asker asker) {
        Rules.Access access = rules.access().get(asker.service());
        if (access == null) {
            return Optional.empty();
        }
        if (!access.places().isEmpty() && asker.places().stream().noneMatch(access.places()::contains)) {
            return Optional.of("I do not paint here.");
        }
        boolean anybody = access.users().isEmpty() && access.roles().isEmpty();
        Set<String> roles = access.roles();
        boolean known =
                access.users().contains(asker.user()) || asker.roles().stream().anyMatch(roles::contains);
        return anybody || known ? Optional.empty() : Optional.of("You may not use this bot; ask who runs it.");
    }

    /** Why not, for the asker. */
    Optional<String> refusal(String prompt) {
        String text = folded(prompt);
        return blocked.stream().anyMatch(word -> word.matcher(text).find())
                ? Optional.of("There is a word in the prompt that is not painted here.")
                : Optional.empty();
    }

    /** Without case, width, ligatures and accents, by which a word could be disguised (Unicode, form KD). */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cf}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
