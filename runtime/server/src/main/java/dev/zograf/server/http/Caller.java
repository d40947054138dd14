package dev.zograf.server.http;

/**
 * Who makes a request.
 *
 * @param name the name of the key, or empty where no keys are used
 * @param admin whether all jobs are shown to it, not only its own
 */
public record Caller(String name, boolean admin) {

    /** Everybody, where no keys are used. */
    public static final Caller LOCAL = new Caller("", true);
}
