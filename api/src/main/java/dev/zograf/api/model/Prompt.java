package dev.zograf.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A prompt as a text encoder takes it: pieces of literal text with weights, in sections that begin afresh. How people write such prompts
 * is up to the nodes that read them. An encoder of several networks may be given another prompt for each. Immutable.
 */
public final class Prompt {

    /** What weights do, and what becomes of texts that are longer than the network takes. */
    public enum Emphasis {
        /** Weights have no effect, and what is too long is cut off: diffusers. */
        NONE,
        /** From the encoding of nothing (0) through that of the text (1) and beyond; long texts go in parts: ComfyUI. */
        INTERPOLATED,
        /** The encoding is multiplied, and its mean restored; long texts go in parts, split after commas: A1111's web interface. */
        MEAN_RESTORED
    }

    /**
     * A piece of text.
     *
     * @param text literal: nothing in it stands for anything else
     * @param weight 1 for none
     */
    public record Piece(String text, double weight) {}

    private final List<List<Piece>> sections;
    private final Emphasis emphasis;
    private final boolean none;
    private final List<Prompt> further;

    private Prompt(List<List<Piece>> sections, Emphasis emphasis, boolean none, List<Prompt> further) {
        this.sections = sections;
        this.emphasis = emphasis;
        this.none = none;
        this.further = further;
    }

    /** A text without weights, cut to what the network takes. */
    public static Prompt plain(String text) {
        return of(List.of(List.of(new Piece(text, 1))), Emphasis.NONE);
    }

    /**
     * No text at all: a network that its model can do without is left out, and zeros stand in its place. Others are told an empty text.
     *
     * @param emphasis of the prompts for the other networks
     */
    public static Prompt none(Emphasis emphasis) {
        return new Prompt(List.of(List.of()), emphasis, true, List.of());
    }

    /**
     * A prompt of weighted pieces.
     *
     * @param sections at least one; each begins in a part of its own
     * @throws IllegalArgumentException if there is no section
     */
    public static Prompt of(List<List<Piece>> sections, Emphasis emphasis) {
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("A prompt has a section; one without pieces is an empty prompt.");
        }
        return new Prompt(sections.stream().map(List::copyOf).toList(), emphasis, false, List.of());
    }

    /** The same for the encoder's first networks, and another for the next one and those after it. */
    public Prompt then(Prompt next) {
        List<Prompt> more = new ArrayList<>(further);
        more.add(next);
        return new Prompt(sections, emphasis, none, List.copyOf(more));
    }

    /** What the encoder's {@code i}-th network is told, from 0. */
    public Prompt network(int i) {
        if (i <= 0 || further.isEmpty()) {
            return new Prompt(sections, emphasis, none, List.of());
        }
        return further.get(Math.min(i, further.size()) - 1);
    }

    /** Whether it is no text at all, which is not the same as an empty one. */
    public boolean isNone() {
        return none;
    }

    /** The pieces, section by section. */
    public List<List<Piece>> sections() {
        return sections;
    }

    /** What weights do. */
    public Emphasis emphasis() {
        return emphasis;
    }

    /** Whether it is the same for all networks, without weights, and one section. */
    public boolean isPlain() {
        return further.isEmpty()
                && sections.size() == 1
                && sections.get(0).stream().allMatch(piece -> piece.weight() == 1);
    }

    /** The text without weights, its sections apart by a space. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (List<Piece> section : sections) {
            out.append(out.isEmpty() ? "" : " ");
            section.forEach(piece -> out.append(piece.text()));
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prompt prompt
                && sections.equals(prompt.sections)
                && emphasis == prompt.emphasis
                && none == prompt.none
                && further.equals(prompt.further);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sections, emphasis, none, further);
    }

    @Override
    public String toString() {
        return text();
    }
}
