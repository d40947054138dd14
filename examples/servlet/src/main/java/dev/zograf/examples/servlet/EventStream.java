package dev.zograf.examples.servlet;

import dev.zograf.Run;
import dev.zograf.RunEvent;
import jakarta.servlet.AsyncContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Flow;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Writes a run's events to a browser, one at a time: a slow browser misses progress, one that is gone cancels the run. */
final class EventStream implements Flow.Subscriber<RunEvent> {

    private final Run run;
    private final AsyncContext exchange;
    private Flow.@Nullable Subscription subscription;

    EventStream(Run run, AsyncContext exchange) {
        this.run = run;
        this.exchange = exchange;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(RunEvent event) {
        boolean there = true;
        if (event instanceof RunEvent.NodeStarted node) {
            there = send("node", node.node());
        } else if (event instanceof RunEvent.Progress progress) {
            there = send("progress", progress.step() + "/" + progress.total());
        }
        if (subscription != null && there) {
            subscription.request(1);
        } else if (subscription != null) {
            subscription.cancel();
            run.cancel();
            end();
        }
    }

    @Override
    public void onComplete() {
        send("picture", "data:image/png;base64," + base64(run.join().image("image")));
        end();
    }

    @Override
    public void onError(Throwable failure) {
        send("error", String.valueOf(failure.getMessage()).replace('\n', ' '));
        end();
    }

    /** Whether somebody is still there to read it. */
    private boolean send(String event, String data) {
        try {
            OutputStream out = exchange.getResponse().getOutputStream();
            out.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    private void end() {
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            // the server has ended it already, because the browser is gone
        }
    }

    private static String base64(BufferedImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new IllegalStateException("A picture in memory can be written.", e);
        }
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }
}
