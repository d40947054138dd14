package dev.zograf.contrib.chat;

import dev.zograf.contrib.chat.json.JsonText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Telegram's Bot API as far as the bot uses it. Updates that were not confirmed are given again, as there. */
public final class FakeTelegram extends FakeApi {

    public static final String TOKEN = "12345:token-of-telegram";

    private final AtomicInteger messages = new AtomicInteger(100);
    private final Deque<Answer> troubles = new ArrayDeque<>();
    private String trouble = "";
    private int updates;
    private String waiting = "";

    public FakeTelegram() {
        super(Optional.empty());
        answer(this::react);
    }

    /** Answers calls of a method with these first. */
    public synchronized void trouble(String method, Answer... answers) {
        trouble = method;
        troubles.addAll(List.of(answers));
    }

    private synchronized Answer react(Call call) {
        if (!call.path().startsWith("/bot" + TOKEN + "/")) {
            return new Answer(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        }
        String method = call.path().substring(call.path().lastIndexOf('/') + 1);
        if (method.equals(trouble) && !troubles.isEmpty()) {
            return troubles.remove();
        }
        return switch (method) {
            case "getMe" -> ok("{\"id\":7,\"is_bot\":true,\"first_name\":\"Zograf\",\"username\":\"zograf_bot\"}");
            case "getUpdates" -> poll(call.text("offset"));
            case "sendMessage", "sendDocument" -> ok(message(messages.incrementAndGet(), ""));
            case "sendMediaGroup" -> ok("[" + message(messages.incrementAndGet(), "") + "]");
            case "editMessageText" -> ok(message(Integer.parseInt(call.text("message_id")), ""));
            case "setMyCommands", "answerCallbackQuery", "deleteMessage" -> ok("true");
            default -> new Answer(404, "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
        };
    }

    /** An update comes once more until a later offset confirms it. */
    private Answer poll(String offset) {
        try {
            if (!offset.isEmpty() && Integer.parseInt(offset) > updates) {
                waiting = "";
            }
            if (waiting.isEmpty()) {
                wait(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ok("[" + waiting + "]");
    }

    private static Answer ok(String result) {
        return new Answer(200, "{\"ok\":true,\"result\":" + result + "}");
    }

    private static String message(int id, String text) {
        return "{\"message_id\":" + id
                + ",\"date\":1700000000,\"chat\":{\"id\":-50,\"type\":\"supergroup\",\"title\":\"t\"},"
                + "\"from\":{\"id\":9,\"is_bot\":false,\"first_name\":\"A\"},\"text\":" + quoted(text) + "}";
    }

    private static String quoted(String text) {
        return JsonText.write(text);
    }

    /** Somebody writes. */
    public synchronized void write(String text) {
        updates++;
        waiting = "{\"update_id\":" + updates + ",\"message\":" + message(updates, text) + "}";
        notifyAll();
    }

    /** Somebody presses a button below a message. */
    public synchronized void press(String data) {
        updates++;
        waiting = "{\"update_id\":" + updates + ",\"callback_query\":{\"id\":\"press" + updates + "\",\"data\":"
                + quoted(data) + ",\"chat_instance\":\"1\",\"from\":{\"id\":9,\"is_bot\":false,\"first_name\":\"A\"},"
                + "\"message\":" + message(55, "x") + "}}";
        notifyAll();
    }
}
