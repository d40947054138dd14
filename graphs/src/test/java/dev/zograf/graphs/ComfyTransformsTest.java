package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyImport;
import dev.zograf.runtime.comfy.ComfyPrompt;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import org.junit.jupiter.api.Test;

/** Pictures of ComfyUI's classes are turned and flipped to the same side: {@code torch.rot90} over width and height, {@code torch.flip}. */
class ComfyTransformsTest {

    private static final String PROMPT = """
            {"1": {"class_type": "LoadImage", "inputs": {"image": "PICTURE"}},
             "2": {"class_type": "ResolutionSelector", "inputs": {"aspect_ratio": "3:2 (Photo)", "megapixels": 0.1, "multiple": 8, "minimum": 32}},
             "3": {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "area", "width": ["2", 0], "height": ["2", 1], "crop": "disabled"}},
             "4": {"class_type": "PreviewImage", "_meta": {"title": "plain"}, "inputs": {"images": ["3", 0]}},
             "5": {"class_type": "ImageRotate", "inputs": {"image": ["3", 0], "rotation": "90 degrees"}},
             "6": {"class_type": "PreviewImage", "_meta": {"title": "turned"}, "inputs": {"images": ["5", 0]}},
             "7": {"class_type": "ImageFlip", "inputs": {"image": ["3", 0], "flip_method": "x-axis: vertically"}},
             "8": {"class_type": "PreviewImage", "_meta": {"title": "flipped"}, "inputs": {"images": ["7", 0]}}}
            """;

    @Test
    void picturesAreTurnedAndFlippedAsThere() {
        ImportedWorkflow imported = new ComfyImport(ComfyClasses.core())
                .of(
                        ComfyPrompt.read(PROMPT.replace("PICTURE", "controlnet.png"))
                                .prompt()
                                .orElseThrow(),
                        "");
        assertThat(imported.complaints()).isEmpty();
        try (Zograf zograf =
                Zograf.builder().input(Checkout.file("graphs/pictures")).build()) {
            Outputs made = zograf.run(zograf.read(imported.toJson()));
            FloatTensor plain = made.get("plain", Image.class).pixels();
            FloatTensor turned = made.get("turned", Image.class).pixels();
            FloatTensor flipped = made.get("flipped", Image.class).pixels();

            int height = plain.dim(2);
            int width = plain.dim(3);
            assertThat(new int[] {width, height}).containsExactly(400, 264);
            assertThat(turned.shape()).containsExactly(1, 3, width, height);
            for (int y = 0; y < height; y += 7) {
                for (int x = 0; x < width; x += 11) {
                    float pixel = plain.at(y * width + x);
                    assertThat(turned.at(x * height + height - 1 - y)).isEqualTo(pixel);
                    assertThat(flipped.at((height - 1 - y) * width + x)).isEqualTo(pixel);
                }
            }
        }
    }
}
