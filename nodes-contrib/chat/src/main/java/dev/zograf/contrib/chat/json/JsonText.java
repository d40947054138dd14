package dev.zograf.contrib.chat.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.zograf.contrib.chat.ChatException;
import java.io.IOException;
import java.io.StringReader;

/** Whole JSON texts. */
public final class JsonText {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private JsonText() {}

    /** Maps, lists, texts, numbers and booleans as one line. The same objects in the same order give the same text. */
    public static String write(Object value) {
        return GSON.toJson(value);
    }

    /**
     * The object that a text is.
     *
     * @param name the file's name, for messages
     * @throws ChatException if it is no JSON object
     */
    public static Fields read(String text, String name) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement root = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT || !root.isJsonObject()) {
                throw new ChatException(name + ": a file of this kind is one JSON object.");
            }
            return new Fields(root.getAsJsonObject(), name);
        } catch (JsonParseException | IOException e) {
            throw new ChatException(name + ": this is no JSON: " + e.getMessage(), e);
        }
    }
}
