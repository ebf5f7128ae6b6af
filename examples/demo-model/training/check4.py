"""Checks the scenes of a file of level 4: check4.py fams4a.py [shown]. Every question of every scene is made 40 times and its program run."""
import os, random, re, sys
os.environ["GENERATOR_LEVEL"] = "4"
import gen
gen.SCENES4.clear(); gen.R = random.Random(5)
exec(open(sys.argv[1]).read(), vars(gen))
shown, bad, asks = int(sys.argv[2]) if len(sys.argv) > 2 else 0, 0, 0
for number, scene in enumerate(list(gen.SCENES4)):
    for ask in scene[3]:
        asks += 1; gen.SCENES4[:] = [scene[:3] + ((ask,),) + scene[4:]]; made = set()
        for i in range(40):
            try: q, p = gen.level4()
            except gen.Rej: continue
            except Exception as e: print(number, ask, repr(e)); bad += 1; break
            made.add(q); out = []
            try: exec(p, {"print": out.append})
            except Exception as e: print(number, p, repr(e)); bad += 1; break
            v = out[0]
            if isinstance(v, str) or v < 0 or v != v or abs(v * 100 - round(v * 100)) > 1e-6: print("odd value", v, "|", q, "|", p.replace("\n", "; ")); bad += 1; break
            if re.search(r"[{}\[\]|<>]", q): print("left in the text:", q); bad += 1; break
            if i < shown: print(q, "\n    ", p.replace("\n", "; "), "->", v)
        else:
            if len(made) < 20: print("few different or no numbers found", number, ask); bad += 1
print("scenes", number + 1, "questions", asks, "problems", bad)
