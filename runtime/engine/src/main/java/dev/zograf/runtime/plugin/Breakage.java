package dev.zograf.runtime.plugin;

/** Says what went wrong in a plugin's code. */
public final class Breakage {

    private Breakage() {}

    static Refusal refusal(String who, Throwable thrown) {
        PluginFailure failure = failure("", who, thrown);
        return new Refusal(failure.kind(), failure.message(), Detached.copy(thrown));
    }

    /**
     * A plugin's code threw something.
     *
     * @param who the class or method that threw
     */
    public static PluginFailure failure(String plugin, String who, Throwable thrown) {
        if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
            return failure(plugin, "What is static in " + who, thrown.getCause());
        }
        PluginFailure failure;
        if (thrown instanceof UnsupportedClassVersionError) {
            failure = PluginFailure.of(
                    PluginFailure.Kind.NEWER_JAVA,
                    plugin,
                    who + " was built for a newer Java than this ("
                            + Runtime.version().feature()
                            + "); run a newer Java, or build it with --release "
                            + Math.min(17, Runtime.version().feature()) + ".");
        } else if (thrown instanceof LinkageError) {
            failure = PluginFailure.of(
                    PluginFailure.Kind.BROKEN,
                    plugin,
                    who + " needs a class that is not there (" + Detached.describe(thrown)
                            + "); put the library that has it beside the plugin's jar.");
        } else {
            failure = PluginFailure.of(
                    PluginFailure.Kind.BROKEN,
                    plugin,
                    who + " threw " + Detached.describe(thrown) + "; ask the plugin's author.");
        }
        return failure.because(Detached.copy(thrown));
    }
}
