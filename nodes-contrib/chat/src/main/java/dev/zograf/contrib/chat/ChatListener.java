package dev.zograf.contrib.chat;

/** Who is told what people want. Called on threads of a service, several at once; returns within a second. */
public interface ChatListener {

    /**
     * Somebody wrote {@code /imagine text}.
     *
     * @param reply how to answer; the listener refuses or says something before it returns
     */
    void imagine(Asker asker, String text, Reply reply);

    /**
     * Somebody pressed a button below an answer.
     *
     * @param button what {@link ChatButton#id} was, or any text, because it comes over the net
     * @param reply how to answer; the listener refuses, accepts or says something before it returns
     */
    void press(Asker asker, String button, Reply reply);
}
