package dev.zograf.models;

import dev.zograf.tensor.NetworkDefinition;

/**
 * A network that enlarges pictures: input {@code image [1, channels, h, w]} in 0 to 1, output {@code out [1, channels, h * scale, w *
 * scale]}, not clipped. What is here is what somebody needs to know who cuts a picture in tiles for it.
 */
public interface SuperResolution extends NetworkDefinition {

    /** Channels of the pictures: 3 for colour. */
    int channels();

    /** How many times wider and higher; 1 for a network that repairs. */
    int scale();

    /** Both sides of what it is given must be multiples of this. */
    int multiple();

    /** At most how many pixels of the input to each side of a pixel its result depends on. */
    int reach();

    /** About how many numbers it keeps at once for each pixel of the input, where it keeps most. */
    long numbersPerPixel();
}
