# Level 4 of the generator: many short scenes, each worded by hand, each with several questions to the same sentences (fams4*.py hold them).
# Written without reading the benchmark sets or heldout.py.
SCENES4 = []


def S(nums, cond, facts, *asks, free=False):
    """A scene: numbers as draw() reads them, a condition on them, its sentences in order, and (question, program) pairs."""
    SCENES4.append(([tuple(x.split("=", 1)) for x in nums.split()], compile(cond, "c", "eval") if cond else None, facts, asks, free))


def level4():
    nums, cond, facts, asks, free = ch(SCENES4)
    for _ in range(300):
        d = {k: draw(s) for k, s in nums}
        if cond is None or eval(cond, {}, d): break
    else: raise Rej
    world(past=False, plain=True); C.update(d)
    q, p = ch(asks)
    facts, q = [T(f, C) for f in facts], T(q, C)
    p = P(p)
    if pr(.5): text, p = tell([f for f in facts if f], q, p, free=free, quiet=pr(.5))
    else: text = " ".join([*(cap(f) + "." for f in facts if f), cap(q) + "?"])
    return tidy(text), p


for part in "b": exec(open(__file__.replace("gen.py", f"fams4{part}.py")).read())
