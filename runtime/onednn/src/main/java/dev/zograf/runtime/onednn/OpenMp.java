package dev.zograf.runtime.onednn;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library of threads under oneDNN: how many compute together, and that those that wait leave the cores to others. */
final class OpenMp {

    private static final Logger LOG = LoggerFactory.getLogger(OpenMp.class);
    private static final String POLICY = "OMP_WAIT_POLICY";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private OpenMp() {}

    /**
     * Loads the natives. OpenMP reads how to wait from the environment when it is loaded, and never again; a JVM cannot write there, so C does, for as
     * long as that takes. A choice of the user's stays.
     */
    static void load() {
        Map<String, String> environment = System.getenv();
        boolean chosen = environment.containsKey(POLICY) || environment.containsKey("GOMP_SPINCOUNT");
        try (BytePointer wait = new BytePointer(POLICY + "=passive");
                BytePointer name = new BytePointer(POLICY)) {
            boolean set = !chosen && NativeCall.call("putenv", wait);
            try {
                Loader.load(dnnl.class);
            } finally {
                if (set) {
                    NativeCall.call("unsetenv", name);
                }
            }
        }
    }

    /** From now on so many threads compute together what the calling thread computes; OpenMP keeps that for each thread. */
    static void threads(int count) {
        if (!NativeCall.call("omp_set_num_threads", count) && SAID.compareAndSet(false, true)) {
            LOG.info("oneDNN takes as many threads as OMP_NUM_THREADS says, or all cores; it cannot be told here.");
        }
    }
}
