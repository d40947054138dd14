package dev.zograf.contrib.chat.discord;

/** Plain text for Discord, where nothing formats, links or mentions. */
final class DiscordText {

    private DiscordText() {}

    /** A backslash before each sign of ASCII that is neither letter nor digit: Discord then shows the sign itself. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
            if (sign && ",.;!?'\"%".indexOf(c) < 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
