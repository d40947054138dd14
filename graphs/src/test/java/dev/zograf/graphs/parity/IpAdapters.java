package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An IP-Adapter with its pictures, from a case's {@code ip_adapter}. */
final class IpAdapters implements Adapters {

    private final Golden golden;
    private final Config adapter;
    private final List<Path> pictures;

    IpAdapters(Golden golden) {
        this.golden = golden;
        adapter = golden.config().object("ip_adapter").orElseThrow();
        pictures = ControlnetCase.pictures(golden, "ip_adapter_image");
    }

    private Path folder() {
        Path folder = golden.path(adapter.text("path"));
        return adapter.has("subfolder") ? folder.resolve(adapter.text("subfolder")) : folder;
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>(Map.of(
                "ip_adapter",
                folder().resolve(adapter.text("weight_name")),
                "encoder",
                folder().resolve(adapter.text("image_encoder_folder", "image_encoder"))));
        for (int i = 0; i < pictures.size(); i++) {
            out.put("ip" + i, pictures.get(i));
        }
        return out;
    }

    @Override
    public void add(Sd15Workflow workflow) {
        workflow.input("ip_adapter", "text");
        workflow.input("encoder", "text");
        workflow.node("ip_adapter", "load-ip-adapter", "'adapter': {'from': 'inputs.ip_adapter'}");
        workflow.node("encoder", "load-clip-vision", "'model': {'from': 'inputs.encoder'}");
        String all = "";
        for (int i = 0; i < pictures.size(); i++) {
            workflow.input("ip" + i, "text");
            workflow.node("ip" + i, "load-image", "'image': {'from': 'inputs.ip" + i + "'}");
            all += (i == 0 ? "" : ", ") + "{'from': 'ip" + i + ".image'}";
        }
        if (pictures.size() > 1) {
            workflow.node("pictures", "batch-images", "'images': [" + all + "]");
            all = "{'from': 'pictures.image'}";
        }
        workflow.node(
                "ip",
                "apply-ip-adapter",
                workflow.sides()
                        + ", 'adapter': {'from': 'ip_adapter.adapter'}, 'encoder': {'from': 'encoder.encoder'},"
                        + " 'image': " + all + ", 'weight': " + adapter.number("scale", 1));
        workflow.sidesFrom("ip");
    }

    /** What CLIP and the adapter were fed, which the original has with the negative side first. */
    @Override
    public void compare(Sd15Comparison comparison, Outputs outputs) {
        NetworkLog.Entry seen = comparison.runs("image_encoder").get(0);
        comparison.compare("image_encoder.pixel_values", seen.get("pixels"));
        if (seen.tensors().containsKey("image_embeds")) {
            comparison.compare("image_encoder.image_embeds", seen.get("image_embeds"));
        }
        String name = "added.image_embeds_0";
        if (!golden.expectedNames().contains(name)) {
            return;
        }
        List<NetworkLog.Entry> runs = comparison.runs("ip_adapter");
        boolean guided = golden.config().object("call").orElseThrow().number("guidance_scale", 7.5) > 1;
        int batch = golden.expected(name).dim(0) / (guided ? 2 : 1);
        List<FloatTensor> sides = new ArrayList<>();
        for (NetworkLog.Entry run : guided ? List.of(runs.get(1), runs.get(0)) : List.of(runs.get(0))) {
            FloatTensor image = run.get("image");
            int[] shape = image.shape();
            int[] with =
                    shape.length == 2 ? new int[] {1, shape[0], shape[1]} : new int[] {1, shape[0], shape[1], shape[2]};
            sides.add(image.reshape(with).repeatTo(batch));
        }
        comparison.compare(name, FloatTensor.concat(0, sides));
    }
}
