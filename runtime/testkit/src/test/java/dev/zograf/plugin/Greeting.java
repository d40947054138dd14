package dev.zograf.plugin;

/** A part of the host that plugins may be shown. */
public final class Greeting {

    private Greeting() {}

    /** A word of the host. */
    public static String word() {
        return "hello";
    }
}
