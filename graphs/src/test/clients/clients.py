"""Drives a server with client packages that were written for ComfyUI. Usage: clients.py HOST PORT; ends with 1 if one of them fails."""

import importlib.util
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types

from PIL import Image


def prompt(seed):
    """A red apple by the model that ships."""
    node = lambda kind, title, **inputs: {"class_type": kind, "inputs": inputs, "_meta": {"title": title}}
    return {
        "4": node("CheckpointLoaderSimple", "Load Checkpoint", ckpt_name="emoji"),
        "5": node("EmptyLatentImage", "Empty Latent Image", width=64, height=64, batch_size=1),
        "6": node("CLIPTextEncode", "Positive", text="a red apple", clip=["4", 1]),
        "7": node("CLIPTextEncode", "Negative", text="", clip=["4", 1]),
        "3": node("KSampler", "KSampler", seed=seed, steps=4, cfg=4.0, sampler_name="euler", scheduler="normal", denoise=1.0,
                  model=["4", 0], positive=["6", 0], negative=["7", 0], latent_image=["5", 0]),
        "8": node("VAEDecode", "VAE Decode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", "Save Image", images=["8", 0], filename_prefix="clients"),
    }


def check(picture):
    image = Image.open(io.BytesIO(picture)) if isinstance(picture, bytes) else picture
    assert image.size == (64, 64), image.size


def simplified(host, port):
    from comfy_api_simplified import ComfyApiWrapper, ComfyWorkflowWrapper

    api = ComfyApiWrapper(f"http://{host}:{port}")
    workflow = ComfyWorkflowWrapper(prompt(1))
    workflow.set_node_param("Positive", "text", "a green pear")
    pictures = api.queue_and_wait_images(workflow, "Save Image")
    assert len(pictures) == 1, len(pictures)
    for picture in pictures.values():
        check(picture)
    assert api.get_queue()["queue_running"] == []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "up.png")
        Image.new("RGB", (8, 8), "red").save(file)
        assert api.upload_image(str(file))["name"].endswith("up.png")


def api_client(host, port):
    # Its helpers import each other by a name that only its own repository has.
    package = types.ModuleType("api")
    package.__path__ = [str(pathlib.Path(importlib.util.find_spec("comfyui_api_client").origin).parent)]
    sys.modules["api"] = package
    helpers = importlib.import_module("api.api_helpers")
    pictures = helpers.generate_image_by_prompt(prompt(2), f"{host}:{port}")
    assert len(pictures) == 1, pictures
    check(pictures[0])


def cli(host, port):
    comfy = str(pathlib.Path(sys.executable).with_name("comfy"))
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "workflow.json")
        file.write_text(json.dumps(prompt(3)))
        environment = dict(os.environ, HOME=folder, DO_NOT_TRACK="1")
        done = subprocess.run(
            [comfy, "--skip-prompt", "--no-enable-telemetry", "run", "--workflow", str(file), "--wait", "--host", host, "--port", str(port)],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0 and "clients_" in done.stdout, done.stdout + done.stderr


def main():
    host, port = sys.argv[1], int(sys.argv[2])
    failed = 0
    for client in (simplified, api_client, cli):
        try:
            client(host, port)
            print(client.__name__, "ok")
        except Exception as e:  # the next one is tried all the same
            failed = 1
            print(client.__name__, "FAILED:", repr(e))
    sys.exit(failed)


main()
