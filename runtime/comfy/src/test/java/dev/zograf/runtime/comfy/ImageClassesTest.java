package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Newer classes of ComfyUI's core for pictures and sizes. */
class ImageClassesTest {

    private static final ComfyClasses CLASSES = ComfyClasses.core();
    private static final String LOAD = "\"1\": {\"class_type\": \"LoadImage\", \"inputs\": {\"image\": \"cat.png\"}}, ";

    private static ImportedWorkflow imported(String nodes) {
        return new ComfyImport(CLASSES)
                .of(ComfyPrompt.read("{" + LOAD + nodes + "}").prompt().orElseThrow(), "");
    }

    private static NodeEntry node(ImportedWorkflow workflow, String id) {
        return workflow.file().nodes().get(workflow.nodes().get(id).get(0));
    }

    private static Object literal(NodeEntry node, String port) {
        return ((Value.Literal) node.in().get(port)).value();
    }

    private static void comesBack(ImportedWorkflow workflow) {
        assertThat(workflow.complaints()).isEmpty();
        ComfyExport.Exported exported = new ComfyExport(CLASSES, List.of()).of(workflow.file());
        assertThat(exported.lost()).isEmpty();
        assertThat(NativeShape.of(
                        new ComfyImport(CLASSES).of(exported.prompt(), "").file()))
                .isEqualTo(NativeShape.of(workflow.file()));
    }

    @Test
    void picturesAreStitchedTurnedFlippedAndScaled() {
        ImportedWorkflow workflow = imported("""
                "2": {"class_type": "ImageRotate", "inputs": {"image": ["1", 0], "rotation": "90 degrees"}},
                "3": {"class_type": "ImageFlip", "inputs": {"image": ["2", 0], "flip_method": "y-axis: horizontally"}},
                "4": {"class_type": "ImageScaleToMaxDimension", "inputs": {"image": ["3", 0], "upscale_method": "nearest-exact", "largest_size": 640}},
                "5": {"class_type": "ImageStitch", "inputs": {"image1": ["4", 0], "image2": ["1", 0], "direction": "up", "match_image_size": false,
                      "spacing_width": 4, "spacing_color": "red"}},
                "6": {"class_type": "ImageStitch", "inputs": {"image1": ["5", 0], "direction": "up", "match_image_size": true}},
                "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0]}}""");

        assertThat(literal(node(workflow, "2"), "angle"))
                .as("ours turns to the left")
                .isEqualTo(270L);
        assertThat(literal(node(workflow, "3"), "direction")).isEqualTo("horizontal");
        assertThat(literal(node(workflow, "4"), "longest")).isEqualTo(640L);
        assertThat(literal(node(workflow, "4"), "method")).isEqualTo("nearest");
        assertThat(node(workflow, "5").in()).containsKeys("first", "second", "side", "fit", "gap", "colour");
        assertThat(workflow.nodes().get("6"))
                .as("one picture alone is that picture")
                .isEmpty();
        comesBack(workflow);
    }

    @Test
    void sizesAreFoundForARatio() {
        ImportedWorkflow workflow = imported("""
                "2": {"class_type": "ResolutionSelector", "inputs": {"aspect_ratio": "9:16 (Portrait Widescreen)", "megapixels": 0.5}},
                "3": {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "area", "width": ["2", 0], "height": ["2", 1], "crop": "center"}},
                "4": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}}""");

        NodeEntry size = node(workflow, "2");
        assertThat(literal(size, "ratio")).isEqualTo("9:16");
        assertThat(literal(size, "multiple")).isEqualTo(8L);
        assertThat(literal(size, "minimum")).isEqualTo(256L);
        comesBack(workflow);
    }

    @Test
    void picturesAreSplitIntoBrightnessAndColours() {
        ImportedWorkflow workflow = imported("""
                "2": {"class_type": "ImageRGBToYUV", "inputs": {"image": ["1", 0]}},
                "3": {"class_type": "ImageYUVToRGB", "inputs": {"Y": ["2", 0], "U": ["2", 2], "V": ["2", 1]}},
                "4": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}}""");

        assertThat(node(workflow, "3").in().get("u").toString())
                .as("the parts were swapped")
                .contains("v");
        comesBack(workflow);
    }

