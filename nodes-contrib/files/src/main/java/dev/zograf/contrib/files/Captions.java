package dev.zograf.contrib.files;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an archive says of its pictures, in {@code prompts.json}: {@code [{"file": "0001.png", "prompt": "a cat"}]}. */
final class Captions {

    /** The entry's name. */
    static final String FILE = "prompts.json";

    private Captions() {}

    static String write(List<String> files, List<String> prompts) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonWriter json = new JsonWriter(out)) {
            json.setIndent("  ");
            json.beginArray();
            for (int i = 0; i < files.size(); i++) {
                json.beginObject();
                json.name("file").value(files.get(i));
                json.name("prompt").value(prompts.get(i));
                json.endObject();
            }
            json.endArray();
        }
        return out.toString();
    }

    /**
     * Prompts by file; members of other names are passed over.
     *
     * @param archive for messages
     * @throws BadFileException if it is no list of objects with the texts file and prompt
     */
    static Map<String, String> read(String archive, String text) {
        Map<String, String> prompts = new LinkedHashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(text))) {
            json.setStrictness(Strictness.STRICT);
            json.beginArray();
            while (json.hasNext()) {
                String file = "";
                String prompt = "";
                json.beginObject();
                while (json.hasNext()) {
                    switch (json.nextName()) {
                        case "file" -> file = json.nextString();
                        case "prompt" -> prompt = json.nextString();
                        default -> json.skipValue();
                    }
                }
                json.endObject();
                prompts.put(file, prompt);
            }
            json.endArray();
        } catch (IOException | IllegalStateException e) {
            throw new BadFileException(
                    archive, "its " + FILE + " is no list of objects with file and prompt: " + e.getMessage(), e);
        }
        return prompts;
    }
}
