package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.fake.FakeContext;

/** Pictures for tests, and a run that nobody cancels. */
final class Planes {

    static final RunContext RUN = FakeContext.INSTANCE;

    private Planes() {}

    /** A picture of 5x4 pixels, {@code ((7x + 13y + 5c) mod 16) / 15}: that of the Python reference. */
    static FloatTensor small() {
        float[] out = new float[60];
        for (int i = 0; i < out.length; i++) {
            out[i] = (i % 5 * 7 + i / 5 % 4 * 13 + i / 20 * 5) % 16 / 15f;
        }
        return FloatTensor.wrap(out, 1, 3, 4, 5);
    }
}
