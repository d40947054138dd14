package dev.zograf.server.queue;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.runtime.json.Problem;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.Pictures;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Sets the inputs of a workflow from JSON: scalars as they are, pictures and masks by the names of files that were uploaded. */
public final class JobInputs {

    private JobInputs() {}

    /** The workflow of a job as it is to run, without its policy. */
    static Workflow of(Job job, Zograf engine, Path inputs, Pictures pictures) throws IOException {
        Map<String, Object> request = job.requestFields();
        Object values = request.getOrDefault("inputs", Map.of());
        Object only = request.getOrDefault("only", List.of());
        return set(engine.read(job.workflow()), values, only, inputs, pictures);
    }

    /**
     * A workflow with inputs set.
     *
     * @param values by name
     * @param only the outputs and nodes that are to run; all if empty
     * @param folder where uploaded files lie
     * @throws dev.zograf.WorkflowException if something does not fit
     * @throws HttpFailure if a file is not there or no picture
     */
    public static Workflow set(Workflow workflow, Object values, Object only, Path folder, Pictures pictures)
            throws IOException {
        Workflow filled = workflow;
        if (values instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                Object value = entry.getValue();
                if (value == null) {
                    throw refused(name, "The input \"" + name + "\" is null; leave it out to keep its default.");
                }
                filled = filled.with(
                        name,
                        switch (type(filled, name)) {
                            case "image" -> pictures.decode(file(name, value, folder));
                            case "mask" -> mask(Image.of(pictures.decode(file(name, value, folder))));
                            default -> value;
                        });
            }
        }
        if (only instanceof List<?> list && !list.isEmpty()) {
            filled = filled.only(list.stream().map(String::valueOf).toArray(String[]::new));
        }
        return filled;
    }

    private static String type(Workflow workflow, String name) {
        return workflow.inputs().stream()
                .filter(input -> input.name().equals(name))
                .map(Workflow.Input::type)
                .findFirst()
                .orElse("");
    }

    private static Path file(String name, Object value, Path folder) {
        Object file = value instanceof Map<?, ?> map ? map.get("file") : value;
        if (!(file instanceof String text)) {
            throw refused(
                    name,
                    "The input \"" + name + "\" is a picture: give {\"file\": \"NAME\"} of one that was uploaded.");
        }
        Path path = SafeNames.below(folder, text);
        if (!Files.isRegularFile(path)) {
            throw refused(name, "The input \"" + name + "\" names a file that was not uploaded.");
        }
        return path;
    }

    /** Luminance as ITU-R BT.601 has it; of a grey picture the level itself. */
    private static Mask mask(Image picture) {
        FloatTensor pixels = picture.pixels();
        int height = pixels.dim(2);
        int width = pixels.dim(3);
        float[] rgb = pixels.toArray();
        float[] levels = new float[height * width];
        int plane = levels.length;
        for (int i = 0; i < plane; i++) {
            float red = rgb[i];
            float green = rgb[plane + i];
            float blue = rgb[2 * plane + i];
            levels[i] = red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
        }
        return Mask.of(FloatTensor.of(levels, 1, height, width));
    }

    private static HttpFailure refused(String input, String message) {
        return HttpFailure.bad(message)
                .with("problems", List.of(JobDesk.describe(new Problem("/inputs/" + input, 0, 0, message, ""))));
    }
}
