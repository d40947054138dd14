package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.sampling.solver.Churn;
import dev.zograf.nodes.sampling.solver.Ddpm;
import dev.zograf.nodes.sampling.solver.Deis;
import dev.zograf.nodes.sampling.solver.Dpm2;
import dev.zograf.nodes.sampling.solver.Dpm2Ancestral;
import dev.zograf.nodes.sampling.solver.DpmAdaptive;
import dev.zograf.nodes.sampling.solver.DpmFast;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus2m;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus2mCfgPlusPlus;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus2mSde;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus2sAncestral;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus2sCfgPlusPlus;
import dev.zograf.nodes.sampling.solver.DpmPlusPlus3mSde;
import dev.zograf.nodes.sampling.solver.DpmPlusPlusSde;
import dev.zograf.nodes.sampling.solver.ErSde;
import dev.zograf.nodes.sampling.solver.Euler;
import dev.zograf.nodes.sampling.solver.EulerAncestral;
import dev.zograf.nodes.sampling.solver.EulerCfgPlusPlus;
import dev.zograf.nodes.sampling.solver.GradientEstimation;
import dev.zograf.nodes.sampling.solver.Heun;
import dev.zograf.nodes.sampling.solver.HeunPlusPlus;
import dev.zograf.nodes.sampling.solver.HistoryCfgPlusPlus;
import dev.zograf.nodes.sampling.solver.Ipndm;
import dev.zograf.nodes.sampling.solver.IpndmVariable;
import dev.zograf.nodes.sampling.solver.Lcm;
import dev.zograf.nodes.sampling.solver.LinearMultistep;
import dev.zograf.nodes.sampling.solver.ResMultistep;
import dev.zograf.nodes.sampling.solver.SaSolver;
import dev.zograf.nodes.sampling.solver.Seeds2;
import dev.zograf.nodes.sampling.solver.Seeds3;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The short names of samplers that people know from k-diffusion and node-based interfaces, and what they stand for. */
final class NamedSampler {

    /** Samplers that leave the last amount of noise before 0 out of a schedule. */
    private static final Set<String> SHORTENED = Set.of("dpm_2", "dpm_2_ancestral", "uni_pc", "uni_pc_bh2");

    private static final String ON_GPU = "_gpu";
    private static final Map<String, Function<Options, Sampler>> NAMES = names();

    /**
     * What methods let one choose; each takes what it knows.
     *
     * @param eta how much fresh noise: 0 none, 1 as much as DDPM
     * @param noise the deviation of fresh noise
     * @param churn noise before steps
     * @param order of multistep methods; 0 for the usual one
     * @param middle where in a step the second evaluation of dpmpp_sde and seeds_2 lies, in lambda
     */
    record Options(double eta, double noise, Churn churn, int order, double middle) {

        private static final double HALF = 0.5;

        /** By the book. */
        static final Options USUAL = new Options(1, 1, Churn.NONE, 0, HALF);

        private int order(int usual) {
            return order == 0 ? usual : Math.min(order, usual);
        }
    }

    private NamedSampler() {}

    /** The names. */
    static Set<String> all() {
        return NAMES.keySet();
    }

    /** Whether a schedule's last amount of noise before 0 is left out for it. */
    static boolean shortens(String name) {
        return SHORTENED.contains(name);
    }

    /** Whether its Brownian path is drawn on the GPU where there is one. */
    static boolean onGpu(String name) {
        return name.endsWith(ON_GPU);
    }

    /**
     * The method with a name.
     *
     * @throws InvalidInputException if there is none; the message lists them
     */
    static Sampler of(String name, Options options) {
        Function<Options, Sampler> maker = NAMES.get(name);
        if (maker == null) {
            throw new InvalidInputException(
                    "sampler",
                    "There is no sampler \"" + name + "\"; there are " + String.join(", ", NAMES.keySet()) + ".");
        }
        return maker.apply(options);
    }

