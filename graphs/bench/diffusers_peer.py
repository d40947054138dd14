"""The Python side of the benchmark: diffusers, eager, float32, on the CPU.

Loads a checkpoint in the diffusers layout, then does what each line of its standard input says and answers with
one line of JSON: `step` is one UNet step at 512x512 with classifier-free guidance (batch 2), `decode` one VAE decode
of a 64x64 latent, `text` one prompt through the text encoder. `quit` ends it.
"""

import json
import sys
import time

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel


def main() -> None:
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    started = time.perf_counter()
    common = {"torch_dtype": torch.float32}
    unet = UNet2DConditionModel.from_pretrained(folder, subfolder="unet", **common).eval()
    vae = AutoencoderKL.from_pretrained(folder, subfolder="vae", **common).eval()
    text = CLIPTextModel.from_pretrained(folder, subfolder="text_encoder", **common).eval()
    generator = torch.Generator().manual_seed(0)
    latent = torch.randn([1, 4, 64, 64], generator=generator)
    tokens = torch.randn([2, 77, unet.config.cross_attention_dim], generator=generator)
    ids = torch.randint(0, 49406, [1, 77], generator=generator)

    def step():
        return unet(torch.cat([latent] * 2), torch.tensor(500), encoder_hidden_states=tokens).sample

    work = {"step": step, "decode": lambda: vae.decode(latent).sample, "text": lambda: text(ids)[0]}
    import diffusers

    versions = {"torch": torch.__version__, "diffusers": diffusers.__version__}
    print(json.dumps({"ready": time.perf_counter() - started, **versions}), flush=True)
    with torch.no_grad():
        for line in sys.stdin:
            name = line.strip()
            if name == "quit":
                return
            wall, cpu = time.perf_counter(), time.process_time()
            work[name]()
            answer = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
            print(json.dumps(answer), flush=True)


main()
