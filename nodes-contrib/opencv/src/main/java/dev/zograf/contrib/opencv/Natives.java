package dev.zograf.contrib.opencv;

import dev.zograf.api.NodePlugin;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.jspecify.annotations.Nullable;

/**
 * Loads OpenCV once for this class loader, as a good guest: without threads of its own (the host's pool decides how much
 * runs at once), and without JavaCPP's ceiling on the memory of the whole process, which counts the models of a host, too.
 */
final class Natives {

    private static final String CEILING = "org.bytedeco.javacpp.maxPhysicalBytes";

    static {
        load();
    }

    private Natives() {}

    /**
     * Returns once OpenCV is loaded.
     *
     * @throws IllegalStateException if there are no natives for this machine
     */
    static void require() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private static @Nullable String failure;

    private static void load() {
        try {
            withoutCeiling(() -> Loader.load(opencv_imgproc.class));
            opencv_core.setNumThreads(1);
            if (isolated()) {
                // It frees what was forgotten, which we do by scopes, and would keep an unloaded plugin in memory.
                Pointer.interruptDeallocatorThread();
            }
        } catch (LinkageError e) {
            String platform = Loader.getPlatform();
            failure = "OpenCV cannot be loaded: " + e.getMessage()
                    + ". This machine needs the natives of " + platform
                    + ": the jars of org.bytedeco javacpp, openblas and opencv with that classifier, beside the plugin's own.";
        }
    }

    /** JavaCPP reads its properties when its first class is loaded, and only then. */
    private static void withoutCeiling(Runnable load) {
        boolean ours = System.getProperty(CEILING) == null;
        if (ours) {
            System.setProperty(CEILING, "0");
        }
        try {
            load.run();
        } finally {
            if (ours) {
                System.clearProperty(CEILING);
            }
        }
    }

    /** Whether JavaCPP belongs to this plugin alone: the host's classes come from another loader. */
    private static boolean isolated() {
        ClassLoader loader = Pointer.class.getClassLoader();
        return loader == Natives.class.getClassLoader() && loader != NodePlugin.class.getClassLoader();
    }
}
