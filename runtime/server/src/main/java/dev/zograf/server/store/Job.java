package dev.zograf.server.store;

import dev.zograf.runtime.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job. Times are milliseconds since 1970, 0 for never.
 *
 * @param seq the order in which jobs came; 0 before it is stored
 * @param owner the key's name, empty where there are no keys
 * @param client whom its events go to
 * @param style which API it came by, {@code workflow} or {@code prompt}
 * @param number its place in the queue, smaller first
 * @param attempts how many times it began
 * @param hidden whether it was removed from the history
 * @param request JSON, as it was given
 * @param workflow the text of the workflow file that runs
 * @param report JSON: what there is to say of its end
 */
public record Job(
        long seq,
        String id,
        String owner,
        String client,
        String style,
        double number,
        JobState state,
        long created,
        long started,
        long ended,
        int attempts,
        boolean hidden,
        String title,
        String request,
        String workflow,
        String report) {

    /** A job that waits. */
    public static Job queued(
            String id,
            String owner,
            String client,
            String style,
            double number,
            long now,
            String title,
            String request,
            String workflow) {
        return new Job(
                0,
                id,
                owner,
                client,
                style,
                number,
                JobState.QUEUED,
                now,
                0,
                0,
                0,
                false,
                title,
                request,
                workflow,
                "{}");
    }

    /** Its place in the queue. */
    public Ticket ticket() {
        return new Ticket(seq, id, owner, client, style, number);
    }

    /** The request, parsed. */
    public Map<String, Object> requestFields() {
        return fields(request);
    }

    /** The report, parsed. */
    public Map<String, Object> reportFields() {
        return fields(report);
    }

    private static Map<String, Object> fields(String json) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (JsonText.parse(json).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> out.put(String.valueOf(name), value));
        }
        return out;
    }
}
