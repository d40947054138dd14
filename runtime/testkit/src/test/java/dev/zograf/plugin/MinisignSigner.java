package dev.zograf.plugin;

import dev.zograf.runtime.plugin.MinisignKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs files as older versions of minisign do: the content itself, not its hash. */
final class MinisignSigner {

    private final byte[] id = new byte[8];
    private final KeyPair keys;

    MinisignSigner(int number) throws GeneralSecurityException {
        Arrays.fill(id, (byte) number);
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    String base64() {
        // The last 32 bytes of the key's standard form are the point.
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return Base64.getEncoder().encodeToString(join(new byte[] {'E', 'd'}, id, point));
    }

    MinisignKey publicKey() {
        return MinisignKey.of(base64());
    }

    void sign(Path file) throws Exception {
        byte[] signature = sign(Files.readAllBytes(file));
        String comment = "by a test";
        byte[] global = sign(join(signature, comment.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".minisig"),
                "untrusted comment: a signature\n"
                        + Base64.getEncoder().encodeToString(join(new byte[] {'E', 'd'}, id, signature))
                        + "\ntrusted comment: " + comment + "\n"
                        + Base64.getEncoder().encodeToString(global) + "\n");
    }

    private byte[] sign(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }
}
