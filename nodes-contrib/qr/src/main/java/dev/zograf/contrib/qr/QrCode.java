package dev.zograf.contrib.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.Arrays;
import java.util.Map;

/** Draws a text as a QR code (ISO/IEC 18004), black on white, in modules of a whole number of pixels. */
@NodeType(id = "contrib.qr-code", title = "QR code", category = "image/draw")
@Doc("Draws a text as a QR code, black on white.")
public final class QrCode implements Node<QrCode.In, QrCode.Out> {

    /** What to draw. */
    public record In(
            @Doc("The text, at most about 2,900 bytes in UTF-8.")
            String text,

            @Doc("Side of a module (the little squares) in pixels.") @Range(min = 1, max = 64) @Default("8")
            int module,

            @Doc("Width of the white border in modules; readers want 4.") @Range(min = 0, max = 64) @Default("4")
            int border,

            @Doc("How much may be damaged: L 7 %, M 15 %, Q 25 %, H 30 %.") @Choices({"L", "M", "Q", "H"}) @Default("M")
            String correction) {
        /** A code needs a text. */
        public In {
            if (text.isEmpty()) {
                throw new InvalidInputException("text", "A QR code of nothing cannot be drawn; give a text.");
            }
        }
    }

    /** The code. */
    public record Out(@Doc("The code, square.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        ByteMatrix code = encode(in);
        int modules = code.getWidth() + 2 * in.border();
        int side = modules * in.module();
        float[] pixels = new float[3 * side * side];
        Arrays.fill(pixels, 1f);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int column = x / in.module() - in.border();
                int row = y / in.module() - in.border();
                boolean inside = column >= 0 && row >= 0 && column < code.getWidth() && row < code.getHeight();
                if (inside && code.get(column, row) == 1) {
                    for (int channel = 0; channel < 3; channel++) {
                        pixels[(channel * side + y) * side + x] = 0f;
                    }
                }
            }
        }
        return new Out(Image.of(FloatTensor.wrap(pixels, 1, 3, side, side)));
    }

    private static ByteMatrix encode(In in) {
        try {
            return Encoder.encode(
                            in.text(),
                            ErrorCorrectionLevel.valueOf(in.correction()),
                            Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                    .getMatrix();
        } catch (WriterException e) {
            throw new InvalidInputException(
                    "text", "The text is too long for a QR code; shorten it or choose the correction L.", e);
        }
    }
}
