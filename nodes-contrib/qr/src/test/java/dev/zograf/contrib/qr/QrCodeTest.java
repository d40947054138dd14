package dev.zograf.contrib.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.zograf.Outputs;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.testkit.NodeContract;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final String WORKFLOW = """
            {"zograf": 1, "inputs": {"text": {"type": "text"}},
             "nodes": {"code": {"type": "contrib.qr-code@1", "in": {"text": {"from": "inputs.text"}, "module": 4}}},
             "outputs": {"image": {"from": "code.image"}}}
            """;

    @Test
    void keepsTheContract() {
        NodeContract.verify(new QrPlugin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "https://example.org/?q=зограф", "зограф 🎨"})
    void aReaderReadsTheText(String text) throws Exception {
        try (Zograf zograf = Zograf.builder().build()) {
            Outputs outputs = zograf.run(zograf.read(WORKFLOW).with("text", text));
            BufferedImage image = outputs.image("image");
            int side = image.getWidth();
            int[] rgb = image.getRGB(0, 0, side, side, null, 0, side);
            BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, rgb)));
            assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(text);
        }
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        try (Zograf zograf = Zograf.builder().build()) {
            assertThatThrownBy(() -> zograf.run(zograf.read(WORKFLOW).with("text", "x".repeat(5000))))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContainingAll("code", "text", "too long");
        }
    }
}
