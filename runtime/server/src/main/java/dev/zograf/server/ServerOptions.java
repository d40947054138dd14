package dev.zograf.server;

import dev.zograf.Policy;
import dev.zograf.server.security.ApiKey;
import dev.zograf.server.store.Retention;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server is started with. Everything but the data folder has a default. */
public final class ServerOptions {

    /** A queue of jobs with seeds of their own fills any cache; this much keeps what they share and the last few pictures. */
    private static final long LARGEST_CACHE = 64L << 20;

    final Path data;
    String address = "127.0.0.1";
    int port = 8188;
    List<ApiKey> keys = List.of();
    boolean openToAll;
    List<String> origins = List.of();
    List<String> hosts = List.of();
    Optional<Path> frontEnd = Optional.empty();
    Optional<Path> workflows = Optional.empty();
    Policy policy = Policy.builder().build();
    Retention retention = Retention.DEFAULT;
    int workers = 1;
    int queue = 10_000;
    long upload = 100L << 20;
    long pixels = 1L << 26;
    long cache = Math.min(LARGEST_CACHE, Runtime.getRuntime().maxMemory() / 8);
    String version = "";
    final List<String> arguments = new ArrayList<>();

    private ServerOptions(Path data) {
        this.data = data;
    }

    /** A server that keeps its queue and results in this folder, which is made if need be. */
    public static ServerOptions of(Path data) {
        return new ServerOptions(data);
    }

    /** Where to listen: this machine alone by default. */
    public ServerOptions listen(String name, int number) {
        address = name;
        port = number;
        return this;
    }

    /** Who may use the server; everybody who reaches it if empty. */
    public ServerOptions keys(List<ApiKey> all) {
        keys = List.copyOf(all);
        return this;
    }

    /** Whether it may listen to other machines without keys. */
    public ServerOptions openToAll(boolean open) {
        openToAll = open;
        return this;
    }

    /** Origins of web pages, other than its own, that may use it. */
    public ServerOptions origins(List<String> all) {
        origins = List.copyOf(all);
        return this;
    }

    /** Names of this machine, besides {@code localhost} and its addresses. */
    public ServerOptions hosts(List<String> all) {
        hosts = List.copyOf(all);
        return this;
    }

    /** A folder of web pages that is served at {@code /}. */
    public ServerOptions frontEnd(@Nullable Path folder) {
        frontEnd = Optional.ofNullable(folder);
        return this;
    }

    /** A folder of workflows that can be run by name. */
    public ServerOptions workflows(@Nullable Path folder) {
        workflows = Optional.ofNullable(folder);
        return this;
    }

    /** What workflows of who has no policy of its own may do. */
    public ServerOptions policy(Policy rules) {
        policy = rules;
        return this;
    }

    /** How much of the past is kept. */
    public ServerOptions retention(Retention limits) {
        retention = limits;
        return this;
    }

    /** How many jobs run at once, and how many may wait. */
    public ServerOptions queue(int atOnce, int waiting) {
        if (atOnce < 1 || waiting < 1) {
            throw new IllegalArgumentException("A server runs at least one job at once, and lets at least one wait.");
        }
        workers = atOnce;
        queue = waiting;
        return this;
    }

    /** How large an upload may be, in bytes and in pixels. */
    public ServerOptions uploads(long bytes, long mostPixels) {
        upload = bytes;
        pixels = mostPixels;
        return this;
    }

    /**
     * How many bytes of results of nodes are kept for later jobs, on the heap; an eighth of the largest heap, at most 64 MiB, by default. 0
     * keeps nothing.
     */
    public ServerOptions cache(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A cache cannot have " + bytes + " bytes.");
        }
        cache = bytes;
        return this;
    }

    /** What it says of itself. */
    public ServerOptions version(String text) {
        version = text;
        return this;
    }

    /** Refuses to serve other machines without asking them who they are, unless that was asked for. */
    void check() {
        InetAddress listens;
        try {
            listens = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("There is no address \"" + address + "\" to listen at.", e);
        }
        if (!listens.isLoopbackAddress() && keys.isEmpty() && !openToAll) {
            throw new IllegalArgumentException("Whoever reaches " + address
                    + " could run anything here: give keys (--keys FILE), or say that it is open to all"
                    + " (--open-to-all).");
        }
    }
}
