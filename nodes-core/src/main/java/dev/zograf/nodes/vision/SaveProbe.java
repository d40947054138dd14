package dev.zograf.nodes.vision;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.tensors.TensorWriter;
import java.util.Map;
import java.util.TreeMap;

/** Writes a probe to a file as the linear layer that it is. */
@NodeType(id = "save-probe", title = "Save probe", category = "vision", effect = true)
@Doc("Writes a probe to a .safetensors file, as the linear layer that it is.")
public final class SaveProbe implements Node<SaveProbe.In, SaveProbe.Out> {

    /** What to write, and where. */
    public record In(
            @Doc("The probe.") Probe probe,

            @Doc("The file's name; .safetensors is added if it is not there.") @Default("probe")
            String name) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as cat.safetensors.");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double[] weights = in.probe().weights();
        float[] row = new float[weights.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) weights[i];
        }
        Map<String, FloatTensor> layer = Map.of(
                "weight", FloatTensor.wrap(row, 1, row.length),
                "bias", FloatTensor.wrap(new float[] {(float) in.probe().bias()}, 1));
        return new Out(ctx.files()
                .write(SaveEmbedding.file(in.name()), out -> TensorWriter.write(new TreeMap<>(layer), out))
                .toString());
    }
}
