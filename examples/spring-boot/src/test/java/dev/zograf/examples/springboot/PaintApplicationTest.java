package dev.zograf.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as it is, on a free port. */
class PaintApplicationTest {

    @Test
    void paintsOverHttpAndSaysWhatIsWrong() throws Exception {
        Zograf zograf;
        try (ConfigurableApplicationContext context =
                SpringApplication.run(PaintApplication.class, "--server.port=0")) {
            zograf = context.getBean(Zograf.class);
            String port = context.getEnvironment().getRequiredProperty("local.server.port");

            HttpResponse<byte[]> apple = get(port, "prompt=a+red+apple&steps=2");
            assertThat(apple.statusCode()).isEqualTo(200);
            assertThat(apple.headers().firstValue("Content-Type")).contains("image/png");
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(apple.body()));
            assertThat(picture.getWidth()).isEqualTo(64);

            HttpResponse<byte[]> refused = get(port, "prompt=a+red+apple&steps=0");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("steps");
        }
        assertThat(zograf.isOpen()).isFalse();
    }

    private static HttpResponse<byte[]> get(String port, String query) throws Exception {
        URI uri = URI.create("http://localhost:" + port + "/paint?" + query);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }
}
