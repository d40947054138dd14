package dev.zograf.contrib.chat;

/** A chat service that the bot is signed in to. Closing it signs off and ends its threads. */
public interface ChatService extends AutoCloseable {

    /** The service's name as people write it, such as {@code Discord}. */
    String name();

    /**
     * Signs in and makes the command {@code /imagine} known; returns when commands can come. Where the connection is lost later, the
     * service makes it anew by itself.
     *
     * @throws ChatException if the service refuses the bot
     */
    void open(ChatListener listener);

    @Override
    void close();
}
