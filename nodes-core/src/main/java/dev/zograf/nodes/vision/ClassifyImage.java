package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says which of some labels fits a picture best, without training (Radford et al. 2021, section 3.1): each label is written into templates
 * and embedded, and a softmax over the scaled cosines gives each a probability.
 */
@NodeType(id = "classify-image", title = "Classify image", category = "vision")
@Doc("Says which of some labels fits a picture best; the labels may be in any language that the model knows.")
public final class ClassifyImage implements Node<ClassifyImage.In, ClassifyImage.Out> {

    private static final String PLACE = "{}";

    /** What to classify, and as what. */
    public record In(
            @Doc("Both towers of CLIP.") DualEncoder clip,

            @Doc("The pictures, of any sizes; a batch counts as several.")
            List<Image> images,

            @Doc(
                    "The labels to choose from. One text may hold several with | between them; white space beside a | is no part of them.")
            List<String> labels,

            @Doc(
                    "How a label is written, {} standing for it: a photo of a {}. Several templates, one on each line, are averaged.")
            @Default("{}")
            String templates) {}

    /** What the pictures show. */
    public record Out(
            @Doc("The label that fits the first picture best.")
            String label,

            @Doc("Its probability among the labels, 0 to 1.")
            double score,

            @Doc("The label that fits best, for each picture.")
            List<String> best,

            @Doc("The labels with their probabilities for the first picture, the best first, one on each line.")
            String text,

            @Doc("All probabilities: a row for each picture, a column for each label in its order.")
            FloatTensor probabilities,

            @Doc("The numbers that the softmax took: cosines times the model's factor.")
            FloatTensor logits) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<String> labels = in.labels().stream().flatMap(ClassifyImage::each).toList();
        if (labels.stream().allMatch(String::isBlank)) {
            throw new InvalidInputException("labels", "There is no label to choose from.");
        }
        FloatTensor texts = texts(labels, in.templates(), in.clip(), ctx);
        FloatTensor pictures = Embeddings.normalised(
                Embeddings.of(Embeddings.split(in.images()), in.clip().images(), ctx));
        FloatTensor logits = Embeddings.products(pictures, texts, in.clip().logitScale());
        FloatTensor probabilities = softmax(logits);
        List<Integer> first = order(probabilities, 0);
        List<String> best = IntStream.range(0, probabilities.dim(0))
                .mapToObj(row -> labels.get(order(probabilities, row).get(0)))
                .toList();
        String text = first.stream()
                .map(i -> String.format(Locale.ROOT, "%s %.3f", labels.get(i), probabilities.at(i)))
                .collect(Collectors.joining("\n"));
        return new Out(best.get(0), probabilities.at(first.get(0)), best, text, probabilities, logits);
    }

    /** A text without a bar is a label as it stands: templates may have something to say about its white space. */
    private static Stream<String> each(String text) {
        return text.contains("|")
                ? Arrays.stream(text.split("\\|")).map(String::strip).filter(label -> !label.isEmpty())
                : Stream.of(text);
    }

    private static List<Integer> order(FloatTensor rows, int row) {
        int width = rows.dim(1);
        return IntStream.range(0, width)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rows.at(row * width + i)))
                .toList();
    }

    /** A row for each label: the mean of its normalised embeddings in all templates, normalised. */
    private static FloatTensor texts(List<String> labels, String templates, DualEncoder clip, RunContext ctx) {
        List<String> written = templates.lines().filter(line -> !line.isBlank()).toList();
        if (written.isEmpty() || written.stream().anyMatch(line -> !line.contains(PLACE))) {
            throw new InvalidInputException(
                    "templates", "Each line needs {} where the label goes, as in: a photo of a {}");
        }
        List<FloatTensor> sums = new ArrayList<>();
        for (String template : written) {
            List<String> texts =
                    labels.stream().map(label -> template.replace(PLACE, label)).toList();
            FloatTensor rows = Embeddings.normalised(clip.embed(texts, ctx));
            sums.add(sums.isEmpty() ? rows : sums.get(sums.size() - 1).plus(rows));
        }
        FloatTensor sum = sums.get(sums.size() - 1);
        return written.size() == 1 ? sum : Embeddings.normalised(sum);
    }

    private static FloatTensor softmax(FloatTensor rows) {
        int width = rows.dim(1);
        float[] out = new float[rows.size()];
        for (int from = 0; from < out.length; from += width) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                greatest = Math.max(greatest, rows.at(from + i));
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += Math.exp(rows.at(from + i) - greatest);
            }
            for (int i = 0; i < width; i++) {
                out[from + i] = (float) (Math.exp(rows.at(from + i) - greatest) / sum);
            }
        }
        return FloatTensor.wrap(out, rows.shape());
    }
}
