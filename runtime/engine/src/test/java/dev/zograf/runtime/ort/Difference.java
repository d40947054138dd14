package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;

/** How far numbers are from those that are wanted, beyond what each of them may be. */
public final class Difference {

    private Difference() {}

    /** The root of the mean square of the difference, relative to that of the wanted numbers; 0 for equal ones. Shapes must be equal. */
    public static double of(FloatTensor wanted, FloatTensor got) {
        assertThat(got.shape()).isEqualTo(wanted.shape());
        double sum = 0;
        double all = 0;
        for (int i = 0; i < wanted.size(); i++) {
            sum += Math.pow(got.at(i) - wanted.at(i), 2);
            all += Math.pow(wanted.at(i), 2);
        }
        return sum == 0 ? 0 : Math.sqrt(sum / all);
    }
}
