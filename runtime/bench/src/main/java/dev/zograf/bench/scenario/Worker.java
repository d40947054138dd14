package dev.zograf.bench.scenario;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Our side of a contest: an engine that does the work that a line of standard input names, until that is {@code quit}. */
public final class Worker {

    private Worker() {}

    /** The arguments are {@code key=value}: precision, size, model, and what else the work needs. */
    public static void main(String[] args) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            given.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        String precision = given.getOrDefault("precision", "float32");
        try (Zograf zograf = Zograf.builder().precision(precision).build();
                Works works = new Works(zograf, given);
                PrintWriter out = Say.lines();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println(JsonText.compact(Map.of("ready", true)));
            for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
                out.println(JsonText.compact(works.run(line).toJson()));
            }
        }
    }
}
