package dev.zograf.contrib.chat.telegram;

import com.pengrad.telegrambot.TelegramBot;
import com.pengrad.telegrambot.request.BaseRequest;
import com.pengrad.telegrambot.response.BaseResponse;
import dev.zograf.contrib.chat.ChatException;
import java.time.Duration;
import java.util.Optional;

/** Calls of the Bot API that are made again where that helps: when Telegram says to wait, fails, or cannot be reached. */
final class TelegramCalls {

    private static final int TRIES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** What Telegram answers where a text is edited to what it is. */
    private static final String NOTHING_NEW = "message is not modified";

    private final TelegramBot bot;
    private final Duration pause;

    /**
     * Calls of a bot.
     *
     * @param pause before the second try; twice as long before each further one
     */
    TelegramCalls(TelegramBot bot, Duration pause) {
        this.bot = bot;
        this.pause = pause;
    }

    /**
     * Makes a call.
     *
     * @throws ChatException if Telegram refuses it, or after some tries
     */
    <T extends BaseRequest<T, R>, R extends BaseResponse> R make(T request) {
        Duration wait = pause;
        for (int attempt = 1; ; attempt++) {
            String problem;
            Duration asked = wait;
            try {
                R response = bot.execute(request);
                if (response.isOk() || String.valueOf(response.description()).contains(NOTHING_NEW)) {
                    return response;
                }
                problem = response.description() + " (" + response.errorCode() + ")";
                asked = asked(response).orElse(wait);
                if (response.errorCode() != 429 && response.errorCode() < 500) {
                    throw new ChatException("Telegram refuses " + request.getMethod() + ": " + problem + ".");
                }
            } catch (RuntimeException e) {
                if (e instanceof ChatException) {
                    throw e;
                }
                // Messages have the URL in them at times, and that the token; the kind of exception says enough.
                problem = "it cannot be reached, or what it answers is not understood (" + kind(e) + ")";
            }
            if (attempt == TRIES || asked.compareTo(LONGEST_WAIT) > 0) {
                throw new ChatException("Telegram did not take " + request.getMethod() + ": " + problem + ".");
            }
            sleep(asked);
            wait = wait.multipliedBy(2);
        }
    }

    private static String kind(Throwable failure) {
        return Optional.ofNullable(failure.getCause())
                .orElse(failure)
                .getClass()
                .getSimpleName();
    }

    /** How long Telegram wants to be left alone. */
    static Optional<Duration> asked(BaseResponse response) {
        return Optional.ofNullable(response.parameters())
                .map(parameters -> parameters.retryAfter())
                .map(Duration::ofSeconds);
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException("The bot was stopped while it waited for Telegram.", e);
        }
    }
}
