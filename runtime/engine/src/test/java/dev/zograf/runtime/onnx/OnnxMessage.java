package dev.zograf.runtime.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;

/** A message of onnx.proto as protobuf-java reads it, by the numbers of its fields. */
public record OnnxMessage(UnknownFieldSet fields) {

    /** Of the bytes of a message. */
    public static OnnxMessage parse(byte[] bytes) {
        try {
            return new OnnxMessage(UnknownFieldSet.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The messages of a field. */
    public List<OnnxMessage> all(int field) {
        return fields.getField(field).getLengthDelimitedList().stream()
                .map(each -> parse(each.toByteArray()))
                .toList();
    }

    /** The texts of a field. */
    public List<String> texts(int field) {
        return fields.getField(field).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    /** The whole numbers of a field. */
    public List<Long> numbers(int field) {
        return fields.getField(field).getVarintList();
    }

    /** The message of a field whose own field is that name. */
    public OnnxMessage named(int list, int nameField, String name) {
        return all(list).stream()
                .filter(each -> each.texts(nameField).equals(List.of(name)))
                .findFirst()
                .orElseThrow();
    }
}
