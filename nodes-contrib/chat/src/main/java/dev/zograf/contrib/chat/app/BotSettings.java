package dev.zograf.contrib.chat.app;

import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.discord.DiscordChat;
import dev.zograf.contrib.chat.imagine.Rules;
import dev.zograf.contrib.chat.imagine.Style;
import dev.zograf.contrib.chat.json.Fields;
import dev.zograf.contrib.chat.json.JsonText;
import dev.zograf.contrib.chat.telegram.TelegramChat;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings file of the bot (docs/chat.md). Paths in it count from its own folder.
 *
 * @param services where to sign in
 * @param rules what people may ask for
 * @param engine how to compute
 * @param data where recipes are kept
 */
record BotSettings(List<Service> services, Rules rules, EngineSettings engine, Path data) {

    /**
     * A chat service.
     *
     * @param name as the port knows it
     * @param variable of the environment that has the token
     * @param tokenFile the file that has it instead
     * @param api where its API is, if not where it usually is
     * @param gateway where its gateway is, if it has one and that is elsewhere
     */
    record Service(
            String name, String variable, Optional<Path> tokenFile, Optional<String> api, Optional<String> gateway) {}

    /** How to compute; as the options of {@code zograf run}. */
    record EngineSettings(
            List<Path> models,
            List<Path> plugins,
            Optional<String> device,
            Optional<String> precision,
            Optional<String> optimize,
            Optional<Long> budget) {}

    /**
     * Reads a settings file.
     *
     * @throws ChatException with what is wrong with it
     */
    static BotSettings read(Path file) {
        try {
            return new Reader(file.toAbsolutePath().normalize().resolveSibling(""))
                    .read(JsonText.read(Files.readString(file), file.toString()));
        } catch (MalformedInputException e) {
            throw new ChatException(file + " is not in UTF-8.", e);
        } catch (IOException e) {
            throw new ChatException(
                    "The settings file " + file + " cannot be read; docs/chat.md says what is in one.", e);
        }
    }

    /** One reading; knows the folder from which paths count. */
    private record Reader(Path folder) {

        BotSettings read(Fields fields) {
            fields.first("chat");
            List<Service> services = new ArrayList<>();
            Map<String, Rules.Access> access = new LinkedHashMap<>();
            service(fields, "discord", DiscordChat.NAME, "ZOGRAF_DISCORD_TOKEN", services, access);
            service(fields, "telegram", TelegramChat.NAME, "ZOGRAF_TELEGRAM_TOKEN", services, access);
            if (services.isEmpty()) {
                throw new ChatException(fields.at("discord") + " or \"telegram\" is needed, or both.");
            }
            Path data = folder.resolve(fields.text("data").orElse("zograf-chat"));
            Rules rules = rules(fields, access);
            EngineSettings engine = fields.child("engine")
                    .map(this::engine)
                    .orElse(new EngineSettings(
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            fields.end();
            return new BotSettings(List.copyOf(services), rules, engine, data);
        }

        private void service(
                Fields all,
                String field,
                String name,
                String variable,
                List<Service> services,
                Map<String, Rules.Access> access) {
            all.child(field).ifPresent(fields -> {
                Service service = new Service(
                        name,
                        fields.text("tokenVariable").orElse(variable),
                        fields.text("tokenFile").map(folder::resolve),
                        fields.text("api").map(url -> checked(fields, "api", "http", url)),
                        name.equals(DiscordChat.NAME)
                                ? fields.text("gateway").map(url -> checked(fields, "gateway", "ws", url))
                                : Optional.empty());
                Rules.Access who = new Rules.Access(
                        Set.copyOf(fields.texts("places")),
                        Set.copyOf(fields.texts("users")),
                        Set.copyOf(fields.texts("roles")));
                fields.end();
                services.add(service);
                access.put(name, who);
            });
        }

        /** The token goes there, so only over TLS or within this machine. */
        private static String checked(Fields fields, String field, String scheme, String url) {
            String here = scheme + "://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]+)?(/.*)?";
            if (!url.matches(scheme + "s://.+|" + here)) {
                throw new ChatException(fields.at(field) + " begins with " + scheme + "s://, or with " + scheme
                        + ":// and an address of this machine.");
            }
            return url;
        }

        private Rules rules(Fields fields, Map<String, Rules.Access> access) {
            Rules usual = Rules.DEFAULT;
            List<Style> styles =
                    fields.children("models").stream().map(Reader::style).toList();
            return new Rules(
                    styles.isEmpty() ? usual.styles() : styles,
                    whole(fields, "maxSteps", 1000, usual.maxSteps()),
                    whole(fields, "maxSide", 16_384, usual.maxSide()),
                    fields.number("variation", 0, 1).map(Number::doubleValue).orElse(usual.variation()),
                    whole(fields, "atOnce", 64, usual.atOnce()),
                    whole(fields, "perUser", 1000, usual.perUser()),
                    whole(fields, "waiting", 100_000, usual.waiting()),
                    fields.integer("seconds", 1, 86_400)
                            .map(Duration::ofSeconds)
                            .orElse(usual.time()),
                    fields.text("safetyModel"),
                    Map.copyOf(access),
                    fields.texts("blockedWords"));
        }

        private static int whole(Fields fields, String name, int max, int usual) {
            return fields.integer(name, 1, max).map(Long::intValue).orElse(usual);
        }

        private static Style style(Fields fields) {
            String name = fields.text("name").orElseThrow(() -> fields.missing("name"));
            if (name.contains(" ")) {
                throw new ChatException(fields.at("name") + " is one word, because people type it.");
            }
            Style style = new Style(
                    name,
                    fields.text("model").orElse(name),
                    side(fields, "width"),
                    side(fields, "height"),
                    whole(fields, "steps", 1000, 20),
                    fields.number("cfg", 0, 100).map(Number::doubleValue).orElse(7.0),
                    fields.text("enlarge"),
                    fields.text("upscaler"));
            if (style.width() > 0 != style.height() > 0) {
                throw fields.missing(style.width() > 0 ? "height" : "width");
            }
            fields.end();
            return style;
        }

        private static int side(Fields fields, String name) {
            int side = whole(fields, name, 16_384, 0);
            if (side % 8 != 0) {
                throw new ChatException(fields.at(name) + " is a multiple of 8.");
            }
            return side;
        }

        private EngineSettings engine(Fields fields) {
            EngineSettings engine = new EngineSettings(
                    fields.texts("models").stream().map(folder::resolve).toList(),
                    fields.texts("plugins").stream().map(folder::resolve).toList(),
                    fields.text("device"),
                    fields.text("precision"),
                    fields.text("optimize"),
                    fields.integer("budget", 1, Long.MAX_VALUE));
            fields.end();
            return engine;
        }
    }
}
