package dev.zograf.server.queue;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.Pictures;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Sets the inputs of a workflow from JSON: scalars as they are, pictures by the names of files that were uploaded. */
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
                    throw HttpFailure.bad("The input \"" + name + "\" is null; leave it out to keep its default.");
                }
                filled = filled.with(name, isPicture(filled, name) ? picture(name, value, folder, pictures) : value);
            }
        }
        if (only instanceof List<?> list && !list.isEmpty()) {
            filled = filled.only(list.stream().map(String::valueOf).toArray(String[]::new));
        }
        return filled;
    }

    private static boolean isPicture(Workflow workflow, String name) {
        return workflow.inputs().stream()
                .anyMatch(input -> input.name().equals(name) && input.type().equals("image"));
    }

    private static Object picture(String name, Object value, Path folder, Pictures pictures) throws IOException {
        Object file = value instanceof Map<?, ?> map ? map.get("file") : value;
        if (!(file instanceof String text)) {
            throw HttpFailure.bad(
                    "The input \"" + name + "\" is a picture: give {\"file\": \"NAME\"} of one that was uploaded.");
        }
        Path path = SafeNames.below(folder, text);
        if (!Files.isRegularFile(path)) {
            throw HttpFailure.bad("The input \"" + name + "\" names a file that was not uploaded.");
        }
        return pictures.decode(path);
    }
}
