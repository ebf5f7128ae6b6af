"""golden.py CHECKPOINT OUT.json: what Hugging Face transformers computes for twelve prompts (CPU, float32), for the decoder's parity tests."""
import json, sys
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from tok import POT1, PREFIX, RESP

PROGRAM = ["Tom has 17 apples and buys 25 more apples. How many apples does Tom have now?", "Sue had 30 balloons. 12 of them flew off. How many balloons does Sue have left?",
    "A bag holds 8 potatoes. How many potatoes do 7 bags hold?", "Nina bought 3 books for $12 each and a pen for $4. How much did she spend?",
    "Ben read 20 pages on Monday and twice as many on Tuesday. How many pages did he read altogether?", "What is 15% of 240?", "Solve 3x + 7 = 22", "Calculate 12*(3+4)",
    "There were 45 birds in a tree. 18 flew away and then 7 came back. How many birds are in the tree now?"]
REASONING = [PROGRAM[0], "Leo shares 36 grapes equally between 4 friends. How many grapes does each friend receive?", "A farmer collects 12 eggs a day. How many eggs does he collect in 2 weeks?"]

folder, out = sys.argv[1:3]
torch.manual_seed(0)
tk = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
cases = []
for kind, question in [("pot", q) for q in PROGRAM] + [("cot", q) for q in REASONING]:
    prompt = PREFIX + question + (POT1 if kind == "pot" else "") + RESP
    ids = tk(prompt, return_tensors="pt").input_ids
    with torch.no_grad():
        logits = model(ids).logits[0, -1]
        greedy = model.generate(ids, do_sample=False, max_new_tokens=400)[0, ids.shape[1]:].tolist()
    cases.append(dict(question=question, kind=kind, prompt=prompt, input_ids=ids[0].tolist(), last_logits=[round(v, 5) for v in logits.tolist()], greedy_ids=greedy, text=tk.decode(greedy, skip_special_tokens=True)))
with open(out, "w") as f: json.dump(cases, f)
