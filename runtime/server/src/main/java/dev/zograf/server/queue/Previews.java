package dev.zograf.server.queue;

import dev.zograf.RunEvent;
import dev.zograf.api.value.Image;
import java.io.IOException;
import java.util.Optional;

/** Small JPEGs of what there is so far, not more often than an eye can use. Not thread-safe. */
final class Previews {

    private static final int LARGEST = 512;
    private static final long PAUSE = 100_000_000;

    private long last = System.nanoTime() - PAUSE;

    /** The preview of a step, if there is one and it is time for one. */
    Optional<byte[]> of(RunEvent.Progress progress) throws IOException {
        if (System.nanoTime() - last < PAUSE && progress.step() < progress.total()) {
            return Optional.empty();
        }
        Optional<Image> preview = progress.preview();
        if (preview.isEmpty()) {
            return Optional.empty();
        }
        last = System.nanoTime();
        return Optional.of(SmallJpeg.of(preview.get().toBufferedImage(0), LARGEST));
    }
}
