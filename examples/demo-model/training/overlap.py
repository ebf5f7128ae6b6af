"""overlap.py [N]: how many questions of the evaluation sets share a run of 8 or 13 words with N generated questions (the training data).

Words are lower-case runs of letters or digits; numbers count as they stand, and, in the columns marked #, all as the same word.
BENCHMARKS names the folder with the question sets. Only counts are printed, never a benchmark's text."""
import json, os, random, re, sys
import gen, heldout

B = os.environ.get("BENCHMARKS", "../benchmarks")


def words(text, mask):
    w = re.findall(r"[a-z]+|\d+", text.lower())
    return ["#" if mask and x.isdigit() else x for x in w]


def runs(text, n, mask):
    w = words(text, mask)
    return {hash(tuple(w[i:i + n])) for i in range(len(w) - n + 1)}


def sets():
    yield "hand-written 40", [q for q, _ in heldout.HAND]
    yield "held-out phrasings", [q for q, _ in heldout.make(5)]
    yield "SVAMP", [x["Body"].strip() + " " + x["Question"].strip() for x in json.load(open(f"{B}/SVAMP.json"))]
    g = sorted((json.loads(l)["question"] for l in open(f"{B}/gsm8k.jsonl")), key=len)
    yield "GSM8K, 200 shortest", g[:200]
    yield "GSM8K, all", g


n = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
r, kinds, seen, exact = random.Random(4242), [(k, m) for k in (8, 13) for m in (False, True)], {}, set()
for k in kinds: seen[k] = set()
for _ in range(n):
    q, _p = gen.sample(r)
    exact.add(" ".join(words(q, False)))
    for k, m in kinds: seen[k, m] |= runs(q, k, m)
print(f"{n} generated questions, level {gen.LEVEL}, {len(exact)} different")
for name, qs in sets():
    print(f"{name}: {len(qs)} questions; the same {sum(' '.join(words(q, False)) in exact for q in qs)};", "; ".join(f"{k}-gram{' #' if m else ''} {sum(bool(runs(q, k, m) & seen[k, m]) for q in qs)}" for k, m in kinds))
