package dev.zograf.server.http;

import java.time.Duration;

/** Is told of every answer. */
@FunctionalInterface
public interface Traffic {

    /**
     * A request was answered.
     *
     * @param template of the route, or empty if there was none
     * @param took from its first byte to the answer, without the client taking it
     */
    void answered(String method, String template, int status, Duration took);
}