    @Test
    void picturesArePaintedWithFewColours() {
        ImportedWorkflow workflow = imported("""
                "2": {"class_type": "ImageQuantize", "inputs": {"image": ["1", 0], "colors": 12, "dither": "bayer-8"}},
                "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}}""");

        assertThat(node(workflow, "2").type()).isEqualTo("quantize-image");
        assertThat(literal(node(workflow, "2"), "colours")).isEqualTo(12L);
        comesBack(workflow);
    }

    @Test
    void guidanceIsLimitedScaledAndDropped() {
        ImportedWorkflow workflow = imported("""
                "2": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a"}},
                "3": {"class_type": "CFGNorm", "inputs": {"model": ["9", 0], "strength": 0.75}},
                "9": {"class_type": "FreSca", "inputs": {"model": ["2", 0], "scale_low": 1.0, "scale_high": 1.5, "freq_cutoff": 12}},
                "10": {"class_type": "CLIPTextEncode", "inputs": {"text": "a", "clip": ["2", 1]}},
                "4": {"class_type": "FluxDisableGuidance", "inputs": {"conditioning": ["11", 0]}},
                "11": {"class_type": "ConditioningSetDefaultCombine", "inputs": {"cond": ["10", 0], "cond_DEFAULT": ["12", 0]}},
                "12": {"class_type": "CLIPTextEncode", "inputs": {"text": "b", "clip": ["2", 1]}},
                "5": {"class_type": "VAEEncode", "inputs": {"pixels": ["1", 0], "vae": ["2", 2]}},
                "6": {"class_type": "KSampler", "inputs": {"model": ["3", 0], "seed": 1, "steps": 2, "cfg": 4.0, "sampler_name": "euler",
                      "scheduler": "normal", "positive": ["4", 0], "negative": ["4", 0], "latent_image": ["5", 0], "denoise": 0.5}},
                "7": {"class_type": "VAEDecode", "inputs": {"samples": ["6", 0], "vae": ["2", 2]}},
                "8": {"class_type": "SaveImage", "inputs": {"images": ["7", 0]}}""");

        assertThat(node(workflow, "3").type()).isEqualTo("limit-norm");
        assertThat(literal(node(workflow, "3"), "strength")).isEqualTo(0.75);
        assertThat(node(workflow, "9").type()).isEqualTo("scale-frequencies");
        assertThat(literal(node(workflow, "9"), "cutoff")).isEqualTo(12L);
        assertThat(node(workflow, "4").type()).isEqualTo("drop-guidance");
        assertThat(node(workflow, "11").type()).isEqualTo("default-conditioning");
        comesBack(workflow);
    }

    /** Of the newer class that saves pictures what it has in common with the older one. */
    @Test
    void picturesAreSavedAsPngAndPassedOn() {
        String save = """
                "2": {"class_type": "SaveImageAdvanced", "inputs": {"images": ["1", 0], "filename_prefix": "a/b", "format": "png",
                      "format.bit_depth": "8-bit", "format.input_color_space": "sRGB"}},
                "3": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}""";
        ImportedWorkflow saved = imported(save);

        assertThat(saved.results()).extracting(ImportedWorkflow.Result::prefix).containsExactly("a/b", "");
        comesBack(saved);
        assertThat(imported(save.replace("\"8-bit\"", "\"16-bit\"")).complaints())
                .anyMatch(line -> line.contains("format.bit_depth = 16-bit"));
        assertThat(imported(save.replace("\"png\"", "\"exr\"")).isComplete()).isFalse();
    }

    /** ComfyUI's own name of the class once ended in a space. */
    @Test
    void namesMayEndInSpaces() {
        assertThat(CLASSES.get("ConditioningAverage "))
                .isEqualTo(CLASSES.get("ConditioningAverage"))
                .isPresent();
    }
}
