package dev.zograf.contrib.chat.discord;

import dev.zograf.contrib.chat.Asker;
import dev.zograf.contrib.chat.ChatException;
import dev.zograf.contrib.chat.ChatListener;
import dev.zograf.contrib.chat.ChatService;
import dev.zograf.contrib.chat.Outbox;
import dev.zograf.contrib.chat.Reply;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.interaction.GenericInteractionCreateEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;

/** The bot in Discord. It needs no privileged intent and reads no messages: all that it gets are its own command and buttons. */
public final class DiscordChat implements ChatService {

    /** The name by which {@link Asker#service} and access rules know it. */
    public static final String NAME = "Discord";

    /** Where Discord's API is. */
    public static final String DEFAULT_API = RestConfig.DEFAULT_BASE_URL;

    /** Where Discord's gateway is. */
    public static final String DEFAULT_GATEWAY = "wss://gateway.discord.gg/";

    private static final Duration PACE = Duration.ofSeconds(3);
    private static final int LONGEST_PROMPT = 2000;

    private final String token;
    private final String api;
    private final String gateway;
    private final ExecutorService senders = Executors.newFixedThreadPool(4, task -> new Thread(task, "zograf-discord"));
    private Optional<JDA> jda = Optional.empty();

    /**
     * Signs in nowhere yet.
     *
     * @param token of the bot
     * @param api where Discord's API is, with the version, such as {@link #DEFAULT_API}
     * @param gateway where its gateway is, such as {@link #DEFAULT_GATEWAY}
     */
    public DiscordChat(String token, String api, String gateway) {
        this.token = token;
        this.gateway = gateway;
        this.api = api.endsWith("/") ? api : api + "/";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open(ChatListener listener) {
        try {
            JDA signedIn = JDABuilder.createLight(token, List.of())
                    .setRestConfig(new RestConfig().setBaseUrl(api))
                    .setSessionController(new SessionControllerAdapter() {
                        @Override
                        public String getGateway() {
                            return gateway;
                        }
                    })
                    .setEnableShutdownHook(false)
                    .addEventListeners(new Events(listener))
                    .build();
            jda = Optional.of(signedIn);
            signedIn.awaitReady();
            signedIn.upsertCommand(Commands.slash("imagine", "Paint four pictures of what you say")
                            .addOptions(new OptionData(
                                            OptionType.STRING,
                                            "prompt",
                                            "What to paint; also --seed N --size WxH --steps N --cfg X --model NAME"
                                                    + " --no WORDS",
                                            true)
                                    .setMaxLength(LONGEST_PROMPT)))
                    .complete();
        } catch (InvalidTokenException e) {
            throw new ChatException(
                    "Discord does not know this token; copy it anew from the page Bot of your application.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException("The bot was stopped while it signed in to Discord.", e);
        } catch (RuntimeException e) {
            throw new ChatException("Discord refuses the bot: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        senders.shutdown();
        try {
            if (!senders.awaitTermination(20, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
            if (jda.isPresent()) {
                jda.get().shutdown();
                if (!jda.get().awaitShutdown(Duration.ofSeconds(10))) {
                    jda.get().shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            jda.ifPresent(JDA::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }

    /** Called by JDA on its threads. */
    private final class Events extends ListenerAdapter {

        private final ChatListener listener;

        Events(ChatListener listener) {
            this.listener = listener;
        }

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            if (event.getName().equals("imagine")) {
                String prompt = event.getOption("prompt", "", option -> option.getAsString());
                listener.imagine(
                        asker(event),
                        prompt,
                        reply(event, () -> event.deferReply(true).queue()));
            }
        }

        @Override
        public void onButtonInteraction(ButtonInteractionEvent event) {
            listener.press(
                    asker(event),
                    event.getComponentId(),
                    reply(event, () -> event.deferEdit().queue()));
        }

        private Reply reply(IReplyCallback event, Runnable acceptance) {
            return new DiscordReply(event, acceptance, new Outbox(senders, PACE, System::nanoTime));
        }
    }

    private static Asker asker(GenericInteractionCreateEvent event) {
        Set<String> places = new LinkedHashSet<>();
        Set<String> roles = Set.of();
        Optional.ofNullable(event.getGuild()).map(ISnowflake::getId).ifPresent(places::add);
        Optional.ofNullable(event.getInteraction().getChannelId()).ifPresent(places::add);
        // Of a server where the bot is no member, Discord says neither roles nor what a thread belongs to.
        if (event.getInteraction().isFromAttachedGuild()) {
            roles = Optional.ofNullable(event.getMember()).stream()
                    .flatMap(member -> member.getUnsortedRoles().stream())
                    .map(ISnowflake::getId)
                    .collect(Collectors.toUnmodifiableSet());
            if (event.getChannel() instanceof ThreadChannel thread) {
                places.add(thread.getParentChannel().getId());
            }
        }
        return new Asker(NAME, event.getUser().getId(), places, roles);
    }
}
