package dev.zograf.nodes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Lazy;
import dev.zograf.testkit.NodeHarness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code if}, {@code select}, {@code gate} and {@code merge}. */
class BranchesTest {

    private static final Lazy<String> NEVER = () -> {
        throw new AssertionError("This branch was not chosen.");
    };

    @Test
    void ifComputesTheBranchOfItsCondition() throws Exception {
        NodeHarness<If.In<String>, If.Out<String>> node = NodeHarness.of(new If<String>());
        assertThat(node.run(new If.In<>(true, () -> "yes", Optional.of(NEVER))).value())
                .contains("yes");
        assertThat(node.run(new If.In<>(false, NEVER, Optional.of(() -> "no"))).value())
                .contains("no");
        assertThat(node.run(new If.In<>(false, NEVER, Optional.empty())).value())
                .isEmpty();
    }

    @Test
    void selectComputesOneOfSeveral() throws Exception {
        NodeHarness<Select.In<String>, Select.Out<String>> node = NodeHarness.of(new Select<String>());
        assertThat(node.run(new Select.In<>(1, List.of(NEVER, () -> "b", NEVER)))
                        .value())
                .isEqualTo("b");
        assertThatThrownBy(() -> node.run(new Select.In<>(3, List.of(NEVER, NEVER, NEVER))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("There is no branch 3; there are 3, counted from 0.");
    }

    @Test
    void aClosedGateComputesNothing() throws Exception {
        NodeHarness<Gate.In<String>, Gate.Out<String>> node = NodeHarness.of(new Gate<String>());
        assertThat(node.run(new Gate.In<>(true, () -> "in")).value()).contains("in");
        assertThat(node.run(new Gate.In<>(false, NEVER)).value()).isEmpty();
    }

    @Test
    void mergeTakesTheFirstThatIsThere() throws Exception {
        NodeHarness<Merge.In<String>, Merge.Out<String>> node = NodeHarness.of(new Merge<String>());
        assertThat(node.run(new Merge.In<>(List.of("a", "b"))).value()).contains("a");
        assertThat(node.run(Map.of("values", List.of())).value()).isEmpty();
    }
}
