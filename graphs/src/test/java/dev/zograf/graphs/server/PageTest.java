package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.digest.Sha256;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import dev.zograf.server.security.ApiKey;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page as people use it, in a real browser, with the model that ships: by mouse, by keyboard, on a phone, with a screen reader. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    private static final String RUN = "document.querySelector('#form button[type=submit]')";
    private static final String PICTURE = """
            (async () => {
              const canvas = new OffscreenCanvas(64, 64);
              const context = canvas.getContext('2d');
              context.fillStyle = '#fb4';
              context.fillRect(8, 8, 48, 48);
              const files = new DataTransfer();
              files.items.add(new File([await canvas.convertToBlob()], 'square.png', { type: 'image/png' }));
              document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
            })()""";

    @TempDir
    static Path data;

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path profile;

    private final HttpClient http = HttpClient.newHttpClient();
    private ZografServer server;
    private Chromium page;

    @BeforeAll
    void start() throws Exception {
        Optional<Path> program = Chromium.find();
        Assumptions.assumeTrue(program.isPresent(), Chromium.MISSING);
        String root = System.getProperty("zograf.root");
        Path workflows = (root == null ? Path.of("..").toAbsolutePath() : Path.of(root)).resolve("graphs/workflows");
        server = ZografServer.start(
                Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0).workflows(workflows));
        page = new Chromium(program.get(), profile);
    }

    @AfterAll
    void stop() throws Exception {
        if (page != null) {
            page.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        size(1440, 900, false);
        page.send("Storage.clearDataForOrigin", Map.of("origin", server.url(), "storageTypes", "local_storage"));
        page.send("Page.navigate", Map.of("url", server.url() + "/"));
        page.until("document.querySelector('.node') && " + RUN);
    }

    @AfterEach
    void end() throws Exception {
        if (page == null) {
            return;
        }
        for (Object job : jobs("state=queued,running")) {
            http.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/v1/jobs/" + map(job).get("id") + "/cancel"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        assertThat(page.complaints()).isEmpty();
    }

    private void size(int width, int height, boolean phone) throws Exception {
        page.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        page.send("Emulation.setTouchEmulationEnabled", Map.of("enabled", phone));
    }

    private void set(String input, String value) throws Exception {
        page.value("(() => { const f = document.getElementById('input-" + input + "'); f.value = '" + value
                + "'; f.dispatchEvent(new Event('input', { bubbles: true })); })()");
    }

    private void click(String expression) throws Exception {
        page.until(expression);
        page.value("(() => { const e = " + expression + "; e.focus(); e.click(); })()");
    }

    private void choose(String title) throws Exception {
        click("document.querySelector('button.workflow')");
        click("[...document.querySelectorAll('button.choice')].find((b) => b.textContent.startsWith('" + title + "'))");
        page.until("document.querySelector('.workflow-title').textContent === '" + title
                + "' && !document.querySelector('dialog[open]') && document.activeElement.className === 'workflow'");
    }

    private byte[] get(String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private List<?> jobs(String query) throws Exception {
        String text = new String(get("/v1/jobs?inputs=true&" + query), StandardCharsets.UTF_8);
        return (List<?>) ((Map<?, ?>) JsonText.parse(text).orElseThrow()).get("jobs");
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static String sha(Object job) {
        return String.valueOf(map(((List<?>) map(job).get("results")).get(0)).get("sha256"));
    }

    @Test
    void paintsWithLiveProgressAndAgainWithTheSameSettings() throws Exception {
        set("prompt", "a green frog");
        set("steps", "100");
        click(RUN);
        // All at once: between two questions the run goes on.
        page.until("document.querySelector('.node[data-id=sample][data-state=running]')"
                + " && document.querySelector('.node[data-id=decode][data-state=waiting]')"
                + " && document.querySelector('.frame img')?.src.startsWith('blob:')"
                + " && document.querySelector('progress').value > 0"
                + " && /^Sample: [0-9]+ of 100$/.test(document.querySelector('.step').textContent)");
        page.shot("running");
        page.until("document.querySelector('.frame[data-state=done] img')?.naturalWidth === 256"
                + " && document.querySelector('.tile img')?.naturalWidth > 0");
        assertThat(page.value("[...document.querySelectorAll('.node')].every((n) => ['finished',"
                        + " 'cached'].includes(n.dataset.state))"))
                .isEqualTo(true);
        page.until("document.getElementById('status').textContent === 'Done: a green frog'");
        Object made = jobs("state=done&limit=1").get(0);
        assertThat(map(map(made).get("inputs")).get("prompt")).isEqualTo("a green frog");
        assertThat(String.valueOf(map(map(made).get("inputs")).get("seed")))
                .isEqualTo(page.value("document.getElementById('input-seed').value"));
        page.shot("done");

        set("prompt", "something else");
        click("document.querySelector('.tile')");
        assertThat(page.value("document.querySelector('.settings').textContent").toString())
                .contains("a green frog", "100");
        click("[...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Again with these"
                + " settings')");
        page.until("document.getElementById('input-prompt').value === 'a green frog'");
        assertThat(page.value("document.querySelector('.each input').checked")).isEqualTo(false);
        Object before = page.value("document.querySelectorAll('.tile').length");
        click(RUN);
        page.until("document.querySelectorAll('.tile').length > " + before
                + " && document.querySelector('.frame[data-state=done]')");
        List<?> both = jobs("state=done&limit=2");
        assertThat(sha(both.get(0))).isEqualTo(sha(both.get(1)));
        page.until("document.querySelector('.node[data-state=cached]')");
    }

    @Test
    void movesAndCancelsWhatWaits() throws Exception {
        set("steps", "1000");
        set("prompt", "long one");
        click(RUN);
        page.until("document.querySelector('.row[data-state=running]')");
        for (String prompt : List.of("first", "second")) {
            set("prompt", prompt);
            click(RUN);
            page.until("[...document.querySelectorAll('.row-title')].some((t) => t.textContent === '" + prompt + "')");
        }
        page.shot("queue");
        click("document.querySelector('[aria-label=\"Move up: second\"]')");
        page.until("document.querySelectorAll('.row-title')[1].textContent === 'second'");
        // What was pressed stays where the hand is.
        assertThat(page.value("document.activeElement.closest('.row')?.textContent")
                        .toString())
                .contains("second");
        assertThat(map(map(jobs("state=queued&order=oldest").get(1)).get("inputs"))
                        .get("prompt"))
                .isEqualTo("second");
        assertThat(map(jobs("state=queued&order=oldest").get(1)).get("position"))
                .isEqualTo(0L);
        for (String prompt : List.of("first", "second", "long one")) {
            click("document.querySelector('[aria-label=\"Cancel: " + prompt + "\"]')");
            page.until("![...document.querySelectorAll('.row-title')].some((t) => t.textContent === '" + prompt + "')");
        }
        page.until("document.querySelector('.frame[data-state=cancelled]')");
        assertThat(jobs("state=cancelled")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void drawsAMaskAndRefusesAtTheField() throws Exception {
        choose("Inpaint");
        click(RUN);
        page.until("document.getElementById('input-image').getAttribute('aria-invalid') === 'true'");
        assertThat(page.value("document.getElementById('input-image-error').textContent")
                        .toString())
                .contains("has no value");
        assertThat(page.value("document.activeElement.closest('.field').querySelector('label').textContent"))
                .isEqualTo("Image");
        page.value(PICTURE);
        page.until("document.querySelector('.drop img').naturalWidth === 64");
        click("[...document.querySelectorAll('.drop-actions button')].find((b) => b.textContent === 'Draw …')");
        page.until("document.querySelector('.mask-editor canvas')?.width === 1024");
        List<?> box = (List<?>) page.value(
                "(() => { const b = document.querySelector('canvas').getBoundingClientRect(); return [b.left, b.top,"
                        + " b.width, b.height]; })()");
        double left = ((Number) box.get(0)).doubleValue();
        double top = ((Number) box.get(1)).doubleValue();
        double width = ((Number) box.get(2)).doubleValue();
        double height = ((Number) box.get(3)).doubleValue();
        page.mouse("mousePressed", left + width * 0.25, top + height / 2);
        page.mouse("mouseMoved", left + width * 0.75, top + height / 2);
        page.mouse("mouseReleased", left + width * 0.75, top + height / 2);
        page.shot("mask");
        AccessCheck.of(page);
        for (String key : List.of("i", "f", "z")) {
            page.key(key, key.equals("z") ? 2 : 0);
        }
        click("[...document.querySelectorAll('.mask-editor button')].find((b) => b.textContent === 'Use the mask')");
        page.until("document.querySelectorAll('.drop img')[1].naturalWidth === 64");
        String path = String.valueOf(page.value("document.querySelectorAll('.drop img')[1].dataset.path"));
        BufferedImage mask = ImageIO.read(new ByteArrayInputStream(get(path)));
        // Inverted, filled, and the filling undone.
        assertThat(mask.getRGB(32, 32) & 0xff).isZero();
        assertThat(mask.getRGB(20, 32) & 0xff).isZero();
        assertThat(mask.getRGB(32, 5) & 0xff).isEqualTo(255);
        click(RUN);
        page.until("document.querySelector('.frame[data-state=done] img')?.naturalWidth === 256");
    }

    @Test
    void needsNoMouse() throws Exception {
        page.value("document.activeElement.blur()");
        page.key("Tab", 0);
        assertThat(page.value("document.activeElement.textContent")).isEqualTo("Skip to the form");
        page.key("Tab", 0);
        assertThat(page.value("document.activeElement.className")).isEqualTo("workflow");
        page.key("Enter", 0);
        page.until("document.activeElement.id === 'workflow-search'");
        page.send("Input.insertText", Map.of("text", "zero"));
        page.until("document.querySelectorAll('button.choice').length === 1");
        AccessCheck.of(page);
        page.key("Escape", 0);
        page.until("!document.querySelector('dialog[open]')");
        assertThat(page.value("document.activeElement.className")).isEqualTo("workflow");
        page.key("Tab", 0);
        assertThat(page.value("document.activeElement.id")).isEqualTo("input-prompt");
        page.send("Input.insertText", Map.of("text", "by keyboard "));
        set("steps", "1000");
        page.key("Enter", 2);
        page.until("document.querySelector('.row[data-state=running]')");
        for (int i = 0; i < 30 && !isFocused("Cancel: "); i++) {
            page.key("Tab", 0);
        }
        // The one beside the picture comes first; the one in the queue says which.
        assertThat(isFocused("Cancel: ")).isTrue();
        page.key("Enter", 0);
        page.until("document.querySelector('.frame[data-state=cancelled]')");
    }

    private boolean isFocused(String label) throws Exception {
        return String.valueOf(page.value("document.activeElement.getAttribute('aria-label') ?? ''"))
                .startsWith(label);
    }

    @Test
    void isForScreenReadersAndPhonesInLightAndDark() throws Exception {
        click(RUN);
        page.until("document.querySelector('.tile')");
        for (String scheme : List.of("light", "dark")) {
            page.send(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            size(1440, 900, false);
            AccessCheck.of(page);
            size(360, 740, true);
            AccessCheck.of(page);
            AccessCheck.fits(page);
            page.shot("phone-" + scheme);
            click("document.querySelector('.tile')");
            AccessCheck.of(page);
            AccessCheck.fits(page);
            page.key("Escape", 0);
            page.until("!document.querySelector('dialog')?.open");
        }
        choose("Crop and stitch");
        AccessCheck.of(page);
        AccessCheck.fits(page);
        page.send("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @Test
    void showsTextsOfWorkflowsAsText() throws Exception {
        String evil = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
        String workflow = JsonText.write(Map.of(
                "zograf",
                1,
                "title",
                evil,
                "description",
                evil,
                "inputs",
                Map.of("text", Map.of("type", "text", "default", evil, "doc", evil)),
                "nodes",
                Map.of(
                        "join",
                        Map.of("type", "text-join@1", "in", Map.of("texts", List.of(Map.of("from", "inputs.text"))))),
                "outputs",
                Map.of("text", Map.of("from", "join.text"))));
        http.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/workflows/evil"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(workflow))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        click("document.querySelector('button.workflow')");
        click("[...document.querySelectorAll('button.choice')].find((b) => b.textContent.startsWith('<img'))");
        page.until("document.querySelector('.workflow-title').textContent.startsWith('<img')");
        click(RUN);
        page.until("document.querySelector('.outputs dd')?.textContent.startsWith('<img')");
        click("document.querySelector('.tile')");
        page.until("document.querySelector('dialog.details[open]')");
        assertThat(page.value("window.hacked === undefined && !document.querySelector('img[src=x], body script')"))
                .isEqualTo(true);
    }

    @Test
    void asksForAKeyAndSendsIt() throws Exception {
        String hash = Sha256.of("open sesame".getBytes(StandardCharsets.UTF_8));
        Path folder = Files.createDirectories(data.resolve("with-keys"));
        ServerOptions options = ServerOptions.of(folder)
                .listen("127.0.0.1", 0)
                .keys(List.of(new ApiKey("me", hash, true, Optional.empty(), 0)));
        try (ZografServer closed = ZografServer.start(Zograf.builder(), options)) {
            page.send("Page.navigate", Map.of("url", closed.url() + "/"));
            for (String secret : List.of("wrong", "open sesame")) {
                page.until("document.querySelector('#key-field')?.value === ''");
                if (secret.equals("wrong")) {
                    AccessCheck.of(page);
                } else {
                    assertThat(page.value("document.getElementById('key-error').hidden"))
                            .isEqualTo(false);
                }
                page.value("void (document.getElementById('key-field').value = '" + secret + "')");
                click("document.querySelector('.key-dialog button')");
            }
            page.until("document.getElementById('connection').textContent === 'Connected'");
            page.until("!document.getElementById('key').hidden");
            page.until("document.querySelector('.workflow-title').textContent === 'No workflow yet'");
            assertThat(page.value("sessionStorage.length === 1 && localStorage.length === 0"))
                    .isEqualTo(true);
        }
    }
}
