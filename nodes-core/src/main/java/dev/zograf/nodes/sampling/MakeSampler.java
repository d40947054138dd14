package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Sampler;
import dev.zograf.nodes.sampling.solver.Churn;

/** A numerical method by its short name, with its options. */
@NodeType(id = "sampler", title = "Sampler", category = "sampling")
@Doc("A numerical method by its short name, with its options.")
public final class MakeSampler implements Node<MakeSampler.In, MakeSampler.Out> {

    /** Which method, and how it is set. */
    public record In(
            @Doc("Which method.")
            @Choices({
                "euler",
                "euler_cfg_pp",
                "euler_ancestral",
                "euler_ancestral_cfg_pp",
                "heun",
                "heunpp2",
                "exp_heun_2_x0",
                "exp_heun_2_x0_sde",
                "dpm_2",
                "dpm_2_ancestral",
                "lms",
                "dpm_fast",
                "dpm_adaptive",
                "dpmpp_2s_ancestral",
                "dpmpp_2s_ancestral_cfg_pp",
                "dpmpp_sde",
                "dpmpp_sde_gpu",
                "dpmpp_2m",
                "dpmpp_2m_cfg_pp",
                "dpmpp_2m_sde",
                "dpmpp_2m_sde_gpu",
                "dpmpp_2m_sde_heun",
                "dpmpp_2m_sde_heun_gpu",
                "dpmpp_3m_sde",
                "dpmpp_3m_sde_gpu",
                "ddpm",
                "lcm",
                "ipndm",
                "ipndm_v",
                "deis",
                "cfgpp_ud10_ab",
                "res_multistep",
                "res_multistep_cfg_pp",
                "res_multistep_ancestral",
                "res_multistep_ancestral_cfg_pp",
                "gradient_estimation",
                "gradient_estimation_cfg_pp",
                "er_sde",
                "seeds_2",
                "seeds_3",
                "sa_solver",
                "sa_solver_pece",
                "ddim",
                "uni_pc",
                "uni_pc_bh2"
            })
            @Default("euler")
            String name,

            @Doc("How much fresh noise ancestral and stochastic methods add: 0 none, 1 as much as DDPM.")
            @Default("1")
            @Range(min = 0, max = 100, step = 0.01)
            double eta,

            @Doc("The deviation of fresh noise; 1 by the book.") @Default("1") @Range(min = 0, max = 100, step = 0.01)
            double noise,

            @Doc("Noise that euler, heun and dpm_2 add before steps, over the whole run.")
            @Default("0")
            @Range(min = 0, max = 1000, step = 0.01)
            double churn,

            @Doc("The amount of noise below which none is added before steps.")
            @Default("0")
            @Range(min = 0, max = 1000, step = 0.01)
            double churnFrom,

            @Doc("The amount of noise above which none is added before steps.")
            @Default("1000")
            @Range(min = 0, max = 1000, step = 0.01)
            double churnTo,

            @Doc("How many evaluations multistep methods remember; 0 for the method's own number.")
            @Default("0")
            @Range(min = 0, max = 4, step = 1)
            int order,

            @Doc("Where in a step the second evaluation of dpmpp_sde and seeds_2 lies, in the logarithm of the noise.")
            @Default("0.5")
            @Range(min = 0.01, max = 100, step = 0.01)
            double middle) {}

    /** The result. */
    public record Out(@Doc("The numerical method.") Sampler sampler) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Churn churn = in.churn() == 0 ? Churn.NONE : new Churn(in.churn(), in.churnFrom(), in.churnTo(), in.noise());
        NamedSampler.Options options = new NamedSampler.Options(in.eta(), in.noise(), churn, in.order(), in.middle());
        return new Out(NamedSampler.of(in.name(), options));
    }
}
