package dev.zograf.nodes.sampling;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numerical method and the noise levels of a scheduler class, with the model's noise schedule and options of one's own. */
@NodeType(id = "scheduler", title = "Scheduler", category = "sampling")
@Doc(
        "The numerical method and the noise levels of a scheduler class, with the model's noise schedule and options of one's own.")
public final class MakeScheduler implements Node<MakeScheduler.In, MakeScheduler.Out> {

    /** Which scheduler. */
    public record In(
            @Doc("The model whose scheduler_config.json is the ground.")
            Denoiser model,

            @Doc("The class as diffusers names it, such as EulerDiscreteScheduler; the model's own without it.")
            Optional<String> name,

            @Doc(
                    "Options over the model's, each as name=value: use_karras_sigmas=true, steps_offset=1, trained_betas=[0.1, 0.2]; the value null takes one away.")
            Optional<List<String>> options) {}

    /** The result. */
    public record Out(
            @Doc("The numerical method.") Sampler sampler,

            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Config config = in.model().scheduler();
        if (in.name().isPresent()) {
            config = config.with(Map.of(DiffusersScheduler.CLASS, in.name().get()));
        }
        DiffusersScheduler scheduler =
                DiffusersScheduler.of(config.with(OptionText.parse(in.options().orElse(List.of()))));
        return new Out(scheduler.sampler(), scheduler.schedule());
    }
}
