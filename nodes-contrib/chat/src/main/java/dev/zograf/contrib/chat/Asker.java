package dev.zograf.contrib.chat;

import java.util.Set;

/**
 * Who asks, and where. Numbers are those of the service.
 *
 * @param service the service's name
 * @param user the person
 * @param places the server, channel, thread or chat, from the widest to the narrowest
 * @param roles the roles that the person has there
 */
public record Asker(String service, String user, Set<String> places, Set<String> roles) {

    /** The person, different from everybody of all services. */
    public String key() {
        return service + ":" + user;
    }
}
