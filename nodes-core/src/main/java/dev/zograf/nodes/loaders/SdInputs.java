package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.MicroConditioning;
import dev.zograf.api.value.Size;
import dev.zograf.models.SdUnetConfig;
import dev.zograf.nodes.vision.EmbeddingNoise;
import dev.zograf.nodes.vision.PooledImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What some U-Nets of Stable Diffusion are told beside the text's tokens: SDXL the pooled text and how the picture was cut, unCLIP's pictures, distilled ones
 * the guidance.
 *
 * @param noise on pictures, as the model was trained
 */
public record SdInputs(SdUnetConfig config, EmbeddingNoise noise) implements NetworkInputs {

    /** Original, cut and wanted size. */
    private static final int SIZES = 6;

    /** Original and cut, and the aesthetic score. */
    private static final int SIZES_AND_SCORE = 5;

    private static final PooledImages NO_PICTURES = new PooledImages(List.of(), 0);

    private static final double SCORE = 6;
    private static final double NEGATIVE_SCORE = 2.5;

    @Override
    public String network() {
        return "unet";
    }

    @Override
    public int channels() {
        return config.inChannels();
    }

    @Override
    public int context() {
        return config.context();
    }

    @Override
    public boolean isGuidanceDistilled() {
        return config.guidanceWidth() > 0;
    }

    @Override
    public Map<String, HostTensor> of(int batch, Size painted, List<Conditioning> parts, JoinedInputs joined) {
        Map<String, HostTensor> out = new LinkedHashMap<>();
        if (config.addedWidth() > 0) {
            List<FloatTensor> texts = new ArrayList<>();
            List<FloatTensor> sizes = new ArrayList<>();
            for (Conditioning part : parts) {
                FloatTensor pooled = PooledText.of(part, batch);
                texts.add(pooled);
                float[] numbers = sizes(part, painted, numbers(pooled.dim(1)));
                sizes.add(FloatTensor.wrap(numbers, 1, numbers.length).repeatTo(batch));
            }
            out.put("text_embeds", joined.of("text_embeds", texts, batch));
            out.put("time_ids", FloatTensor.concat(0, sizes));
        }
        if (config.pictureWidth() > 0) {
            List<PooledImages> told = parts.stream()
                    .map(part -> part.get(PooledImages.KEY).orElse(NO_PICTURES))
                    .toList();
            out.put("class_labels", joined.of("class_labels", told, batch, this::pictures));
        }
        if (config.guidanceWidth() > 0) {
            out.putAll(ToldGuidance.inputs(batch, parts, 1, -1));
        }
        return out;
    }

    /** Training left out the pictures of some examples, for guidance: zeros are none. */
    private FloatTensor pictures(PooledImages images) {
        FloatTensor told =
                images.told().isEmpty() ? FloatTensor.zeros(1, config.pictureWidth()) : images.withLevels(noise);
        if (told.dim(1) != config.pictureWidth()) {
            throw new InvalidInputException(
                    "positive",
                    "The pictures are told by " + told.dim(1) / 2 + " numbers each, but this model takes "
                            + config.pictureWidth() / 2 + ": embed them by the model's own image encoder.");
        }
        return told;
    }

    /** How many numbers about the picture there are beside a pooled text of that width. */
    private int numbers(int pooled) {
        int rest = config.addedWidth() - pooled;
        int numbers = rest / config.sizeWidth();
        if (rest % config.sizeWidth() != 0 || (numbers != SIZES && numbers != SIZES_AND_SCORE)) {
            throw new InvalidInputException(
                    "positive",
                    "The pooled text is " + pooled + " wide, but this model takes "
                            + (config.addedWidth() - SIZES * config.sizeWidth())
                            + ", or, if it is a refiner, "
                            + (config.addedWidth() - SIZES_AND_SCORE * config.sizeWidth())
                            + ": use the text encoder of the same model.");
        }
        return numbers;
    }

    private static float[] sizes(Conditioning part, Size painted, int numbers) {
        Optional<MicroConditioning> told = part.get(MicroConditioning.KEY);
        Size original = told.flatMap(MicroConditioning::original).orElse(painted);
        Size target = told.flatMap(MicroConditioning::target).orElse(painted);
        float top = told.map(MicroConditioning::top).orElse(0);
        float left = told.map(MicroConditioning::left).orElse(0);
        if (numbers == SIZES) {
            return new float[] {original.height(), original.width(), top, left, target.height(), target.width()};
        }
        double usual = part.get(Conditioning.NEGATIVE).orElse(false) ? NEGATIVE_SCORE : SCORE;
        double score = told.flatMap(MicroConditioning::aesthetic).orElse(usual);
        return new float[] {original.height(), original.width(), top, left, (float) score};
    }
}
