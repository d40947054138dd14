package dev.zograf.cli;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a PNG says of how it was made, as the node {@code read-metadata} reads it. */
final class PictureInfo {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final List<String> OUTPUTS = List.of(
            "source", "prompt", "negative", "seed", "steps", "cfg", "sampler", "model", "width", "height", "raw");

    private final Console console;
    private final Common common;

    PictureInfo(Console console, Common common) {
        this.console = console;
        this.common = common;
    }

    /** Whether the file begins as a PNG does. */
    static boolean is(String name) {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return Arrays.equals(in.readNBytes(PNG.length), PNG);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    void print(String picture) {
        String outputs = OUTPUTS.stream()
                .map(name -> "\"" + name + "\": { \"from\": \"read." + name + "\" }")
                .collect(Collectors.joining(", "));
        String workflow = String.format(Locale.ROOT, """
                { "zograf": 1, "inputs": { "image": { "type": "text" } },
                  "nodes": { "read": { "type": "read-metadata@1", "in": { "image": { "from": "inputs.image" } } } },
                  "outputs": { %s } }
                """, outputs);
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            Outputs out = engine.run(engine.zograf().read(workflow).with("image", Path.of(picture)));
            Map<String, Object> found = new LinkedHashMap<>();
            for (String name : OUTPUTS) {
                if (out.names().contains(name) && !"".equals(out.get(name, Object.class))) {
                    found.put(name, out.get(name, Object.class));
                }
            }
            if (common.json) {
                console.printText(JsonText.write(found));
            } else {
                console.print(picture);
                found.forEach((name, value) -> console.print(String.format(
                        Locale.ROOT, "  %-10s %s", name, String.valueOf(value).replace("\n", "\n             "))));
            }
        }
    }
}
