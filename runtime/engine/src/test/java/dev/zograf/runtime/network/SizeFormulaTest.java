package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.tensor.Dim;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeFormulaTest {

    private static final Map<String, Long> KNOWN = Map.of("height", 37L, "edit.0.rank", 4L);

    private static long value(Dim dim) {
        return SizeFormula.value(dim.symbols().get(0), KNOWN) * dim.factor();
    }

    @Test
    void computesWhatSizesAreNamedBy() {
        Dim height = Dim.symbol("height");
        assertThat(value(height)).isEqualTo(37);
        for (long kernel = 1; kernel <= 5; kernel++) {
            for (long stride = 2; stride <= 3; stride++) {
                for (long padding = 0; padding <= 4; padding++) {
                    assertThat(value(height.convolved(kernel, stride, padding, 1)))
                            .as("%d %d %d", kernel, stride, padding)
                            .isEqualTo(Dim.of(37)
                                    .convolved(kernel, stride, padding, 1)
                                    .fixed());
                }
            }
        }
        assertThat(value(height.over(8))).isEqualTo(4);
        assertThat(value(height.plus(Dim.of(3)))).isEqualTo(40);
        assertThat(value(height.plus(Dim.symbol("edit.0.rank").times(2)))).isEqualTo(45);
        Dim twice = height.convolved(3, 2, 2, 1).convolved(3, 2, 2, 1);
        assertThat(value(twice)).isEqualTo(10);
    }

    @Test
    void saysWhatDoesNotFollow() {
        assertThatThrownBy(() -> SizeFormula.value("floor((width+1)/2)", KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("floor((width+1)/2)");
    }
}
