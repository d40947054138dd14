package dev.zograf.runtime.plugin;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A public key of minisign (Ed25519, RFC 8032), as in the second line of {@code minisign.pub}. */
public final class MinisignKey {

    private static final int LENGTH = 42;

    private final byte[] id;
    private final PublicKey key;

    private MinisignKey(byte[] id, PublicKey key) {
        this.id = id;
        this.key = key;
    }

    /**
     * The key of a line of text.
     *
     * @param base64 {@code RWQ…}, 56 characters
     * @throws IllegalArgumentException if it is no such key
     */
    public static MinisignKey of(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == LENGTH && bytes[0] == 'E' && bytes[1] == 'd') {
                byte[] point = Arrays.copyOfRange(bytes, 10, LENGTH);
                return new MinisignKey(Arrays.copyOfRange(bytes, 2, 10), key(point));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(base64), e);
        }
        throw new IllegalArgumentException(wrong(base64));
    }

    private static String wrong(String base64) {
        return "\"" + base64.strip() + "\" is no public key of minisign; copy the second line of minisign.pub.";
    }

    /** 32 bytes, the least first; the highest bit is the sign of x. */
    private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
        byte[] bytes = new byte[encoded.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = encoded[bytes.length - 1 - i];
        }
        boolean xIsOdd = (bytes[0] & 0x80) != 0;
        bytes[0] &= 0x7f;
        EdECPoint point = new EdECPoint(xIsOdd, new BigInteger(1, bytes));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    /** Whether a signature says that it is by this key. */
    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    /** Whether the signature of the message is by this key. */
    boolean signed(byte[] signature, byte[] message) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Its id as minisign prints it. */
    @Override
    public String toString() {
        byte[] reversed = new byte[id.length];
        for (int i = 0; i < id.length; i++) {
            reversed[i] = id[id.length - 1 - i];
        }
        return HexFormat.of().withUpperCase().formatHex(reversed);
    }
}
