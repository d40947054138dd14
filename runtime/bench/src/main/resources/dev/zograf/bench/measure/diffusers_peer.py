"""The Python side of `zograf bench`: diffusers, eager, on the CPU.

    diffusers_peer.py serve WORK [options]    does the work each time a line of standard input names it; a line of JSON answers
    diffusers_peer.py first [options]         loads a checkpoint and makes two steps; says a line when each thing is done
    diffusers_peer.py paint [options]         paints the default picture and enlarges it four times

WORK is `step` (one UNet step with classifier-free guidance, batch 2), `controlled` (the same with a ControlNet), `decode` (one VAE
decode), `text` (a prompt and an empty one through the text encoder) or `upscale` (a picture, four times as large).
"""

import argparse
import json
import resource
import sys
import time

import torch


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=["serve", "first", "paint"])
    parser.add_argument("work", nargs="?")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--model")
    parser.add_argument("--net")
    parser.add_argument("--upscaler")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--output")
    return parser.parse_args()


def say(**fields):
    print(json.dumps(fields), flush=True)


def load(kind, folder, part, given):
    kwargs = {"subfolder": part} if part else {}
    network = kind.from_pretrained(folder, torch_dtype=getattr(torch, given.dtype), **kwargs).eval()
    return network.to(memory_format=torch.channels_last) if given.channels_last else network


def step(given, controlled=False):
    from diffusers import ControlNetModel, UNet2DConditionModel

    unet = load(UNet2DConditionModel, given.model, "unet", given)
    net = load(ControlNetModel, given.net, None, given) if controlled else None
    dtype = getattr(torch, given.dtype)
    generator = torch.Generator().manual_seed(0)
    latent = torch.randn([2, 4, given.size // 8, given.size // 8], generator=generator).to(dtype)
    tokens = torch.randn([2, 77, unet.config.cross_attention_dim], generator=generator).to(dtype)
    picture = torch.rand([2, 3, given.size, given.size], generator=generator).to(dtype)
    if given.channels_last:
        latent = latent.contiguous(memory_format=torch.channels_last)
    kwargs = {"encoder_hidden_states": tokens}
    if unet.config.addition_embed_type == "text_time":
        pooled = unet.config.projection_class_embeddings_input_dim - 6 * unet.config.addition_time_embed_dim
        added = {"text_embeds": torch.randn([2, pooled], generator=generator).to(dtype)}
        added["time_ids"] = torch.tensor([[given.size, given.size, 0, 0, given.size, given.size]] * 2, dtype=dtype)
        kwargs["added_cond_kwargs"] = added
    time_step = torch.tensor(500)

    def work():
        if net is None:
            return unet(latent, time_step, **kwargs).sample
        down, mid = net(latent, time_step, controlnet_cond=picture, return_dict=False, **kwargs)
        skips = {"down_block_additional_residuals": down, "mid_block_additional_residual": mid}
        return unet(latent, time_step, **kwargs, **skips).sample

    return work


def decode(given):
    from diffusers import AutoencoderKL

    vae = load(AutoencoderKL, given.model, "vae", given)
    latent = torch.randn([1, 4, given.size // 8, given.size // 8], generator=torch.Generator().manual_seed(0))
    latent = latent.to(getattr(torch, given.dtype))
    return lambda: vae.decode(latent).sample


def text(given):
    from transformers import CLIPTextModel

    encoder = load(CLIPTextModel, given.model, "text_encoder", given)
    ids = torch.randint(0, 49406, [2, 77], generator=torch.Generator().manual_seed(0))
    return lambda: encoder(ids)[0]


def upscaler(given):
    """The compact network of Real-ESRGAN: convolutions and PReLUs, a pixel shuffle, and the picture itself added."""
    from safetensors.torch import load_file

    weights = {name: value.to(getattr(torch, given.dtype)) for name, value in load_file(given.upscaler).items()}
    last = max(int(name.split(".")[1]) for name in weights)

    def work(picture):
        x = picture
        for index in range(0, last + 1, 2):
            x = torch.nn.functional.conv2d(x, weights[f"body.{index}.weight"], weights[f"body.{index}.bias"], padding=1)
            if index < last:
                x = torch.nn.functional.prelu(x, weights[f"body.{index + 1}.weight"])
        x = torch.nn.functional.pixel_shuffle(x, 4)
        return x + torch.nn.functional.interpolate(picture, scale_factor=4, mode="nearest")

    return work


def upscale(given):
    network = upscaler(given)
    picture = torch.rand([1, 3, given.size, given.size], generator=torch.Generator().manual_seed(0))
    picture = picture.to(getattr(torch, given.dtype))
    return lambda: network(picture)


def serve(given):
    works = {
        "step": step,
        "controlled": lambda g: step(g, controlled=True),
        "decode": decode,
        "text": text,
        "upscale": upscale,
    }
    work = works[given.work](given)
    import diffusers

    say(versions=f"diffusers {diffusers.__version__} with PyTorch {torch.__version__}")
    for line in sys.stdin:
        if line.strip() == "quit":
            return
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        say(wall=wall, cpu=cpu, peak=peak())


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def first(given):
    import diffusers
    from diffusers import AutoencoderKL, StableDiffusionPipeline  # noqa: F401 (what loading would import)
    from transformers import CLIPTextModel

    assert diffusers and AutoencoderKL and StableDiffusionPipeline
    print("ready", flush=True)
    encoder = load(CLIPTextModel, given.model, "text_encoder", given)
    vae = load(AutoencoderKL, given.model, "vae", given)
    encoder(torch.full([2, 77], 7))
    work = step(given)
    for name in ("step 1", "step 2"):
        work()
        print(name, flush=True)
    vae.decode(torch.zeros([1, 4, given.size // 8, given.size // 8], dtype=getattr(torch, given.dtype)))
    print("picture", flush=True)


def paint(given):
    import numpy
    from diffusers import StableDiffusionPipeline
    from PIL import Image

    pipe = StableDiffusionPipeline.from_pretrained(given.model, torch_dtype=getattr(torch, given.dtype))
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(1)
    picture = pipe(
        "a red apple", num_inference_steps=20, guidance_scale=4, height=64, width=64, generator=generator, output_type="pt"
    ).images
    large = upscaler(given)(picture.to(getattr(torch, given.dtype)))[0]
    pixels = (large.float().clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
    Image.fromarray(numpy.ascontiguousarray(pixels)).save(given.output)


given = options()
torch.set_num_threads(given.threads)
with torch.inference_mode():
    {"serve": serve, "first": first, "paint": paint}[given.mode](given)
