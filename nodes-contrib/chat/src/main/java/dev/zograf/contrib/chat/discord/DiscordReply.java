package dev.zograf.contrib.chat.discord;

import dev.zograf.contrib.chat.ChatButton;
import dev.zograf.contrib.chat.Gallery;
import dev.zograf.contrib.chat.Outbox;
import dev.zograf.contrib.chat.Reply;
import java.util.List;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to an interaction. Discord wants the first word within three seconds, so that goes out at once; edits follow one after
 * another. The right to edit ends after fifteen minutes: what is painted later becomes a message of its own in the channel.
 */
final class DiscordReply implements Reply {

    private static final Logger LOG = LoggerFactory.getLogger(DiscordReply.class);

    private final IReplyCallback event;
    private final Runnable acceptance;
    private final Outbox outbox;
    private boolean said;

    /**
     * An answer.
     *
     * @param acceptance acknowledges the interaction without a message
     */
    DiscordReply(IReplyCallback event, Runnable acceptance, Outbox outbox) {
        this.event = event;
        this.acceptance = acceptance;
        this.outbox = outbox;
    }

    @Override
    public void refuse(String text) {
        event.reply(message(text, List.of())).setEphemeral(true).queue(done -> {}, DiscordReply::lost);
    }

    @Override
    public void accept() {
        acceptance.run();
    }

    @Override
    public synchronized void say(String text, List<ChatButton> buttons) {
        MessageCreateData message = message(text, buttons.isEmpty() ? List.of() : List.of(buttons));
        if (said) {
            outbox.post(() -> edit(message));
        } else {
            said = true;
            event.reply(message).queue(done -> {}, DiscordReply::lost);
        }
    }

    @Override
    public void progress(String text, List<ChatButton> buttons) {
        outbox.progress(() -> {
            if (!event.getHook().isExpired()) {
                edit(message(text, List.of(buttons)));
            }
        });
    }

    @Override
    public void show(Gallery gallery) {
        outbox.post(() -> {
            MessageCreateBuilder message = MessageCreateBuilder.from(message(gallery.text(), gallery.buttons()));
            message.setFiles(
                    FileUpload.fromData(gallery.sheet().png(), gallery.sheet().name()));
            try {
                edit(message.build());
            } catch (RuntimeException e) {
                edit(message(gallery.text() + "\nDiscord did not take the picture.", gallery.buttons()));
                throw e;
            }
        });
    }

    private void edit(MessageCreateData message) {
        if (event.getHook().isExpired()) {
            event.getMessageChannel().sendMessage(message).complete();
        } else {
            event.getHook()
                    .editOriginal(MessageEditData.fromCreateData(message))
                    .setReplace(true)
                    .complete();
        }
    }

    private static MessageCreateData message(String text, List<List<ChatButton>> rows) {
        return new MessageCreateBuilder()
                .setContent(DiscordText.plain(text))
                .setAllowedMentions(List.of())
                .setSuppressEmbeds(true)
                .setComponents(rows.stream().map(DiscordReply::row).toList())
                .build();
    }

    private static ActionRow row(List<ChatButton> buttons) {
        return ActionRow.of(buttons.stream()
                .map(button -> Button.secondary(button.id(), button.label()))
                .toList());
    }

    private static void lost(Throwable failure) {
        LOG.warn("Discord did not take an answer: {}", failure.getMessage());
    }
}
