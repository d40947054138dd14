package dev.zograf.graphs.bench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * What memory large pictures take that are made in tiles, beyond the picture itself (a float for each channel of a pixel): each size is
 * made by a process of its own, {@link TiledPicture}.
 */
final class TilesBenchmark {

    private static final List<Integer> SIDES = List.of(1024, 2048, 4096);

    /** Starts a JVM and gives what it says. */
    @FunctionalInterface
    interface Start {

        String run(Class<?> main, String... arguments) throws IOException, InterruptedException;
    }

    private final Path folder;
    private final Start start;

    TilesBenchmark(Path folder, Start start) {
        this.folder = folder;
        this.start = start;
    }

    void run() throws IOException, InterruptedException {
        for (String kind : TiledPicture.KINDS.keySet().stream().sorted().toList()) {
            double first = 0;
            for (int side : SIDES) {
                Path source = folder.resolve("source-" + side / 4 + ".png");
                ImageIO.write(source(side / 4), "png", source.toFile());
                String said = start.run(
                        TiledPicture.class, kind, source.toString(), Integer.toString(side), folder.toString());
                double peak = Long.parseLong(said.strip()) / 1048576.0;
                double picture = 3.0 * Float.BYTES * side * side / 1048576;
                first = first == 0 ? peak - picture : first;
                System.out.printf(
                        Locale.ROOT,
                        "  %s, %dx%d: peak %.0f MiB, the picture %.0f MiB, beyond it %.0f MiB (%+.0f)%n",
                        kind,
                        side,
                        side,
                        peak,
                        picture,
                        peak - picture,
                        peak - picture - first);
            }
        }
    }

    /** Waves of colour. */
    private static BufferedImage source(int side) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            int x = i % side;
            int y = i / side;
            int wave = (int) (127 * (1 + Math.sin(x * y * 20.0 / side / side)));
            picture.setRGB(x, y, x * 255 / side << 16 | y * 255 / side << 8 | wave);
        }
        return picture;
    }
}
