package dev.zograf.contrib.chat;

import java.util.List;

/**
 * The answer to one command or button: a message of the bot that changes as the work goes on. Texts are plain: the service makes sure
 * that nothing in them formats, links or mentions. Thread-safe; calls take effect in their order. Nothing is thrown where the
 * service does not take a message: it is logged, and the bot goes on.
 */
public interface Reply {

    /** The longest text that goes into a message of every service, in UTF-16 units, with room for what escapes it. */
    int LONGEST_TEXT = 1000;

    /** Tells the asker alone, where the service can, that nothing comes of it. The only answer then. */
    void refuse(String text);

    /** Lets the asker know that a button was pressed, without a message. The only answer then. */
    void accept();

    /** Says something: a new message at first, in place of the former text afterwards. */
    void say(String text, List<ChatButton> buttons);

    /** As {@link #say}, but of so little importance that it is left out if the service is busy. */
    void progress(String text, List<ChatButton> buttons);

    /** Shows pictures in place of the text. The last call. */
    void show(Gallery gallery);
}
