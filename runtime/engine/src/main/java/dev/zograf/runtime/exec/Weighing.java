package dev.zograf.runtime.exec;

import dev.zograf.api.model.Editable;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Region;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** Roughly how many bytes a value keeps from being freed. Handles of models weigh little beside what patches of theirs hold. */
final class Weighing {

    private static final long SMALL = 256;

    private Weighing() {}

    static long bytes(Object value) {
        if (value instanceof HostTensor tensor) {
            return SMALL + 4L * tensor.size();
        }
        if (value instanceof Image image) {
            return bytes(image.pixels());
        }
        if (value instanceof Mask mask) {
            return bytes(mask.values());
        }
        if (value instanceof Latent latent) {
            return bytes(latent.samples()) + latent.mask().map(Weighing::bytes).orElse(0L);
        }
        if (value instanceof Conditioning conditioning) {
            return conditioning.parts().stream()
                    .mapToLong(Weighing::part)
                    .reduce(
                            conditioning
                                    .get(Conditioning.UNCONDITIONAL)
                                    .map(Weighing::bytes)
                                    .orElse(0L),
                            Long::sum);
        }
        if (value instanceof Editable<?> model) {
            return SMALL + model.heldBytes();
        }
        if (value instanceof Optional<?> optional) {
            return SMALL + optional.map(Weighing::bytes).orElse(0L);
        }
        if (value instanceof BufferedImage picture) {
            return SMALL + 4L * picture.getWidth() * picture.getHeight();
        }
        if (value instanceof CharSequence text) {
            return SMALL + 2L * text.length();
        }
        if (value instanceof List<?> list) {
            return SMALL + list.stream().mapToLong(Weighing::bytes).sum();
        }
        return SMALL;
    }

    private static long part(Conditioning part) {
        return bytes(part.tokens())
                + part.get(Conditioning.POOLED).map(Weighing::bytes).orElse(0L)
                + part.get(Conditioning.CONCAT).map(Weighing::bytes).orElse(0L)
                + Region.of(part).mask().map(Weighing::bytes).orElse(0L);
    }
}
