package dev.zograf.runtime.comfy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.picture.PngTexts;
import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that may hold a workflow of ComfyUI: JSON in either format, or a picture that was made with one.
 *
 * @param kind what it holds
 * @param prompt the workflow of ComfyUI; empty if it is one of ours, or cannot be used
 * @param text of a workflow of ours; empty otherwise
 * @param problems everything that is wrong
 * @param notes what was chosen on the way
 */
public record ComfyFile(
        Kind kind, Optional<ComfyPrompt> prompt, String text, List<Problem> problems, List<String> notes) {

    /** What a file holds. */
    public enum Kind {
        /** A workflow of ComfyUI as it is queued. */
        PROMPT,
        /** A workflow of ComfyUI as its editor saves it. */
        EDITOR,
        /** A workflow of ours. */
        NATIVE
    }

    private static final long LARGEST = 64L << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};

    /**
     * Reads a file of any of the kinds.
     *
     * @throws BadFileException if it cannot be read, or is a picture without a workflow
     */
    public static ComfyFile read(Path file, ComfyClasses classes) {
        String name = file.toString();
        byte[] begin = begin(file);
        if (Arrays.equals(begin, PNG)) {
            return ofPicture(name, PngTexts.read(file, name), classes);
        }
        if (Arrays.equals(begin, RIFF)) {
            return ofPicture(name, WebpExif.read(file, name), classes);
        }
        return ofText(text(file), classes);
    }

    /** What a JSON text holds. What is neither has problems, as if it were a prompt. */
    public static ComfyFile ofText(String json, ComfyClasses classes) {
        List<Problem> problems = new ArrayList<>();
        String body = json.startsWith("\uFEFF") ? json.substring(1) : json;
        Optional<JsonTree> tree = JsonTree.readPython(body, problems);
        if (tree.isEmpty()) {
            return new ComfyFile(Kind.PROMPT, Optional.empty(), "", List.copyOf(problems), List.of());
        }
        if (tree.get() instanceof JsonTree.Obj root && root.members().containsKey("zograf")) {
            return new ComfyFile(Kind.NATIVE, Optional.empty(), json, List.of(), List.of());
        }
        JsonTree workflow = Wrapping.unwrap(tree.get());
        if (ComfyEditor.is(workflow)) {
            ComfyEditor.Reading reading = ComfyEditor.read(workflow, classes, problems);
            return new ComfyFile(Kind.EDITOR, reading.prompt(), "", reading.problems(), reading.notes());
        }
        List<String> notes = new ArrayList<>();
        ComfyPrompt.Reading reading = PromptReader.read(CommentEntries.without(workflow, notes));
        problems.addAll(reading.problems());
        return new ComfyFile(Kind.PROMPT, reading.prompt(), "", List.copyOf(problems), List.copyOf(notes));
    }

    /** Of what a picture carries, what was run comes before what the editor showed. */
    private static ComfyFile ofPicture(String name, Map<String, String> texts, ComfyClasses classes) {
        for (String keyword : List.of("zograf", "prompt", "workflow")) {
            String text = texts.get(keyword);
            if (text != null && !text.isBlank()) {
                return ofText(text, classes);
            }
        }
        throw new BadFileException(
                name, "The picture carries no workflow; many sites take it out of pictures that are sent to them.");
    }

    private static byte[] begin(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PNG.length);
        } catch (NoSuchFileException e) {
            throw new BadFileException(file.toString(), "There is no such file.", e);
        } catch (IOException e) {
            throw new BadFileException(
                    file.toString(), Files.isDirectory(file) ? "This is a folder." : "It cannot be read.", e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BadFileException(
                        file.toString(), "It is larger than a workflow can be (" + (LARGEST >> 20) + " MB).");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new BadFileException(file.toString(), "It is neither a text in UTF-8 nor a PNG or WebP.", e);
        } catch (IOException e) {
            throw new BadFileException(file.toString(), "It cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
