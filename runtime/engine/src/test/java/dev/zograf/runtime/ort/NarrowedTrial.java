package dev.zograf.runtime.ort;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Its inputs are numbers of either kind of 16 bits that a linear layer has made, so that what follows takes 16 bits where it can. */
final class NarrowedTrial extends OperatorsTest.Trial {

    NarrowedTrial(long seed) {
        super(seed, new TensorGraph());
        source.put("one", DType.F16, ByteBuffer.wrap(new byte[] {0, 0x3c}), 1, 1);
    }

    @Override
    Tensor input(String name, String[] symbols, int... sizes) {
        Tensor x = super.input(name, symbols, sizes);
        float[] numbers = ((FloatTensor) inputs.get(name)).toArray();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(Float.floatToIntBits(numbers[i]) & 0xffff0000);
        }
        inputs.put(name, FloatTensor.of(numbers, sizes));
        List<Dim> column = new ArrayList<>(x.shape().dims());
        column.add(Dim.of(1));
        Tensor made = Nn.linear(x.reshape(column.toArray()), graph.weight(weights, "one"), Optional.empty());
        return made.reshape(x.shape().dims().toArray());
    }
}
