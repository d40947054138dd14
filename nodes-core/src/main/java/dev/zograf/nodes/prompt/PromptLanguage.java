package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.Prompt.Emphasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How people write prompts for the tools that they know; each is read as its tool reads it. */
enum PromptLanguage {
    /** Nothing stands for anything else: diffusers. */
    PLAIN,
    /** Round brackets: ComfyUI. */
    COMFY,
    /** Round and square brackets, BREAK, and prompts that change on the way: A1111's web interface. */
    A1111;

    static PromptLanguage named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The prompt of a text that does not change on the way. */
    Prompt read(String text) {
        return switch (this) {
            case PLAIN -> Prompt.plain(text);
            case COMFY -> Prompt.of(List.of(ComfyEmphasis.pieces(text)), Emphasis.INTERPOLATED);
            case A1111 -> Prompt.of(A1111Emphasis.sections(text), Emphasis.MEAN_RESTORED);
        };
    }

    /** What of the text changes on the way. */
    PromptSchedule schedule(String text) {
        return this == A1111 ? PromptSchedule.parse(text) : PromptSchedule.constant(text);
    }

    /** What is odd about the text, each with its place. */
    List<String> warnings(String text) {
        List<String> out = new ArrayList<>();
        switch (this) {
            case PLAIN -> {}
            case COMFY -> BracketCheck.of(text, '(', ')', "and is taken literally", out);
            case A1111 -> {
                BracketCheck.of(text, '(', ')', "and is read as closed at the end", out);
                BracketCheck.of(text, '[', ']', "and is read as closed at the end", out);
            }
        }
        return out;
    }
}
