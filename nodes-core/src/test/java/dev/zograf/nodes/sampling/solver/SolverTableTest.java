package dev.zograf.nodes.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Sampler;
import dev.zograf.api.value.FloatTensor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that k-diffusion 0.1.1 and diff-sampler compute in double precision, on {@link Curved}. */
class SolverTableTest {

    private static final Churn CHURN = new Churn(5, 0, 1e9, 1.1);

    private static final Map<String, Sampler> SAMPLERS = Map.ofEntries(
            Map.entry("euler", new Euler(Churn.NONE)),
            Map.entry("euler churn", new Euler(CHURN)),
            Map.entry("heun", new Heun(Churn.NONE)),
            Map.entry("heun churn", new Heun(CHURN)),
            Map.entry("dpm_2", new Dpm2(Churn.NONE)),
            Map.entry("dpm_2 churn", new Dpm2(CHURN)),
            Map.entry("euler_ancestral", new EulerAncestral(1, 1)),
            Map.entry("euler_ancestral eta", new EulerAncestral(0.6, 1.1)),
            Map.entry("dpm_2_ancestral", new Dpm2Ancestral(1, 1)),
            Map.entry("dpm_2_ancestral eta", new Dpm2Ancestral(0.6, 1.1)),
            Map.entry("dpmpp_2s_ancestral", new DpmPlusPlus2sAncestral(1, 1)),
            Map.entry("dpmpp_2s_ancestral eta", new DpmPlusPlus2sAncestral(0.6, 1.1)),
            Map.entry("dpmpp_sde", new DpmPlusPlusSde(1, 1, 0.5)),
            Map.entry("dpmpp_sde eta", new DpmPlusPlusSde(0.6, 1.1, 0.5)),
            Map.entry("dpmpp_2m_sde", new DpmPlusPlus2mSde(1, 1, false)),
            Map.entry("dpmpp_2m_sde eta", new DpmPlusPlus2mSde(0.6, 1.1, false)),
            Map.entry("dpmpp_2m_sde_heun", new DpmPlusPlus2mSde(1, 1, true)),
            Map.entry("dpmpp_3m_sde", new DpmPlusPlus3mSde(1, 1)),
            Map.entry("dpmpp_3m_sde eta", new DpmPlusPlus3mSde(0.6, 1.1)),
            Map.entry("lms", new LinearMultistep(4)),
            Map.entry("dpmpp_2m", new DpmPlusPlus2m()),
            Map.entry("dpm_fast 6", new DpmFast(0, 1)),
            Map.entry("dpm_fast 7", new DpmFast(0, 1)),
            Map.entry("dpm_fast 8", new DpmFast(0, 1)),
            Map.entry("dpm_adaptive", new DpmAdaptive(0.05, 0.0078, 0.05, 0, 1)),
            Map.entry("dpm_adaptive eta", new DpmAdaptive(0.05, 0.0078, 0.05, 0.6, 1.1)),
            Map.entry("ipndm", new Ipndm(4)),
            Map.entry("ipndm_v", new IpndmVariable(4)),
            Map.entry("deis", new Deis(3)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "euler",
                "heun",
                "dpm_2",
                "euler_ancestral",
                "dpm_2_ancestral",
                "dpmpp_2s_ancestral",
                "dpmpp_sde",
                "dpmpp_2m_sde",
                "dpmpp_3m_sde",
                "lms",
                "dpmpp_2m",
                "dpm_fast",
                "dpm_adaptive",
                "ipndm",
                "deis"
            })
    void endsWhereTheReferenceEnds(String family) throws Exception {
        Map<String, double[]> expected = expected();
        assertThat(expected.keySet()).isEqualTo(SAMPLERS.keySet());
        expected.forEach((name, values) -> {
            if (name.startsWith(family)) {
                int count = name.startsWith("dpm_fast") ? Integer.parseInt(name.substring(9)) : 8;
                FloatTensor end = Curved.run(SAMPLERS.get(name), Curved.karras(count, 14.6, 0.03));
                for (int j = 0; j < values.length; j++) {
                    assertThat((double) end.at(j)).as(name).isCloseTo(values[j], within(1e-5));
                }
            }
        });
    }

    private static Map<String, double[]> expected() throws Exception {
        Map<String, double[]> out = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SolverTableTest.class.getResourceAsStream("solvers.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(": ");
                String[] numbers = parts[1].split(" ");
                double[] values = new double[numbers.length];
                for (int j = 0; j < values.length; j++) {
                    values[j] = Double.parseDouble(numbers[j]);
                }
                out.put(parts[0], values);
            }
        }
        return out;
    }
}
