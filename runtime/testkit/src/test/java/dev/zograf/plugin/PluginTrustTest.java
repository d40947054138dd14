package dev.zograf.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.api.BadFileException;
import dev.zograf.runtime.plugin.MinisignKey;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginFailure.Kind;
import dev.zograf.runtime.plugin.PluginInfo;
import dev.zograf.runtime.plugin.PluginTrust;
import dev.zograf.runtime.plugin.PluginTrustFile;
import dev.zograf.testkit.PluginJars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which plugins run under which policy, and which rule refuses the others. */
class PluginTrustTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;

    private Path plugins;
    private Path jar;

    @BeforeEach
    void plugin() {
        plugins = folder.resolve("plugins");
        jar = PluginJars.echo("acme", "1.0.0", "> ").write(plugins.resolve("acme.jar"));
    }

    private void trusts(PluginTrust trust, String who) {
        try (Zograf zograf =
                Zograf.builder().pluginFolder(plugins).pluginTrust(trust).build()) {
            assertThat(zograf.failures()).isEmpty();
            assertThat(Echo.run(zograf, "acme", "x")).isEqualTo("> x");
            assertThat(zograf.plugins().list())
                    .filteredOn(p -> p.id().equals("acme"))
                    .extracting(PluginInfo::vouched)
                    .singleElement()
                    .satisfies(vouched -> assertThat(vouched).get().asString().contains(who));
        }
    }

    private void refuses(PluginTrust trust, String... rule) {
        try (Zograf zograf =
                Zograf.builder().pluginFolder(plugins).pluginTrust(trust).build()) {
            PluginFailure failure = zograf.failures().get(0);
            assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED);
            assertThat(failure.message())
                    .contains("trust policy refuses acme.jar")
                    .contains(rule);
            assertThat(zograf.check(Echo.workflow("acme.echo"))).singleElement().satisfies(problem -> {
                assertThat(problem.toString()).contains(rule);
            });
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void trustsAnybodyByDefault() {
        trusts(PluginTrust.any(), "not asked for");
    }

    @Test
    void trustsHashesOfAList() throws Exception {
        trusts(PluginTrust.allowList(Set.of(sha256(jar))), "allow-list");
        refuses(PluginTrust.allowList(Set.of("0".repeat(64))), sha256(jar), "not on the allow-list");
        refuses(PluginTrust.allowList(Set.of()), "not on the allow-list");
        assertThatThrownBy(() -> PluginTrust.allowList(Set.of("abc"))).hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void everyJarOfAPluginIsJudged() throws Exception {
        Path moved = plugins.resolve("acme/acme.jar");
        Files.createDirectories(moved.getParent());
        Files.move(jar, moved);
        Path library = PluginJars.library().entry("a.txt", "a").write(plugins.resolve("acme/zlib.jar"));
        try (Zograf zograf = Zograf.builder()
                .pluginFolder(plugins)
                .pluginTrust(PluginTrust.allowList(Set.of(sha256(moved))))
                .build()) {
            assertThat(zograf.failures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.message()).contains("refuses zlib.jar"));
        }
        trusts(PluginTrust.allowList(Set.of(sha256(moved), sha256(library))), "allow-list");
    }

    @Test
    void judgesAgainWhatItRuns() throws Exception {
        PluginTrust trust = PluginTrust.allowList(Set.of(sha256(jar)));
        try (Zograf zograf =
                Zograf.builder().pluginFolder(plugins).pluginTrust(trust).build()) {
            assertThat(zograf.failures()).isEmpty();
            // The same descriptor, other code.
            PluginJars.echo("acme", "1.0.0", "evil ").write(jar);
            assertThatThrownBy(() -> Echo.run(zograf, "acme", "x")).hasMessageContaining("not on the allow-list");
        }
    }

    /** Keys of tests: mine, other, old (valid for some days of 2020), root, and leaf that root vouches for. */
    private static KeyStore.PrivateKeyEntry key(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = PluginTrustTest.class.getResourceAsStream("keys.p12")) {
            keys.load(in, PASSWORD);
        }
        return (KeyStore.PrivateKeyEntry) keys.getEntry(name, new KeyStore.PasswordProtection(PASSWORD));
    }

    private void sign(KeyStore.PrivateKeyEntry key) throws IOException {
        Path signed = folder.resolve("signed.jar");
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key).build().sign(in, out);
        }
        Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void rewrite(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : in.stream().toList()) {
                if (!entry.getName().equals(name)) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        Files.write(jar, bytes.toByteArray());
    }

    @Test
    void trustsJarsThatAreSignedByACertificate() throws Exception {
        KeyStore.PrivateKeyEntry mine = key("mine");
        KeyStore.PrivateKeyEntry other = key("other");
        X509Certificate trusted = (X509Certificate) mine.getCertificate();
        refuses(PluginTrust.signedBy(trusted), "is not signed");
        sign(mine);
        trusts(PluginTrust.signedBy(trusted), "CN=mine");
        refuses(PluginTrust.signedBy((X509Certificate) other.getCertificate()), "signed by CN=mine", "trusted");
        byte[] whole = Files.readAllBytes(jar);
        rewrite("acme/More.class", new byte[] {1});
        refuses(PluginTrust.signedBy(trusted), "acme/More.class is not signed");
        Files.write(jar, whole);
        rewrite("acme/Echo.class", new byte[] {1});
        refuses(PluginTrust.signedBy(trusted), "not what was signed");
    }

    @Test
    void refusesACertificateThatIsNotValidAnyMore() throws Exception {
        KeyStore.PrivateKeyEntry old = key("old");
        sign(old);
        refuses(PluginTrust.signedBy((X509Certificate) old.getCertificate()), "CN=old (valid to ", "valid now");
    }

    @Test
    void trustsWhomATrustedCertificateVouchesFor() throws Exception {
        KeyStore.PrivateKeyEntry root = key("root");
        KeyStore.PrivateKeyEntry leaf = key("leaf");
        assertThat(leaf.getCertificateChain()).hasSize(2);
        sign(leaf);
        trusts(PluginTrust.signedBy((X509Certificate) root.getCertificate()), "CN=leaf");
    }

    /** Signatures of minisign itself over the four letters "test", from the documentation of its implementation in Rust. */
    @Test
    void readsWhatMinisignWrites() throws Exception {
        MinisignKey key = MinisignKey.of("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3");
        Path test = Files.writeString(folder.resolve("test"), "test");
        PluginTrust trust = PluginTrust.signedBy(key);
        PluginTrust.Jar file = new PluginTrust.Jar("test", test, test, "");
        assertThat(trust.judge(file).reason()).contains("no signature test.minisig");
        Path signature = folder.resolve("test.minisig");
        Files.writeString(signature, """
                untrusted comment: signature from minisign secret key
                RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
                trusted comment: timestamp:1633700835\tfile:test\tprehashed
                wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==
                """);
        assertThat(trust.judge(file))
                .isEqualTo(new PluginTrust.Verdict(true, "signed by the minisign key E7620F1842B4E81F"));
        Files.writeString(signature, Files.readString(signature).replace("1633700835", "1633700836"));
        assertThat(trust.judge(file).trusted()).isFalse();
        Files.writeString(signature, """
                untrusted comment: signature from minisign secret key
                RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
                trusted comment: timestamp:1555779966\tfile:test
                QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
                """);
        assertThat(trust.judge(file).trusted()).isTrue();
        Files.writeString(test, "Test");
        assertThat(trust.judge(file).reason()).contains("does not belong to this content");
    }

    @Test
    void trustsJarsWithASignatureOfMinisignBesideThem() throws Exception {
        MinisignSigner mine = new MinisignSigner(1);
        MinisignSigner other = new MinisignSigner(2);
        PluginTrust trust = PluginTrust.signedBy(mine.publicKey());
        refuses(trust, "no signature acme.jar.minisig");
        mine.sign(jar);
        trusts(trust, "minisign key");
        refuses(PluginTrust.signedBy(other.publicKey()), "does not trust");
        trusts(PluginTrust.signedBy(other.publicKey()).or(trust), "minisign key");
        PluginJars.echo("acme", "1.0.0", "evil ").write(jar);
        refuses(trust, "does not belong to this content");
        Files.writeString(plugins.resolve("acme.jar.minisig"), "hello");
        refuses(trust, "is no signature of minisign");
    }

    @Test
    void readsPoliciesFromFiles() throws Exception {
        KeyStore.PrivateKeyEntry mine = key("mine");
        Path pem = Files.writeString(
                folder.resolve("mine.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(mine.getCertificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        MinisignSigner minisign = new MinisignSigner(3);
        minisign.sign(jar);
        Path keys = Files.writeString(
                folder.resolve("keys.txt"),
                Files.readString(pem) + "untrusted comment: minisign public key\n" + minisign.base64() + "\n");
        trusts(PluginTrustFile.signedBy(keys), "minisign key");
        sign(mine);
        trusts(PluginTrustFile.signedBy(keys), "CN=mine");
        trusts(PluginTrustFile.signedBy(pem), "CN=mine");
        Path list = Files.writeString(folder.resolve("list"), "# trusted\n\n" + sha256(jar) + "  acme.jar\n");
        trusts(PluginTrustFile.allowList(list), "allow-list");
        Files.writeString(list, "what is this?\n");
        assertThatThrownBy(() -> PluginTrustFile.allowList(list))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"what\" is no SHA-256");
        assertThatThrownBy(() -> PluginTrustFile.signedBy(list)).hasMessageContaining("neither a certificate");
        assertThatThrownBy(() -> PluginTrustFile.signedBy(folder.resolve("none")))
                .hasMessageContaining("no such file");
        byte[] wrong = Arrays.copyOf("RW".getBytes(StandardCharsets.UTF_8), 56);
        Arrays.fill(wrong, 2, 56, (byte) '!');
        Files.write(list, wrong);
        assertThatThrownBy(() -> PluginTrustFile.signedBy(list)).hasMessageContaining("no public key of minisign");
    }
}
