package dev.zograf.server.queue;

import java.time.LocalDateTime;
import java.util.Locale;

/** The first part of a file's name as ComfyUI lets a workflow write it: {@code %width%}, {@code %year%} … stand for what they say. */
final class FilePrefix {

    private FilePrefix() {}

    /**
     * The prefix of a picture.
     *
     * @param index of the picture in its batch, from 0
     */
    static String expand(String prefix, int width, int height, int index, LocalDateTime now) {
        return prefix.replace("%width%", String.valueOf(width))
                .replace("%height%", String.valueOf(height))
                .replace("%year%", String.valueOf(now.getYear()))
                .replace("%month%", two(now.getMonthValue()))
                .replace("%day%", two(now.getDayOfMonth()))
                .replace("%hour%", two(now.getHour()))
                .replace("%minute%", two(now.getMinute()))
                .replace("%second%", two(now.getSecond()))
                .replace("%batch_num%", String.valueOf(index));
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
