package dev.zograf.contrib.filters.colour;

/** The colour of glowing bodies, as a gain for each channel in linear light. */
final class Planckian {

    private static final double[] SRGB = {
        3.2404542, -1.5371385, -0.4985314, -0.9692660, 1.8760108, 0.0415560, 0.0556434, -0.2040259, 1.0572252
    };

    private Planckian() {}

    /**
     * Linear sRGB of the Planckian locus, luminance 1, by the rational approximation of Krystek 1985, "An algorithm to calculate
     * correlated colour temperature"; good from 1,000 to 15,000 K.
     */
    static double[] rgb(double kelvin) {
        double t = kelvin;
        double u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t)
                / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t);
        double v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t)
                / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t);
        double x = 3 * u / (2 * u - 8 * v + 4);
        double y = 2 * v / (2 * u - 8 * v + 4);
        double[] xyz = {x / y, 1, (1 - x - y) / y};
        double[] rgb = new double[3];
        for (int c = 0; c < 3; c++) {
            for (int k = 0; k < 3; k++) {
                rgb[c] += SRGB[3 * c + k] * xyz[k];
            }
        }
        return rgb;
    }
}
