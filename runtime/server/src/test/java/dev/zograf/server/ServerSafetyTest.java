package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.runtime.digest.Sha256;
import dev.zograf.server.security.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerSafetyTest {

    @TempDir
    static Path folder;

    private ZografServer server;
    private Client client;
    private ZografServer guarded;
    private Client stranger;

    @BeforeAll
    void start() throws Exception {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<title>front</title>");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(site.resolve("link.txt"), folder.resolve("secret.txt"));
        server = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(folder.resolve("data"))
                        .listen("127.0.0.1", 0)
                        .frontEnd(site)
                        .origins(List.of("https://shop.example"))
                        .hosts(List.of("paint.example"))
                        .uploads(1 << 20, 1_000_000));
        client = new Client(server.url(), server.port());
        Files.writeString(
                folder.resolve("small.json"), "{ \"policy\": 1, \"steps\": 5, \"nodes\": {\"deny\": [\"test.act\"]} }");
        Files.writeString(
                folder.resolve("keys.json"),
                "{\"keys\": [" + key("alice", "a-secret", ", \"policy\": \"small.json\"")
                        + "," + key("bob", "b-secret", ", \"queued\": 1") + ","
                        + key("root", "r-secret", ", \"admin\": true")
                        + "]}");
        guarded = ZografServer.start(
                Zograf.builder().nodePlugins(new TestNodes()),
                ServerOptions.of(folder.resolve("guarded"))
                        .listen("127.0.0.1", 0)
                        .keys(KeyFile.read(folder.resolve("keys.json"))));
        stranger = new Client(guarded.url(), guarded.port());
    }

    private static String key(String name, String secret, String more) {
        return "{\"name\": \"" + name + "\", \"sha256\": \"" + Sha256.of(secret.getBytes(StandardCharsets.UTF_8)) + "\""
                + more + "}";
    }

    @AfterAll
    void stop() {
        server.close();
        guarded.close();
    }

    @Test
    void answersToItsOwnNamesOnly() throws Exception {
        String port = ":" + server.port();
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "127.0.0.1" + port))
                .isEqualTo(200);
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "localhost" + port))
                .isEqualTo(200);
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "[::1]" + port))
                .isEqualTo(200);
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "paint.example"))
                .isEqualTo(200);
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "evil.example" + port))
                .isEqualTo(403);
        assertThat(client.rawStatus("GET", "/v1/health", "Host", "127.0.0.1.evil.example"))
                .isEqualTo(403);
    }

    @Test
    void pagesOfOtherOriginsCannotDriveIt() throws Exception {
        String own = "http://127.0.0.1:" + server.port();
        assertThat(client.get("/v1/health", "Origin", own).status()).isEqualTo(200);
        assertThat(client.get("/v1/health", "Origin", "https://evil.example").status())
                .isEqualTo(403);
        assertThat(client.get("/v1/health", "Origin", "null").status()).isEqualTo(403);
        assertThat(client.get("/v1/health", "Origin", "http://127.0.0.1:1").status())
                .isEqualTo(403);
        assertThat(client.get("/v1/health", "Sec-Fetch-Site", "cross-site").status())
                .isEqualTo(403);
        assertThat(client.get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .status())
                .isEqualTo(200);
        Client.Answer allowed = client.get("/v1/health", "Origin", "https://shop.example");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
        assertThat(client.send("OPTIONS", "/v1/jobs", null, "Origin", "https://shop.example")
                        .header("Access-Control-Allow-Methods"))
                .contains("POST");
        assertThat(client.post("/v1/jobs", Client.painting(1, 1, 0), "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e%2fsecret.txt",
                "/%252e%252e%252fsecret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/link.txt",
                "//etc/passwd",
                "/%2fetc%2fpasswd",
                "/C:/windows/win.ini",
                "/%5c%5c?%5cC:%5cx",
                "/con",
                "/aux.txt",
                "/index.html.",
                "/index.html%20",
                "/index.html%00.png",
                "/index.html::$DATA",
                "/v1/workflows/..%2f..%2fsecret",
                "/v1/files/..%2f..%2fsecret.txt",
                "/v1/files/%2e%2e%2f%2e%2e%2fsecret.txt",
                "/v1/results/..%2fzograf.db",
                "/%ff%fe",
                "/%zz"
            })
    void noPathLeavesItsRoot(String path) throws Exception {
        assertThat(client.rawStatus("GET", path)).isBetween(400, 404);
    }

    @Test
    void refusesBodiesThatAreWrong() throws Exception {
        String json = "application/json";
        assertThat(client.send("POST", "/v1/jobs", "{".getBytes(StandardCharsets.UTF_8), "Content-Type", json)
                        .json())
                .containsEntry("status", 400L)
                .containsEntry("title", "bad-json");
        assertThat(client.send("POST", "/v1/jobs", new byte[] {(byte) 0xff}, "Content-Type", json)
                        .status())
                .isEqualTo(400);
        assertThat(client.send("POST", "/v1/jobs", "[]".getBytes(StandardCharsets.UTF_8), "Content-Type", json)
                        .status())
                .isEqualTo(400);
        assertThat(client.send("POST", "/v1/jobs", "a=b".getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        String deep = "{\"workflow\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(client.send("POST", "/v1/jobs", deep.getBytes(StandardCharsets.UTF_8), "Content-Type", json)
                        .status())
                .isEqualTo(400);
        StringBuilder nodes = new StringBuilder("{\"zograf\":1,\"nodes\":{");
        for (int i = 0; i < 100_000; i++) {
            nodes.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":{\"type\":\"test.paint\"}");
        }
        byte[] workflow = nodes.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        byte[] job = ("{\"workflow\":" + nodes + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(client.send("POST", "/v1/jobs", job, "Content-Type", json).json())
                .containsEntry("title", "too-many-nodes");
        assertThat(client.send("PUT", "/v1/workflows/many", workflow, "Content-Type", json)
                        .json())
                .containsEntry("title", "too-many-nodes");
        assertThat(client.send("POST", "/v1/files", new byte[] {1}, "Content-Type", "multipart/form-data")
                        .json())
                .containsEntry("status", 400L)
                .extractingByKey("detail")
                .asString()
                .contains("boundary");
        assertThat(client.send("PATCH", "/v1/jobs", null).status()).isEqualTo(405);
        assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        String head = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        assertThat(client.raw(head + "Content-Length: 104857600\r\n\r\n")).startsWith("HTTP/1.1 413");
        byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        assertThat(sendsAllAndReads(head + "Content-Length: " + (32 << 20) + "\r\n\r\n", piece))
                .isEqualTo("HTTP/1.1 413");
        byte[] chunk = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(sendsAllAndReads(head + "Transfer-Encoding: chunked\r\n\r\n", chunk))
                .isEqualTo("HTTP/1.1 413");
        String form = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n";
        String begins = form + Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
        assertThat(sendsAllAndReads(begins, chunk)).isEqualTo("HTTP/1.1 413");
        assertThat(sendsAllAndReads(form, chunk)).as("no form at all").startsWith("HTTP/1.1 4");
        assertThat(client.form("/v1/files", "file", "x.png", new byte[2 << 20], Map.of())
                        .status())
                .isEqualTo(413);
        assertThat(client.get("/v1/health").status()).isEqualTo(200);
    }

    /** What a client is answered that sends 32 pieces before it looks, as most of them do. */
    private String sendsAllAndReads(String head, byte[] piece) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 32; i++) {
                socket.getOutputStream().write(piece);
            }
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void refusesPicturesThatWouldBeTooLarge() throws Exception {
        byte[] bomb = emptyPng(30_000, 30_000);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(client.form("/v1/files", "file", "x.png", bomb, Map.of()).json())
                .containsEntry("title", "too-many-pixels");
        byte[] svg =
                "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".getBytes(StandardCharsets.UTF_8);
        assertThat(client.form("/v1/files", "file", "x.png", svg, Map.of()).status())
                .isEqualTo(415);
        try (var left = Files.list(folder.resolve("data/tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    /** A black PNG of that size, well packed. */
    private static byte[] emptyPng(int width, int height) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        java.nio.ByteBuffer header = java.nio.ByteBuffer.allocate(13);
        header.putInt(width).putInt(height).put((byte) 1).put((byte) 0).put(new byte[3]);
        chunk(png, "IHDR", header.array());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            byte[] row = new byte[1 + (width + 7) / 8];
            for (int y = 0; y < height; y++) {
                deflater.write(row);
            }
        }
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(
                java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    @Test
    void survivesClientsThatHangUp() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream()
                        .write(
                                "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                                        .getBytes(StandardCharsets.US_ASCII));
                if (i % 2 == 0) {
                    socket.shutdownOutput();
                }
            }
        }
        assertThat(client.raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(client.get("/v1/health").status()).isEqualTo(200);
    }

    @Test
    void answersNeverRunInABrowser() throws Exception {
        Client.Answer answer = client.get("/v1/%3Cscript%3Ealert(1)%3C/script%3E");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(client.raw(
                        "GET /<script> HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("text/html")
                .doesNotContain("<script>");
        assertThat(answer.header("Content-Type")).doesNotContain("html");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("sandbox");
        assertThat(answer.text()).doesNotContain("<script>");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void asksForAKey() throws Exception {
        assertThat(stranger.get("/v1/health").status()).isEqualTo(200);
        Client.Answer refused = stranger.get("/v1/jobs");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(stranger.get("/v1/jobs", "X-API-Key", "a-secreT").status()).isEqualTo(401);
        assertThat(stranger.get("/v1/jobs", "X-API-Key", "a-secret").status()).isEqualTo(200);
        assertThat(stranger.get("/v1/jobs", "Authorization", "Bearer b-secret").status())
                .isEqualTo(200);
        String basic = Base64.getEncoder().encodeToString("x:b-secret".getBytes(StandardCharsets.UTF_8));
        assertThat(stranger.get("/v1/jobs", "Authorization", "Basic " + basic).status())
                .isEqualTo(200);
    }

    @Test
    void keysHaveTheirOwnJobsLimitsAndPolicies() throws Exception {
        String[] alice = {"X-API-Key", "a-secret"};
        String[] bob = {"X-API-Key", "b-secret"};
        Client.Answer refused = stranger.post("/v1/jobs", Client.painting(1, 1, 0), alice);
        assertThat(refused.status()).as(refused.text()).isEqualTo(201);
        String id = String.valueOf(refused.json().get("id"));
        assertThat(stranger.get("/v1/jobs/" + id, bob).status()).isEqualTo(404);
        assertThat(stranger.get("/v1/jobs/" + id, "X-API-Key", "r-secret").status())
                .isEqualTo(200);
        Client.Answer denied = stranger.post(
                "/v1/jobs",
                Map.of("workflow", Map.of("zograf", 1, "nodes", Map.of("a", Map.of("type", "test.act")))),
                alice);
        assertThat(denied.status()).isEqualTo(422);
        assertThat(denied.text()).contains("nodes.deny");
        String slow = String.valueOf(stranger.post("/v1/jobs", Client.painting(1, 500, 20), bob)
                .json()
                .get("id"));
        while (!stranger.get("/v1/jobs/" + slow, bob).json().get("state").equals("running")) {
            Thread.sleep(10);
        }
        assertThat(stranger.post("/v1/jobs", Client.painting(2, 1, 0), bob).status())
                .isEqualTo(201);
        assertThat(stranger.post("/v1/jobs", Client.painting(3, 1, 0), bob).status())
                .isEqualTo(429);
        stranger.send("POST", "/v1/jobs/" + slow + "/cancel", null, bob);
    }

    @Test
    void listensToOtherMachinesWithKeysOnly() {
        assertThatThrownBy(() -> ZografServer.start(
                        Zograf.builder(),
                        ServerOptions.of(folder.resolve("open")).listen("0.0.0.0", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give keys");
        assertThatThrownBy(() -> ZografServer.start(
                        Zograf.builder(),
                        ServerOptions.of(folder.resolve("data")).listen("127.0.0.1", 0)))
                .hasMessageContaining("another server has it");
    }
}
