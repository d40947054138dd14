package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.json.Fields;
import dev.zograf.contrib.chat.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that pictures are made of, so that they can be made again: the same recipe gives the same pictures. Immutable.
 *
 * @param style the name of the model
 * @param prompt what to paint
 * @param negative what to keep away from, or nothing
 * @param width pixels in a row before enlarging; 0 for the model's own size
 * @param height rows before enlarging; 0 for the model's own size
 * @param steps from noise to picture
 * @param cfg how closely the prompt is followed
 * @param variation how far each variation goes towards other noise
 * @param pictures the seeds of each picture: first that of its noise, then those of the noises that it goes towards, one after another
 * @param upscaled whether the upscaler comes last
 */
record Recipe(
        String style,
        String prompt,
        String negative,
        int width,
        int height,
        int steps,
        double cfg,
        double variation,
        List<List<Long>> pictures,
        boolean upscaled) {

    /** How many pictures a command gives. */
    static final int COUNT = 4;

    /** How often a variation of a variation can be made. */
    static final int LONGEST_LINE = 16;

    private static final long SEEDS = 1L << 32;

    /** Four pictures of this and the next seeds. */
    static List<List<Long>> from(long seed) {
        List<List<Long>> pictures = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            pictures.add(List.of((seed + i) % SEEDS));
        }
        return pictures;
    }

    private Recipe with(List<List<Long>> others, boolean larger) {
        return new Recipe(style, prompt, negative, width, height, steps, cfg, variation, others, larger);
    }

    /** The same with other noise: other seeds, or other variations of the same pictures. */
    Recipe again(long seed) {
        List<Long> line = pictures.get(0);
        return line.size() == 1
                ? with(from(seed), false)
                : with(towards(line.subList(0, line.size() - 1), seed), false);
    }

    /** Four pictures that resemble one of these. */
    Recipe vary(int picture, long seed) {
        return with(towards(pictures.get(picture), seed), false);
    }

    /** Whether one of these can be varied once more. */
    boolean canVary() {
        return pictures.get(0).size() <= LONGEST_LINE;
    }

    private static List<List<Long>> towards(List<Long> line, long seed) {
        return from(seed).stream()
                .map(other -> {
                    List<Long> longer = new ArrayList<>(line);
                    longer.addAll(other);
                    return List.copyOf(longer);
                })
                .toList();
    }

    /** One of these, larger. */
    Recipe upscale(int picture) {
        return with(List.of(pictures.get(picture)), true);
    }

    /** By its contents: 24 hexadecimal digits of their SHA-256. */
    String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    String toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("recipe", 1);
        fields.put("style", style);
        fields.put("prompt", prompt);
        fields.put("negative", negative);
        fields.put("width", width);
        fields.put("height", height);
        fields.put("steps", steps);
        fields.put("cfg", cfg);
        fields.put("variation", variation);
        List<Map<String, Object>> lines = pictures.stream()
                .map(line -> Map.<String, Object>of("seeds", line))
                .toList();
        fields.put("pictures", lines);
        fields.put("upscaled", upscaled);
        return JsonText.write(fields);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param name the file's name, for messages
     * @throws dev.zograf.contrib.chat.ChatException if it is something else
     */
    static Recipe read(String json, String name) {
        Fields fields = JsonText.read(json, name);
        fields.first("recipe");
        List<List<Long>> pictures = new ArrayList<>();
        for (Fields picture : fields.children("pictures")) {
            List<Long> seeds = picture.integers("seeds");
            picture.end();
            if (seeds.isEmpty() || seeds.size() > LONGEST_LINE + 1) {
                throw picture.missing("seeds");
            }
            pictures.add(seeds);
        }
        if (pictures.isEmpty() || pictures.size() > COUNT) {
            throw fields.missing("pictures");
        }
        Recipe recipe = new Recipe(
                fields.text("style").orElseThrow(() -> fields.missing("style")),
                fields.text("prompt").orElseThrow(() -> fields.missing("prompt")),
                fields.text("negative").orElse(""),
                size(fields, "width"),
                size(fields, "height"),
                fields.integer("steps", 1, 1000)
                        .orElseThrow(() -> fields.missing("steps"))
                        .intValue(),
                fields.number("cfg", 0, 100)
                        .orElseThrow(() -> fields.missing("cfg"))
                        .doubleValue(),
                fields.number("variation", 0, 1)
                        .orElseThrow(() -> fields.missing("variation"))
                        .doubleValue(),
                List.copyOf(pictures),
                fields.flag("upscaled").orElse(false));
        fields.end();
        return recipe;
    }

    private static int size(Fields fields, String name) {
        return fields.integer(name, 0, 16_384).orElse(0L).intValue();
    }
}
