"""Writes small random-weight checkpoints of the architectures that the decoder supports, and what
Hugging Face transformers computes from them.

    python make_variants.py OUT [NAME ...]

Made with transformers 5.18 and torch 2.13 on CPU, float32 (weights first rounded to the stored type).
Each variant is a folder OUT/NAME with a checkpoint and golden.json: prompts (token ids), the logits
after each prompt, and 64 greedy tokens, with the gap between the two best logits at each of them.
Weights are drawn until every gap is above 2e-3, so that rounding decides nothing.
"""
import json
import shutil
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models
from transformers import LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM

VOCABULARY = 96
COMMON = dict(
    vocab_size=VOCABULARY,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=2,
    num_key_value_heads=2,
    max_position_embeddings=256,
    rms_norm_eps=1e-5,
    bos_token_id=1,
    eos_token_id=0,
    pad_token_id=None,
    tie_word_embeddings=False,
)
GROUPED = {**COMMON, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16}
LLAMA3_ROPE = dict(
    rope_type="llama3",
    rope_theta=500000.0,
    factor=8.0,
    low_freq_factor=1.0,
    high_freq_factor=4.0,
    original_max_position_embeddings=64,
)


def variants():
    """name, model class, config, stored type, how the weights are stored"""
    llama, mistral = LlamaForCausalLM, MistralForCausalLM
    f32, f16, bf16 = torch.float32, torch.float16, torch.bfloat16
    yield "llama2", llama, LlamaConfig(**COMMON), f32, "single"
    yield "llama2-gqa", llama, LlamaConfig(**GROUPED), f32, "single"
    yield "codellama-theta", llama, LlamaConfig(
        **COMMON, rope_parameters=dict(rope_type="default", rope_theta=1000000.0)
    ), f32, "single"
    yield "llama-linear-rope", llama, LlamaConfig(
        **COMMON, rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=2.0)
    ), f32, "single"
    yield "llama3-rope", llama, LlamaConfig(
        **{**GROUPED, "num_key_value_heads": 1}, rope_parameters=LLAMA3_ROPE
    ), f32, "single"
    yield "llama-head-dim", llama, LlamaConfig(**COMMON, head_dim=32), f32, "single"
    yield "mistral", mistral, MistralConfig(
        **GROUPED, sliding_window=None
    ), f32, "single"
    yield "mistral-sliding", mistral, MistralConfig(
        **GROUPED, sliding_window=8
    ), f32, "single"
    yield "tied", llama, LlamaConfig(**{**COMMON, "tie_word_embeddings": True}), f32, "single"
    yield "tied-f16", llama, LlamaConfig(**{**COMMON, "tie_word_embeddings": True}), f16, "single"
    yield "f16", llama, LlamaConfig(**COMMON), f16, "single"
    yield "bf16", llama, LlamaConfig(**COMMON), bf16, "single"
    yield "sharded", llama, LlamaConfig(**COMMON), f32, "sharded"
    yield "bin", llama, LlamaConfig(**COMMON), f16, "bin"
    yield "bin-sharded", llama, LlamaConfig(**COMMON), bf16, "bin-sharded"
    # The proportions of the larger ones: an odd number of heads, eight query heads for one of keys.
    yield "llama2-13b-shape", llama, LlamaConfig(
        **{
            **COMMON,
            "hidden_size": 80,
            "intermediate_size": 216,
            "num_attention_heads": 5,
            "num_key_value_heads": 5,
        }
    ), f32, "single"
    yield "llama2-70b-shape", llama, LlamaConfig(
        **{
            **COMMON,
            "hidden_size": 128,
            "intermediate_size": 448,
            "num_attention_heads": 8,
            "num_key_value_heads": 1,
        }
    ), f16, "large-shards"


def tokenizer():
    """One token for each of the first characters from U+0100 on: ids and text say the same."""
    vocabulary = {chr(0x100 + i): i for i in range(VOCABULARY)}
    result = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    result.decoder = decoders.Fuse()
    return result


def store(model, folder, kind):
    if kind in ("single", "sharded", "large-shards"):
        model.save_pretrained(folder, max_shard_size="100KB" if kind == "large-shards" else "20KB" if kind == "sharded" else "1GB")
        return
    state = {name: value.clone() for name, value in model.state_dict().items()}
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    if kind == "bin":
        torch.save(state, folder / "pytorch_model.bin")
        return
    names = sorted(state)
    files = ["pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"]
    halves = [names[: len(names) // 2], names[len(names) // 2 :]]
    for file, half in zip(files, halves):
        torch.save({name: state[name] for name in half}, folder / file)
    index = {
        "metadata": {"total_size": sum(v.numel() * v.element_size() for v in state.values())},
        "weight_map": {name: file for file, half in zip(files, halves) for name in half},
    }
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=1))


def golden(model, generator):
    cases = []
    for length in (1, 5, 23, 40):
        prompt = torch.randint(2, VOCABULARY, (length,), generator=generator).tolist()
        ids, gaps, first = list(prompt), [], None
        with torch.no_grad():
            for _ in range(64):
                logits = model(torch.tensor([ids])).logits[0, -1]
                first = logits if first is None else first
                best = torch.topk(logits, 2)
                gaps.append(round(float(best.values[0] - best.values[1]), 5))
                ids.append(int(best.indices[0]))
        cases.append(
            {
                "prompt": prompt,
                "logits": [round(float(x), 6) for x in first],
                "greedy": ids[length:],
                "gaps": gaps,
            }
        )
    return cases


def draw(kind, config, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    model = kind(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            norm = "norm" in name
            parameter.normal_(1.0 if norm else 0.0, 0.25 if norm else 0.3, generator=generator)
            parameter.copy_(parameter.to(dtype).float())
        # A token whose logit is always 0 is never the best of so many: no text ends early.
        model.lm_head.weight[0] = 0
    return model, golden(model, generator)


def main(out, names):
    for number, (name, kind, config, dtype, stored) in enumerate(variants()):
        if names and name not in names:
            continue
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        config._attn_implementation = "eager"
        for attempt in range(1000):
            seed = 1000 * number + attempt
            model, cases = draw(kind, config, dtype, seed)
            gap = min(min(case["gaps"]) for case in cases)
            if gap > 2e-3:
                break
        tokenizer().save(str(folder / "tokenizer.json"))
        (folder / "golden.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")))
        model.generation_config.eos_token_id = 0
        store(model.to(dtype), folder, stored)
        print(name, "seed", seed, "gap", gap, sum(f.stat().st_size for f in folder.iterdir()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
