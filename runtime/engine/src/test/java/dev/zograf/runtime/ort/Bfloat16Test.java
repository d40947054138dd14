package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxMessage;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks in bfloat16, in the form for cards. The processor has no kernels for it at all: here it computes in 32 bits between the casts, each of
 * which rounds to bfloat16 all the same.
 */
class Bfloat16Test {

    private static final NetworkOptions OPTIONS =
            new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
    private static final long F32 = 1;
    private static final long BF16 = 16;
    private static final int NODES = 1;
    private static final int GRAPH = 7;

    private static FloatTensor run(TensorGraph graph, Map<String, ? extends HostTensor> inputs, OnnxNumbers numbers) {
        OnnxModel model = OnnxEmitter.emit("net", OnnxPart.whole(graph), numbers);
        OnnxModel widened = numbers == OnnxNumbers.BFLOAT16 ? widened(model) : model;
        try (LoadedNetwork network =
                new SessionMaker(OrtRuntime.get(1), OPTIONS).make("net", widened, Device.CPU, CudaWay.PLAIN)) {
            return network.run(inputs, Set.of("out"), false, Cancellation.never())
                    .get("out");
        }
    }

    /** After each cast to bfloat16 one back. */
    private static OnnxModel widened(OnnxModel model) {
        OnnxMessage whole = OnnxMessage.parse(model.bytes());
        OnnxMessage graph = whole.all(GRAPH).get(0);
        UnknownFieldSet.Field.Builder nodes = UnknownFieldSet.Field.newBuilder();
        for (OnnxMessage node : graph.all(NODES)) {
            boolean rounds = node.texts(4).equals(List.of("Cast"))
                    && node.named(5, 1, "to").numbers(3).equals(List.of(BF16));
            String out = node.texts(2).get(0);
            String between = out + "#";
            nodes.addLengthDelimited(
                    (rounds ? with(node, 2, between) : node).fields().toByteString());
            if (rounds) {
                OnnxMessage attribute = node.named(5, 1, "to");
                UnknownFieldSet back = attribute.fields().toBuilder()
                        .addField(
                                3,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(F32)
                                        .build())
                        .build();
                nodes.addLengthDelimited(with(with(with(node, 1, between), 3, between), 2, out).fields().toBuilder()
                        .addField(
                                5,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(back.toByteString())
                                        .build())
                        .build()
                        .toByteString());
            }
        }
        UnknownFieldSet made =
                graph.fields().toBuilder().addField(NODES, nodes.build()).build();
        UnknownFieldSet all = whole.fields().toBuilder()
                .addField(
                        GRAPH,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(made.toByteString())
                                .build())
                .build();
        return new OnnxModel(
                all.toByteArray(),
                Optional.empty(),
                model.inMemory(),
                model.root(),
                model.files(),
                model.storedBytes(),
                model.computeBytes());
    }

    private static OnnxMessage with(OnnxMessage message, int field, String text) {
        return new OnnxMessage(message.fields().toBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(text))
                                .build())
                .build());
    }

    @TestFactory
    List<DynamicTest> operatorsAgreeWithTheReference() {
        List<DynamicTest> tests = new ArrayList<>();
        OperatorsTest.CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                OperatorsTest.Case each = cases.get(c);
                long seed = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> {
                    OperatorsTest.Trial trial = new NarrowedTrial(seed);
                    trial.graph.output("out", each.build(trial));
                    FloatTensor wanted =
                            Interpreter.run(trial.graph, trial.inputs).get("out");
                    assertThat(Difference.of(wanted, run(trial.graph, trial.inputs, OnnxNumbers.BFLOAT16)))
                            .isLessThan(1.6e-2);
                }));
            }
        });
        return tests;
    }

    @Test
    void aWholeNetworkStaysNearToFloat32() {
        SmallUnet network = new SmallUnet(2);
        TensorGraph graph = network.graph(network.weights(3));
        FloatTensor exact = run(graph, SmallUnet.inputs(12, 12), OnnxNumbers.FLOAT32);
        FloatTensor card = run(graph, SmallUnet.inputs(12, 12), OnnxNumbers.BFLOAT16);

        assertThat(Difference.of(exact, card)).isBetween(1e-4, 5e-2);
    }

    /** As in float16: what is wide there is wide here, so that a card needs about half of the memory. */
    @Test
    void weightsTakeHalfOfTheMemory() {
        SmallUnet network = new SmallUnet(2);
        TensorGraph graph = network.graph(network.weights(3));
        long whole = OnnxEmitter.emit("net", graph).computeBytes();

        assertThat(OnnxEmitter.emit("net", OnnxPart.whole(graph), OnnxNumbers.BFLOAT16)
                        .computeBytes())
                .isEqualTo(OnnxEmitter.emit("net", OnnxPart.whole(graph), OnnxNumbers.FLOAT16)
                        .computeBytes())
                .isBetween(whole / 2, whole * 3 / 5);
    }
}
