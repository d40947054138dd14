package dev.zograf.runtime.plugin;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Trusts jars by the hash of their content. */
final class AllowList implements PluginTrust {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final Set<String> hashes;

    AllowList(Set<String> sha256) {
        hashes = sha256.stream().map(hash -> hash.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        hashes.stream()
                .filter(hash -> !SHA_256.matcher(hash).matches())
                .findFirst()
                .ifPresent(hash -> {
                    throw new IllegalArgumentException(
                            "\"" + hash + "\" is no SHA-256; write its 64 hexadecimal digits.");
                });
    }

    @Override
    public Verdict judge(Jar jar) {
        return hashes.contains(jar.sha256())
                ? new Verdict(true, "on the allow-list")
                : new Verdict(
                        false,
                        "its SHA-256, " + jar.sha256() + ", is not on the allow-list; add it if you trust the jar.");
    }
}
