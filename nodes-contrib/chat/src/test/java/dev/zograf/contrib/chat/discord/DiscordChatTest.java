package dev.zograf.contrib.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.FakeApi.Answer;
import dev.zograf.contrib.chat.FakeApi.Call;
import dev.zograf.contrib.chat.FakeDiscord;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Gallery.Picture;
import dev.zograf.contrib.chat.RecordingListener;
import dev.zograf.contrib.chat.RecordingListener.Heard;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The adapter by JDA against a local Discord. */
class DiscordChatTest {

    private static final FakeDiscord DISCORD = new FakeDiscord();
    private static final RecordingListener HEARD = new RecordingListener();
    private static final DiscordChat CHAT = chat(FakeDiscord.TOKEN, DISCORD);

    private static DiscordChat chat(String token, FakeDiscord discord) {
        return new DiscordChat(token, discord.url() + "/api/v10", discord.socket());
    }

    @BeforeAll
    static void open() {
        CHAT.open(HEARD);
    }

    @AfterAll
    static void close() {
        CHAT.close();
        DISCORD.close();
    }

    private static Call callback(String token) throws InterruptedException {
        return DISCORD.await("/" + token + "/callback", 1);
    }

    private static Call edit(String token, int count) throws InterruptedException {
        return DISCORD.await("/webhooks/1000/" + token + "/messages/@original", count);
    }

    private static String json(Call call) {
        return call.parts().containsKey("payload_json") ? call.text("payload_json") : call.text("json");
    }

    @Test
    void makesItsCommandKnown() {
        Call upsert = DISCORD.calls("/applications/1000/commands").get(0);
        assertThat(upsert.method()).isEqualTo("POST");
        assertThat(upsert.text("json")).contains("\"name\":\"imagine\"", "\"name\":\"prompt\"", "\"max_length\":2000");
    }

    @Test
    void answersACommandWithTextsAndThenAPicture() throws InterruptedException {
        String token = DISCORD.command("a @everyone **apple**");
        Heard heard = HEARD.next();
        assertThat(heard.command()).isTrue();
        assertThat(heard.text()).isEqualTo("a @everyone **apple**");
        assertThat(heard.asker().key()).isEqualTo("Discord:2000");
        assertThat(heard.asker().places()).containsExactly(FakeDiscord.GUILD, FakeDiscord.CHANNEL);
        assertThat(heard.asker().roles()).containsExactly(FakeDiscord.ROLE);

        heard.reply().say("a @everyone **apple**\nNext in line.", List.of(new ChatButton("x0-1", "Cancel")));
        Call first = callback(token);
        assertThat(json(first))
                .contains("\"type\":4", "a \\\\@everyone \\\\*\\\\*apple\\\\*\\\\*", "\"custom_id\":\"x0-1\"")
                .contains("\"allowed_mentions\":{\"parse\":[]");

        heard.reply()
                .show(new Gallery(
                        "done",
                        List.of(new Picture("one.png", new byte[] {1}), new Picture("two.png", new byte[] {2})),
                        new Picture("sheet.png", new byte[] {5, 0, -1}),
                        List.of(List.of(new ChatButton("u0-1", "U1"), new ChatButton("u1-1", "U2")))));
        Call shown = edit(token, 1);
        assertThat(shown.method()).isEqualTo("PATCH");
        assertThat(json(shown))
                .contains("\"content\":\"done\"", "\"custom_id\":\"u1-1\"", "\"parse\":[]", "sheet.png")
                .doesNotContain("x0-1");
        assertThat(shown.parts().get("files[0]")).containsExactly(5, 0, -1);
    }

    @Test
    void answersAButton() throws InterruptedException {
        String token = DISCORD.press("no such button");
        Heard heard = HEARD.next();
        assertThat(heard.command()).isFalse();
        assertThat(heard.text()).isEqualTo("no such button");
        heard.reply().refuse("I do not know this button.");
        // 64: the asker alone sees it.
        assertThat(json(callback(token))).contains("\"type\":4", "\"flags\":68");

        token = DISCORD.press("x0-1");
        HEARD.next().reply().accept();
        assertThat(json(callback(token))).contains("\"type\":6");
    }

    @Test
    void triesAgainWhenItIsTooFastOrDiscordFails() throws InterruptedException {
        String token = DISCORD.command("a cat");
        Heard heard = HEARD.next();
        heard.reply().say("Next in line.", List.of());
        callback(token);
        DISCORD.trouble(
                token + "/messages/@original",
                new Answer(429, "{\"message\":\"You are being rate limited.\",\"retry_after\":0.2,\"global\":false}"),
                new Answer(502, "{}"));
        heard.reply().say("Cancelled.", List.of());
        assertThat(json(edit(token, 3))).contains("Cancelled.");
    }

    @Test
    void saysWhatDiscordDidNotTake() throws InterruptedException {
        String token = DISCORD.command("a cat");
        Heard heard = HEARD.next();
        heard.reply().say("Next in line.", List.of());
        callback(token);
        DISCORD.trouble(
                token + "/messages/@original",
                new Answer(413, "{\"code\":40005,\"message\":\"Request entity too large\"}"));
        Picture large = new Picture("large.png", new byte[] {1});
        heard.reply().show(new Gallery("done", List.of(large), large, List.of()));
        assertThat(json(edit(token, 2))).contains("did not take the picture");
    }

    @Test
    void takesTheSessionUpAgain() throws InterruptedException {
        DISCORD.disconnect();
        DISCORD.awaitOperation(6);
        String token = DISCORD.command("still there");
        Heard heard = HEARD.next();
        assertThat(heard.text()).isEqualTo("still there");
        heard.reply().refuse("Yes.");
        assertThat(json(callback(token))).contains("Yes.");
    }

    @Test
    void saysThatATokenIsWrong() {
        try (FakeDiscord other = new FakeDiscord()) {
            other.trouble("/users/@me", new Answer(401, "{\"message\":\"401: Unauthorized\",\"code\":0}"));
            DiscordChat stranger = chat("wrong.token", other);
            assertThatThrownBy(() -> stranger.open(HEARD))
                    .isInstanceOf(ChatException.class)
                    .hasMessageContaining("Discord does not know this token")
                    .hasMessageNotContaining("wrong.token");
            stranger.close();
        }
    }

    @Test
    void showsTextAsItIs() {
        assertThat(DiscordText.plain("a_b <@1> [x](http://y) `c` # \\ я!"))
                .isEqualTo("a\\_b \\<\\@1\\> \\[x\\]\\(http\\:\\/\\/y\\) \\`c\\` \\# \\\\ я!");
    }
}
