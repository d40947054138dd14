package dev.zograf.runtime.comfy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A class of ComfyUI's nodes: what its inputs and outputs are there, and what stands for it here. Read from a table
 * {@code META-INF/zograf/comfy/NAME.json}.
 *
 * @param name the class name, {@code class_type} in a prompt
 * @param displayName what the editor shows
 * @param category as the editor's menu has it, {@code sampling/custom_sampling}
 * @param inputs in the original's order, on which the places of widget values depend
 * @param outputs in the original's order
 * @param isOutput whether it makes a prompt run, as a node that saves something does
 * @param takesLists whether it is given a list as a whole; another class runs once for each entry
 * @param deprecated whether the original advises against it
 * @param special whether another class is the usual one for what stands for it here, so that a workflow has to remember that it was this one
 * @param unsupported why nothing stands for it here; empty if something does
 * @param nearest types of ours that may help where nothing stands for it
 */
public record ComfyClass(
        String name,
        String displayName,
        String category,
        String description,
        Map<String, Input> inputs,
        List<Output> outputs,
        boolean isOutput,
        boolean takesLists,
        boolean deprecated,
        boolean special,
        Mapping mapping,
        String unsupported,
        List<String> nearest) {

    /** Keeps an unmodifiable copy. */
    public ComfyClass {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = List.copyOf(outputs);
        nearest = List.copyOf(nearest);
    }

    /** How an input is given. */
    public enum Presence {
        /** It has to be there. */
        REQUIRED,
        /** It may be left out. */
        OPTIONAL,
        /** The server sets it; no client sees it. */
        HIDDEN
    }

    /**
     * An input.
     *
     * @param type {@code MODEL}, {@code INT}, {@code COMBO} …, with commas between if it takes several
     * @param initial its default; empty if there is none
     * @param min the least number, as the original states it; empty if there is none
     * @param max the greatest number
     * @param step by how much the editor changes it
     * @param round to what the editor rounds; {@code false} if it is told not to
     * @param choices the texts that a {@code COMBO} takes; empty if they are files
     * @param files the folder of models whose files it takes; empty if it takes none
     * @param upload what the editor uploads for it, {@code image}; empty if nothing
     * @param control whether the editor keeps what to do with it after a run behind its value
     * @param multiline whether a text has several lines
     * @param dynamicPrompts whether the editor chooses among {@code {a|b}} in it
     * @param socketOnly whether a number or text is linked only, and has no widget
     */
    public record Input(
            String name,
            String type,
            Presence presence,
            Optional<Object> initial,
            Optional<Number> min,
            Optional<Number> max,
            Optional<Number> step,
            Optional<Object> round,
            List<String> choices,
            String files,
            String upload,
            boolean control,
            boolean multiline,
            boolean dynamicPrompts,
            boolean socketOnly,
            String tooltip) {

        /** Whether the editor has a widget for it, whose value it keeps by position. */
        public boolean isWidget() {
            return presence != Presence.HIDDEN
                    && !socketOnly
                    && (type.equals("INT")
                            || type.equals("FLOAT")
                            || type.equals("STRING")
                            || type.equals("BOOLEAN")
                            || type.equals("COMBO"));
        }
    }

    /**
     * An output.
     *
     * @param name what the editor calls it, mostly its type
     * @param isList whether it gives a list whose entries are worked on one by one
     */
    public record Output(String name, String type, boolean isList) {}

    /** The input of that name. */
    public Optional<Input> input(String input) {
        return Optional.ofNullable(inputs.get(input));
    }

    /** The input of which a table says {@code input} or {@code input.part}; names of inputs may have points themselves. */
    String inputOf(String written) {
        int dot = written.lastIndexOf('.');
        return inputs.containsKey(written) || dot < 0 ? written : written.substring(0, dot);
    }

    /** The inputs for which the editor has a widget, in its order. */
    public List<Input> widgets() {
        List<Input> widgets = new ArrayList<>();
        inputs.values().stream().filter(Input::isWidget).forEach(widgets::add);
        return widgets;
    }

    /** Whether something stands for it here. */
    public boolean isMapped() {
        return !mapping.variants().isEmpty();
    }

    /** The slot of the output of that name, or empty. */
    Optional<Integer> slot(@Nullable String output) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(output)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
