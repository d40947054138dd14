package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;

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

    /**
     * Jars whose content has one of these hashes may run.
     *
     * @param sha256 in hexadecimal digits
     * @throws IllegalArgumentException if one of them is no such hash
     */
    static PluginTrust allowList(Set<String> sha256) {
        return new AllowList(sha256);
    }

    /**
     * Jars may run of which every entry is signed (as jarsigner does it) with a key of one of these certificates, which must be valid
     * now.
     */
    static PluginTrust signedBy(X509Certificate... certificates) {
        return new JarSignature(Set.of(certificates));
    }

    /** Jars may run that have a signature by one of these keys in a file beside them, {@code NAME.jar.minisig}. */
    static PluginTrust signedBy(MinisignKey... keys) {
        return new MinisignTrust(Set.of(keys));
    }

    /** Jars that this policy or the other one trusts may run. */
    default PluginTrust or(PluginTrust other) {
        return jar -> {
            Verdict mine = judge(jar);
            if (mine.trusted()) {
                return mine;
            }
            Verdict theirs = other.judge(jar);
            return theirs.trusted() ? theirs : new Verdict(false, mine.reason() + " " + theirs.reason());
        };
    }
}
