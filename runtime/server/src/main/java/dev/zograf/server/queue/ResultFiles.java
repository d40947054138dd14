package dev.zograf.server.queue;

import dev.zograf.Workflow;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.Job;
import dev.zograf.server.store.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes files of what a job's workflow gives. Not thread-safe. */
final class ResultFiles {

    /** What there is of a file that is no picture of an output; ComfyUI calls those of SaveLatent otherwise. */
    private static final String FILES = "files";

    private static final String LATENTS = "latents";

    private static final String IMAGES = "images";
    private static final Set<String> PICTURES = Set.of("png", "webp");

    private final Job job;
    private final DataFolders folders;
    private final Map<String, String> texts;
    private final List<Delivery> deliveries;
    private final LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());

    ResultFiles(Job job, Workflow workflow, DataFolders folders) {
        this.job = job;
        this.folders = folders;
        texts = texts(job, workflow);
        deliveries = Delivery.of(job.requestFields().getOrDefault("results", List.of()));
    }

    /** A file for each picture of an output, for everybody whom it is to go to; none if the output is no picture. */
    List<Made> pictures(String output, Object value) throws IOException {
        List<Image> pictures = images(value);
        List<Delivery> wanted =
                deliveries.stream().filter(d -> d.output().equals(output)).toList();
        List<Made> made = new ArrayList<>();
        for (Delivery delivery : wanted.isEmpty() ? List.of(usual(output)) : wanted) {
            for (int i = 0; i < pictures.size(); i++) {
                made.add(file(delivery, pictures.get(i), i));
            }
        }
        return made;
    }

    private Made file(Delivery delivery, Image picture, int index) throws IOException {
        String prefix = FilePrefix.expand(delivery.prefix(), picture.width(), picture.height(), index, now);
        // Refuses what would lead out of the folder, whoever wrote the workflow.
        SafeNames.below(folders.of(job.owner(), delivery.area()), prefix + ".png");
        Path file = Files.createTempFile(folders.temporary(), "result", ".png");
        PngFile.write(file, picture.toBufferedImage(0), texts);
        return new Made(
                delivery.node(),
                IMAGES,
                file,
                prefix,
                true,
                "png",
                "image/png",
                picture.width(),
                picture.height(),
                delivery.area());
    }

    private static Delivery usual(String output) {
        return new Delivery(output, output, output, "output");
    }

    /** The texts that pictures carry: keywords as {@code save-image} and ComfyUI have them. */
    private static Map<String, String> texts(Job job, Workflow workflow) {
        Map<String, Object> request = job.requestFields();
        Map<String, String> texts = new LinkedHashMap<>();
        if (request.get("prompt") instanceof Map<?, ?> prompt) {
            texts.put("prompt", JsonText.compact(prompt));
        }
        if (request.get("extra_data") instanceof Map<?, ?> extra
                && extra.get("extra_pnginfo") instanceof Map<?, ?> info) {
            info.forEach((keyword, value) -> {
                if (value != null && String.valueOf(keyword).matches("[A-Za-z0-9_]{1,79}")) {
                    texts.put(String.valueOf(keyword), JsonText.compact(value));
                }
            });
        }
        texts.put("zograf", workflow.toJson());
        return texts;
    }

    /**
     * The files that nodes wrote into a folder. An output that is the path of one of them, or of several, is taken out of the values: it
     * is that file, and the path leads nowhere once the run has ended.
     */
    List<Made> written(Path folder, Map<String, Object> values) throws IOException {
        Map<String, Path> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> all.put(file.toString(), file));
        }
        Map<Object, String> outputs = new HashMap<>();
        values.forEach((output, value) -> entries(value).forEach(entry -> outputs.put(entry, output)));
        values.values()
                .removeIf(value -> !entries(value).isEmpty() && all.keySet().containsAll(entries(value)));
        List<Made> made = new ArrayList<>();
        for (Map.Entry<String, Path> file : all.entrySet()) {
            made.add(written(folder, file.getValue(), outputs.getOrDefault(file.getKey(), "")));
        }
        return made;
    }

    private Made written(Path folder, Path file, String output) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        SafeNames.below(folder, name);
        int dot = name.lastIndexOf('.');
        boolean named = dot > name.lastIndexOf('/');
        String extension = named ? name.substring(dot + 1) : "bin";
        Optional<Delivery> wanted =
                deliveries.stream().filter(d -> d.output().equals(output)).findFirst();
        return new Made(
                wanted.map(Delivery::node).orElse(output.isEmpty() ? FILES : output),
                kind(extension, wanted.isPresent()),
                file,
                wanted.map(d -> prefix(d, name)).orElse(named ? name.substring(0, dot) : name),
                wanted.isPresent(),
                extension,
                MediaTypes.of(extension),
                0,
                0,
                wanted.map(Delivery::area).orElse("output"));
    }

    /** What stands for sizes and times was filled by the node, whose name ends in its own number. */
    private static String prefix(Delivery delivery, String name) {
        return delivery.prefix().contains("%") ? name.replaceFirst("-\\d+\\.\\w+$", "") : delivery.prefix();
    }

    /** A picture with transparency and an animation are files that nodes wrote, and to ComfyUI's clients pictures. */
    private static String kind(String extension, boolean wanted) {
        if (extension.equals("latent")) {
            return LATENTS;
        }
        return wanted && PICTURES.contains(extension) ? IMAGES : FILES;
    }

    private static List<?> entries(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static List<Image> images(Object value) {
        List<Image> images = new ArrayList<>();
        for (Object entry : entries(value)) {
            if (entry instanceof Image image) {
                images.addAll(image.split());
            }
        }
        return images;
    }

    /** What JSON has a form for; of other values what they say of themselves. */
    static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ResultFiles::plain).toList();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value
                : String.valueOf(value);
    }
}
