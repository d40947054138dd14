package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the bot says, and which buttons are below it. */
final class Answers {

    private static final int SHOWN_PROMPT = 500;
    private static final int SHOWN_NEGATIVE = 150;

    private Answers() {}

    static String waiting(Recipe recipe, int before) {
        String place = before == 0 ? "Next in line." : before + " before it in line.";
        return settings(recipe) + "\n" + place;
    }

    static String painting(Recipe recipe, double share) {
        return settings(recipe) + "\n" + (recipe.upscaled() ? "Enlarging" : "Painting")
                + (share > 0 ? String.format(Locale.ROOT, ", %.0f %% done.", share * 100) : " …");
    }

    static String cancelled(Recipe recipe) {
        return settings(recipe) + "\nCancelled.";
    }

    static String stopped(Recipe recipe) {
        return settings(recipe) + "\nThe bot was stopped before this was painted. Ask again when it is back.";
    }

    static String failed(Recipe recipe, String why) {
        return cut(settings(recipe) + "\n" + why, Reply.LONGEST_TEXT);
    }

    /** The prompt, and what else the pictures are made of. */
    static String settings(Recipe recipe) {
        List<String> parts = new ArrayList<>();
        parts.add("seed "
                + recipe.pictures().stream().map(Answers::line).distinct().collect(Collectors.joining(", ")));
        if (recipe.width() > 0) {
            parts.add(recipe.width() + "x" + recipe.height());
        }
        parts.add(recipe.steps() + " steps");
        parts.add("cfg " + (recipe.cfg() == Math.rint(recipe.cfg()) ? "" + (long) recipe.cfg() : "" + recipe.cfg()));
        parts.add(recipe.style());
        if (!recipe.negative().isEmpty()) {
            parts.add("no " + cut(recipe.negative(), SHOWN_NEGATIVE));
        }
        return cut(recipe.prompt(), SHOWN_PROMPT) + "\n" + cut(String.join(" · ", parts), Reply.LONGEST_TEXT - 600);
    }

    /** A picture's seed, and those that it was varied with. */
    private static String line(List<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining("~"));
    }

    /** At most so many UTF-16 units, no pair of them torn. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }

    static List<ChatButton> cancel(Job job) {
        return List.of(new ChatButton("x0-" + job.id(), "✖ Cancel"));
    }

    static Gallery gallery(Job job, Painter.Painted painted, String id) {
        Recipe recipe = job.recipe();
        List<List<ChatButton>> rows = new ArrayList<>();
        int count = painted.pictures().size();
        if (count > 1 && job.style().upscaler().isPresent()) {
            rows.add(row("u", "U", count, id));
        }
        if (recipe.canVary()) {
            rows.add(count > 1 ? row("v", "V", count, id) : List.of(new ChatButton("v0-" + id, "Variations")));
        }
        if (count > 1) {
            rows.add(List.of(new ChatButton("r0-" + id, "↻ Again")));
        }
        String text = settings(recipe) + (painted.blackened() ? "\nWhat the safety checker flagged is black." : "");
        return new Gallery(text, painted.pictures(), painted.sheet(), rows);
    }

    private static List<ChatButton> row(String verb, String label, int count, String id) {
        List<ChatButton> row = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            row.add(new ChatButton(verb + i + "-" + id, label + (i + 1)));
        }
        return row;
    }
}
