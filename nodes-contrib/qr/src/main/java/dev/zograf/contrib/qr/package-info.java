/**
 * QR codes as pictures, by ZXing: in comes a text, out goes an image that a phone reads, for compositing or as a guide
 * for image to image.
 */
@NullMarked
package dev.zograf.contrib.qr;

import org.jspecify.annotations.NullMarked;
