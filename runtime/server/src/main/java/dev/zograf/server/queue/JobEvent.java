package dev.zograf.server.queue;

import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a job.
 *
 * @param id counts all events of this process, from 1; 0 for previews, which are not kept
 * @param type {@code queued}, {@code moved}, {@code started}, {@code cached}, {@code node}, {@code progress}, {@code preview}, {@code
 *     warning}, {@code output}, {@code done}, {@code failed}, {@code cancelled}, {@code interrupted}
 * @param data plain values
 * @param picture a JPEG of a preview
 */
public record JobEvent(
        long id,
        String job,
        String owner,
        String client,
        String style,
        String type,
        long time,
        Map<String, Object> data,
        Optional<byte[]> picture) {

    /** Whether it is the last of its job. */
    public boolean last() {
        return switch (type) {
            case "done", "failed", "cancelled", "interrupted" -> true;
            default -> false;
        };
    }
}
