package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Prompt;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.prompt.TokenChunk.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts a prompt into chunks of what a text network takes at once, each with a begin and an end of its own, as the tool does whose
 * {@linkplain Prompt.Emphasis behaviour} is asked for.
 */
final class PromptChunks {

    /** From how many tokens on ComfyUI breaks a piece of text where the chunk is full, instead of moving it to the next. */
    private static final int LARGE = 8;

    /** How far back from the end of a chunk A1111's web interface looks for a comma to break after. */
    private static final int COMMA_REACH = 20;

    /** How many characters of a prompt a warning shows. */
    private static final int SHOWN = 40;

    /**
     * The ids of learned vectors, above all others: transformers takes the largest id for the end of a prompt where a configuration of
     * before 2023 does not say the end, and so does what is cut as diffusers does it.
     */
    private static final int LEARNED = 1 << 24;

    /** What learned vectors are called elsewhere: nothing that begins or ends a prompt. */
    private static final int NO_TOKEN = 0;

    private final ClipTokenizer tokenizer;
    private final LearnedWords words;
    private final int room;
    private final List<TokenChunk> chunks = new ArrayList<>();
    private List<Token> chunk = new ArrayList<>();

    private PromptChunks(ClipTokenizer tokenizer, LearnedWords words) {
        this.tokenizer = tokenizer;
        this.words = words;
        this.room = tokenizer.length() - 2;
    }

    /**
     * The chunks of a prompt, at least one.
     *
     * @param warn is told if something of it is left out
     */
    static List<TokenChunk> of(Prompt prompt, ClipTokenizer tokenizer, LearnedWords words, Consumer<String> warn) {
        PromptChunks out = new PromptChunks(tokenizer, words);
        switch (prompt.emphasis()) {
            case NONE -> out.cut(prompt, warn);
            case INTERPOLATED -> out.inGroups(prompt);
            case MEAN_RESTORED -> out.atCommas(prompt);
        }
        return out.chunks;
    }

    /** What stands where a prompt has nothing. */
    static TokenChunk empty(ClipTokenizer tokenizer) {
        return TokenChunk.of(List.of(), tokenizer);
    }

    private void next() {
        chunks.add(TokenChunk.of(chunk, tokenizer));
        chunk = new ArrayList<>();
    }

    /** The tokens of literal text and learned words; those of a word are a group that stays together. */
    private List<List<Token>> groups(String text, double weight, boolean padIsText) {
        List<List<Token>> out = new ArrayList<>();
        words.split(
                text,
                literal -> out.add(Arrays.stream(tokenizer.tokens(literal, padIsText))
                        .mapToObj(id -> new Token(id, weight, Optional.empty()))
                        .toList()),
                learned -> {
                    FloatTensor vectors = learned.vectors();
                    int width = vectors.dim(1);
                    float[] all = vectors.toArray();
                    List<Token> group = new ArrayList<>();
                    for (int i = 0; i < vectors.dim(0); i++) {
                        float[] vector = Arrays.copyOfRange(all, i * width, (i + 1) * width);
                        int id = padIsText ? NO_TOKEN : LEARNED + learned.place() + i;
                        group.add(new Token(id, weight, Optional.of(vector)));
                    }
                    out.add(group);
                });
        out.removeIf(List::isEmpty);
        return out;
    }

    /** One chunk; what does not fit is left out. */
    private void cut(Prompt prompt, Consumer<String> warn) {
        groups(prompt.text(), 1, false).forEach(chunk::addAll);
        if (chunk.size() > room) {
            String text = prompt.text().strip();
            warn.accept("The prompt \"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\" has "
                    + chunk.size() + " tokens, and the encoder takes " + room
                    + ": the rest is left out. encode-prompt takes any length with the syntax a1111 or comfy.");
        }
        chunk = chunk.subList(0, Math.min(chunk.size(), room));
        next();
    }

    private void inGroups(Prompt prompt) {
        for (List<Prompt.Piece> section : prompt.sections()) {
            for (Prompt.Piece piece : section) {
                groups(piece.text(), piece.weight(), true).forEach(this::addGroup);
            }
            next();
        }
    }

    private void addGroup(List<Token> group) {
        boolean large = group.size() >= LARGE;
        List<Token> rest = group;
        while (rest.size() + chunk.size() > room) {
            // What is larger than a whole chunk is broken in any case.
            int fit = large || rest.size() > room ? room - chunk.size() : 0;
            chunk.addAll(rest.subList(0, fit));
            rest = rest.subList(fit, rest.size());
            next();
        }
        chunk.addAll(rest);
    }

    private void atCommas(Prompt prompt) {
        int[] comma = tokenizer.tokens(",", true);
        for (int i = 0; i < prompt.sections().size(); i++) {
            if (i > 0) {
                next();
            }
            int afterComma = 0;
            for (Prompt.Piece piece : prompt.sections().get(i)) {
                for (List<Token> group : groups(piece.text(), piece.weight(), true)) {
                    boolean learned = group.get(0).vector().isPresent();
                    for (List<Token> part : learned ? List.of(group) : single(group)) {
                        afterComma = addNearComma(part, comma, afterComma);
                    }
                }
            }
        }
        if (!chunk.isEmpty() || chunks.isEmpty()) {
            next();
        }
    }

    private static List<List<Token>> single(List<Token> tokens) {
        return tokens.stream().map(List::of).toList();
    }

    /**
     * @param afterComma where the text after the chunk's last comma begins; 0 if there is none
     * @return the same after the part was added
     */
    private int addNearComma(List<Token> part, int[] comma, int afterComma) {
        boolean isComma = comma.length == 1
                && part.get(0).vector().isEmpty()
                && part.get(0).id() == comma[0];
        int now = afterComma;
        if (isComma) {
            now = chunk.size() + 1;
        } else if (chunk.size() == room && now > 0 && room - (now - 1) <= COMMA_REACH) {
            List<Token> moved = List.copyOf(chunk.subList(now, room));
            chunk = new ArrayList<>(chunk.subList(0, now));
            next();
            chunk.addAll(moved);
            now = 0;
        }
        if (chunk.size() + part.size() > room && !chunk.isEmpty()) {
            next();
            now = 0;
        }
        List<Token> rest = part;
        while (rest.size() > room) {
            chunk.addAll(rest.subList(0, room));
            rest = rest.subList(room, rest.size());
            next();
        }
        chunk.addAll(rest);
        return now;
    }
}
