/**
 * Text on pictures: drawn over them, beside them, as a watermark, as labels of a sheet. In come pictures, texts and font files, out go
 * pictures and masks. FontBox reads the fonts; their outlines are filled as shapes, so that nothing of the system's fonts is needed.
 */
@NullMarked
package dev.zograf.contrib.text;

import org.jspecify.annotations.NullMarked;
