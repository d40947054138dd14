package dev.zograf.runtime.plugin;

import dev.zograf.api.BadFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Policies of trust whose keys or hashes are in files, as a command line names them: {@code signed:FILE}, {@code allow:FILE}. */
public final class PluginTrustFile {

    private static final int LARGEST = 16 << 20;
    private static final int KEY_CHARACTERS = 56;

    private PluginTrustFile() {}

    /**
     * Trusts who is named in a file: certificates (X.509 as PEM), public keys of minisign, or both.
     *
     * @throws BadFileException if there is none in it
     */
    public static PluginTrust signedBy(Path file) {
        byte[] bytes = read(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<X509Certificate> certificates = new ArrayList<>();
        if (text.contains("-----BEGIN CERTIFICATE-----")) {
            try {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                    certificates.add((X509Certificate) certificate);
                }
            } catch (CertificateException e) {
                throw new BadFileException(
                        file.toString(),
                        "A certificate in it cannot be read (" + e.getMessage() + "); export it as PEM.",
                        e);
            }
        }
        List<MinisignKey> keys = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.length() == KEY_CHARACTERS && line.startsWith("RW")) {
                try {
                    keys.add(MinisignKey.of(line));
                } catch (IllegalArgumentException e) {
                    throw new BadFileException(file.toString(), String.valueOf(e.getMessage()), e);
                }
            }
        }
        if (certificates.isEmpty() && keys.isEmpty()) {
            throw new BadFileException(
                    file.toString(), "There is neither a certificate (PEM) nor a public key of minisign in it.");
        }
        PluginTrust byCertificate = PluginTrust.signedBy(certificates.toArray(X509Certificate[]::new));
        PluginTrust byKey = PluginTrust.signedBy(keys.toArray(MinisignKey[]::new));
        if (keys.isEmpty()) {
            return byCertificate;
        }
        return certificates.isEmpty() ? byKey : byCertificate.or(byKey);
    }

    /**
     * Trusts jars whose SHA-256 begins a line of a file, as {@code sha256sum *.jar} prints them; lines that begin with {@code #} say
     * nothing.
     *
     * @throws BadFileException if a line begins with something else
     */
    public static PluginTrust allowList(Path file) {
        Set<String> hashes = new LinkedHashSet<>();
        for (String line :
                new String(read(file), StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                hashes.add(line.strip().split("\\s+", 2)[0]);
            }
        }
        try {
            return PluginTrust.allowList(hashes);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BadFileException(file.toString(), "The file is larger than such a file can be.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BadFileException(file.toString(), "There is no such file.", e);
        } catch (IOException e) {
            throw new BadFileException(file.toString(), "The file cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
