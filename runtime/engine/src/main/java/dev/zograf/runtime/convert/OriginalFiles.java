package dev.zograf.runtime.convert;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.CheckpointWriter;
import dev.zograf.runtime.layout.OriginalNames;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Models of workflows as original files. */
public final class OriginalFiles implements CheckpointWriter {

    @Override
    public void write(
            Map<String, Weights> networks,
            Map<String, String> metadata,
            Optional<DType> type,
            OutputStream out,
            Cancellation cancellation)
            throws IOException {
        Map<String, WeightSource> sources = new TreeMap<>();
        networks.forEach((name, weights) -> sources.put(name, ModelParts.source(weights)));
        Map<String, String> texts = new LinkedHashMap<>(Map.of("format", "pt"));
        texts.putAll(metadata);
        new SafetensorsWriter(type, cancellation::throwIfRequested)
                .write(Channels.newChannel(out), OriginalNames.of(sources), texts);
    }
}
