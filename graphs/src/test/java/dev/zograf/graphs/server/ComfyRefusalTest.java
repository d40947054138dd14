package dev.zograf.graphs.server;

import static dev.zograf.graphs.server.ComfyClient.list;
import static dev.zograf.graphs.server.ComfyClient.map;
import static dev.zograf.graphs.server.ComfyClient.node;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong with prompts, in the words of ComfyUI. */
@Timeout(120)
@ExtendWith(ComfyServer.class)
class ComfyRefusalTest {

    private final ComfyClient comfy;

    ComfyRefusalTest(ComfyClient comfy) {
        this.comfy = comfy;
    }

    private Map<String, Object> refused(Map<String, Object> prompt) throws Exception {
        ComfyClient.Answer answer = comfy.post("/prompt", Map.of("prompt", prompt));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json();
    }

    private static Object errorType(Map<String, Object> refusal) {
        return (map(refusal.get("error"))).get("type");
    }

    private static List<?> nodeErrors(Map<String, Object> refusal, String node) {
        Map<String, Object> errors = map((map(refusal.get("node_errors"))).get(node));
        return (list(errors.get("errors")))
                .stream().map(error -> (map(error)).get("type")).toList();
    }

    @Test
    void saysWhatIsWrongInComfyUisWords() throws Exception {
        assertThat(errorType(comfy.post("/prompt", Map.of()).json())).isEqualTo("no_prompt");
        assertThat(errorType(refused(Map.of("1", Map.of("inputs", Map.of()))))).isEqualTo("invalid_prompt");
        assertThat(errorType(refused(Map.of("1", node("FaceDetailer"))))).isEqualTo("invalid_prompt");
        assertThat(errorType(refused(Map.of("1", node("LoadImage", "image", "blue.png")))))
                .isEqualTo("prompt_no_outputs");
        Map<String, Object> bad = ComfyClient.apple(1, 1);
        bad.put("5", node("EmptyLatentImage", "width", 8, "height", 99999, "batch_size", "many"));
        bad.put("4", node("CheckpointLoaderSimple", "ckpt_name", "../secret.safetensors"));
        bad.put("8", node("VAEDecode", "samples", List.of("4", 0), "vae", List.of("4")));
        bad.put("9", node("SaveImage", "images", List.of("8", 0), "filename_prefix", "x"));
        Map<String, Object> refusal = refused(bad);
        assertThat(errorType(refusal)).isEqualTo("prompt_outputs_failed_validation");
        assertThat(nodeErrors(refusal, "8")).isEqualTo(List.of("return_type_mismatch", "bad_linked_input"));
        assertThat(nodeErrors(refusal, "4")).isEqualTo(List.of("value_not_in_list"));
        Map<String, Object> eight = map((map(refusal.get("node_errors"))).get("8"));
        assertThat(eight.get("dependent_outputs")).isEqualTo(List.of("9"));
        assertThat(eight.get("class_type")).isEqualTo("VAEDecode");
        Map<String, Object> numbers = ComfyClient.apple(1, 1);
        numbers.put("5", node("EmptyLatentImage", "width", 8, "height", 99999, "batch_size", "many"));
        assertThat(nodeErrors(refused(numbers), "5"))
                .isEqualTo(List.of("value_smaller_than_min", "value_bigger_than_max", "invalid_input_type"));
        assertThat(nodeErrors(refused(ComfyClient.plain(node("SaveImage", "filename_prefix", "x"))), "2"))
                .isEqualTo(List.of("required_input_missing"));
        Map<String, Object> file = Map.of(
                "1", node("LoadImage", "image", "none.png"), "2", node("PreviewImage", "images", List.of("1", 0)));
        assertThat(nodeErrors(refused(file), "1")).isEqualTo(List.of("custom_validation_failed"));
        assertThat(errorType(refused(
                        ComfyClient.plain(node("SaveImage", "images", List.of("1", 0), "filename_prefix", "../../x")))))
                .isEqualTo("prompt_outputs_failed_validation");
    }

    @Test
    void runsTheOutputsThatCanBeHad() throws Exception {
        Map<String, Object> prompt = ComfyClient.plain(node("PreviewImage", "images", List.of("1", 0)));
        prompt.put("3", node("PreviewImage"));
        prompt.put("4", node("CheckpointLoaderSimple", "ckpt_name", "none.safetensors"));
        prompt.put("5", node("StableCascade_EmptyLatentImage"));
        prompt.put("6", node("StableCascade_SuperResolutionControlnet", "image", List.of("1", 0)));
        prompt.put("7", node("PreviewImage", "images", List.of("6", 0)));
        ComfyClient.Answer answer =
                comfy.post("/api/prompt", Map.of("prompt", prompt, "prompt_id", "mine", "number", 3));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("prompt_id")).isEqualTo("mine");
        assertThat(answer.json().get("number")).isEqualTo(3L);
        assertThat(map(answer.json().get("node_errors"))).containsOnlyKeys("3", "6");
        while (comfy.get("/history/mine").json().isEmpty()) {
            Thread.sleep(20);
        }
        Map<String, Object> history = map(comfy.get("/history/mine").json().get("mine"));
        assertThat(map(history.get("outputs"))).containsOnlyKeys("2");
        assertThat(String.valueOf(history.get("outputs"))).contains("type=temp");
        assertThat(comfy.post("/history", Map.of("delete", List.of("mine"))).status())
                .isEqualTo(200);
        assertThat(comfy.get("/history/mine").json()).isEmpty();
    }
}
