package dev.zograf.contrib.chat.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.FakeApi.Answer;
import dev.zograf.contrib.chat.FakeApi.Call;
import dev.zograf.contrib.chat.FakeTelegram;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Gallery.Picture;
import dev.zograf.contrib.chat.RecordingListener;
import dev.zograf.contrib.chat.RecordingListener.Heard;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter by java-telegram-bot-api against a local Bot API. */
class TelegramChatTest {

    private final FakeTelegram telegram = new FakeTelegram();
    private final RecordingListener heard = new RecordingListener();
    private final TelegramChat chat = new TelegramChat(FakeTelegram.TOKEN, telegram.url(), Duration.ofMillis(20));

    @BeforeEach
    void open() {
        chat.open(heard);
    }

    @AfterEach
    void close() {
        chat.close();
        telegram.close();
    }

    @Test
    void answersACommandWithAnAlbum() throws InterruptedException {
        assertThat(telegram.await("setMyCommands", 1).text("commands")).contains("imagine");
        telegram.write("/imagine@zograf_bot a red apple\n--seed 3");
        Heard command = heard.next();
        assertThat(command.text()).isEqualTo("a red apple\n--seed 3");
        assertThat(command.asker().key()).isEqualTo("Telegram:9");
        assertThat(command.asker().places()).containsExactly("-50");

        command.reply().say("for @ann *now*", List.of(new ChatButton("x0-1", "Cancel")));
        Call first = telegram.await("sendMessage", 1);
        assertThat(first.text("text")).isEqualTo("for @\u2060ann *now*");
        assertThat(first.parts()).doesNotContainKey("parse_mode");
        assertThat(first.text("link_preview_options")).contains("\"is_disabled\":true");
        assertThat(first.text("reply_parameters")).contains("\"message_id\":1");
        assertThat(first.text("reply_markup")).contains("\"callback_data\":\"x0-1\"");

        command.reply().say("halfway", List.of());
        Call edit = telegram.await("editMessageText", 1);
        assertThat(edit.text("text")).isEqualTo("halfway");
        assertThat(edit.text("message_id")).isEqualTo("101");
        assertThat(edit.text("reply_markup")).doesNotContain("callback_data");

        Picture one = new Picture("one.png", new byte[] {1, 0, -1});
        Picture two = new Picture("two.png", new byte[] {2});
        command.reply()
                .show(new Gallery("done", List.of(one, two), one, List.of(List.of(new ChatButton("u0-1", "U1")))));
        Call album = telegram.await("sendMediaGroup", 1);
        assertThat(album.text("media")).contains("\"type\":\"photo\"");
        assertThat(album.parts().values()).anyMatch(part -> Arrays.equals(part, one.png()));
        assertThat(telegram.await("sendMessage", 2).text("reply_markup")).contains("u0-1");
        assertThat(telegram.await("deleteMessage", 1).text("message_id")).isEqualTo("101");
    }

    @Test
    void answersAButtonWithAFile() throws InterruptedException {
        telegram.press("u0-1");
        Heard press = heard.next();
        assertThat(press.command()).isFalse();
        assertThat(press.text()).isEqualTo("u0-1");
        press.reply().say("Next in line.", List.of());
        telegram.await("answerCallbackQuery", 1);
        Picture one = new Picture("one.png", new byte[] {1, 0, -1});
        press.reply().show(new Gallery("done", List.of(one), one, List.of()));
        Call file = telegram.await("sendDocument", 1);
        assertThat(file.parts().get("document")).containsExactly(1, 0, -1);
        assertThat(file.text("caption")).isEqualTo("done");

        telegram.press("nonsense");
        heard.next().reply().refuse("I do not know this button.");
        Call refusal = telegram.await("answerCallbackQuery", 2);
        assertThat(refusal.text("text")).isEqualTo("I do not know this button.");
        assertThat(refusal.text("show_alert")).isEqualTo("true");
    }

    @Test
    void hearsOnlyWhatIsMeantForIt() throws InterruptedException {
        telegram.write("/imagine@other_bot a cat");
        telegram.await("getUpdates", 3);
        telegram.write("/help");
        assertThat(telegram.await("sendMessage", 1).text("text")).contains("/imagine a red apple");
        assertThat(heard.isEmpty()).isTrue();
    }

    @Test
    void triesAgainWhenItIsTooFastOrTelegramFails() throws InterruptedException {
        telegram.trouble(
                "getUpdates",
                new Answer(502, "<html>"),
                new Answer(429, "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":0}}"));
        telegram.await("getUpdates", 4);
        telegram.write("/imagine a cat");
        Heard command = heard.next();
        telegram.trouble(
                "sendMessage",
                new Answer(500, "{\"ok\":false,\"error_code\":500,\"description\":\"Internal Server Error\"}"),
                new Answer(502, "<html>"),
                new Answer(429, "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":0}}"));
        command.reply().say("Next in line.", List.of());
        assertThat(telegram.await("sendMessage", 4).text("text")).isEqualTo("Next in line.");
        command.reply().say("Cancelled.", List.of());
        assertThat(telegram.await("editMessageText", 1).text("message_id")).isEqualTo("101");
    }

    @Test
    void saysWhatTelegramDidNotTake() throws InterruptedException {
        telegram.write("/imagine a cat");
        Heard command = heard.next();
        command.reply().say("Next in line.", List.of());
        telegram.await("sendMessage", 1);
        telegram.trouble(
                "sendDocument",
                new Answer(413, "{\"ok\":false,\"error_code\":413,\"description\":\"Request Entity Too Large\"}"));
        Picture large = new Picture("large.png", new byte[] {1});
        command.reply().show(new Gallery("done", List.of(large), large, List.of()));
        assertThat(telegram.await("editMessageText", 1).text("text")).contains("did not take the pictures");
    }

    @Test
    void saysThatATokenIsWrong() {
        TelegramChat stranger = new TelegramChat("1:wrong-token", telegram.url(), Duration.ofMillis(1));
        assertThatThrownBy(() -> stranger.open(heard))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("Unauthorized (401)")
                .hasMessageContaining("@BotFather")
                .hasMessageNotContaining("wrong-token");
        stranger.close();
    }
}