    private static Map<String, Function<Options, Sampler>> names() {
        Map<String, Function<Options, Sampler>> map = new LinkedHashMap<>();
        map.put("euler", o -> new Euler(o.churn()));
        map.put("euler_cfg_pp", o -> new EulerCfgPlusPlus(0, 0));
        map.put("euler_ancestral", o -> new EulerAncestral(o.eta(), o.noise()));
        map.put("euler_ancestral_cfg_pp", o -> new EulerCfgPlusPlus(o.eta(), o.noise()));
        map.put("heun", o -> new Heun(o.churn()));
        map.put("heunpp2", o -> new HeunPlusPlus(o.churn()));
        map.put("exp_heun_2_x0", o -> new Seeds2(0, 0, 1, true));
        map.put("exp_heun_2_x0_sde", o -> new Seeds2(o.eta(), o.noise(), 1, true));
        map.put("dpm_2", o -> new Dpm2(o.churn()));
        map.put("dpm_2_ancestral", o -> new Dpm2Ancestral(o.eta(), o.noise()));
        map.put("lms", o -> new LinearMultistep(o.order(4)));
        map.put("dpm_fast", o -> new DpmFast(0, 1));
        map.put("dpm_adaptive", o -> new DpmAdaptive(0.05, 0.0078, 0.05, 0, 1));
        map.put("dpmpp_2s_ancestral", o -> new DpmPlusPlus2sAncestral(o.eta(), o.noise()));
        map.put("dpmpp_2s_ancestral_cfg_pp", o -> new DpmPlusPlus2sCfgPlusPlus(o.eta(), o.noise()));
        map.put("dpmpp_sde", o -> new DpmPlusPlusSde(o.eta(), o.noise(), o.middle()));
        map.put("dpmpp_2m", o -> new DpmPlusPlus2m());
        map.put("dpmpp_2m_cfg_pp", o -> new DpmPlusPlus2mCfgPlusPlus());
        map.put("dpmpp_2m_sde", o -> new DpmPlusPlus2mSde(o.eta(), o.noise(), false));
        map.put("dpmpp_2m_sde_heun", o -> new DpmPlusPlus2mSde(o.eta(), o.noise(), true));
        map.put("dpmpp_3m_sde", o -> new DpmPlusPlus3mSde(o.eta(), o.noise()));
        for (String name : List.of("dpmpp_sde", "dpmpp_2m_sde", "dpmpp_2m_sde_heun", "dpmpp_3m_sde")) {
            map.put(name + ON_GPU, map.get(name));
        }
        map.put("ddpm", o -> new Ddpm());
        map.put("lcm", o -> new Lcm());
        map.put("ipndm", o -> new Ipndm(o.order(4)));
        map.put("ipndm_v", o -> new IpndmVariable(o.order(4)));
        map.put("deis", o -> new Deis(o.order(3)));
        map.put("cfgpp_ud10_ab", o -> new HistoryCfgPlusPlus(0.25, 0.1));
        map.put("res_multistep", o -> new ResMultistep(0, o.noise(), false));
        map.put("res_multistep_cfg_pp", o -> new ResMultistep(0, o.noise(), true));
        map.put("res_multistep_ancestral", o -> new ResMultistep(o.eta(), o.noise(), false));
        map.put("res_multistep_ancestral_cfg_pp", o -> new ResMultistep(o.eta(), o.noise(), true));
        map.put("gradient_estimation", o -> new GradientEstimation(2, false));
        map.put("gradient_estimation_cfg_pp", o -> new GradientEstimation(2, true));
        map.put("er_sde", o -> new ErSde(o.noise(), o.order(3)));
        map.put("seeds_2", o -> new Seeds2(o.eta(), o.noise(), o.middle(), false));
        map.put("seeds_3", o -> new Seeds3(o.eta(), o.noise()));
        map.put("sa_solver", o -> new SaSolver(o.eta(), o.noise(), 3, 4, false));
        map.put("sa_solver_pece", o -> new SaSolver(o.eta(), o.noise(), 3, 4, true));
        map.put("ddim", o -> new Euler(o.churn()));
        map.put("uni_pc", o -> new UniPcAlongSigma(false));
        map.put("uni_pc_bh2", o -> new UniPcAlongSigma(true));
        return map;
    }
}
