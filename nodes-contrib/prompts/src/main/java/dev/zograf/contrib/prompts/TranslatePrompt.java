package dev.zograf.contrib.prompts;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the words of a prompt that a table knows between the languages of the default model. It is no grammar: words are not
 * inflected, unknown ones stay, and what is no word (weights, commas, brackets) stays where it is.
 */
@Doc("Translates known words of a prompt between the default model's languages by a table; unknown words stay.")
@NodeType(id = "contrib.translate-prompt", title = "Translate prompt", category = "text")
public final class TranslatePrompt implements Node<TranslatePrompt.In, TranslatePrompt.Out> {

    /** What to translate. */
    public record In(
            @Doc("The prompt.") String text,

            @Doc("Its language; auto takes the one that knows most of its words.")
            @Choices({"auto", "en", "bg", "uk", "ru", "de", "fr", "es", "it", "pl", "zh"})
            @Default("auto")
            String from,

            @Doc("The language to translate to.")
            @Choices({"en", "bg", "uk", "ru", "de", "fr", "es", "it", "pl", "zh"})
            @Default("en")
            String to,

            @Doc(
                    "A CSV table of your own below the input folder, whose columns are named by these languages; it comes before the"
                            + " table that ships. A cell may give several forms divided by |, of which the first is written.")
            Optional<String> table) {}

    /** What came of it. */
    public record Out(
            @Doc("The prompt with its known words translated.")
            String text,

            @Doc("The words that are in no table, each once.")
            List<String> unknown,

            @Doc("The language that was translated from.") String from) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.text().length() > WildcardParser.MAX_LENGTH) {
            throw new InvalidInputException(
                    "text", "The prompt has more than " + WildcardParser.MAX_LENGTH + " characters; shorten it.");
        }
        Optional<Rows> own = in.table().map(file -> CsvTable.read(ctx, file, LoadCsv.Separator.AUTO));
        own.ifPresent(rows -> check(in, rows));
        List<Language> candidates = new ArrayList<>();
        if (in.from().equals("auto")) {
            candidates.addAll(List.of(Language.values()));
            // What the wanted language knows as well as another is left as it is.
            candidates.sort(Comparator.comparing(language -> !language.code().equals(in.to())));
        } else {
            candidates.add(Language.valueOf(in.from().toUpperCase(Locale.ROOT)));
        }
        Language to = Language.valueOf(in.to().toUpperCase(Locale.ROOT));
        Out best = null;
        int most = -1;
        for (Language from : candidates) {
            Dictionary.Translation translation = dictionary(own, from, to).translate(in.text());
            if (translation.known() > most) {
                most = translation.known();
                best = new Out(translation.text(), List.copyOf(translation.unknown()), from.code());
            }
            ctx.throwIfRequested();
        }
        if (best == null) {
            throw new IllegalStateException("There is always a language to translate from.");
        }
        return best.from().equals(in.to()) ? new Out(in.text(), best.unknown(), best.from()) : best;
    }

    private static Dictionary dictionary(Optional<Rows> own, Language from, Language to) {
        Dictionary dictionary = new Dictionary();
        if (own.isPresent()) {
            for (Map<String, String> row : own.get().rows()) {
                NameTable.add(dictionary, row.getOrDefault(from.code(), ""), row.getOrDefault(to.code(), ""));
            }
        }
        for (String[] row : NameTable.rows()) {
            NameTable.add(dictionary, row[from.ordinal()], row[to.ordinal()]);
        }
        return dictionary;
    }

    private static void check(In in, Rows rows) {
        List<String> codes =
                List.of(Language.values()).stream().map(Language::code).toList();
        for (String column : rows.columns()) {
            if (!codes.contains(column)) {
                throw new InvalidInputException(
                        "table",
                        in.table().orElseThrow() + " has the column \"" + column + "\"; columns are named "
                                + String.join(", ", codes) + ".");
            }
        }
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return in.table().isPresent() ? TextFile.fingerprint(files, in.table().get()) : "";
    }
}
