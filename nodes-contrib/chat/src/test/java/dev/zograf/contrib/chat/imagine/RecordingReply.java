package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what the bot says, and waits for it. */
final class RecordingReply implements Reply {

    /** Something that the bot did; {@code what} is the method's name. */
    record Said(String what, String text, List<ChatButton> buttons) {}

    private final List<Said> said = new ArrayList<>();
    private Gallery gallery;

    private synchronized void add(Said one) {
        said.add(one);
        notifyAll();
    }

    @Override
    public void refuse(String text) {
        add(new Said("refuse", text, List.of()));
    }

    @Override
    public void accept() {
        add(new Said("accept", "", List.of()));
    }

    @Override
    public void say(String text, List<ChatButton> buttons) {
        add(new Said("say", text, buttons));
    }

    @Override
    public void progress(String text, List<ChatButton> buttons) {
        add(new Said("progress", text, buttons));
    }

    @Override
    public synchronized void show(Gallery shown) {
        gallery = shown;
        add(new Said(
                "show",
                shown.text(),
                shown.buttons().stream().flatMap(List::stream).toList()));
    }

    synchronized List<Said> said() {
        return List.copyOf(said);
    }

    /** Waits until something was said. */
    synchronized Said await(Predicate<Said> wanted) throws InterruptedException {
        for (int i = 0; i < 600 && said.stream().noneMatch(wanted); i++) {
            wait(100);
        }
        return said.stream().filter(wanted).findFirst().orElseThrow(() -> new AssertionError("It said " + said));
    }

    /** Waits for pictures. */
    Gallery gallery() throws InterruptedException {
        await(one -> one.what().equals("show"));
        return gallery;
    }
}
