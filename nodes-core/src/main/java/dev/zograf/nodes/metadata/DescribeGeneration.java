package dev.zograf.nodes.metadata;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes down how a picture was made, in the texts that A1111 and ComfyUI look for in a PNG. */
@NodeType(id = "describe-generation", title = "Describe generation", category = "image")
@Doc(
        "Writes down how a picture was made, in the texts that A1111 and ComfyUI look for in a PNG; save-image takes them as metadata.")
public final class DescribeGeneration implements Node<DescribeGeneration.In, DescribeGeneration.Out> {

    /** What is known. */
    public record In(
            @Doc("The prompt.") String prompt,

            @Doc("What was kept away from.") @Default("") String negative,

            @Doc("How many steps.") @Range(min = 1) @Default("20")
            int steps,

            @Doc("The sampler's name, as the readers know it.") @Default("euler")
            String sampler,

            @Doc("The schedule's name, as the readers know it.") @Default("normal")
            String schedule,

            @Doc("How closely the prompt was followed.") @Default("8")
            double cfg,

            @Doc("The seed.") @Default("0") long seed,

            @Doc("The picture, for its size; 0 to give it in numbers.")
            Optional<Image> image,

            @Doc("The width, if there is no picture.") @Range(min = 1) @Default("512") @Unit("px")
            int width,

            @Doc("The height, if there is no picture.") @Range(min = 1) @Default("512") @Unit("px")
            int height,

            @Doc("The model's name.") Optional<String> model,

            @Doc("Further settings by name, such as Clip_skip; an underscore is written as a space.")
            Optional<Map<String, String>> more) {

        /** Names must be such that they are found again. */
        public In {
            for (String name : more.orElse(Map.of()).keySet()) {
                if (name.isBlank() || name.contains(":") || name.contains(",") || name.contains("\n")) {
                    throw new InvalidInputException("more", "\"" + name + "\" cannot be a setting's name.");
                }
            }
        }
    }

    /** The texts. */
    public record Out(
            @Doc("For the keyword parameters, which A1111 and many viewers read.")
            String a1111,

            @Doc("For the keyword prompt: a plain graph that ComfyUI opens.")
            String comfyui) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Steps", Integer.toString(in.steps()));
        settings.put("Sampler", in.sampler());
        settings.put("Schedule type", in.schedule());
        settings.put("CFG scale", number(in.cfg()));
        settings.put("Seed", Long.toString(in.seed()));
        settings.put(
                "Size",
                in.image().map(Image::width).orElse(in.width())
                        + "x"
                        + in.image().map(Image::height).orElse(in.height()));
        in.model().ifPresent(model -> settings.put("Model", model));
        in.more().orElse(Map.of()).forEach((name, value) -> settings.put(name.replace('_', ' '), value));
        Generation made = new Generation(in.prompt(), in.negative(), settings);
        return new Out(A1111Text.write(made), ComfyGraph.write(made));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
