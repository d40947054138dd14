package dev.zograf.api;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What stands for the size and the time in the names of files that nodes write: {@code %width%}, {@code %height%}, {@code %year%}, {@code
 * %month%}, {@code %day%}, {@code %hour%}, {@code %minute%} and {@code %second%}, as ComfyUI has them. Anything else between percent signs stays.
 */
public final class FilePlaceholders {

    private FilePlaceholders() {}

    /**
     * The name at this moment.
     *
     * @param width in pixels; 0 for what is no picture
     * @param height in pixels; 0 for what is no picture
     */
    public static String fill(String name, int width, int height) {
        return name.contains("%") ? fill(name, width, height, LocalDateTime.now(ZoneId.systemDefault())) : name;
    }

    /** The name at some moment. */
    public static String fill(String name, int width, int height, LocalDateTime now) {
        return name.replace("%width%", String.valueOf(width))
                .replace("%height%", String.valueOf(height))
                .replace("%year%", String.valueOf(now.getYear()))
                .replace("%month%", two(now.getMonthValue()))
                .replace("%day%", two(now.getDayOfMonth()))
                .replace("%hour%", two(now.getHour()))
                .replace("%minute%", two(now.getMinute()))
                .replace("%second%", two(now.getSecond()));
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
