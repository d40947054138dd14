package dev.zograf.nodes.image;

/** How a picture is painted in the colours of a palette. */
@FunctionalInterface
interface Dithering {

    /**
     * The picture's colours.
     *
     * @param pixels {@code 0xRRGGBB}, row by row
     */
    int[] painted(int[] pixels, int width, Palette palette);

    /** That of a name: {@code none}, {@code floyd-steinberg}, or {@code bayer-N} with N a power of two. */
    static Dithering of(String name) {
        return switch (name) {
            case "none" -> Dithering::plain;
            case "floyd-steinberg" -> new ErrorDiffusion();
            default -> new BayerMatrix(Integer.parseInt(name.substring("bayer-".length())));
        };
    }

    /** Each pixel by itself. */
    static int[] plain(int[] pixels, int width, Palette palette) {
        int[] out = new int[pixels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = palette.nearest(pixels[i]);
        }
        return out;
    }
}
