package dev.zograf.contrib.chat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what services say. */
public final class RecordingListener implements ChatListener {

    /** A command or a button. */
    public record Heard(boolean command, Asker asker, String text, Reply reply) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    @Override
    public void imagine(Asker asker, String text, Reply reply) {
        heard.add(new Heard(true, asker, text, reply));
    }

    @Override
    public void press(Asker asker, String button, Reply reply) {
        heard.add(new Heard(false, asker, button, reply));
    }

    /** The next one. */
    public Heard next() throws InterruptedException {
        Heard next = heard.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing was heard.");
        }
        return next;
    }

    /** Whether nothing is left that was not asked for. */
    public boolean isEmpty() {
        return heard.isEmpty();
    }
}
