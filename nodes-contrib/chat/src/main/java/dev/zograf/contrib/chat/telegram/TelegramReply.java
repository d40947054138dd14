package dev.zograf.contrib.chat.telegram;

import com.pengrad.telegrambot.model.LinkPreviewOptions;
import com.pengrad.telegrambot.model.request.InlineKeyboardButton;
import com.pengrad.telegrambot.model.request.InlineKeyboardMarkup;
import com.pengrad.telegrambot.model.request.InputMediaPhoto;
import com.pengrad.telegrambot.model.request.ReplyParameters;
import com.pengrad.telegrambot.request.AbstractSendRequest;
import com.pengrad.telegrambot.request.AnswerCallbackQuery;
import com.pengrad.telegrambot.request.DeleteMessage;
import com.pengrad.telegrambot.request.EditMessageText;
import com.pengrad.telegrambot.request.SendDocument;
import com.pengrad.telegrambot.request.SendMediaGroup;
import com.pengrad.telegrambot.request.SendMessage;
import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Outbox;
import dev.zograf.contrib.chat.Reply;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a message or a button. Several pictures are an album, which can have no buttons, and a message with them below it; one
 * picture is a file, because Telegram makes photos anew and drops their metadata.
 */
final class TelegramReply implements Reply {

    /** The longest text of the small window that a button opens. */
    private static final int LONGEST_NOTE = 200;

    private static final int LONGEST_CAPTION = 1024;

    /**
     * A message.
     *
     * @param topic the topic of its forum, if it is in one
     */
    record Spot(long chat, int message, Optional<Long> topic) {}

    private final TelegramCalls calls;
    private final Outbox outbox;
    private final Spot to;
    private final Optional<String> callback;

    /** The message that changes; used by the outbox alone. */
    private Optional<Integer> said = Optional.empty();

    /**
     * An answer.
     *
     * @param to what was written, or the message whose button was pressed
     * @param callback the press of a button, if it was one
     */
    TelegramReply(TelegramCalls calls, Outbox outbox, Spot to, Optional<String> callback) {
        this.calls = calls;
        this.outbox = outbox;
        this.to = to;
        this.callback = callback;
    }

    /** Plain text in which no name is mentioned: a word joiner (U+2060), which nobody sees, stands behind each @. */
    static String plain(String text) {
        return text.replace("@", "@\u2060");
    }

    @Override
    public void refuse(String text) {
        outbox.post(() -> callback.ifPresentOrElse(
                id -> calls.make(new AnswerCallbackQuery(id)
                        .text(cut(text, LONGEST_NOTE))
                        .showAlert(true)),
                () -> calls.make(message(text, List.of()))));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    @Override
    public void accept() {
        outbox.post(() -> callback.ifPresent(id -> calls.make(new AnswerCallbackQuery(id))));
    }

    @Override
    public void say(String text, List<ChatButton> buttons) {
        outbox.post(() -> put(text, buttons));
    }

    @Override
    public void progress(String text, List<ChatButton> buttons) {
        outbox.progress(() -> put(text, buttons));
    }

    private void put(String text, List<ChatButton> buttons) {
        List<List<ChatButton>> rows = buttons.isEmpty() ? List.of() : List.of(buttons);
        if (said.isPresent()) {
            calls.make(new EditMessageText(to.chat(), said.get(), plain(text))
                    .linkPreviewOptions(new LinkPreviewOptions().isDisabled(true))
                    .replyMarkup(keyboard(rows)));
            return;
        }
        callback.ifPresent(id -> calls.make(new AnswerCallbackQuery(id)));
        said = Optional.of(calls.make(message(text, rows)).message().messageId());
    }

    @Override
    public void show(Gallery gallery) {
        outbox.post(() -> {
            try {
                send(gallery);
            } catch (ChatException e) {
                put(gallery.text() + "\nTelegram did not take the pictures.", List.of());
                throw e;
            }
            said.ifPresent(id -> calls.make(new DeleteMessage(to.chat(), id)));
        });
    }

    private void send(Gallery gallery) {
        if (gallery.pictures().size() == 1) {
            Gallery.Picture picture = gallery.pictures().get(0);
            SendDocument file = new SendDocument(to.chat(), picture.png());
            calls.make(placed(file.fileName(picture.name())
                    .contentType("image/png")
                    .caption(cut(plain(gallery.text()), LONGEST_CAPTION))
                    .replyMarkup(keyboard(gallery.buttons()))));
            return;
        }
        InputMediaPhoto[] photos = gallery.pictures().stream()
                .map(picture -> new InputMediaPhoto(picture.png()).fileName(picture.name()))
                .toArray(InputMediaPhoto[]::new);
        SendMediaGroup album = new SendMediaGroup(to.chat(), photos).replyParameters(original());
        to.topic().ifPresent(album::messageThreadId);
        calls.make(album);
        calls.make(message(gallery.text(), gallery.buttons()));
    }

    private SendMessage message(String text, List<List<ChatButton>> rows) {
        return placed(new SendMessage(to.chat(), plain(text))
                .linkPreviewOptions(new LinkPreviewOptions().isDisabled(true))
                .replyMarkup(keyboard(rows)));
    }

    /** Below the message that it answers, in its topic; where that message is gone, without it. */
    private <T extends AbstractSendRequest<T>> T placed(T request) {
        to.topic().ifPresent(request::messageThreadId);
        return request.replyParameters(original());
    }

    private ReplyParameters original() {
        return new ReplyParameters(to.message()).allowSendingWithoutReply(true);
    }

    private static InlineKeyboardMarkup keyboard(List<List<ChatButton>> rows) {
        return new InlineKeyboardMarkup(rows.stream()
                .map(row -> row.stream()
                        .map(button -> new InlineKeyboardButton(button.label()).callbackData(button.id()))
                        .toArray(InlineKeyboardButton[]::new))
                .toArray(InlineKeyboardButton[][]::new));
    }
}
