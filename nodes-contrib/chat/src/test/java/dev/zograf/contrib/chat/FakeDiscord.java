package dev.zograf.contrib.chat;

import dev.zograf.contrib.chat.json.Fields;
import dev.zograf.contrib.chat.json.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** Discord's gateway and REST API as far as the bot uses them: version 10, JSON, without compression. */
public final class FakeDiscord extends FakeApi {

    public static final String TOKEN = "token.of.discord";

    /** The only server, its text channel, and a role there. */
    public static final String GUILD = "500";

    public static final String CHANNEL = "600";
    public static final String ROLE = "700";

    private static final String BOT =
            "{\"id\":\"1000\",\"username\":\"zograf\",\"discriminator\":\"0\",\"avatar\":null,\"bot\":true}";
    private static final String USER = "{\"id\":\"2000\",\"username\":\"ann\",\"discriminator\":\"0\",\"avatar\":null}";

    /** What came over the gateway, each as its operation. */
    private final List<Integer> operations = new ArrayList<>();

    private final Deque<Answer> troubles = new ArrayDeque<>();
    private String trouble = "";
    private Optional<Session> gateway = Optional.empty();
    private int sequence;
    private int interactions;

    public FakeDiscord() {
        this(new FakeDiscord[1]);
    }

    private FakeDiscord(FakeDiscord[] self) {
        super(Optional.of(() -> self[0].new Gateway()));
        self[0] = this;
        answer(this::react);
    }

    /** Answers calls of paths with this in them with these first. */
    public synchronized void trouble(String path, Answer... answers) {
        trouble = path;
        troubles.addAll(List.of(answers));
    }

    private synchronized Answer react(Call call) {
        String path = call.path();
        if (!trouble.isEmpty() && path.contains(trouble) && !troubles.isEmpty()) {
            return troubles.remove();
        }
        if (path.endsWith("/users/@me")) {
            return new Answer(200, BOT);
        }
        if (path.endsWith("/gateway/bot")) {
            return new Answer(
                    200,
                    "{\"url\":\"" + socket() + "\",\"shards\":1,\"session_start_limit\":"
                            + "{\"total\":1000,\"remaining\":999,\"reset_after\":1000,\"max_concurrency\":1}}");
        }
        if (path.endsWith("/commands")) {
            return new Answer(
                    200,
                    "{\"id\":\"77\",\"application_id\":\"1000\",\"version\":\"1\",\"type\":1,\"name\":\"imagine\","
                            + "\"description\":\"d\",\"options\":[]}");
        }
        if (path.endsWith("/callback")) {
            return new Answer(
                    200,
                    "{\"interaction\":{\"id\":\"1\",\"type\":2},\"resource\":{\"type\":4,\"message\":" + message()
                            + "}}");
        }
        return new Answer(200, message());
    }

    /** Where its gateway is. */
    public String socket() {
        return url().replace("http:", "ws:");
    }

    private static String message() {
        return "{\"id\":\"3000\",\"type\":0,\"channel_id\":\"" + CHANNEL + "\",\"author\":" + BOT
                + ",\"content\":\"x\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"edited_timestamp\":null,\"tts\":false,"
                + "\"mention_everyone\":false,\"mentions\":[],\"mention_roles\":[],\"attachments\":[],\"embeds\":[],"
                + "\"pinned\":false,\"flags\":0,\"components\":[]}";
    }

    /** Somebody writes the command; gives the token of the interaction, which is in the paths of its answers. */
    public String command(String prompt) {
        return interact(
                2,
                "{\"id\":\"77\",\"name\":\"imagine\",\"type\":1,\"options\":[{\"name\":\"prompt\",\"type\":3,\"value\":"
                        + JsonText.write(prompt) + "}]}",
                "");
    }

    /** Somebody presses a button. */
    public String press(String id) {
        return interact(
                3, "{\"component_type\":2,\"custom_id\":" + JsonText.write(id) + "}", ",\"message\":" + message());
    }

