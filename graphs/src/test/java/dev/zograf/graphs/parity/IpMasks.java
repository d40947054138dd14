package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.image.PillowResize;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The masks of a case's IP-Adapters, which the pipelines take as {@code cross_attention_kwargs}: for each adapter none, or one for each of its
 * pictures. They are tensors {@code [1, pictures, height, width]}, or files that diffusers' {@code IPAdapterMaskProcessor} prepares.
 */
final class IpMasks {

    static final String ARGUMENT = "ip_adapter_masks";
    private static final String AROUND = "cross_attention_kwargs";

    /** To whose multiples the processor cuts sides. */
    private static final int MULTIPLE = 8;

    private final Golden golden;

    IpMasks(Golden golden) {
        this.golden = golden;
    }

    /** Whether all that {@code cross_attention_kwargs} says is masks. */
    static boolean understands(Config call) {
        return call.object(AROUND)
                .map(all -> List.copyOf(all.names()).equals(List.of(ARGUMENT)))
                .orElse(true);
    }

    /** Those of each adapter. */
    List<List<Mask>> all(int adapters) {
        Object given = given().orElse(null);
        List<List<Mask>> out = new ArrayList<>();
        for (int k = 0; k < adapters; k++) {
            Object one = given == null || adapters == 1 && isFlat(given)
                    ? given
                    : ControlnetCase.list(given).get(k);
            List<Mask> masks = new ArrayList<>();
            for (Object each : one == null ? List.of() : ControlnetCase.list(one)) {
                masks.addAll(masks(String.valueOf(each)));
            }
            out.add(masks);
        }
        return out;
    }

    /** One adapter's masks without a list around them. */
    private static boolean isFlat(Object given) {
        return ControlnetCase.list(given).size() > 1 || !(given instanceof List<?>);
    }

    private Optional<Object> given() {
        Config config = golden.config();
        return Stream.of("call_files", "call_tensors", "call", "ip_adapter")
                .flatMap(part -> config.object(part).stream())
                .flatMap(part -> Stream.concat(Stream.of(part), part.object(AROUND).stream()))
                .flatMap(part -> Stream.concat(part.raw(ARGUMENT).stream(), part.raw("masks").stream()))
                .findFirst();
    }

    private List<Mask> masks(String name) {
        return golden.inputNames().contains(name) ? split(golden.input(name)) : List.of(prepared(golden.path(name)));
    }

    private static List<Mask> split(FloatTensor all) {
        int height = all.dim(-2);
        int width = all.dim(-1);
        FloatTensor planes = all.reshape(all.size() / (height * width), 1, height, width);
        List<Mask> out = new ArrayList<>();
        for (int i = 0; i < planes.dim(0); i++) {
            out.add(Mask.of(planes.slice(0, i, i + 1).reshape(1, height, width)));
        }
        return out;
    }

    private Mask prepared(Path file) {
        BufferedImage picture = PictureModes.read(file);
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int height = picture.getHeight();
        float[] levels = raster.getSamples(0, 0, width, height, 0, (float[]) null);
        float[] rgb = new float[3 * levels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = levels[i % levels.length] / 255f;
        }
        Config call = golden.config().object("call").orElseThrow();
        List<Integer> size = golden.config().has("mask_size")
                ? golden.config().integers("mask_size", 2)
                : List.of(call.integer("width", width), call.integer("height", height));
        Image fitted = PillowResize.LANCZOS.resize(
                Image.of(FloatTensor.wrap(rgb, 1, 3, height, width)),
                size.get(0) / MULTIPLE * MULTIPLE,
                size.get(1) / MULTIPLE * MULTIPLE);
        FloatTensor grey = fitted.pixels().slice(1, 0, 1).map(v -> v >= 0.5 ? 1 : 0);
        return Mask.of(grey.reshape(1, fitted.height(), fitted.width()));
    }
}
