package dev.zograf.server.http;

import java.util.List;

/**
 * What body a route takes.
 *
 * @param types the media types; empty if any
 * @param limit the most bytes
 * @param form whether it is a form with files
 */
public record BodyRule(List<String> types, long limit, boolean form) {

    /** None: whatever is sent is not read. */
    public static final BodyRule NONE = new BodyRule(List.of(), 0, false);

    private static final long JSON_LIMIT = 10L << 20;

    /** A JSON document of at most 10 MiB. */
    public static final BodyRule JSON = new BodyRule(List.of("application/json"), JSON_LIMIT, false);

    /** JSON whose type need not be said, for clients that do not. */
    public static final BodyRule LAX_JSON = new BodyRule(
            List.of(
                    "application/json",
                    "",
                    "text/plain",
                    "application/octet-stream",
                    "application/x-www-form-urlencoded"),
            JSON_LIMIT,
            false);

    /** Bytes of any type, held in memory. */
    public static BodyRule bytes(long limit) {
        return new BodyRule(List.of(), limit, false);
    }

    /** A form with files, which go to disk. */
    public static BodyRule form(long limit) {
        return new BodyRule(List.of("multipart/form-data"), limit, true);
    }
}
