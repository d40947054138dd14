package dev.zograf.models;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a single picture needs of a network for videos whose convolutions look at the present and the past alone. Before the first frame
 * there are zeros, so that of a kernel {@code [out, in, time, h, w]} only its last moment counts; layers that change the number of frames
 * leave the first one as it is.
 */
final class StillWeights implements WeightSource {

    private static final String BETWEEN_FRAMES = ".time_conv.";

    private final WeightSource video;

    private StillWeights(WeightSource video) {
        this.video = video;
    }

    static Weights of(Weights weights) {
        return weights.with(StillWeights::new);
    }

    @Override
    public Optional<Weight> find(String name) {
        return name.contains(BETWEEN_FRAMES)
                ? Optional.empty()
                : video.find(name).map(StillWeights::still);
    }

    private static Weight still(Weight weight) {
        long[] shape = weight.shape();
        boolean scale = weight.name().endsWith(".gamma") && shape.length > 1 && weight.size() == shape[0];
        if (scale) {
            return Weight.of(weight.name(), weight.dtype(), new long[] {shape[0]}, weight.storage());
        }
        if (shape.length != 5 || shape[2] == 0) {
            return weight;
        }
        long[] flat = {shape[0], shape[1], shape[3], shape[4]};
        // A kernel of one moment stays in the file; of the others the last moment is taken out when it is needed.
        WeightStorage storage =
                shape[2] == 1 ? weight.storage() : new WeightStorage.InMemory(() -> lastMoments(weight, flat));
        return Weight.of(weight.name(), weight.dtype(), flat, storage);
    }

    private static ByteBuffer lastMoments(Weight weight, long[] flat) {
        ByteBuffer from = WeightData.bytes(weight);
        int moment = Math.toIntExact(flat[2] * flat[3] * weight.dtype().bytes());
        int kernel = Math.toIntExact(moment * weight.shape()[2]);
        int bytes = Math.toIntExact(Arrays.stream(flat).reduce(weight.dtype().bytes(), (a, b) -> a * b));
        ByteBuffer to = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int last = kernel - moment; to.hasRemaining(); last += kernel) {
            to.put(from.slice(last, moment));
        }
        return to.flip();
    }

    @Override
    public NavigableSet<String> names() {
        TreeSet<String> out = new TreeSet<>(video.names());
        out.removeIf(name -> name.contains(BETWEEN_FRAMES));
        return out;
    }

    @Override
    public String file() {
        return video.file();
    }

    @Override
    public String fingerprint() {
        return video.fingerprint() + "/still";
    }
}
