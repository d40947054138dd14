package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Which plugins the host lets run, decided jar by jar before any of a plugin's code does. It concerns plugin folders only: what is on the
 * class path is the host's own.
 */
@FunctionalInterface
public interface PluginTrust {

    /**
     * A jar of a plugin.
     *
     * @param name of the file
     * @param content what is to run
     * @param place where it was found, beside which a detached signature may lie
     * @param sha256 of the content, in hexadecimal digits
     */
    record Jar(String name, Path content, Path place, String sha256) {}

    /**
     * What the policy says.
     *
     * @param trusted whether the jar may run
     * @param reason who vouches for it, or which rule refuses it and what to do
     */
    record Verdict(boolean trusted, String reason) {}

    /** Judges a jar. */
    Verdict judge(Jar jar) throws IOException;

    /** Any plugin may run. */
    static PluginTrust any() {
        return AnyPlugin.INSTANCE;
    }
}
