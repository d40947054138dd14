package dev.zograf.runtime.comfy;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Output;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the table of a class. docs/comfyui.md describes it. */
final class ClassReader {

    private final String file;
    private final BiFunction<String, String, List<String>> lists;

    private ClassReader(String file, BiFunction<String, String, List<String>> lists) {
        this.file = file;
        this.lists = lists;
    }

    /**
     * The class that a table describes.
     *
     * @param file by which messages name it
     * @param json its text
     * @param lists the choices of an input of another class, by the names of both
     * @throws BadFileException at the first mistake
     */
    static ComfyClass read(String file, String json, BiFunction<String, String, List<String>> lists) {
        List<Problem> problems = new ArrayList<>();
        Optional<JsonTree> tree = JsonTree.read(json, problems);
        if (!problems.isEmpty() || tree.isEmpty()) {
            throw new BadFileException(file, String.valueOf(problems.get(0)));
        }
        return new ClassReader(file, lists).read(TableFields.of(file, tree.get()));
    }

    private ComfyClass read(TableFields fields) {
        String name = fields.text("class", "");
        Map<String, Input> inputs = new LinkedHashMap<>();
        fields.members("inputs").forEach((input, tree) -> inputs.put(input, input(input, tree)));
        List<Output> outputs = new ArrayList<>();
        fields.list("outputs").forEach(tree -> outputs.add(output(tree)));
        String unsupported = fields.text("unsupported", "");
        Mapping mapping = fields.take("native").isPresent() || fields.has("ignored")
                ? new MappingReader(file).read(fields)
                : Mapping.NONE;
        ComfyClass read = new ComfyClass(
                name,
                fields.text("name", name),
                fields.text("category", ""),
                fields.text("description", ""),
                inputs,
                outputs,
                fields.flag("output"),
                fields.flag("takesLists"),
                fields.flag("deprecated"),
                fields.flag("special"),
                mapping,
                unsupported,
                fields.list("nearest").stream().map(fields::text).toList());
        fields.finish();
        if (name.isEmpty()) {
            throw fields.wrong("The field \"class\" is missing.");
        }
        if (read.isMapped() == !unsupported.isEmpty()) {
            throw fields.wrong(
                    "A table says either what stands for the class (\"native\") or why nothing does (\"unsupported\").");
        }
        return read;
    }

    private Output output(JsonTree tree) {
        if (tree instanceof JsonTree.Scalar) {
            String type = String.valueOf(tree.plain());
            return new Output(type, type, false);
        }
        TableFields fields = TableFields.of(file, tree);
        String type = fields.text("type", "*");
        Output output = new Output(fields.text("name", type), type, fields.flag("list"));
        fields.finish();
        return output;
    }

    private Input input(String name, JsonTree tree) {
        if (tree instanceof JsonTree.Scalar) {
            String type = String.valueOf(tree.plain());
            return plain(name, type);
        }
        TableFields fields = TableFields.of(file, tree);
        Optional<String> hidden = fields.take("hidden").map(fields::text);
        List<String> choices = choices(fields);
        String files = fields.text("files", "");
        String upload = fields.text("upload", "");
        boolean combo = !choices.isEmpty() || !files.isEmpty() || !upload.isEmpty();
        Input input = new Input(
                name,
                hidden.orElseGet(() -> fields.text("type", combo ? "COMBO" : "*")),
                hidden.isPresent() ? Presence.HIDDEN : fields.flag("optional") ? Presence.OPTIONAL : Presence.REQUIRED,
                fields.scalar("default"),
                fields.number("min"),
                fields.number("max"),
                fields.number("step"),
                fields.scalar("round"),
                choices,
                files,
                upload,
                fields.flag("control"),
                fields.flag("multiline"),
                fields.flag("dynamicPrompts"),
                fields.flag("socket"),
                fields.text("tooltip", ""));
        fields.finish();
        return input;
    }

    private static Input plain(String name, String type) {
        return new Input(
                name,
                type,
                Presence.REQUIRED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                "",
                false,
                false,
                false,
                false,
                "");
    }

    /** A list, or the name of an input of another class that has the same. */
    private List<String> choices(TableFields fields) {
        Optional<JsonTree> tree = fields.take("choices");
        if (tree.isPresent() && tree.get() instanceof JsonTree.Scalar) {
            String[] other = fields.text(tree.get()).split("\\.", 2);
            List<String> choices = other.length == 2 ? lists.apply(other[0], other[1]) : List.of();
            if (choices.isEmpty()) {
                throw fields.wrong("There are no choices of \"" + tree.get().plain() + "\"; write Class.input.");
            }
            return choices;
        }
        return fields.list("choices").stream().map(fields::text).toList();
    }
}
