package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.When;
import dev.zograf.api.value.Conditioning;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Encodes prompts with weights, of any length, that may change on the way, as the usual tools read them. */
@NodeType(id = "encode-prompt", title = "Encode prompt", category = "conditioning")
@Doc("Encodes prompts with weights, of any length, that may change on the way, as the usual tools read them.")
public final class EncodePrompt implements Node<EncodePrompt.In, EncodePrompt.Out> {

    /** What to encode. */
    public record In(
            @Doc("The text encoder of a model.") TextEncoder encoder,

            @Doc("The prompt, such as a (red:1.3) apple; several make a batch, a picture for each.")
            List<String> text,

            @Doc(
                    "What a second text encoder, such as SDXL's, is told instead; one, or one for each prompt. An empty one is the same.")
            Optional<List<String>> text2,

            @Doc(
                    "What a third text encoder, such as the T5 of Stable Diffusion 3, is told instead; one, or one for each prompt. An empty one is the same as the first.")
            Optional<List<String>> text3,

            @Doc(
                    "What becomes of an empty text: a further encoder is told the same as the first one, or nothing (empty), or it is left out and zeros stand in its place (none), for models that do without, such as Stable Diffusion 3.")
            @Default("same")
            @Choices({"same", "empty", "none"})
            String ifEmpty,

            @Doc(
                    "Whose prompts these are: a1111 knows (), [], [a:b:0.5], [a|b] and BREAK, comfy (); plain takes all literally.")
            @Default("a1111")
            @Choices({"a1111", "comfy", "plain"})
            String syntax,

            @Doc("How many steps the sampler will do, for prompts that change on the way.")
            @Default("20")
            @Range(min = 1, max = 1000, step = 1)
            @Unit("steps")
            int steps,

            @Doc("How many of the encoder's last layers to leave out; 0 for most models.")
            @Range(min = 0, max = 64)
            @Default("0")
            int clipSkip,

            @Doc(
                    "Which of the encoder's layers counts as its last, from the end, as node-based interfaces say it: -1 the last, -2 the one"
                            + " before; 0 the one that the model was trained on.")
            @Range(min = -64, max = 0)
            @Default("0")
            int lastLayer) {

        /** The texts match, and layers are left out in one way only. */
        public In {
            EncodeText.requireMatch("text2", text, text2);
            EncodeText.requireMatch("text3", text, text3);
            if (clipSkip != 0 && lastLayer != 0) {
                throw new InvalidInputException(
                        "lastLayer", "clipSkip says already which layers to leave out; give one of both.");
            }
        }

        private int skip() {
            return lastLayer == 0 ? clipSkip : encoder.trainedLayer() - lastLayer;
        }

        private List<String> all() {
            List<String> out = new ArrayList<>(text);
            text2.ifPresent(out::addAll);
            text3.ifPresent(out::addAll);
            return out;
        }
    }

    /** The encoded prompts. */
    public record Out(
            @Doc("What a denoiser is told.") Conditioning conditioning,

            @Doc("What is odd about the prompts, such as brackets without a partner, each with its place.")
            List<String> warnings) {}

    /** The prompts of a batch at one time. */
    private record Texts(List<String> first, List<String> second, List<String> third) {}

    /** Some of the evaluations of a run, whatever their number: it is scaled to as many as were announced. */
    private record Evaluations(int steps, BitSet included) {
        private boolean includes(int call, int calls) {
            return included.get(Math.min((int) ((long) call * steps / calls), steps - 1));
        }
    }

    private final Models models;

    /** With the models of the engine, among them the files that prompts name. */
    @Inject
    public EncodePrompt(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.text().isEmpty()) {
            throw new InvalidInputException("text", "There is no prompt; an empty text is one.");
        }
        PromptLanguage language = PromptLanguage.named(in.syntax());
        Set<String> warnings = new LinkedHashSet<>();
        in.all().forEach(text -> warnings.addAll(language.warnings(text)));

