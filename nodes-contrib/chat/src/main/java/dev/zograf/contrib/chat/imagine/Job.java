package dev.zograf.contrib.chat.imagine;

import dev.zograf.Run;
import dev.zograf.contrib.chat.Asker;
import dev.zograf.contrib.chat.Reply;
import java.util.Optional;

/** A recipe that somebody waits for. Thread-safe. */
final class Job {

    private final String id;
    private final Asker asker;
    private final Recipe recipe;
    private final Style style;
    private final Reply reply;
    private Optional<Run> run = Optional.empty();
    private boolean cancelled;

    /**
     * A job.
     *
     * @param id what its button says
     */
    Job(String id, Asker asker, Recipe recipe, Style style, Reply reply) {
        this.id = id;
        this.asker = asker;
        this.recipe = recipe;
        this.style = style;
        this.reply = reply;
    }

    String id() {
        return id;
    }

    Asker asker() {
        return asker;
    }

    Recipe recipe() {
        return recipe;
    }

    Style style() {
        return style;
    }

    Reply reply() {
        return reply;
    }

    /** What paints it now, which ends at once if the job was cancelled before. */
    synchronized void started(Run now) {
        run = Optional.of(now);
        if (cancelled) {
            now.cancel();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        run.ifPresent(Run::cancel);
    }
}
