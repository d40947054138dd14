package dev.zograf.runtime.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.SmallFloats;
import dev.zograf.tensor.WeightData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallFloatsTest {

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void castsAsPyTorchDoes(DType type) throws Exception {
        SafetensorsFile file = SafetensorsFile.open(
                "casts",
                Path.of(SmallFloatsTest.class.getResource("casts.safetensors").toURI()));
        float[] from = WeightData.floats(file.find("x").orElseThrow());
        ByteBuffer wanted = WeightData.bytes(file.find(type.name()).orElseThrow());
        ByteBuffer got = ByteBuffer.allocate(from.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : from) {
            SmallFloats.put(got, number, type);
        }
        got.flip();
        for (int i = 0; i < from.length; i++) {
            float expected = WeightData.number(wanted, i, type);
            assertThat(Float.floatToIntBits(WeightData.number(got, i, type)))
                    .as("%s at %d", from[i], i)
                    .isEqualTo(Float.floatToIntBits(expected));
        }
        assertThat(from).hasSize(2600);
    }
}
