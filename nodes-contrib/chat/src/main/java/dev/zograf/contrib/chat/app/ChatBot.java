package dev.zograf.contrib.chat.app;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.api.InvalidInputException;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.ChatService;
import dev.zograf.contrib.chat.discord.DiscordChat;
import dev.zograf.contrib.chat.imagine.ImagineDesk;
import dev.zograf.contrib.chat.telegram.TelegramChat;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/** {@code zograf chat SETTINGS.json}: the bot until it is stopped. Exit codes are those of the command line. */
public final class ChatBot implements AutoCloseable {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISTAKE = 2;

    private static final String USAGE = """
        Usage: zograf chat SETTINGS.json
        Paints in chats of Discord and Telegram until it is stopped: /imagine a red apple
        docs/chat.md says what the settings are. Tokens come from the environment (ZOGRAF_DISCORD_TOKEN,
        ZOGRAF_TELEGRAM_TOKEN) or from files that the settings name.
          -h, --help  Say this.\
        """;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private ChatBot() {}

    /** Runs the bot and ends the JVM. */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.err));
    }

    private static int run(String[] args, Map<String, String> environment, PrintStream err) {
        boolean help =
                Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h");
        if (help || args.length != 1) {
            err.println(USAGE);
            return help ? DONE : MISTAKE;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        for (String name : List.of("INT", "TERM")) {
            Signal.handle(new Signal(name), signal -> stopped.countDown());
        }
        try (ChatBot bot = start(Path.of(args[0]), environment)) {
            err.println("zograf: painting in " + bot.places() + "; Ctrl-C stops.");
            stopped.await();
            return DONE;
        } catch (ChatException | WorkflowException | InvalidInputException e) {
            err.println("zograf: " + e.getMessage());
            return e instanceof WorkflowException ? FAILED : MISTAKE;
        } catch (InterruptedException e) {
            return FAILED;
        }
    }

    /**
     * A bot that is signed in.
     *
     * @throws ChatException if it cannot work as it was set up; nothing is left open then
     */
    static ChatBot start(Path file, Map<String, String> environment) {
        BotSettings settings = BotSettings.read(file);
        List<ChatService> services = new ArrayList<>();
        for (BotSettings.Service service : settings.services()) {
            services.add(service(service, Token.of(service, environment)));
        }
        ChatBot bot = new ChatBot();
        try {
            Zograf zograf = engine(settings.engine()).build();
            bot.parts.push(zograf);
            // The desk is closed before the services, so that it can tell all who wait.
            services.forEach(bot.parts::push);
            ImagineDesk desk = new ImagineDesk(zograf, settings.rules(), settings.data());
            bot.parts.push(desk);
            services.forEach(service -> service.open(desk));
            return bot;
        } catch (RuntimeException e) {
            bot.close();
            throw e;
        }
    }

    private static ChatService service(BotSettings.Service service, String token) {
        if (service.name().equals(DiscordChat.NAME)) {
            return new DiscordChat(
                    token,
                    service.api().orElse(DiscordChat.DEFAULT_API),
                    service.gateway().orElse(DiscordChat.DEFAULT_GATEWAY));
        }
        return new TelegramChat(token, service.api().orElse(TelegramChat.DEFAULT_API), Duration.ofSeconds(1));
    }

    private static ZografBuilder engine(BotSettings.EngineSettings settings) {
        List<Path> plugins = new ArrayList<>(settings.plugins());
        Optional.ofNullable(System.getProperty("zograf.home"))
                .map(home -> Path.of(home, "plugins"))
                .filter(Files::isDirectory)
                .ifPresent(plugins::add);
        ZografBuilder builder = Zograf.builder()
                .models(settings.models().toArray(Path[]::new))
                .pluginFolder(plugins.toArray(Path[]::new))
                .trustInputs(false);
        settings.device().ifPresent(builder::device);
        settings.precision().ifPresent(builder::precision);
        settings.optimize().ifPresent(builder::optimize);
        settings.budget().ifPresent(builder::memoryBudget);
        return builder;
    }

    private String places() {
        return String.join(
                " and ",
                parts.stream()
                        .filter(ChatService.class::isInstance)
                        .map(part -> ((ChatService) part).name())
                        .sorted()
                        .toList());
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("None of the parts throws a checked exception when it is closed.", e);
            }
        }
    }
}
