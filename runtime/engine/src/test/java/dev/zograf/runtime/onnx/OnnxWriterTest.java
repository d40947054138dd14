package dev.zograf.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The writer against protobuf-java. */
class OnnxWriterTest {

    @RepeatedTest(50)
    void writesTheBytesOfProtobuf(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        OnnxWriter ours = new OnnxWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream theirs = CodedOutputStream.newInstance(bytes);
        for (int i = 0; i < 20; i++) {
            int field = 1 + random.nextInt(100);
            switch (random.nextInt(4)) {
                case 0 -> {
                    long number = random.nextLong() >> random.nextInt(64);
                    ours.number(field, number);
                    theirs.writeInt64(field, number);
                }
                case 1 -> {
                    float number = Float.intBitsToFloat(random.nextInt());
                    ours.real(field, number);
                    theirs.writeFloat(field, number);
                }
                case 2 -> {
                    String text = random.ints(random.nextInt(300), 32, 0x2fff)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
                    ours.text(field, text);
                    theirs.writeString(field, text);
                }
                default -> {
                    ours.message(field, new OnnxWriter().number(1, i).text(2, "in"));
                    UnknownFieldSet inner = UnknownFieldSet.newBuilder()
                            .addField(1, Field.newBuilder().addVarint(i).build())
                            .addField(
                                    2,
                                    Field.newBuilder()
                                            .addLengthDelimited(ByteString.copyFromUtf8("in"))
                                            .build())
                            .build();
                    theirs.writeByteArray(field, inner.toByteArray());
                }
            }
        }
        theirs.flush();
        assertThat(ours.toBytes()).isEqualTo(bytes.toByteArray());
    }

    @Test
    void writesNothingForNothing() {
        assertThat(new OnnxWriter().toBytes()).isEmpty();
    }
}
