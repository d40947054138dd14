package dev.zograf.nodes.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Sampler;
import dev.zograf.api.value.FloatTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Where samplers without a reference of free licence end: pictures that people have made depend on these numbers, however the methods are
 * written down. They are our own, in {@code pins.txt}.
 */
class SolverPinTest {

    private static final Map<String, Sampler> SAMPLERS = Map.ofEntries(
            Map.entry("euler_cfg_pp", new EulerCfgPlusPlus(0, 0)),
            Map.entry("euler_ancestral_cfg_pp", new EulerCfgPlusPlus(1, 1)),
            Map.entry("dpmpp_2s_ancestral_cfg_pp", new DpmPlusPlus2sCfgPlusPlus(1, 1)),
            Map.entry("dpmpp_2m_cfg_pp", new DpmPlusPlus2mCfgPlusPlus()),
            Map.entry("cfgpp_ud10_ab", new HistoryCfgPlusPlus(0.25, 0.1)),
            Map.entry("heunpp2", new HeunPlusPlus(Churn.NONE)),
            Map.entry("res_multistep", new ResMultistep(0, 1, false)),
            Map.entry("res_multistep_cfg_pp", new ResMultistep(0, 1, true)),
            Map.entry("res_multistep_ancestral", new ResMultistep(1, 1, false)),
            Map.entry("res_multistep_ancestral_cfg_pp", new ResMultistep(1, 1, true)),
            Map.entry("gradient_estimation", new GradientEstimation(2, false)),
            Map.entry("gradient_estimation_cfg_pp", new GradientEstimation(2, true)),
            Map.entry("er_sde", new ErSde(1, 3)),
            Map.entry("seeds_2", new Seeds2(1, 1, 0.5, false)),
            Map.entry("exp_heun_2_x0", new Seeds2(0, 0, 1, true)),
            Map.entry("seeds_3", new Seeds3(1, 1)),
            Map.entry("sa_solver", new SaSolver(1, 1, 3, 4, false)),
            Map.entry("sa_solver_pece", new SaSolver(1, 1, 3, 4, true)),
            Map.entry("ipndm_v", new IpndmVariable(4)),
            Map.entry("deis", new Deis(3)));

    /** All ends, one method a line. */
    static List<String> lines() {
        return new TreeMap<>(SAMPLERS)
                .entrySet().stream()
                        .map(each -> each.getKey() + ": " + text(end(each.getValue())))
                        .toList();
    }

    private static FloatTensor end(Sampler sampler) {
        return Curved.runGuided(sampler, Curved.karras(8, 14.6, 0.03));
    }

    private static String text(FloatTensor end) {
        StringBuilder out = new StringBuilder();
        for (int j = 0; j < end.size(); j++) {
            out.append(j == 0 ? "" : " ").append(end.at(j));
        }
        return out.toString();
    }

    @Test
    void endsWhereTheyAlwaysEnded() throws IOException {
        List<String> expected;
        try (InputStream in = SolverPinTest.class.getResourceAsStream("pins.txt")) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(expected).hasSize(SAMPLERS.size());
        for (String line : expected) {
            String[] parts = line.split(": ");
            String[] numbers = parts[1].split(" ");
            FloatTensor end = end(SAMPLERS.get(parts[0]));
            assertThat(end.size()).isEqualTo(numbers.length);
            for (int j = 0; j < numbers.length; j++) {
                assertThat((double) end.at(j)).as(parts[0]).isCloseTo(Double.parseDouble(numbers[j]), within(1e-6));
            }
        }
    }
}
