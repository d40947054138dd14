package dev.zograf.contrib.chat.imagine;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.contrib.chat.Asker;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.ChatListener;
import dev.zograf.contrib.chat.Reply;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands and buttons of all services, lets people take turns, paints, and answers. What waits is in memory: it is told when the
 * bot stops. What was painted can be varied, enlarged and repeated for ever, because recipes are on disk. Thread-safe.
 */
public final class ImagineDesk implements ChatListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImagineDesk.class);
    private static final Pattern BUTTON = Pattern.compile("([uvrx])([0-3])-([0-9a-f]{24})");

    private final Rules rules;
    private final Gate gate;
    private final OrderReader reader;
    private final RecipeStore store;
    private final Painter painter;
    private final SecureRandom random = new SecureRandom();
    private final List<Thread> workers = new ArrayList<>();

    /** Waiting and at work, in the order in which they came. */
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    private final FairQueue<Job> queue = new FairQueue<>();
    private boolean closed;

    /**
     * A desk at work.
     *
     * @param zograf what paints; it stays open when the desk is closed
     * @param data where recipes are kept, and pictures while they are made
     * @throws ChatException if the engine lacks a model that the rules name
     */
    public ImagineDesk(Zograf zograf, Rules rules, Path data) {
        this.rules = rules;
        gate = new Gate(rules);
        reader = new OrderReader(rules, this::seed);
        store = new RecipeStore(data.resolve("recipes"));
        painter = new Painter(zograf, rules, data.resolve("painting"));
        check(zograf);
        for (int i = 0; i < rules.atOnce(); i++) {
            Thread worker = new Thread(this::work, "zograf-chat-" + i);
            worker.start();
            workers.add(worker);
        }
    }

    private void check(Zograf zograf) {
        for (Style style : rules.styles()) {
            Recipe recipe = reader.read("x --model " + style.name());
            String workflow = RecipeWorkflow.json(recipe.upscale(0), style, rules.safety());
            try {
                zograf.read(workflow);
            } catch (WorkflowException e) {
                throw new ChatException("The model " + style.name() + " cannot be used: " + e.getMessage(), e);
            }
        }
    }

    private long seed() {
        return random.nextInt() & 0xffffffffL;
    }

    @Override
    public void imagine(Asker asker, String text, Reply reply) {
        Optional<String> refusal = gate.refusal(asker);
        if (refusal.isPresent()) {
            reply.refuse(refusal.get());
            return;
        }
        try {
            enqueue(asker, reader.read(text), reply);
        } catch (OrderReader.Mistake e) {
            reply.refuse(Answers.cut(String.valueOf(e.getMessage()), Reply.LONGEST_TEXT));
        }
    }

    @Override
    public void press(Asker asker, String button, Reply reply) {
        Optional<String> refusal = gate.refusal(asker);
        Matcher parts = BUTTON.matcher(button);
        if (refusal.isPresent()) {
            reply.refuse(refusal.get());
        } else if (!parts.matches()) {
            reply.refuse("I do not know this button.");
        } else if (parts.group(1).equals("x")) {
            cancel(asker, parts.group(3), reply);
        } else {
            follow(asker, parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3), reply);
        }
    }

    private void follow(Asker asker, String verb, int picture, String id, Reply reply) {
        Optional<Recipe> found = store.get(id);
        if (found.isEmpty()) {
            reply.refuse("I have forgotten these pictures.");
            return;
        }
        Recipe recipe = found.get();
        boolean enlarges = verb.equals("u");
        if (picture >= recipe.pictures().size() || (!enlarges && !recipe.canVary())) {
            reply.refuse("I do not know this button.");
            return;
        }
        enqueue(
                asker,
                enlarges
                        ? recipe.upscale(picture)
                        : verb.equals("v") ? recipe.vary(picture, seed()) : recipe.again(seed()),
                reply);
    }

    private void enqueue(Asker asker, Recipe recipe, Reply reply) {
        Optional<Style> style = rules.style(recipe.style());
        Optional<String> refusal = gate.refusal(recipe.prompt());
        if (style.isEmpty()) {
            reply.refuse("The model of these pictures is not here any more.");
        } else if (refusal.isPresent()) {
            reply.refuse(refusal.get());
        } else {
            enqueue(new Job(newId(), asker, recipe, style.get(), reply));
        }
    }

    private synchronized void enqueue(Job job) {
        long own = jobs.values().stream()
                .filter(other -> other.asker().key().equals(job.asker().key()))
                .count();
        if (closed) {
            job.reply().refuse("The bot is being stopped.");
        } else if (own >= rules.perUser()) {
            job.reply().refuse("You have " + own + " paintings in line; wait for one of them, or cancel it.");
        } else if (queue.size() >= rules.waiting()) {
            job.reply().refuse("The line is full; try again in a while.");
        } else {
            jobs.put(job.id(), job);
            queue.add(job.asker().key(), job);
            int before = queue.order().indexOf(job) + jobs.size() - queue.size();
            job.reply().say(Answers.waiting(job.recipe(), before), Answers.cancel(job));
            notifyAll();
        }
    }

    /** As random as a recipe's id is, and of its form. */
    private String newId() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void cancel(Asker asker, String id, Reply reply) {
        Job job;
        boolean waited;
        synchronized (this) {
            job = jobs.get(id);
            if (job == null || !job.asker().key().equals(asker.key())) {
                reply.refuse(job == null ? "This is not in line any more." : "Only who asked for it can cancel it.");
                return;
            }
            waited = queue.remove(job.asker().key(), job);
            if (waited) {
                jobs.remove(id);
            }
        }
        reply.accept();
        job.cancel();
        if (waited) {
            job.reply().say(Answers.cancelled(job.recipe()), List.of());
            tellPlaces();
        }
    }

    private void work() {
        while (true) {
            Job job;
            synchronized (this) {
                while (!closed && queue.size() == 0) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (closed) {
                    return;
                }
                job = queue.next().orElseThrow();
            }
            tellPlaces();
            paint(job);
            synchronized (this) {
                jobs.remove(job.id());
            }
        }
    }

    private void tellPlaces() {
        List<Job> order;
        int working;
        synchronized (this) {
            order = queue.order();
            working = jobs.size() - order.size();
        }
        for (int i = 0; i < order.size(); i++) {
            Job job = order.get(i);
            job.reply().progress(Answers.waiting(job.recipe(), i + working), Answers.cancel(job));
        }
    }

    private void paint(Job job) {
        Recipe recipe = job.recipe();
        Reply reply = job.reply();
        try {
            reply.progress(Answers.painting(recipe, 0), Answers.cancel(job));
            Painter.Painted painted = painter.paint(
                    recipe,
                    job.style(),
                    job::started,
                    share -> reply.progress(Answers.painting(recipe, share), Answers.cancel(job)));
            reply.show(Answers.gallery(job, painted, store.put(recipe)));
        } catch (WorkflowException e) {
            if (e.kind() == WorkflowException.Kind.CANCELLED) {
                reply.say(isClosed() ? Answers.stopped(recipe) : Answers.cancelled(recipe), List.of());
            } else if (e.rule().isPresent()) {
                LOG.info("A painting was given up: {}", e.getMessage());
                reply.say(
                        Answers.failed(recipe, "This took too long. Fewer steps or a smaller size may do."), List.of());
            } else {
                failed(job, e);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(job, e);
        }
    }

    /** Messages of the engine may name files of this machine, so that only the log has them. */
    private static void failed(Job job, Throwable failure) {
        LOG.error("A painting failed.", failure);
        String why = "This could not be painted; who runs the bot sees the reason in the log.";
        job.reply().say(Answers.failed(job.recipe(), why), List.of());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends what is at work, tells all who wait, and returns when both are done. */
    @Override
    public void close() {
        List<Job> waiting;
        List<Job> all;
        synchronized (this) {
            closed = true;
            waiting = queue.order();
            all = List.copyOf(jobs.values());
            notifyAll();
        }
        waiting.forEach(job -> job.reply().say(Answers.stopped(job.recipe()), List.of()));
        all.forEach(Job::cancel);
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
