package dev.zograf.contrib.chat;

/**
 * A button below a message.
 *
 * @param id what comes back when it is pressed: at most 64 bytes of ASCII, because Telegram takes no more
 * @param label what stands on it
 */
public record ChatButton(String id, String label) {

    /** The id must fit. */
    public ChatButton {
        if (id.isEmpty() || id.length() > 64 || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("A button's id is 1 to 64 letters and digits, not \"" + id + "\".");
        }
    }
}
