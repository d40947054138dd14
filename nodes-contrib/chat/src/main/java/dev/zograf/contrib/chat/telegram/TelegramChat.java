package dev.zograf.contrib.chat.telegram;

import com.pengrad.telegrambot.TelegramBot;
import com.pengrad.telegrambot.TelegramException;
import com.pengrad.telegrambot.UpdatesListener;
import com.pengrad.telegrambot.model.BotCommand;
import com.pengrad.telegrambot.model.CallbackQuery;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.message.MaybeInaccessibleMessage;
import com.pengrad.telegrambot.request.GetMe;
import com.pengrad.telegrambot.request.GetUpdates;
import com.pengrad.telegrambot.request.SetMyCommands;
import dev.zograf.contrib.chat.Asker;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.ChatListener;
import dev.zograf.contrib.chat.ChatService;
import dev.zograf.contrib.chat.Outbox;
import dev.zograf.contrib.chat.Reply;
import dev.zograf.contrib.chat.telegram.TelegramReply.Spot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bot in Telegram. It asks for messages and presses of buttons by long polling, so nothing needs to reach this machine. */
public final class TelegramChat implements ChatService {

    /** The name by which {@link Asker#service} and access rules know it. */
    public static final String NAME = "Telegram";

    /** Where the Bot API is. */
    public static final String DEFAULT_API = "https://api.telegram.org";

    private static final Logger LOG = LoggerFactory.getLogger(TelegramChat.class);
    private static final Pattern COMMAND = Pattern.compile("/([a-z]+)(?:@(\\w+))?(?:\\s+(.*))?", Pattern.DOTALL);
    private static final String HELP = "Write /imagine and what to paint, such as\n/imagine a red apple --seed 3\n"
            + "Options: --seed N, --size WxH, --steps N, --cfg X, --model NAME, --no WORDS";

    /** Telegram lets a bot send about 20 messages a minute to a group, edits included. */
    private static final Duration PACE = Duration.ofSeconds(4);

    private static final int POLL_SECONDS = 50;

    private final TelegramBot bot;
    private final TelegramCalls calls;
    private final ExecutorService senders =
            Executors.newFixedThreadPool(4, task -> new Thread(task, "zograf-telegram"));
    private volatile boolean closed;

    /**
     * Signs in nowhere yet.
     *
     * @param token of the bot
     * @param api where the Bot API is: {@link #DEFAULT_API}, or a server of one's own
     * @param pause before a call that failed is made again
     */
    public TelegramChat(String token, String api, Duration pause) {
        bot = new TelegramBot.Builder(token)
                .apiUrl(api.replaceFirst("/+$", "") + "/bot")
                .updateListenerSleep(pause.toMillis())
                .build();
        calls = new TelegramCalls(bot, pause);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open(ChatListener listener) {
        String me;
        try {
            me = calls.make(new GetMe()).user().username();
            calls.make(new SetMyCommands(new BotCommand("imagine", "Paint four pictures of what you say")));
        } catch (ChatException e) {
            throw new ChatException(e.getMessage() + " If the token is wrong, ask @BotFather for a new one.", e);
        }
        GetUpdates poll = new GetUpdates().timeout(POLL_SECONDS).allowedUpdates("message", "callback_query");
        bot.setUpdatesListener(
                updates -> {
                    updates.forEach(update -> handle(update, me, listener));
                    return UpdatesListener.CONFIRMED_UPDATES_ALL;
                },
                this::pollFailed,
                poll);
    }

    /** Called before the library polls again, on its thread. */
    private void pollFailed(TelegramException failure) {
        if (closed) {
            return;
        }
        Optional<Duration> asked = Optional.ofNullable(failure.response()).flatMap(TelegramCalls::asked);
        LOG.warn(
                "Telegram cannot be asked for messages{}; trying again.",
                failure.response() == null ? "" : " (" + failure.response().errorCode() + ")");
        asked.ifPresent(TelegramCalls::sleep);
    }

    private void handle(Update update, String me, ChatListener listener) {
        try {
            if (update.callbackQuery() != null) {
                pressed(update.callbackQuery(), listener);
            } else if (update.message() != null && update.message().text() != null) {
                written(update.message(), me, listener);
            }
        } catch (RuntimeException e) {
            LOG.error("A message of Telegram could not be handled.", e);
        }
    }

    private void written(Message message, String me, ChatListener listener) {
        Matcher command = COMMAND.matcher(message.text());
        boolean mine = command.matches()
                && message.from() != null
                && (command.group(2) == null || command.group(2).equalsIgnoreCase(me));
        if (!mine) {
            return;
        }
        Spot spot = new Spot(message.chat().id(), message.messageId(), Optional.ofNullable(message.messageThreadId()));
        Reply reply = reply(spot, Optional.empty());
        String name = command.group(1);
        if (name.equals("imagine")) {
            String text = Optional.ofNullable(command.group(3)).orElse("");
            listener.imagine(asker(message.from().id(), spot), text, reply);
        } else if (name.equals("start") || name.equals("help")) {
            reply.say(HELP, List.of());
        }
    }

    private void pressed(CallbackQuery press, ChatListener listener) {
        // Of an old message Telegram says no more than where it is.
        MaybeInaccessibleMessage message = press.maybeInaccessibleMessage();
        if (message != null && press.data() != null) {
            Optional<Long> topic =
                    message instanceof Message whole ? Optional.ofNullable(whole.messageThreadId()) : Optional.empty();
            Spot spot = new Spot(message.chat().id(), message.messageId(), topic);
            listener.press(asker(press.from().id(), spot), press.data(), reply(spot, Optional.of(press.id())));
        }
    }

    private static Asker asker(long user, Spot spot) {
        return new Asker(NAME, Long.toString(user), Set.of(Long.toString(spot.chat())), Set.of());
    }

    private Reply reply(Spot to, Optional<String> callback) {
        return new TelegramReply(calls, new Outbox(senders, PACE, System::nanoTime), to, callback);
    }

    @Override
    public void close() {
        closed = true;
        bot.removeGetUpdatesListener();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(20, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
        bot.shutdown();
    }
}
