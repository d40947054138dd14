package dev.zograf.bench.scenario;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.bench.measure.Usage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A process of its own that makes one large square picture in tiles, saves it, and says how much memory it had at its peak: what grows
 * with the picture is no more than the picture itself and what it is made of.
 */
public final class TiledPicture {

    /** What is measured, by name: the nodes between the input {@code image} or {@code side} and the picture {@code large.image}. */
    static final Map<String, String> KINDS = Map.of("upscale", """
                    "load": {"type": "load-image@1", "in": {"image": {"from": "inputs.image"}}},
                    "net": {"type": "load-upscaler@1", "in": {}},
                    "large": {"type": "upscale@1", "in": {"upscaler": {"from": "net.upscaler"}, "image": {"from": "load.image"}, "tile": 128}}
                    """, "decode", """
                    "model": {"type": "load-model@1", "in": {"model": "emoji"}},
                    "latent": {"type": "empty-latent@1", "in": {"width": {"from": "inputs.side"}, "height": {"from": "inputs.side"},
                      "model": {"from": "model.denoiser"}}},
                    "large": {"type": "decode@1", "in": {"vae": {"from": "model.vae"}, "latent": {"from": "latent.latent"}, "tile": 256, "overlap": 64}}
                    """);

    /** What the picture is made of, by kind. */
    private static final Map<String, String> SOURCES = Map.of("upscale", "load.image", "decode", "latent.latent");

    private TiledPicture() {}

    /**
     * The arguments are a kind, a source picture, the side of the result, and a folder to write it into; says how many bytes the process
     * held at its peak, and how many of them are of the picture and what it is made of.
     */
    public static void main(String[] args) {
        int side = Integer.parseInt(args[2]);
        try (Zograf zograf = Zograf.builder().output(Path.of(args[3])).build()) {
            Workflow workflow =
                    zograf.read(String.format(Locale.ROOT, """
                    {"zograf": 1, "inputs": {"image": {"type": "text"}, "side": {"type": "integer"}}, "nodes": {
                    %s, "save": {"type": "save-image@1", "in": {"image": {"from": "large.image"}, "name": "%s.png"}}},
                    "outputs": {"files": {"from": "save.files"}, "source": {"from": "%s"}}}
                    """, KINDS.get(args[0]), args[0], SOURCES.get(args[0])));
            Outputs outputs = zograf.run(workflow.with("image", args[1]).with("side", (long) side));
            long numbers = 3L * side * side + numbers(outputs.get("source", Object.class));
            Say.lines().println(Usage.peak());
            Say.lines().println(numbers * Float.BYTES);
        }
    }

    private static long numbers(Object source) {
        if (source instanceof Latent latent) {
            return latent.samples().size();
        }
        // A loaded picture comes with what of it is transparent.
        Image image = (Image) source;
        return 4L * image.width() * image.height();
    }
}
