package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pictures for tests, and a run that nobody cancels. */
final class Planes {

    static final RunContext RUN = new Uncancelled();

    private Planes() {}

    /** A picture of 5x4 pixels, {@code ((7x + 13y + 5c) mod 16) / 15}: that of the Python reference. */
    static FloatTensor small() {
        float[] out = new float[60];
        for (int i = 0; i < out.length; i++) {
            out[i] = (i % 5 * 7 + i / 5 % 4 * 13 + i / 20 * 5) % 16 / 15f;
        }
        return FloatTensor.wrap(out, 1, 3, 4, 5);
    }

    private static final class Uncancelled implements RunContext {

        @Override
        public String nodeId() {
            return "node";
        }

        @Override
        public void progress(int step, int total, @Nullable Supplier<Image> preview) {}

        @Override
        public RunFiles files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String workflow() {
            return "{}";
        }

        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public Registration onRequest(Runnable action) {
            return () -> {};
        }
    }
}
