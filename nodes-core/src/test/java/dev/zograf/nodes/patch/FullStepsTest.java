package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullStepsTest {

    private static List<Integer> whole(FullSteps steps, int calls) {
        List<Integer> out = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            if (steps.last(Moment.of(NoiseLevel.exploding(600, 2), call, calls, 0)) == call) {
                out.add(call);
            }
        }
        return out;
    }

    /** The numbers are those of the authors' rule, computed anew in NumPy. */
    @ParameterizedTest
    @CsvSource({
        "50, 5, 15, 1.4, 0 5 9 13 17 21 26 31 37 43",
        "50, 5, 15, 1.2, 0 5 10 14 18 22 27 32 38 44",
        "50, 5, 10, 1.2, 0 5 9 12 16 21 26 32 38 43",
        "50, 3, 15, 1.4, 0 3 6 8 11 13 15 17 20 22 25 28 32 35 38 42 46",
        "20, 3, 6, 1.4, 0 3 5 7 10 13 16",
        "30, 4, 9, 2, 0 3 6 9 12 15 20 24",
        "50, 5, 25, 1.3, 0 6 11 16 21 25 29 34 39 44",
        "50, 10, 15, 1.4, 0 9 17 26 37",
        "20, 3, 10, 1.4, 0 4 7 9 11 13 16",
        "12, 2, 4, 1.4, 0 2 4 5 7 9",
        "50, 5, 0, 1.2, 0 3 7 11 16 21 27 32 38 44",
        "50, 2, 15, 1.4, 0 2 4 6 7 9 11 12 14 15 17 18 20 22 24 26 28 30 32 35 37 39 42 44 47",
        "25, 5, 0, 1.8, 0 1 4 9 16",
    })
    void liesAsTheAuthorsPutIt(int calls, int interval, int centre, double power, String expected) {
        FullSteps steps = new FullSteps(interval, 0, 1, new FullSteps.Centred((double) centre / calls, power));
        assertThat(whole(steps, calls))
                .isEqualTo(
                        Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList());
    }

    @Test
    void liesAtEqualDistances() {
        FullSteps steps = new FullSteps(3, 0, 1, new FullSteps.Even());
        assertThat(whole(steps, 8)).containsExactly(0, 3, 6);
        assertThat(steps.last(Moment.of(NoiseLevel.exploding(600, 2), 5, 8, 0))).isEqualTo(3);
    }

    @Test
    void everythingIsWholeOutsideOfThePart() {
        FullSteps steps = new FullSteps(2, 0.25, 0.75, new FullSteps.Even());
        assertThat(whole(steps, 8)).containsExactly(0, 1, 2, 4, 6, 7);
        assertThat(steps.last(Moment.of(NoiseLevel.exploding(600, 2), 12, 8, 0)))
                .isEqualTo(12);
    }

    @Test
    void isEvenWhereThereIsNothingToBeCloser() {
        assertThat(whole(new FullSteps(2, 0, 1, new FullSteps.Centred(0.5, 1)), 6))
                .containsExactly(0, 2, 4);
        assertThat(whole(new FullSteps(1, 0, 1, new FullSteps.Centred(0.5, 9)), 5))
                .containsExactly(0, 1, 2, 3, 4);
    }
}
