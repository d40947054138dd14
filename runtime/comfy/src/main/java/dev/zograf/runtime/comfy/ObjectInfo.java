package dev.zograf.runtime.comfy;

import dev.zograf.api.model.Models;
import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Output;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What ComfyUI's route {@code /object_info} says of the classes: the editor draws its nodes from it. */
public final class ObjectInfo {

    private static final String MODULE = "nodes";

    private final ComfyClasses classes;
    private final Models models;
    private final Supplier<List<String>> uploads;

    /**
     * Of these classes.
     *
     * @param models whose files are the choices of loaders
     * @param uploads the files that were uploaded, the choices of {@code LoadImage}
     */
    public ObjectInfo(ComfyClasses classes, Models models, Supplier<List<String>> uploads) {
        this.classes = classes;
        this.models = models;
        this.uploads = uploads;
    }

    /** All classes for which something stands here, by name. */
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        classes.all().values().stream().filter(ComfyClass::isMapped).forEach(type -> all.put(type.name(), entry(type)));
        return all;
    }

    /** One class by its name; an empty object if there is none. */
    public Map<String, Object> of(String name) {
        return classes.get(name)
                .filter(ComfyClass::isMapped)
                .map(type -> Map.<String, Object>of(name, entry(type)))
                .orElse(Map.of());
    }

    private Map<String, Object> entry(ComfyClass type) {
        Map<String, Object> input = new LinkedHashMap<>();
        Map<String, Object> order = new LinkedHashMap<>();
        for (Presence presence : Presence.values()) {
            Map<String, Object> some = new LinkedHashMap<>();
            type.inputs().values().stream()
                    .filter(in -> in.presence() == presence)
                    .forEach(in -> some.put(in.name(), presence == Presence.HIDDEN ? in.type() : input(in)));
            if (!some.isEmpty() || presence == Presence.REQUIRED) {
                String name = presence.name().toLowerCase(Locale.ROOT);
                input.put(name, some);
                order.put(name, List.copyOf(some.keySet()));
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("input", input);
        out.put("input_order", order);
        out.put("output", type.outputs().stream().map(Output::type).toList());
        out.put("output_is_list", type.outputs().stream().map(Output::isList).toList());
        out.put("output_name", type.outputs().stream().map(Output::name).toList());
        out.put("name", type.name());
        out.put("display_name", type.displayName());
        out.put("description", type.description());
        out.put("python_module", MODULE);
        out.put("category", type.category());
        out.put("output_node", type.isOutput());
        if (type.deprecated()) {
            out.put("deprecated", true);
        }
        return out;
    }

    private List<Object> input(Input input) {
        Map<String, Object> options = new LinkedHashMap<>();
        input.initial().ifPresent(value -> options.put("default", value));
        input.min().ifPresent(value -> options.put("min", value));
        input.max().ifPresent(value -> options.put("max", value));
        input.step().ifPresent(value -> options.put("step", value));
        input.round().ifPresent(value -> options.put("round", value));
        if (input.control()) {
            options.put("control_after_generate", true);
        }
        if (input.multiline()) {
            options.put("multiline", true);
        }
        if (input.dynamicPrompts()) {
            options.put("dynamicPrompts", true);
        }
        if (input.socketOnly()) {
            options.put("forceInput", true);
        }
        if (!input.upload().isEmpty()) {
            options.put(input.upload() + "_upload", true);
        }
        if (!input.tooltip().isEmpty()) {
            options.put("tooltip", input.tooltip());
        }
        List<Object> entry = new ArrayList<>();
        entry.add(input.type().equals("COMBO") ? choices(input) : input.type());
        if (!options.isEmpty()) {
            entry.add(options);
        }
        return entry;
    }

    /** What a combination box lists at this moment. */
    public List<String> choices(Input input) {
        if (!input.files().isEmpty()) {
            List<String> names = new ArrayList<>(models.names(input.files()));
            // Choices beside files are such as are no files, as the VAE "pixel_space".
            names.addAll(input.choices());
            return names;
        }
        return input.upload().isEmpty() ? input.choices() : uploads.get();
    }
}
