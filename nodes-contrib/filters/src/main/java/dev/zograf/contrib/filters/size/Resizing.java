package dev.zograf.contrib.filters.size;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Kernel;
import java.util.Locale;

/** Another size by one of OpenCV's kernels. */
public final class Resizing {

    private Resizing() {}

    /**
     * Planes in another size.
     *
     * @param kernel a kernel's name, or {@code auto}: area when there are fewer pixels than before, otherwise lanczos
     */
    public static FloatTensor resize(FloatTensor planes, int width, int height, String kernel, RunContext ctx) {
        boolean fewer = (long) width * height < (long) planes.dim(2) * planes.dim(3);
        Kernel chosen = "auto".equals(kernel)
                ? fewer ? Kernel.AREA : Kernel.LANCZOS
                : Kernel.valueOf(kernel.toUpperCase(Locale.ROOT));
        return Geometry.resize(planes, width, height, chosen, ctx);
    }
}
