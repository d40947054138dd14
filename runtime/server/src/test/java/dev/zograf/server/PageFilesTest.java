package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.digest.Sha256;
import dev.zograf.server.page.Page;
import dev.zograf.server.security.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page: there for everybody, nothing else with them, under a policy that lets no other script run. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageFilesTest {

    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern PART = Pattern.compile("(?:href|src)=\"/page/([^\"]+)\"");

    @TempDir
    static Path data;

    private ZografServer server;
    private Client client;

    @BeforeAll
    void start() throws Exception {
        String hash = Sha256.of("secret".getBytes(StandardCharsets.UTF_8));
        server = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(data)
                        .listen("127.0.0.1", 0)
                        .keys(List.of(new ApiKey("me", hash, false, Optional.empty(), 0))));
        client = new Client(server.url(), server.port());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void needNoKeyAndRunNoScriptButTheirOwn() throws Exception {
        Client.Answer page = client.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*", "data:", "http");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.text()).doesNotContainPattern("\\son[a-z]+=").doesNotContain("style=", "<script>");
        assertThat(client.get("/v1/workflows").status()).isEqualTo(401);
    }

    @Test
    void areAllThereAndNoOthers() throws Exception {
        for (String name : Page.files()) {
            Client.Answer file = client.get("/page/" + name);
            assertThat(file.status()).as(name).isEqualTo(200);
            assertThat(client.get("/page/" + name, "If-None-Match", file.header("ETag"))
                            .status())
                    .isEqualTo(304);
            Matcher imports = IMPORT.matcher(file.text());
            while (name.endsWith(".js") && imports.find()) {
                assertThat(Page.files()).as(name).contains(imports.group(1));
            }
            assertThat(file.text())
                    .as(name)
                    .doesNotContain("innerHTML", "insertAdjacentHTML", "eval(", "http://localhost");
        }
        Matcher parts = PART.matcher(client.get("/").text());
        while (parts.find()) {
            assertThat(Page.files()).contains(parts.group(1));
        }
        for (String path : List.of(
                "/page/Page.class",
                "/page/..%2fv1%2fopenapi.json",
                "/page/%2e%2e/v1/openapi.json",
                "/page/",
                "/page/x.js?<script>",
                "/<script>alert(1)</script>")) {
            Client.Answer none = client.get(path.replace("<", "%3C").replace(">", "%3E"));
            assertThat(none.status()).as(path).isIn(400, 401, 404);
            assertThat(none.text()).doesNotContain("<script>");
            assertThat(none.header("Content-Type")).doesNotContain("html");
        }
    }

    @Test
    void pagesOfOtherOriginsGetNothing() throws Exception {
        assertThat(client.get("/page/main.js", "Origin", "https://evil.example").status())
                .isEqualTo(403);
    }
}
