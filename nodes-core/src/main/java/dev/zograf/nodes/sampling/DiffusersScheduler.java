package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a model's {@code scheduler_config.json} stands for: a numerical method and a schedule. The class names and options are
 * those of the diffusers library, in which models are published; options that a class does not know are ignored, as there.
 *
 * @param sampler the method
 * @param schedule the levels and the kind of prediction
 */
public record DiffusersScheduler(Sampler sampler, Schedule schedule) {

    /** The field that names the class. */
    static final String CLASS = "_class_name";

    private static final Map<String, Function<Config, DiffusersScheduler>> CLASSES = classes();

    /**
     * The scheduler that a configuration describes.
     *
     * @throws BadFileException if its class or one of its options is not supported; the message lists what is
     */
    public static DiffusersScheduler of(Config config) {
        String name = config.text(CLASS);
        Function<Config, DiffusersScheduler> maker = CLASSES.get(name);
        if (maker == null) {
            throw new BadFileException(
                    config.file(),
                    "the scheduler \"" + name + "\" is not supported; there are " + String.join(", ", names()) + ".");
        }
        return maker.apply(config);
    }

    /** The supported class names. */
    public static List<String> names() {
        return List.copyOf(CLASSES.keySet());
    }

    private static Map<String, Function<Config, DiffusersScheduler>> classes() {
        Map<String, Function<Config, DiffusersScheduler>> map = new LinkedHashMap<>();
        map.put("DDIMScheduler", DiscreteSchedulers::ddim);
        map.put("DDPMScheduler", DiscreteSchedulers::ddpm);
        map.put("PNDMScheduler", DiscreteSchedulers::pndm);
        map.put("LCMScheduler", DiscreteSchedulers::lcm);
        map.put("TCDScheduler", DiscreteSchedulers::tcd);
        map.put("UnCLIPScheduler", DiscreteSchedulers::unclip);
        map.put("EulerDiscreteScheduler", ExplodingSchedulers::euler);
        map.put("EulerAncestralDiscreteScheduler", ExplodingSchedulers::eulerAncestral);
        map.put("HeunDiscreteScheduler", ExplodingSchedulers::heun);
        map.put("KDPM2DiscreteScheduler", ExplodingSchedulers::dpm2);
        map.put("KDPM2AncestralDiscreteScheduler", ExplodingSchedulers::dpm2Ancestral);
        map.put("LMSDiscreteScheduler", ExplodingSchedulers::lms);
        map.put("EDMEulerScheduler", ExplodingSchedulers::edmEuler);
        map.put("DPMSolverMultistepScheduler", SolverSchedulers::multistep);
        map.put("DPMSolverSinglestepScheduler", SolverSchedulers::singlestep);
        map.put("DEISMultistepScheduler", SolverSchedulers::deis);
        map.put("UniPCMultistepScheduler", SolverSchedulers::uniPc);
        map.put("FlowMatchEulerDiscreteScheduler", FlowSchedulers::euler);
        return map;
    }
}