    private synchronized String interact(int type, String data, String more) {
        interactions++;
        String token = "interaction" + interactions;
        // The id of something that is new: its upper bits are milliseconds since 2015.
        long id = ((System.currentTimeMillis() - 1_420_070_400_000L) << 22) | interactions;
        event(
                "INTERACTION_CREATE",
                "{\"id\":\"" + id + "\",\"application_id\":\"1000\",\"type\":" + type + ",\"token\":\"" + token
                        + "\",\"version\":1,\"guild\":{\"id\":\"" + GUILD
                        + "\",\"locale\":\"en-US\",\"features\":[]},\"guild_id\":\"" + GUILD + "\",\"channel_id\":\""
                        + CHANNEL
                        + "\",\"channel\":" + channel() + ",\"member\":{\"user\":" + USER + ",\"roles\":[\"" + ROLE
                        + "\"],\"permissions\":\"0\",\"joined_at\":\"2025-01-01T00:00:00Z\",\"deaf\":false,\"mute\":false,"
                        + "\"flags\":0},\"locale\":\"en-US\",\"guild_locale\":\"en-US\",\"app_permissions\":\"0\","
                        + "\"entitlements\":[],\"authorizing_integration_owners\":{\"0\":\"" + GUILD
                        + "\"},\"context\":0,\"attachment_size_limit\":10485760,\"data\":" + data + more + "}");
        return token;
    }

    private static String channel() {
        return "{\"id\":\"" + CHANNEL + "\",\"type\":0,\"name\":\"art\",\"position\":0,\"permission_overwrites\":[],"
                + "\"permissions\":\"0\",\"nsfw\":false,\"parent_id\":null}";
    }

    private static String role(String id, String name) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"color\":0,\"hoist\":false,\"position\":0,"
                + "\"permissions\":\"0\",\"managed\":false,\"mentionable\":false,\"flags\":0,"
                + "\"colors\":{\"primary_color\":0}}";
    }

    private static String guild() {
        return "{\"id\":\"" + GUILD + "\",\"name\":\"g\",\"owner_id\":\"2000\",\"roles\":[" + role(GUILD, "@everyone")
                + ","
                + role(ROLE, "artist") + "],\"channels\":[" + channel() + "],\"members\":[{\"user\":" + BOT
                + ",\"roles\":[],\"joined_at\":\"2025-01-01T00:00:00Z\",\"deaf\":false,\"mute\":false,\"flags\":0}],"
                + "\"threads\":[],\"emojis\":[],\"stickers\":[],\"features\":[],\"voice_states\":[],\"presences\":[],"
                + "\"stage_instances\":[],\"guild_scheduled_events\":[],\"member_count\":2,\"large\":false,"
                + "\"verification_level\":0,\"default_message_notifications\":0,\"explicit_content_filter\":0,"
                + "\"mfa_level\":0,\"nsfw_level\":0,\"premium_tier\":0,\"afk_timeout\":60,\"system_channel_flags\":0,"
                + "\"preferred_locale\":\"en-US\",\"premium_progress_bar_enabled\":false}";
    }

    /** Loses the connection in a way that allows to take up the session again. */
    public void disconnect() {
        Session lost;
        synchronized (this) {
            lost = gateway.orElseThrow();
            gateway = Optional.empty();
        }
        lost.close(4000, "unknown error", Callback.NOOP);
    }

    /** Waits until the bot has sent an operation, such as 6 (resume), over the gateway. */
    public synchronized void awaitOperation(int operation) throws InterruptedException {
        for (int i = 0; i < 200 && !operations.contains(operation); i++) {
            wait(100);
        }
        if (!operations.contains(operation)) {
            throw new AssertionError("The bot sent " + new TreeSet<>(operations) + ", not " + operation);
        }
    }

    private synchronized void event(String type, String data) {
        sequence++;
        send("{\"op\":0,\"s\":" + sequence + ",\"t\":\"" + type + "\",\"d\":" + data + "}");
    }

    private synchronized void send(String text) {
        gateway.orElseThrow().sendText(text, Callback.NOOP);
    }

    /** One connection. */
    public final class Gateway implements Session.Listener.AutoDemanding {

        @Override
        public void onWebSocketOpen(Session session) {
            synchronized (FakeDiscord.this) {
                gateway = Optional.of(session);
            }
            send("{\"op\":10,\"d\":{\"heartbeat_interval\":500}}");
        }

        @Override
        public void onWebSocketText(String text) {
            Fields message = JsonText.read(text, "gateway");
            int operation = message.integer("op", 0, 100).orElseThrow().intValue();
            if (operation == 1) {
                send("{\"op\":11}");
            } else if (operation == 2) {
                event(
                        "READY",
                        "{\"v\":10,\"user\":" + BOT + ",\"guilds\":[{\"id\":\"" + GUILD
                                + "\",\"unavailable\":true}],\"private_channels\":[],\"session_id\":\"session\",\"resume_gateway_url\":\""
                                + socket() + "\",\"application\":{\"id\":\"1000\",\"flags\":0}}");
                event("GUILD_CREATE", guild());
            } else if (operation == 6) {
                event("RESUMED", "{}");
            }
            synchronized (FakeDiscord.this) {
                operations.add(operation);
                FakeDiscord.this.notifyAll();
            }
        }
    }
}
