package dev.zograf.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final List<String> said = new ArrayList<>();
    private final Report report = new Report("step", "one step", said::add);

    @Test
    void aRowSaysItsMedianSpreadAndRatio() {
        Row peer = Row.of("diffusers", "s", Samples.of(8, 2, 4, 6));
        Row ours = new Row("zograf", "s", Samples.of(3, 1, 2), Samples.of(4, 5), 3L << 29, Optional.empty());
        report.row(ours.against(peer));
        report.row(peer);
        report.note("A note.");
        report.note("A note.");

        Map<?, ?> row = (Map<?, ?>) ((List<?>) report.toJson().get("rows")).get(0);
        assertThat(row.get("median")).isEqualTo(2.0);
        assertThat(row.get("min")).isEqualTo(1.0);
        assertThat(row.get("max")).isEqualTo(3.0);
        assertThat(row.get("runs")).isEqualTo(3);
        assertThat(row.get("cpuSeconds")).isEqualTo(4.5);
        assertThat(row.get("peakBytes")).isEqualTo(3L << 29);
        assertThat(row.get("ratio")).isEqualTo(0.4);
        assertThat(row.get("to")).isEqualTo("diffusers");
        assertThat(report.toTable())
                .containsExactly(
                        "step: one step",
                        "  zograf         2.000 s      (1.000–3.000, 3)      CPU   4.500 s  peak  1.50 GiB  0.400 × diffusers",
                        "  diffusers      5.000 s      (2.000–8.000, 4)",
                        "  A note.");
    }

    @Test
    void whatIsGoingOnIsSaidAtOnce() {
        report.say("run 1");
        assertThat(said).containsExactly("run 1");
    }
}
