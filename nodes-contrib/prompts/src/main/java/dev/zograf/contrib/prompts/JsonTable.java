package dev.zograf.contrib.prompts;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.zograf.api.BadFileException;
import dev.zograf.api.RunContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads tables in JSON with Gson's strict streaming reader; nothing is kept but the cells. */
final class JsonTable {

    /** The column of a list of texts. */
    static final String TEXT = "text";

    private final RunContext ctx;
    private final String file;
    private final JsonReader json;
    private final Set<String> columns = new LinkedHashSet<>();
    private final List<Map<String, String>> rows = new ArrayList<>();

    private JsonTable(RunContext ctx, String file, JsonReader json) {
        this.ctx = ctx;
        this.file = file;
        this.json = json;
    }

    /**
     * The table of a file.
     *
     * @param at names of members with slashes between; empty for the whole file
     * @throws BadFileException if it is no JSON, or there is no list of objects or texts at that place
     */
    static Rows read(RunContext ctx, String file, String at) {
        try (JsonReader json = new JsonReader(new StringReader(TextFile.read(ctx.files(), file)))) {
            json.setStrictness(Strictness.STRICT);
            JsonTable table = new JsonTable(ctx, file, json);
            Deque<String> entered = new ArrayDeque<>();
            for (String member : at.split("/")) {
                if (!member.isEmpty()) {
                    table.enter(member);
                    entered.push(member);
                }
            }
            table.list();
            while (!entered.isEmpty()) {
                table.leave(entered.pop());
            }
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw table.wrong("something stands behind its end");
            }
            return new Rows(List.copyOf(table.columns), table.rows);
        } catch (MalformedJsonException | EOFException e) {
            throw new BadFileException(file, "this is no JSON: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BadFileException(file, "the file cannot be read: " + e.getMessage(), e);
        }
    }

    private void enter(String member) throws IOException {
        expect(JsonToken.BEGIN_OBJECT, "an object with the member \"" + member + "\"");
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals(member)) {
                return;
            }
            json.skipValue();
        }
        throw wrong("there is no member \"" + member + "\"");
    }

    private void leave(String member) throws IOException {
        while (json.hasNext()) {
            String behind = json.nextName();
            ctx.throwIfRequested();
            json.skipValue();
            if (behind.equals(member)) {
                throw wrong("the member \"" + member + "\" is there twice");
            }
        }
        json.endObject();
    }

    private void list() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "a list of objects or texts");
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.BEGIN_OBJECT) {
                rows.add(object());
            } else {
                columns.add(TEXT);
                rows.add(Map.of(TEXT, cell()));
            }
            if (rows.size() > Rows.MAX_ROWS) {
                throw new BadFileException(file, "the list has more than " + Rows.MAX_ROWS + " rows; split it.");
            }
            ctx.throwIfRequested();
        }
        json.endArray();
    }

    private Map<String, String> object() throws IOException {
        Map<String, String> row = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            columns.add(name);
            if (row.put(name, cell()) != null) {
                throw wrong("the member \"" + name + "\" is there twice");
            }
        }
        json.endObject();
        return row;
    }

    private String cell() throws IOException {
        switch (json.peek()) {
            case STRING, NUMBER -> {
                return json.nextString();
            }
            case BOOLEAN -> {
                return Boolean.toString(json.nextBoolean());
            }
            case NULL -> {
                json.nextNull();
                return "";
            }
            default -> throw wrong("a text, a number or true or false is expected");
        }
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (json.peek() != token) {
            throw wrong(what + " is expected");
        }
    }

    private BadFileException wrong(String what) {
        return new BadFileException(file, "at " + json.getPath() + " " + what + ".");
    }
}
