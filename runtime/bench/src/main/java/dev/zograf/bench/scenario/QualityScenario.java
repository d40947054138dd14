package dev.zograf.bench.scenario;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What less precise numbers do to pictures of the model that ships: for each precision the peak signal-to-noise ratio to the picture of
 * float32, and the cosine of both pictures' embeddings by CLIP.
 */
final class QualityScenario implements Scenario {

    private static final List<String> PROMPTS = List.of(
            "a red apple",
            "a cat",
            "a dog",
            "a yellow flower",
            "a house",
            "a hamburger",
            "a blue heart",
            "a green tree",
            "the sun",
            "a bicycle",
            "котка",
            "червена роза",
            "риба",
            "звезда",
            "eine Katze",
            "ein Fisch",
            "ein Auto",
            "un gato",
            "una flor",
            "una estrella");

    private static final double MOST_DECIBELS = 100;

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String about() {
        return PROMPTS.size() + " default pictures at each precision against those of float32";
    }

    private record Seen(FloatTensor pixels, FloatTensor embedding) {}

    @Override
    public void run(Workbench bench, Report report) {
        List<String> prompts = bench.settings().small() ? PROMPTS.subList(0, 2) : PROMPTS;
        List<Seen> exact = paint("float32", prompts, report);
        for (String precision : bench.settings().precisions()) {
            if (precision.equals("float32")) {
                continue;
            }
            Samples decibels = new Samples();
            Samples cosines = new Samples();
            List<Seen> seen = paint(precision, prompts, report);
            for (int i = 0; i < seen.size(); i++) {
                decibels.add(decibels(exact.get(i).pixels(), seen.get(i).pixels()));
                cosines.add(cosine(exact.get(i).embedding(), seen.get(i).embedding()));
            }
            report.row(Row.of(precision + ", PSNR", "dB", decibels));
            report.row(Row.of(precision + ", CLIP", "cosine", cosines));
        }
        report.note(
                "The median is over the prompts, and the worst is the first number in the brackets. Equal pictures count as "
                        + (int) MOST_DECIBELS + " dB.");
    }

    private static List<Seen> paint(String precision, List<String> prompts, Report report) {
        List<Seen> seen = new ArrayList<>();
        String nodes = """
                , "clip": {"type": "load-clip@1", "in": {"model": "emoji"}},
                "embed": {"type": "embed-image@1", "in": {"encoder": {"from": "clip.images"}, "images": [{"from": "large.image"}]}}
                """;
        try (Zograf zograf = Zograf.builder().precision(precision).build()) {
            Workflow workflow = zograf.read(String.format(
                    Locale.ROOT, Templates.painting(), nodes, ", \"embedding\": {\"from\": \"embed.embedding\"}"));
            for (int i = 0; i < prompts.size(); i++) {
                report.say(precision + ": " + prompts.get(i));
                Outputs outputs =
                        zograf.run(workflow.with("prompt", prompts.get(i)).with("seed", i + 1L));
                seen.add(new Seen(
                        outputs.get("image", Image.class).pixels(), outputs.get("embedding", FloatTensor.class)));
            }
        }
        return seen;
    }

    /** Of pixels in 0 to 1. */
    static double decibels(FloatTensor one, FloatTensor other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            double difference = (double) one.at(i) - other.at(i);
            sum += difference * difference;
        }
        return sum == 0 ? MOST_DECIBELS : Math.min(MOST_DECIBELS, -10 * Math.log10(sum / one.size()));
    }

    /** Of two directions. */
    static double cosine(FloatTensor one, FloatTensor other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.size(); i++) {
            product += (double) one.at(i) * other.at(i);
            ones += (double) one.at(i) * one.at(i);
            others += (double) other.at(i) * other.at(i);
        }
        return product / Math.sqrt(ones * others);
    }
}