        Set<String> mentioned = language == PromptLanguage.PLAIN ? Set.of() : MentionedWords.in(in.all());
        Map<String, String> files = MentionedWords.files(mentioned, models);
        TextEncoder encoder = in.encoder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            encoder = TextualInversion.of(models.open("embeddings", file.getValue()))
                    .teach(encoder, List.of(TextualInversion.PREFIX + file.getKey()));
        }
        if (language == PromptLanguage.A1111) {
            for (Map.Entry<String, String> file :
                    MentionedWords.bare(in.all(), models).entrySet()) {
                encoder = taught(encoder, file.getKey(), file.getValue(), warnings);
            }
        }
        Set<String> missing = new TreeSet<>(mentioned);
        missing.removeAll(files.keySet());
        missing.forEach(name -> warnings.add("There is no file of textual inversion \"" + name
                + "\" in the folder embeddings of your models; the prompt goes on without it."));

        warnings.forEach(ctx::warn);
        Conditioning conditioning = encode(in, language, encoder, missing, ctx);
        return new Out(EncodeText.withNothing(encoder, conditioning, in.skip(), ctx), List.copyOf(warnings));
    }

    /** Any word may happen to be the name of a file, so that one for another model changes nothing. */
    private TextEncoder taught(TextEncoder encoder, String word, String file, Set<String> warnings) {
        try {
            return TextualInversion.of(models.open("embeddings", file)).teach(encoder, List.of(word));
        } catch (InvalidInputException | BadFileException e) {
            warnings.add("\"" + word + "\" stays text, though there is a file of textual inversion of that name: "
                    + e.getMessage());
            return encoder;
        }
    }

    /** A part for each different state of the prompts on the way. */
    private static Conditioning encode(
            In in, PromptLanguage language, TextEncoder encoder, Set<String> missing, RunContext ctx) {
        List<PromptSchedule> first = schedules(in.text(), language, missing);
        List<PromptSchedule> second = schedules(in.text2().orElse(List.of()), language, missing);
        List<PromptSchedule> third = schedules(in.text3().orElse(List.of()), language, missing);
        boolean constant = Stream.of(first, second, third).flatMap(List::stream).allMatch(PromptSchedule::isConstant);
        int steps = constant ? 1 : in.steps();
        List<String[]> firstTexts = texts(first, steps);
        List<String[]> secondTexts = texts(second, steps);
        List<String[]> thirdTexts = texts(third, steps);
        Map<Texts, BitSet> states = new LinkedHashMap<>();
        for (int step = 0; step < steps; step++) {
            int now = step;
            Texts texts = new Texts(
                    firstTexts.stream().map(each -> each[now]).toList(),
                    secondTexts.stream().map(each -> each[now]).toList(),
                    thirdTexts.stream().map(each -> each[now]).toList());
            states.computeIfAbsent(texts, key -> new BitSet()).set(step);
        }
        List<Conditioning> parts = new ArrayList<>();
        states.forEach((texts, included) -> {
            Conditioning part = encoder.encodePrompts(prompts(texts, language, in.ifEmpty()), in.skip(), ctx);
            Evaluations when = new Evaluations(steps, included);
            parts.add(
                    states.size() == 1
                            ? part
                            : When.limit(part, moment -> when.includes(moment.call(), moment.calls())));
        });
        return Conditioning.combine(parts);
    }

    private static List<PromptSchedule> schedules(List<String> texts, PromptLanguage language, Set<String> missing) {
        return texts.stream()
                .map(text -> language.schedule(MentionedWords.without(text, missing)))
                .toList();
    }

    private static List<String[]> texts(List<PromptSchedule> schedules, int steps) {
        return schedules.stream().map(each -> each.texts(steps)).toList();
    }

    private static List<Prompt> prompts(Texts texts, PromptLanguage language, String ifEmpty) {
        List<Prompt> out = new ArrayList<>();
        for (int i = 0; i < texts.first().size(); i++) {
            String first = texts.first().get(i);
            String second = EncodeText.other(some(texts.second()), i);
            String third = EncodeText.other(some(texts.third()), i);
            Function<String, Prompt> read =
                    text -> text.isEmpty() && ifEmpty.equals("none") ? none(language) : language.read(text);
            out.add(
                    ifEmpty.equals("same")
                            ? EncodeText.prompt(first, second, third, read)
                            : read.apply(first).then(read.apply(second)).then(read.apply(third)));
        }
        return out;
    }

    private static Optional<List<String>> some(List<String> texts) {
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    private static Prompt none(PromptLanguage language) {
        return Prompt.none(language.read("").emphasis());
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        if (in.syntax().equals("plain")) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        Set<String> mentioned = MentionedWords.in(in.all());
        MentionedWords.files(mentioned, models)
                .forEach((mention, file) -> out.append(mention)
                        .append('=')
                        .append(models.open("embeddings", file).fingerprint())
                        .append(';'));
        if (PromptLanguage.named(in.syntax()) == PromptLanguage.A1111) {
            MentionedWords.bare(in.all(), models)
                    .forEach((word, file) ->
                            out.append(word).append('~').append(state(file)).append(';'));
        }
        return out.toString();
    }

    /** What tells one state of a file from another; one that cannot be read is no learned word. */
    private String state(String file) {
        try {
            return models.open("embeddings", file).fingerprint();
        } catch (BadFileException e) {
            return "unreadable";
        }
    }
}
