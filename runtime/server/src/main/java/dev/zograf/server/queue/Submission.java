package dev.zograf.server.queue;

import java.util.Optional;

/**
 * A job that somebody wants done.
 *
 * @param id chosen by the client; made here if empty
 * @param owner the key's name, empty where there are no keys
 * @param client whom its events go to, and who shares the queue fairly with others
 * @param style which API it came by
 * @param title for people
 * @param request JSON that the API needs again later
 * @param workflow the text of the workflow file
 * @param number a place in the queue of the client's own choice, smaller first
 * @param front whether it goes before all others
 * @param most how many jobs of the owner may wait; 0 for as many as fit
 */
public record Submission(
        Optional<String> id,
        String owner,
        String client,
        String style,
        String title,
        String request,
        String workflow,
        Optional<Double> number,
        boolean front,
        int most) {}
