package dev.zograf.nodes.lora;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.nio.ByteBuffer;

/** Finds infinities and what is no number: by the bits of the exponent, without making floats of them. */
final class FiniteNumbers {

    private static final int EXPONENT_32 = 0x7f800000;
    private static final int EXPONENT_16 = 0x7c00;
    private static final int EXPONENT_BF16 = 0x7f80;

    private FiniteNumbers() {}

    /**
     * Reads a tensor.
     *
     * @param file for the message
     * @throws BadFileException if a number is infinite or none
     */
    static void require(String file, Weight weight) {
        int strange = firstStrange(weight);
        if (strange >= 0) {
            throw new BadFileException(
                    file,
                    weight.name() + " has the value "
                            + WeightData.number(WeightData.bytes(weight), strange, weight.dtype())
                            + " at place " + strange
                            + ": its training went astray. Take an earlier state of it, or another file.");
        }
    }

    private static int firstStrange(Weight weight) {
        int count = Math.toIntExact(weight.size());
        ByteBuffer bytes = WeightData.bytes(weight);
        return switch (weight.dtype()) {
            case F32 -> {
                int i = 0;
                while (i < count && (bytes.getInt(i * 4) & EXPONENT_32) != EXPONENT_32) {
                    i++;
                }
                yield i < count ? i : -1;
            }
            case F16 -> firstShort(bytes, count, EXPONENT_16);
            case BF16 -> firstShort(bytes, count, EXPONENT_BF16);
            case F64, F8_E4M3, F8_E5M2 -> {
                int i = 0;
                while (i < count && Float.isFinite(WeightData.number(bytes, i, weight.dtype()))) {
                    i++;
                }
                yield i < count ? i : -1;
            }
            default -> -1;
        };
    }

    private static int firstShort(ByteBuffer bytes, int count, int exponent) {
        for (int i = 0; i < count; i++) {
            if ((bytes.getShort(i * 2) & exponent) == exponent) {
                return i;
            }
        }
        return -1;
    }
}
