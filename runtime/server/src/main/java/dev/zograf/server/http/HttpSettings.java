package dev.zograf.server.http;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how to listen.
 *
 * @param address a name or address of this machine
 * @param port 0 for any that is free
 * @param temporary the folder where files of forms lie while a request is answered
 * @param idle how long a client may neither send nor take a byte
 * @param threads that answer at once
 * @param bodies how many bytes of bodies may be in memory at once, all requests together
 */
public record HttpSettings(String address, int port, Path temporary, Duration idle, int threads, long bodies) {

    /** The settings that suit most. */
    public static HttpSettings of(String address, int port, Path temporary) {
        return new HttpSettings(address, port, temporary, Duration.ofSeconds(30), 16, 128L << 20);
    }
}
