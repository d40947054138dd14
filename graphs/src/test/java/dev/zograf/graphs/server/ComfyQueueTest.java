package dev.zograf.graphs.server;

import static dev.zograf.graphs.server.ComfyClient.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The queue, the history and the list of jobs. */
@Timeout(120)
@ExtendWith(ComfyServer.class)
class ComfyQueueTest {

    /** The most steps that there may be: far more than are made before the run is interrupted. */
    private static final int LONG = 1000;

    private final ComfyClient comfy;

    ComfyQueueTest(ComfyClient comfy) {
        this.comfy = comfy;
    }

    @Test
    void queuesInterruptsAndClears() throws Exception {
        for (String id : List.of("long", "later")) {
            Map<String, Object> prompt = ComfyClient.apple(id.length(), LONG);
            ComfyClient.Answer queued = comfy.post("/prompt", Map.of("prompt", prompt, "prompt_id", id));
            assertThat(queued.status()).as(queued.text()).isEqualTo(200);
        }
        Map<String, Object> queue = comfy.get("/queue").json();
        while ((list(queue.get("queue_running"))).isEmpty()) {
            Thread.sleep(10);
            queue = comfy.get("/queue").json();
        }
        assertThat((list((list(queue.get("queue_running"))).get(0))).get(1)).isEqualTo("long");
        assertThat(list((list(queue.get("queue_pending"))).get(0))).hasSize(5);
        assertThat(String.valueOf(comfy.get("/prompt").json())).isEqualTo("{exec_info={queue_remaining=2}}");
        comfy.post("/queue", Map.of("delete", List.of("later")));
        assertThat(list(comfy.get("/queue").json().get("queue_pending"))).isEmpty();
        assertThat(comfy.send("POST", "/interrupt", null, "").status()).isEqualTo(200);
        while (comfy.get("/history/long").json().isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(comfy.get("/history/long").text()).contains("execution_interrupted");
        assertThat(comfy.get("/api/jobs/later").json().get("status")).isEqualTo("cancelled");
    }
}
