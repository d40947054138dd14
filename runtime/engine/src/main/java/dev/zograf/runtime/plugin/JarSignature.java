package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Trusts jars of which every entry is signed by one of certain certificates, or by one that such a certificate vouches for. The
 * certificate must be valid now: a time stamp in the signature comes from an authority that nobody here chose, and is not believed.
 */
final class JarSignature implements PluginTrust {

    /** What signing itself adds, which cannot be signed. */
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    private final Set<X509Certificate> trusted;

    JarSignature(Set<X509Certificate> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    @Override
    public Verdict judge(Jar jar) throws IOException {
        Set<X509Certificate> vouching = null;
        try (JarFile file = open(jar.content())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.isDirectory() || SIGNATURE.matcher(entry.getName()).matches()) {
                    continue;
                }
                try (InputStream in = file.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                CodeSigner[] signers = entry.getCodeSigners();
                if (signers == null) {
                    return refused("the entry " + entry.getName()
                            + " is not signed (or only by an algorithm that this Java" + " no longer believes)");
                }
                Set<X509Certificate> here = Arrays.stream(signers)
                        .map(signer -> (X509Certificate)
                                signer.getSignerCertPath().getCertificates().get(0))
                        .filter(certificate -> isTrusted(certificate, signers))
                        .collect(Collectors.toCollection(HashSet::new));
                if (vouching == null) {
                    vouching = here;
                } else {
                    vouching.retainAll(here);
                }
                if (vouching.isEmpty()) {
                    return refused("the entry " + entry.getName() + " is signed by " + names(signers)
                            + ", and not by a certificate that is trusted and valid now");
                }
            }
        } catch (SecurityException e) {
            return refused("its content is not what was signed (" + e.getMessage() + ")");
        }
        return vouching == null
                ? refused("there is nothing in it that is signed")
                : new Verdict(
                        true,
                        "signed by "
                                + vouching.stream()
                                        .map(JarSignature::name)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
    }

    private static JarFile open(Path file) throws IOException {
        return new JarFile(file.toFile(), true, ZipFile.OPEN_READ, JarFile.baseVersion());
    }

    private static Verdict refused(String why) {
        return new Verdict(false, why + "; sign the whole jar with a key that this host trusts.");
    }

    private boolean isTrusted(X509Certificate certificate, CodeSigner[] signers) {
        try {
            certificate.checkValidity();
            if (trusted.contains(certificate)) {
                return true;
            }
            for (CodeSigner signer : signers) {
                if (signer.getSignerCertPath().getCertificates().get(0).equals(certificate)) {
                    validate(signer);
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void validate(CodeSigner signer) throws GeneralSecurityException {
        Set<TrustAnchor> anchors =
                trusted.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(signer.getSignerCertPath(), parameters);
    }

    private static String names(CodeSigner[] signers) {
        return Arrays.stream(signers)
                .map(signer -> name((X509Certificate)
                        signer.getSignerCertPath().getCertificates().get(0)))
                .collect(Collectors.joining(", "));
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName()
                + String.format(Locale.ROOT, " (valid to %tF)", certificate.getNotAfter());
    }
}
