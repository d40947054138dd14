package dev.zograf.server.store;

/**
 * A job's place in the queue, without what it runs, since thousands may wait.
 *
 * @param seq the order in which jobs came
 * @param owner the key's name, empty where there are no keys
 * @param client whom its events go to
 * @param style which API it came by
 * @param number its place in the queue, smaller first
 */
public record Ticket(long seq, String id, String owner, String client, String style, double number) {

    /** The same job at another place. */
    public Ticket numbered(double other) {
        return new Ticket(seq, id, owner, client, style, other);
    }
}
