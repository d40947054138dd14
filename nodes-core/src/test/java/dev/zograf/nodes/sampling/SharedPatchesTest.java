package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Area;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Region;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.testkit.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedPatchesTest {

    private record Shared(int number) implements NetworkPatch {
        @Override
        public GraphEdit edit() {
            return hooks -> {};
        }

        @Override
        public Map<String, HostTensor> inputs(Evaluation evaluation) {
            return Map.of();
        }

        @Override
        public boolean isForBothSides() {
            return true;
        }
    }

    private static Conditioning part(NetworkPatch... patches) {
        return Patches.replace(Samples.conditioning(1, 3, 6, 1), List.of(patches));
    }

    private static List<List<NetworkPatch>> away(Conditioning positive, Conditioning negative) {
        return CfgGuider.of(positive, Optional.of(negative), 2).negative().get(0).parts().stream()
                .map(Patches::of)
                .toList();
    }

    @Test
    void whatIsForBothSidesGoesToTheSideThatHasNone() {
        NetworkPatch one = new Shared(1);
        assertThat(away(part(one), part())).containsExactly(List.of(one));
        assertThat(away(part(one), part(new Shared(2)))).containsExactly(List.of(new Shared(2)));
        assertThat(away(part(), part())).containsExactly(List.of());
    }

    /** As ComfyUI pairs them: in order, beginning anew, and the last counts; parts for areas are left alone. */
    @Test
    void severalPartsArePaired() {
        Conditioning area = part().with(Conditioning.REGION, Region.EVERYWHERE.withArea(Area.ofPixels(0, 0, 8, 8)));
        Conditioning three =
                Conditioning.combine(List.of(part(new Shared(1)), part(new Shared(2)), part(new Shared(3))));

        assertThat(away(three, Conditioning.combine(List.of(area, part(), part()))))
                .containsExactly(List.of(), List.of(new Shared(3)), List.of(new Shared(2)));
        assertThat(away(part(new Shared(1)), Conditioning.combine(List.of(part(), part()))))
                .containsExactly(List.of(new Shared(1)), List.of());
        assertThat(away(part(new Shared(1)), area)).containsExactly(List.of());
    }
}
