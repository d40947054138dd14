package dev.zograf.contrib.chat.imagine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people may ask for.
 *
 * @param styles the models, the first of which is taken where nobody names one
 * @param maxSteps the most steps
 * @param maxSide the most pixels in a row or column, before anything is enlarged
 * @param variation how far a variation goes from the noise of its picture to that of another, from 0 to 1
 * @param atOnce paintings at work
 * @param perUser paintings of one person that wait or are at work
 * @param waiting paintings that wait
 * @param time after which a painting is given up
 * @param safety the model whose safety checker blackens pictures, if there is to be one
 * @param access who may ask, by service
 * @param blockedWords words that no prompt may have
 */
public record Rules(
        List<Style> styles,
        int maxSteps,
        int maxSide,
        double variation,
        int atOnce,
        int perUser,
        int waiting,
        Duration time,
        Optional<String> safety,
        Map<String, Access> access,
        List<String> blockedWords) {

    /**
     * Who may use the bot in a service. An empty set lets everybody in.
     *
     * @param places servers, channels, threads or chats
     * @param users persons
     * @param roles roles; who has one or is among the users may
     */
    public record Access(Set<String> places, Set<String> users, Set<String> roles) {}

    /** With the model that ships, for everybody. */
    public static final Rules DEFAULT = new Rules(
            List.of(Style.SHIPPED),
            50,
            1024,
            0.15,
            1,
            3,
            100,
            Duration.ofMinutes(10),
            Optional.empty(),
            Map.of(),
            List.of());

    /** The style of this name. */
    Optional<Style> style(String name) {
        return styles.stream()
                .filter(style -> style.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
