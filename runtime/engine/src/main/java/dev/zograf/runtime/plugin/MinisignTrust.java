package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Trusts jars with a minisign file beside them, {@code NAME.jar.minisig}, by one of certain keys; its comment is signed, too. */
final class MinisignTrust implements PluginTrust {

    private static final int LARGEST = 64 << 10;
    private static final String TRUSTED_COMMENT = "trusted comment: ";
    private static final int HEAD = 10;
    private static final int SIGNATURE = 64;

    private final Set<MinisignKey> keys;

    MinisignTrust(Set<MinisignKey> keys) {
        this.keys = Set.copyOf(keys);
    }

    @Override
    public Verdict judge(Jar jar) throws IOException {
        Path file = jar.place().resolveSibling(jar.name() + ".minisig");
        if (!Files.isRegularFile(file)) {
            return refused("there is no signature " + file.getFileName() + " beside it");
        }
        List<String> lines;
        try (InputStream in = Files.newInputStream(file)) {
            lines = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        Optional<byte[]> head = lines.size() < 4 ? Optional.empty() : decode(lines.get(1), HEAD + SIGNATURE);
        Optional<byte[]> global = lines.size() < 4 ? Optional.empty() : decode(lines.get(3), SIGNATURE);
        if (head.isEmpty() || global.isEmpty() || !lines.get(2).startsWith(TRUSTED_COMMENT)) {
            return refused(file.getFileName() + " is no signature of minisign");
        }
        byte[] id = Arrays.copyOfRange(head.get(), 2, HEAD);
        Optional<MinisignKey> key = keys.stream().filter(k -> k.hasId(id)).findFirst();
        if (key.isEmpty()) {
            return refused(file.getFileName() + " is by a key that this host does not trust");
        }
        Optional<byte[]> message = message(head.get(), jar.content());
        if (message.isEmpty()) {
            return refused(file.getFileName() + " is of a kind that minisign does not have");
        }
        byte[] signature = Arrays.copyOfRange(head.get(), HEAD, HEAD + SIGNATURE);
        byte[] comment = lines.get(2).substring(TRUSTED_COMMENT.length()).getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(signature, SIGNATURE + comment.length);
        System.arraycopy(comment, 0, both, SIGNATURE, comment.length);
        return key.get().signed(signature, message.get()) && key.get().signed(global.get(), both)
                ? new Verdict(true, "signed by the minisign key " + key.get())
                : refused(file.getFileName() + " does not belong to this content");
    }

    /** What was signed: the hash of the content, or in files of older versions of minisign the content itself. */
    private static Optional<byte[]> message(byte[] head, Path content) throws IOException {
        if (head[0] == 'E' && head[1] == 'D') {
            return Optional.of(Blake2b.hash(content));
        }
        return head[0] == 'E' && head[1] == 'd' ? Optional.of(Files.readAllBytes(content)) : Optional.empty();
    }

    private static Optional<byte[]> decode(String base64, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            return bytes.length == length ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Verdict refused(String why) {
        return new Verdict(false, why + "; sign the jar with a minisign key that this host trusts.");
    }
}
