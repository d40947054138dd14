package dev.zograf.contrib.chat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.FakeApi.Call;
import dev.zograf.contrib.chat.FakeDiscord;
import dev.zograf.contrib.chat.FakeTelegram;
import dev.zograf.contrib.chat.ShippedModels;
import dev.zograf.contrib.chat.imagine.Rules;
import dev.zograf.contrib.chat.imagine.Style;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bot, from its settings file, in both services at once. */
class ChatBotTest {

    @TempDir
    Path folder;

    private Path settings(String text) throws IOException {
        return Files.writeString(folder.resolve("bot.json"), text);
    }

    @Test
    void paintsInBothServicesAndRemembersAfterARestart() throws Exception {
        Files.writeString(folder.resolve("discord.token"), FakeDiscord.TOKEN + "\n");
        Map<String, String> environment = Map.of("BOT", FakeTelegram.TOKEN);
        try (FakeDiscord discord = new FakeDiscord();
                FakeTelegram telegram = new FakeTelegram()) {
            Path file = settings("""
                {"chat": 1,
                 "discord": {"tokenFile": "discord.token", "api": "%s/api/v10", "gateway": "%s", "roles": ["700"]},
                 "telegram": {"tokenVariable": "BOT", "api": "%s", "places": ["-50"]},
                 "models": [{"name": "emoji", "steps": 2, "cfg": 4, "enlarge": "realesr-animevideov3-x4"}],
                 "engine": {"models": ["%s"]}}
                """.formatted(
                            discord.url(),
                            discord.socket(),
                            telegram.url(),
                            ShippedModels.folder().toString().replace('\\', '/')));
            String variations;
            byte[] sheet;
            try (ChatBot bot = ChatBot.start(file, environment)) {
                assertThat(bot).isNotNull();
                String token = discord.command("a red apple --seed 3");
                Call shown = picture(discord, token);
                sheet = shown.parts().get("files[0]");
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(sheet));
                assertThat(picture.getWidth()).isEqualTo(2 * 256 + 3 * 8);
                variations = button(shown.text("payload_json"), "v1-");

                telegram.write("/imagine a red apple --seed 3");
                Call album = telegram.await("sendMediaGroup", 1);
                assertThat(album.parts().values().stream().filter(part -> part.length > 1000))
                        .hasSize(4);
                telegram.await("deleteMessage", 1);
            }
            try (ChatBot bot = ChatBot.start(file, environment)) {
                assertThat(bot).isNotNull();
                String token = discord.press(variations);
                assertThat(picture(discord, token).parts().get("files[0]")).isNotEqualTo(sheet);
                telegram.press(variations.replace("v1-", "v2-"));
                assertThat(telegram.await("sendMediaGroup", 2).text("media")).contains("photo");
            }
        }
        assertThat(folder.resolve("zograf-chat/recipes")).isNotEmptyDirectory();
    }

    /** The edit with the picture, however much progress came before it. */
    private static Call picture(FakeDiscord discord, String token) throws InterruptedException {
        for (int i = 1; ; i++) {
            Call edit = discord.await("/" + token + "/messages/@original", i);
            if (edit.parts().containsKey("files[0]")) {
                return edit;
            }
        }
    }

    private static String button(String json, String start) {
        Matcher found = Pattern.compile(start + "[0-9a-f]{24}").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group();
    }

    @Test
    void readsSettings() throws IOException {
        BotSettings settings = BotSettings.read(settings("""
            {"chat": 1, "telegram": {"users": ["5"]}, "data": "bot",
             "models": [{"name": "sd", "model": "v1-5-pruned-emaonly.safetensors", "width": 512, "height": 512}],
             "maxSteps": 30, "maxSide": 768, "variation": 0.2, "atOnce": 2, "perUser": 1, "waiting": 9, "seconds": 60,
             "safetyModel": "stable-diffusion-v1-5", "blockedWords": ["gore"],
             "engine": {"models": ["models"], "device": "cpu", "budget": 6000000000}}
            """));
        assertThat(settings.data()).isEqualTo(folder.resolve("bot"));
        assertThat(settings.engine().models()).containsExactly(folder.resolve("models"));
        assertThat(settings.services().get(0).variable()).isEqualTo("ZOGRAF_TELEGRAM_TOKEN");
        Rules rules = settings.rules();
        Style style = rules.styles().get(0);
        assertThat(style.model()).isEqualTo("v1-5-pruned-emaonly.safetensors");
        assertThat(style.cfg()).isEqualTo(7);
        assertThat(rules.time()).hasSeconds(60);
        assertThat(rules.access().get("Telegram").users()).containsExactly("5");
        assertThat(rules.safety()).contains("stable-diffusion-v1-5");
        assertThat(BotSettings.read(settings("{\"chat\": 1, \"discord\": {}}"))
                        .rules()
                        .styles())
                .isEqualTo(List.of(Style.SHIPPED));
    }

    @Test
    void saysWhatIsWrongWithSettings() throws IOException {
        wrong("{\"chat\": 1}", "\"discord\" or \"telegram\" is needed");
        wrong("{\"chat\": 1, \"discord\": {\"token\": \"x\"}}", "\"token\" is unknown; there are api, gateway, places");
        wrong("{\"chat\": 1, \"discord\": {\"api\": \"http://evil.example/\"}}", "\"api\" begins with https://");
        wrong("{\"chat\": 1, \"discord\": {}, \"maxSteps\": \"9\"}", "\"maxSteps\" is a number");
        wrong("{\"chat\": 1, \"discord\": {}, \"models\": [{\"name\": \"a b\"}]}", "models 1: \"name\" is one word");
        wrong("{\"chat\": 2", "this is no JSON");
        assertThatThrownBy(() -> BotSettings.read(folder.resolve("none.json")))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("cannot be read");
    }

    private void wrong(String text, String message) throws IOException {
        Path file = settings(text);
        assertThatThrownBy(() -> BotSettings.read(file))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("bot.json")
                .hasMessageContaining(message);
    }

    @Test
    void wantsATokenAndNeverRepeatsIt() throws IOException {
        Path file = settings("{\"chat\": 1, \"discord\": {}}");
        assertThatThrownBy(() -> ChatBot.start(file, Map.of()))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("ZOGRAF_DISCORD_TOKEN");
        assertThatThrownBy(() -> ChatBot.start(file, Map.of("ZOGRAF_DISCORD_TOKEN", "secret secret")))
                .hasMessageContaining("is no token")
                .hasMessageNotContaining("secret");
    }
}
