"""Exports some of the variants that make_variants.py wrote with the exporters that users have.

    python make_exports.py genai VARIANTS OUT GENAI/src/python/py/models/builder.py
    PYTHONPATH=OPTIMUM python make_exports.py optimum VARIANTS OUT

GENAI is a checkout of microsoft/onnxruntime-genai (made with commit a0c04eb, transformers 5.18, onnx-ir),
OPTIMUM one of huggingface/optimum-onnx with huggingface/optimum in it (commit 1939f27; it asks for
transformers below 4.58, made with 4.57.6). Both on torch 2.13 and CPU.

Each export is a folder OUT/NAME; the file "variant" in it names the variant it was made from, whose
golden.json says what it must compute.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# name: variant, precision, execution provider
GENAI = {
    "genai-f32": ("llama2-gqa", "fp32", "cpu"),
    "genai-f16": ("llama2-gqa", "fp16", "cuda"),
    "genai-sliding": ("mistral-sliding", "fp32", "cpu"),
}
OPTIMUM = {"optimum": "llama2-gqa", "optimum-llama3": "llama3-rope"}


def finish(variants, variant, target):
    # Exporters rewrite the tokenizer as their version of transformers sees fit.
    for name in ("tokenizer_config.json", "special_tokens_map.json"):
        (target / name).unlink(missing_ok=True)
    shutil.copy(variants / variant / "tokenizer.json", target)
    (target / "variant").write_text(variant)


def genai(variants, out, builder):
    for name, (variant, precision, provider) in GENAI.items():
        target = out / name
        shutil.rmtree(target, ignore_errors=True)
        with tempfile.TemporaryDirectory() as cache:
            command = [sys.executable, builder, "-i", variants / variant, "-o", target]
            subprocess.run(
                [*map(str, command), "-p", precision, "-e", provider, "-c", cache], check=True
            )
        finish(variants, variant, target)
    growing(out / "genai-f32", out / "genai-growing")


def growing(source, target):
    """The same graph for a runtime that does not bind past and present to one buffer."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    config = json.loads((target / "genai_config.json").read_text())
    config["search"]["past_present_share_buffer"] = False
    (target / "genai_config.json").write_text(json.dumps(config, indent=4))


def optimum(variants, out):
    from optimum.exporters.onnx import main_export

    for name, variant in OPTIMUM.items():
        target = out / name
        shutil.rmtree(target, ignore_errors=True)
        with tempfile.TemporaryDirectory() as source:
            shutil.copytree(variants / variant, source, dirs_exist_ok=True)
            # As transformers 4 writes a config.
            config = json.loads((variants / variant / "config.json").read_text())
            rope = config.pop("rope_parameters")
            config["rope_theta"] = rope.pop("rope_theta")
            if rope["rope_type"] != "default":
                config["rope_scaling"] = rope
            config["torch_dtype"] = config.pop("dtype")
            (Path(source) / "config.json").write_text(json.dumps(config))
            main_export(source, str(target), task="text-generation-with-past", do_validation=False)
        finish(variants, variant, target)
    int32(out / "optimum", out / "optimum-int32")


def int32(source, target):
    """The same graph with int32 token ids, mask and positions, as older exporters have them."""
    import onnx

    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    model = onnx.load(target / "model.onnx")
    casts = []
    for port in model.graph.input:
        if port.type.tensor_type.elem_type == onnx.TensorProto.INT64:
            name = port.name
            for node in model.graph.node:
                for i, value in enumerate(node.input):
                    if value == name:
                        node.input[i] = name + ".int64"
            port.type.tensor_type.elem_type = onnx.TensorProto.INT32
            casts.append(
                onnx.helper.make_node("Cast", [name], [name + ".int64"], to=onnx.TensorProto.INT64)
            )
    for cast in casts:
        model.graph.node.insert(0, cast)
    onnx.save(model, target / "model.onnx")


if __name__ == "__main__":
    exporter = {"genai": genai, "optimum": optimum}[sys.argv[1]]
    exporter(Path(sys.argv[2]).absolute(), Path(sys.argv[3]).absolute(), *sys.argv[4:])
