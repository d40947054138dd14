package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.nodes.sampling.TorchNoise;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The family {@code noise}: normal numbers of a seed, drawn in turn from one generator, equal to the bit. */
final class NoiseCase implements ParityCase {

    @Override
    public void run(Golden golden) {
        for (Object entry : (List<?>) golden.config().raw("cases").orElseThrow()) {
            Config one = Config.of("cases", asMap(entry));
            NoiseSource source = TorchNoise.of(new BigInteger(one.text("seed")).longValue());
            List<String> names = one.texts("expected");
            List<?> draws = (List<?>) one.raw("draws").orElseThrow();
            for (int i = 0; i < draws.size(); i++) {
                int[] shape = Config.of("draws", Map.of("shape", draws.get(i))).integers("shape").stream()
                        .mapToInt(n -> n)
                        .toArray();
                NoiseSource.Stream stream = source.open();
                golden.compare(names.get(i), stream.normal(shape));
                source = stream.mark();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> asMap(Object entry) {
        return (Map<String, ?>) entry;
    }
}
