# Level 3 of the generator: one- to three-step word problems of the kinds in primary-school books. A kind has a few sentences with more
# numbers than are needed, several questions to the same sentences, and the unknown in every place; words3.py joins and words them.
# Written without reading the benchmark sets or heldout.py.
SUM2, DIFF, LEFT = "first = {a}; second = {b}; total = first + second", "first = {a}; second = {b}; difference = first - second", "start = {a}; removed = {b}; left = start - removed"
def P2(text, **k): return P(re.sub(r"\{(\w)\}", lambda m: str(k.get(m.group(1), m.group(0))), text))
def sums(x, y): return P2(SUM2, a=x, b=y)
def diff(x, y):
    if x <= y: raise Rej
    return P2(DIFF, a=x, b=y)
def left(x, y):
    if x <= y: raise Rej
    return P2(LEFT, a=x, b=y)
def times(x, y): return P2("groups = {a}; per_group = {b}; total = groups * per_group", a=x, b=y)
def parts(x, y): return P2("total = {a}; groups = {b}; each = total / groups", a=x, b=y)
def packs(x, y): return P2("total = {a}; per_group = {b}; groups = total / per_group", a=x, b=y)
def plus(x, y): return P2("start = {a}; added = {b}; total = start + added", a=x, b=y)
def before_loss(l, y): return P2("removed = {b}; left = {a}; start = left + removed", a=l, b=y)
def before_gain(t, y): return P2("added = {b}; total = {a}; start = total - added", a=t, b=y)
def lost(x, l): return P2("start = {a}; left = {b}; removed = start - left", a=x, b=l)
def gained(x, t): return P2("start = {a}; total = {b}; added = total - start", a=x, b=t)
def more(o, k): return P2("other = {a}; more = {b}; result = other + more", a=o, b=k)
def fewer(o, k):
    if o <= k: raise Rej
    return P2("other = {a}; fewer = {b}; result = other - fewer", a=o, b=k)
def any_of(*pairs):
    """One question (several wordings) with its program, made only when chosen."""
    w, make = ch(pairs)
    return say(*w), make()


# ---------------- change
def k_change():
    """One kind of thing grows or shrinks; the other numbers do not matter; start, change or end is asked."""
    world(); a, b, x, y = small(), small(), small(), small(); gain = pr(.5); put(a=a, b=b, x=x, y=y)
    if not gain and a <= b: a, b = b + small(), b; put(a=a)
    end = a + b if gain else a - b; put(e=end, tail=""); w = "I" if gain else "D"
    if pr(.55): v = ch(GAIN if gain else LOSS + EAT); verb(w, (v[1], v[0], v[2])); put(tail=say(*v[5][0].split("|")))
    two = pr(.5)
    st = say("{N} {had} {a} {ns}", "{N} {had} {a} {ns}[| {pl}]", "There were {a} {ns} in {Ns} {c1}", "{N} [started|began] [the day|the week|the game|] with {a} {ns}", "{Ns} {c1} [held|contained] {a} {ns}", "{a} {ns} were in {Ns} {c1}") if not two else say("{N} {had} {a} {ns} and {x} {ms}", "{N} {had} {x} {ms} and {a} {ns}", "There were {a} {ns} and {x} {ms} in {Ns} {c1}", "In {Ns} {c1} there were {x} {ms} and {a} {ns}", "{N} {had} {x} {ms} as well as {a} {ns}", "Besides {x} {ms}, {N} {had} {a} {ns}")
    n = ch(["{b} {ns}", "{b} {ns}", "{b} of them", "{b}"]) if not gain and not two else ch(["{b} {ns}", "{b} more {ns}", "another {b} {ns}"]) if gain else ch(["{b} {ns}", "{b} of the {ns}"])
    if two and pr(.5): n = ch([n + " and {y} {ms}", "{y} {ms} and " + n])
    c = say("{He} {%s} %s {tail}" % (w, n), "Then {he} {%s} %s {tail}" % (w, n), "Later {he} {%s} %s {tail}" % (w, n), "On {d1} {he} {%s} %s {tail}" % (w, n), "After that, {he} {%s} %s {tail}" % (w, n), "{He} {%s} %s [yesterday|today|on the way home|that day|after lunch|in the evening]" % (w, n))
    x_ = R.random()
    if x_ < .45:
        q = say("How many {ns} {do} {he} have [now|then|in the end]", "How many {ns} {do} {N} have [after that|now|in the end]", "How many {ns} are there now", "What is the number of {ns} now", *(["How many {ns} {do} {he} have left", "How many {ns} [are|were] left", "How many {ns} [remain|remained]", "How many {ns} {do} {he} still have"] if not gain else ["How many {ns} {do} {he} have {tot}", "How many {ns} is that {tot}"]))
        return tell([st, c], q, plus(a, b) if gain else left(a, b))
    end_s = say("Now {he} {has} {e} {ns}", "{He} {had} {e} {ns} [then|after that|in the end]", "After that there were {e} {ns}", "In the end {he} {had} {e} {ns}", "That made {e} {ns}") if gain else say("Now {he} {has} {e} {ns} [left|]", "{He} {had} {e} {ns} left", "{e} {ns} were left", "Only {e} {ns} [remained|were left]", "{He} [was|were] left with {e} {ns}".replace("[was|were]", "were" if C["many"] and C["N"] != "I" else "was"))
    if x_ < .72:
        mid = say("{He} {%s} some [more |]{ns}" % w, "Then {he} {%s} some" % w, "{He} {%s} [several|a few] {ns}" % w, "") if gain else say("{He} {%s} some [of them|{ns}|of the {ns}]" % w, "Then {he} {%s} some" % w, "{He} {%s} [several|a few] {ns}" % w, "")
        q = say("How many {ns} {do} {he} {%sb}" % w, "How many {ns} {do} {N} {%sb}" % w, "What number of {ns} {do} {he} {%sb}" % w)
        return tell([st, mid, end_s], q, gained(a, end) if gain else lost(a, end))
    first = say("{N} {had} some {ns}", "{N} {had} [a number of|some] {ns} [| in a {c1}]", "", "")
    c2 = c.replace(" of them", " " + C["ns"]) if first else say("{N} {%s} {b} [more |]{ns} {tail}" % w if gain else "{N} {%s} {b} {ns} {tail}" % w, "{N} {%s} {b} {ns} [on {d1}|yesterday]" % w)
    q = say("How many {ns} {do} {he} have [at first|before|to begin with|at the start|in the beginning|before that]", "How many {ns} {do} {N} start with", "With how many {ns} {do} {he} start", "How many {ns} were there [at first|before|to begin with]").replace(" does ", " did ").replace(" do ", " did ")
    return tell([first, c2, end_s], q, before_gain(end, b) if gain else before_loss(end, b))


def k_setting():
    """A place where a number rises and falls; one or two changes; start, either change, end or the net change is asked."""
    world(True, True); what, where, st, up, down = ch(SETTINGS); a, b, c = R.randint(5, 99) if pr(.7) else R.randint(100, 900), small(), small(); put(a=a, b=b, c=c, w=what, at=where)
    if a <= c: raise Rej
    S, U, D = say("[" + st + "]"), say("[" + up + "]"), say("[" + down + "]"); x = R.random(); put(e=a + b, f=a - c)
    lead = lambda s: ch(["Then ", "Later ", "After that ", "After a while ", "", "", ""]) + low(s) if pr(.5) else s
    end = ["How many {w} are {at} now", "How many {w} were {at} [then|in the end|after that]", "How many {w} were there [then|in the end|now]", "What is the number of {w} {at} [now|then]"]
    if x < .16: return tell([S, lead(U)], say(*end), plus(a, b))
    if x < .36: return tell([S, lead(D)], say(*end, "How many {w} are left {at}", "How many {w} [stayed|remained|were left]"), left(a, c))
    if x < .56:
        both = [lead(U), lead(D)]; up_first = pr(.5)
        return tell([S] + (both if up_first else both[::-1]), say(*end), P2("start = {a}; added = {b}; removed = {c}; total = start " + ("+ added - removed" if up_first else "- removed + added"), a=a, b=b, c=c))
    some = lambda s: re.sub(r"\b\d[\d,]*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)\b", "some", s)
    fin = lambda k: say("Now there are {%s} {w} {at}" % k, "Then there were {%s} {w} {at}" % k, "That left {%s} {w} {at}" % k if k == "f" else "After that {%s} {w} were {at}" % k, "In the end there were {%s} {w}" % k)
    if x < .66: return tell([S, some(U), fin("e")], say("How many {w} were added", "How many {w} [were new|came in addition]", "By how many did the number of {w} [grow|rise|go up]"), gained(a, a + b), quiet=True)
    if x < .78: return tell([S, some(D), fin("f")], say("By how many did the number of {w} [fall|go down|drop]", "How many {w} were lost", "How many {w} are no longer {at}", "How many {w} fewer is that than at first"), lost(a, a - c), quiet=True)
    S2 = say("There were some {w} {at}", "Some {w} were {at}", "")
    if x < .86: return tell([S2 or say("[This happened|Something changed] {at}"), U, fin("e")], say("How many {w} were {at} [at first|before|to begin with]", "How many {w} were there [before|at the start|in the beginning]"), before_gain(a + b, b), quiet=True)
    if x < .94: return tell([S2 or say("[This happened|Something changed] {at}"), D, fin("f")], say("How many {w} were {at} [at first|before|to begin with]", "How many {w} were there [before|at the start|in the beginning]"), before_loss(a - c, c), quiet=True)
    if b <= c: raise Rej
    return tell([S, U, D], say("How many more {w} are {at} now than at first", "By how many did the number of {w} grow [altogether|in the end]"), diff(b, c), quiet=True)


def k_two_rounds():
    """Two periods, two kinds: sums and differences across or within."""
    world(); a, b, c, e = (small() for _ in range(4)); t1, t2 = ch([("on {d1}", "on {d2}"), ("in the morning", "in the afternoon"), ("last week", "this week"), ("yesterday", "today"), ("in the first game", "in the second game"), ("in {mo1}", "in {mo2}"), ("before lunch", "after lunch"), ("last year", "this year"), ("on the first day", "on the second day"), ("in the spring", "in the fall")])
    t1, t2 = T(t1, C), T(t2, C); put(a=a, b=b, c=c, e=e, t=t1, u=t2); 
    x = R.random(); put(q1=n2(ch([a_ for a_ in ACTS if a_[0] == C["Vp"]][0][3].split(",")))[1])
    if C["q1"] != C["os"] and pr(.6):
        f1 = say("{N} {Vp} {a} {os} and {b} {q1} {t}", "{t} {N} {Vp} {a} {os} and {b} {q1}", "{t}, {N} {Vp} {a} {os} as well as {b} {q1}"); f2 = say("{He} {Vp} {c} {os} and {e} {q1} {u}", "{u} {he} {Vp} {c} {os} and {e} {q1}", "{u} it was {c} {os} and {e} {q1}")
        k = ch([("os", a, c, b, e), ("q1", b, e, a, c)]); o = "{" + k[0] + "}"
        pick_ = R.random()
        if pick_ < .35: return tell([f1, f2], say(f"How many {o} did {{he}} {{Vb}} {{tot}}", f"How many {o} did {{N}} {{Vb}} on both occasions together", f"What is the total number of {o}", f"How many {o} is that {{tot}}"), sums(k[1], k[2]))
        if pick_ < .6:
            hi, lo, h, l = (k[1], k[2], "t", "u") if k[1] > k[2] else (k[2], k[1], "u", "t")
            return tell([f1, f2], say(f"How many more {o} did {{he}} {{Vb}} {{{h}}} than {{{l}}}", f"How many fewer {o} did {{he}} {{Vb}} {{{l}}} than {{{h}}}", f"What is the difference between the numbers of {o}"), diff(hi, lo))
        if pick_ < .8: return tell([f1, f2], say("How many {os} and {q1} did {he} {Vb} {t} {tot}", "How many things did {he} {Vb} {t}", "How many did {he} {Vb} {t}"), sums(a, b))
        hi, lo, h, l = (c, e, "os", "q1") if c > e else (e, c, "q1", "os")
        return tell([f1, f2], say(f"How many more {{{h}}} than {{{l}}} did {{he}} {{Vb}} {{u}}", f"{{u}}, how many more {{{h}}} than {{{l}}} did {{he}} {{Vb}}"), diff(hi, lo))
    if x < .3:
        f1, f2 = say("{N} {Vp} {a} {os} {t}", "{t} {N} {Vp} {a} {os}"), say("{He} {Vp} {c} [more|fewer] {os} {u} than {t}".replace("[more|fewer]", (y := ch(["more", "fewer"]))), "{u} {he} {Vp} {c} %s" % y)
        if f2.endswith(y): f2 += " " + T("than {t}", C)
        z = R.random()
        if z < .5: return tell([f1, f2], say("How many {os} did {he} {Vb} {u}", "How many was that {u}"), (more if y == "more" else fewer)(a, c))
        if y == "fewer" and a <= c: raise Rej
        return tell([f1, f2], say("How many {os} did {he} {Vb} {tot}", "How many {os} is that on both occasions together", "What is the total"), P2(f"first = {{a}}; second = first {'+' if y == 'more' else '-'} {{c}}; total = first + second", a=a, c=c), quiet=True)
    if x < .5:
        put(s=a + c); return tell([say("{N} {Vp} {s} {os} {tot2}".replace("{tot2}", "in all"), "Altogether {N} {Vp} {s} {os}", "In two turns {N} {Vp} {s} {os}"), say("{He} {Vp} {a} of them {t}", "{a} of these {he} {Vp} {t}", "{t} it was {a}")], say("How many {os} did {he} {Vb} {u}", "How many were that {u}", "How many of them did {he} {Vb} {u}"), P2("total = {s}; first = {a}; second = total - first", s=a + c, a=a))
    if x < .75:
        put(k=R.randint(2, 5)); put(kw={2: "twice", 3: "three times", 4: "four times", 5: "five times"}[C["k"]])
        f = [say("{N} {Vp} {a} {os} {t}", "{t} {N} {Vp} {a} {os}"), say("{u} {he} {Vp} {kw} as many", "{He} {Vp} {kw} as many {u}", "{u} {he} {Vp} {kw} as many {os}")]
        return tell(f, *any_of((["How many {os} did {he} {Vb} {tot}", "How many {os} is that {tot}"], lambda: P("first = {a}; second = first * {k}; total = first + second")), (["How many {os} did {he} {Vb} {u}", "How many was that {u}"], lambda: P("first = {a}; result = first * {k}"))), quiet=True)
    put(goal=a + c + small()); f = [say("{N} {Vp} {a} {os} {t}", "{t} {N} {Vp} {a} {os}"), say("{He} {Vp} {c} {u}", "{u} {he} {Vp} {c} more {os}"), say("{His} goal was {goal} {os}", "{He} wanted to {Vb} {goal} {os}", "{goal} {os} were needed")]
    return tell(f, say("How many [more |]{os} {were} still missing", "How many more {os} did {he} have to {Vb}", "How many {os} are left to {Vb}", "How many more {os} [should|must] {he} {Vb}"), P("goal = {goal}; first = {a}; second = {c}; left = goal - first - second"), free=True)


# ---------------- comparing and combining
def k_compare():
    """Two or three people or places; more, fewer, times; told either way round; the unknown in every place."""
    world(plain=True); a, b = small(), small(); k = R.randint(2, 9); put(a=a, b=b, k=k, kw={2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times", 7: "seven times", 8: "eight times", 9: "nine times"}[k] if pr(.8) else f"{k} times"); past = C["past"]; v = ch(["had", "V"]); mv = "m" + v
    if v == "V": C["ns"] = C["os"]
    NH, MH = "{N} {%s}" % v, "{M} {%s}" % mv; b_ = "have" if v == "had" else "{Vb}"; x = R.random(); base = say(MH + " {a} {ns}")
    askN = [f"How many {{ns}} {{do}} {{N}} {b_}", f"What number of {{ns}} {{do}} {{N}} {b_}"]; askT = [f"How many {{ns}} {{mdo}} they {b_} {{tot}}".replace("{mdo}", "did" if past else "do"), "How many {ns} is that for both [together|in all]", "What is the total number of {ns}", "How many {ns} do {N} and {M} have {tot}" if v == "had" and not past else f"How many {{ns}} did {{N}} and {{M}} {b_} {{tot}}" if past else f"How many {{ns}} do {{N}} and {{M}} {b_} {{tot}}"]
    if x < .16: return tell([base, say(NH + " {b} more [{ns} |]than {M}", NH + " {b} more", "{N} {%s} {b} {ns} more than {M}" % v)], *any_of((askN, lambda: more(a, b)), (askT, lambda: P("other = {a}; mine = other + {b}; total = other + mine"))), quiet=True, free=False)
    if x < .32:
        if a <= b: raise Rej
        return tell([base, say(NH + " {b} fewer [{ns} |]than {M}", NH + " {b} less than {M}", NH + " {b} fewer")], *any_of((askN, lambda: fewer(a, b)), (askT, lambda: P("other = {a}; mine = other - {b}; total = other + mine"))), quiet=True)
    if x < .45:
        if pr(.5): return tell([say(MH + " {a} {ns}, {b} fewer than {N}", MH + " {a} {ns}, which is {b} fewer than {N}", MH + " {a} {ns}. That is {b} fewer than {N} {%s}" % v)], say(*askN), more(a, b))
        if a <= b: raise Rej
        return tell([say(MH + " {a} {ns}, {b} more than {N}", MH + " {a} {ns}, which is {b} more than {N}", MH + " {a} {ns}. That is {b} more than {N} {%s}" % v)], say(*askN), fewer(a, b))
    if x < .58: return tell([base, say(NH + " {kw} as many [{ns} |]as {M}", NH + " {kw} as many", NH + " {kw} the number of {ns} that {M} {%s}" % mv)], *any_of((askN, lambda: P("other = {a}; times = {k}; result = other * times")), (askT, lambda: P("other = {a}; mine = other * {k}; total = other + mine")), ([f"How many more {{ns}} {{do}} {{N}} {b_} than {{M}}"], lambda: P("other = {a}; mine = other * {k}; difference = mine - other"))), quiet=True)
    if x < .66:
        put(p=a * k); return tell([say(NH + " {p} {ns}, {kw} as many as {M}", NH + " {p} {ns}. That is {kw} as many as {M} {%s}" % mv)], say(f"How many {{ns}} {{mdo}} {{M}} {b_}"), P("total = {p}; times = {k}; result = total / times"))
    if x < .82:
        if a == b: raise Rej
        f = [say(NH + " {a} {ns}"), say(MH + " {b} {ns}", MH + " {b}")]; hi, lo, h, l = (a, b, "N", "M") if a > b else (b, a, "M", "N")
        aux = "{do}" if h == "N" else "{mdo}"
        return tell(f, *any_of(([f"How many more {{ns}} {aux} {{{h}}} {b_} than {{{l}}}", f"How many fewer {{ns}} {aux} {{{l}}} {b_} than {{{h}}}", "What is the difference between their numbers of {ns}", f"By how many {{ns}} is {{{l}}} behind {{{h}}}", f"How many more {{ns}} would {{{l}}} need to have as many as {{{h}}}"], lambda: diff(hi, lo)), (askT, lambda: sums(a, b))), free=True)
    c = small(); put(c=c); f = [say("{K} {%s} {c} {ns}" % mv), say(MH + " {b} more [{ns} |]than {K}"), say(NH + " {kw} as many [{ns} |]as {M}", NH + " {a} fewer than {M}")]; timesy = "as many" in f[2]
    if not timesy and c + b <= a: raise Rej
    op = "second * {k}" if timesy else "second - {a}"
    return tell(f, *any_of((askN, lambda: P("third = {c}; second = third + {b}; first = " + op)), (["How many {ns} do the three have {tot}", "How many {ns} is that for all three together"], lambda: P("third = {c}; second = third + {b}; first = " + op + "; total = first + second + third"))), free=pr(.4), quiet=True)


def k_kinds():
    """A collection of two or three kinds: total, one part, difference; fractions of it."""
    world(); a, b, c = small(), small(), small(); put(a=a, b=b, c=c, s=a + b, s3=a + b + c, s2=a + b); x = R.random()
    place = say("in {Ns} {c1}", "in a {c1}", "at the {shop}", "in {Ns} collection", "in the yard", "on the table", "in a box", "in {Ns} room", "in town", "in the {shop}")
    put(at=place); three = pr(.35)
    if x < .34:
        f = say("There were {a} {ns}, {b} {ms} and {c} {ks} {at}", "{N} {had} {a} {ns}, {b} {ms} and {c} {ks}", "{at} there were {a} {ns}, {b} {ms}, and {c} {ks}") if three else say("There were {a} {ns} and {b} {ms} {at}", "{N} {had} {a} {ns} and {b} {ms}", "{at} [one could see|there were] {a} {ns} and {b} {ms}", "{a} {ns} and {b} {ms} were {at}")
        opts = [(["How many {kind} [were|are] there {tot}", "How many {kind} is that {tot}", "What is the total number of {kind}", "How many {kind} {do} {he} have {tot}" if "{N}" not in f and C["N"] in f else "How many {kind} were {at}"], lambda: P("first = {a}; second = {b}; third = {c}; total = first + second + third") if three else sums(a, b))]
        if a != b:
            h, l, hi, lo = ("ns", "ms", a, b) if a > b else ("ms", "ns", b, a)
            opts += 2 * [([f"How many more {{{h}}} than {{{l}}} [were|are] there", f"How many fewer {{{l}}} than {{{h}}} [were|are] there", f"By how many do the {{{h}}} outnumber the {{{l}}}", f"What is the difference between the number of {{{h}}} and {{{l}}}"], lambda: diff(hi, lo))]
        if three: opts.append((["How many {ns} and {ks} are there {tot}", "How many of them are {ns} or {ks}"], lambda: sums(a, c)))
        return tell([f], *any_of(*opts), quiet=True)
    if x < .6:
        f = [say("There were {s} {kind} {at}", "{N} {had} {s} {kind}", "{s} {kind} were {at}", "{at} there were {s} {kind}"), say("{a} of them were {ns} and the rest were {ms}", "{a} were {ns} and the others {ms}", "Of these {a} were {ns}, the rest {ms}", "{a} of the {kind} were {ns}. The rest were {ms}")]
        return tell(f, say("How many {ms} [were|are] there", "How many of the {kind} were {ms}", "How many were {ms}", "What is the number of {ms}"), P("total = {s}; first = {a}; second = total - first"))
    if x < .72:
        f = [say("There were {s3} {kind} {at}", "{N} {had} {s3} {kind}"), say("{a} of them were {ns}, {b} were {ms} and the rest were {ks}", "{a} were {ns} and {b} were {ms}. All the others were {ks}", "{a} were {ns}, {b} {ms}, and the rest {ks}")]
        return tell(f, say("How many {ks} [were|are] there", "How many of them were {ks}", "How many were {ks}"), P("total = {s3}; first = {a}; second = {b}; left = total - first - second"), quiet=True)
    k = R.randint(2, 5); put(k=k, kw={2: "twice", 3: "three times", 4: "four times", 5: "five times"}[k])
    if x < .86: return tell([say("There were {a} {ns} {at}", "{N} {had} {a} {ns}"), say("There were {kw} as many {ms} as {ns}", "The {ms} were {kw} as many", "For every one of the {ns} there were {k} {ms}")], *any_of((["How many {ms} were there", "What is the number of {ms}"], lambda: P("other = {a}; times = {k}; result = other * times")), (["How many {kind} were there {tot}", "How many {kind} is that {tot}"], lambda: P("other = {a}; mine = other * {k}; total = other + mine"))), quiet=True)
    y = ch(["more", "fewer"]); put(y=y)
    if y == "fewer" and a <= b: raise Rej
    op = "+" if y == "more" else "-"
    return tell([say("There were {a} {ns} {at}", "{N} {had} {a} {ns}"), say("There were {b} {y} {ms} than {ns}", "The number of {ms} was {b} {y2} than the number of {ns}".replace("{y2}", "higher" if y == "more" else "lower"))], *any_of((["How many {ms} were there", "What is the number of {ms}"], lambda: (more if y == "more" else fewer)(a, b)), (["How many {kind} were there {tot}", "How many {kind} is that {tot}"], lambda: P(f"other = {{a}}; mine = other {op} {{b}}; total = other + mine"))), quiet=True)


def k_triple():
    """Three in a chain of more and fewer, told either way round, and the end of the chain asked."""
    world(plain=True); v = ch(["had", "V"]); mv = "m" + v; k1, k2 = small(), small(); val = {"K": small() + 10}; put(a=val["K"])
    if v == "V": C["ns"] = C["os"]
    C["nmv"] = C[mv]; b_ = "have" if v == "had" else "{Vb}"; expr, facts, names, order_ = "{a}", [say("{K} {nmv} {a} {ns}")], ["second", "third"], ["K", "M", "N"]
    lines = ["first = {a}"]; cur = val["K"]; prev = "first"
    for i, k in enumerate((k1, k2)):
        x, y = order_[i], order_[i + 1]; up = pr(.5); put(k=k, **{f"k{i}": k})
        if not up and cur <= k: raise Rej
        w, r = ("more", "fewer") if up else (ch(["fewer", "less"]), "more")
        facts.append(say(f"{{{y}}} {{nmv}} {{k}} {w} [{{ns}} |]than {{{x}}}", f"{{{y}}} {{nmv}} {{k}} {{ns}} {w} than {{{x}}}") if pr(.55) else say(f"{{{x}}} {{nmv}} {{k}} {r} [{{ns}} |]than {{{y}}}"))
        cur += k if up else -k; lines.append(f"{names[i]} = {prev} {'+' if up else '-'} {{k{i}}}"); prev = names[i]
    if pr(.35) and C["K"] in facts[0]: facts = facts[1:] + facts[:1]
    x = R.random()
    if x < .7: return tell(facts, say(f"How many {{ns}} {{mdo}} {{N}} {b_}", f"What is {{N}}'s number of {{ns}}"), P("; ".join(lines)), free=pr(.3), quiet=True)
    if x < .85: return tell(facts, say(f"How many {{ns}} {{mdo}} {{M}} {b_}"), P("; ".join(lines[:2])), quiet=True)
    d1 = "{k0}"; lo, hi = (C["a"], 0); up1 = " + " in lines[1]; up2 = " + " in lines[2]
    if up1 != up2: raise Rej
    h, l = ("N", "K") if up1 else ("K", "N")
    return tell(facts, say(f"How many more {{ns}} {{mdo}} {{{h}}} {b_} than {{{l}}}"), P("first = {k0}; second = {k1}; difference = first + second"), quiet=True)


def k_two_acts():
    """Two people do two things each; the second is told against the first, more of one and fewer of the other."""
    world(plain=True); a, b, c, e = small() + 5, small() + 5, small(), small(); A_, B_ = ch([("push-ups", "sit-ups"), ("laps", "jumps"), ("goals", "passes"), ("fiction books", "comics"), ("red marbles", "blue marbles"), ("math problems", "spelling words"), (C["ns"], C["ms"]), (C["ns"], C["ms"]), ("pages of history", "pages of science"), ("short stories", "poems")]); up, up2 = pr(.5), pr(.5); put(a=a, b=b, c=c, e=e, A=A_, B=B_, w="more" if up else "fewer", w2="more" if up2 else "fewer", y=ch(["did", "finished", "counted", "got", "had"]))
    if (not up and a <= c) or (not up2 and b <= e): raise Rej
    f = [say("{N} {y} {a} {A} and {b} {B}", "{N} {y} {a} {A} as well as {b} {B}"), say("{M} {y} {c} {w} {A} and {e} {w2} {B} than {N}", "{M} {y} {c} {w} {A} but {e} {w2} {B} than {N}", "Compared with {N}, {M} {y} {c} {w} {A} and {e} {w2} {B}")]; y = {"did": "do", "finished": "finish", "counted": "count", "got": "get", "had": "have"}[C["y"]]; op, op2 = "+" if up else "-", "+" if up2 else "-"; put(z_=y)
    return tell(f, *any_of((["How many {A} did {M} {z_}"], lambda: (more if up else fewer)(a, c)), (["How many {B} did {M} {z_}"], lambda: (more if up2 else fewer)(b, e)), (["How many {A} and {B} did {N} {z_} {tot}"], lambda: sums(a, b)), (["How many {A} and {B} did {M} {z_} {tot}"], lambda: P(f"first = {{a}} {op} {{c}}; second = {{b}} {op2} {{e}}; total = first + second")), (["How many {A} did they {z_} {tot}"], lambda: P(f"first = {{a}}; second = first {op} {{c}}; total = first + second")), *([([f"How many more {'{A}' if a > b else '{B}'} than {'{B}' if a > b else '{A}'} did {{N}} {{z_}}"], lambda: diff(max(a, b), min(a, b)))] if a != b else [])), quiet=True)


def k_sections():
    """Two numbers of the same sections, each with as many things: first together, then times, or the other way round."""
    world(True); a, b, k = R.randint(2, 20), R.randint(2, 20), R.randint(2, 12)
    if a == b: raise Rej
    s, p, x, y = ch([("pages", "problems", "math homework", "reading homework"), ("rows", "seats", "the left side", "the right side"), ("shelves", "books", "the front room", "the back room"), ("boxes", "pens", "the office", "the school"), ("hours", "lessons", "Monday", "Tuesday"), ("trays", "rolls", "the morning", "the afternoon"), ("pages", "pictures", "the first album", "the second album"), ("tables", "guests", "the hall", "the garden"), ("packs", "cards", "himself" if C["he"] == "he" else "home", "a friend"), ("rows", "plants", "carrots", "beans")])
    put(a=a, b=b, k=k, s=s, p=p, x=x, y=y, one=s[:-1] if s not in ("boxes", "shelves") else {"boxes": "box", "shelves": "shelf"}[s]); f = [say("{N} had {a} {s} for {x} and {b} {s} for {y}", "There were {a} {s} for {x} and {b} {s} for {y}", "{N} counted {a} {s} for {x} and {b} for {y}"), say("Each {one} had {k} {p}", "There were {k} {p} on every {one}" if s == "pages" else "There were {k} {p} in every {one}", "Every {one} has room for {k} {p}" if s != "hours" else "Each {one} has {k} {p}")]
    hi, lo, H, L = ("{a}", "{b}", "{x}", "{y}") if a > b else ("{b}", "{a}", "{y}", "{x}")
    return tell(f, *any_of((["How many {p} is that {tot}", "How many {p} were there {tot}", "What is the total number of {p}"], lambda: P("groups = {a} + {b}; per_group = {k}; total = groups * per_group")), (["How many {s} were there {tot}"], lambda: sums(a, b)), (["How many {p} were for {x}"], lambda: times(a, k)), (["How many {p} were for {y}"], lambda: times(b, k)), ([f"How many more {{p}} were for {H} than for {L}"], lambda: P(f"groups = {hi} - {lo}; per_group = {{k}}; total = groups * per_group")), ([f"How many more {{s}} were for {H} than for {L}"], lambda: diff(max(a, b), min(a, b)))), quiet=True)


def k_recipe():
    """What is needed, what is there already; two ingredients, of which one is asked."""
    world(); unit = ch(["cups", "spoons", "grams", "ounces", "pounds", "bags"]); g, h, i = R.sample(["flour", "sugar", "milk", "butter", "rice", "salt", "oats", "water", "cheese", "cocoa", "honey", "cream", "nuts", "sand", "cement", "paint", "soil", "seed"], 3); a, b, c = (R.randint(2, 40) for _ in range(3)); put(a=a, b=b, c=c, u=unit, g=g, h=h, i=i, wh=ch(["A recipe", "A cake", "A soup", "A mix", "The dough", "The plan"]))
    f = [say("{wh} needs {a} {u} of {g} and {b} {u} of {h}", "{wh} calls for {b} {u} of {h} and {a} {u} of {g}", "For {n1b} one needs {a} {u} of {g}, {b} {u} of {h}".replace("{n1b}", "the recipe") + " and some {i}"), say("{N} has already put in {c} {u} of {g}" if not C["many"] else "{N} put in {c} {u} of {g}", "{c} {u} of {g} [are already in the bowl|have been added]", "{N} added {c} {u} of {g}")]
    if pr(.3): f = f[:1]; return tell(f, *any_of((["How many {u} is that {tot}", "How many {u} of {g} and {h} are needed {tot}"], lambda: sums(a, b)), *([([f"How many more {{u}} of {'{g}' if a > b else '{h}'} than of {'{h}' if a > b else '{g}'} are needed"], lambda: diff(max(a, b), min(a, b)))] if a != b else [])), quiet=True)
    if a <= c: raise Rej
    return tell(f, say("How many [more |]{u} of {g} are still [needed|missing]", "How many more {u} of {g} must be added", "How much {g} is still needed, in {u}"), P2("goal = {a}; have = {b}; needed = goal - have", a=a, b=c), quiet=True)


def k_rest_of_job():
    """Part of a job is done; each piece of the rest takes so long, costs so much or holds so many."""
    world(); a, b, k = small() + 5, small(), R.randint(2, 20); put(a=a, b=b, k=k, l=a - b)
    if a <= b: raise Rej
    st = say("{N} had {a} {os} to {Vb}", "There were {a} {os} to {Vb}", "{N} had to {Vb} {a} {os}"); dn = say("{He} {Vp} {b} of them", "{b} of them are done", "{b} {os} are already done", "{He} has done {b} so far" if not C["many"] else "{b} are finished"); each = say("Each one takes {k} minutes", "{He} [needs|need] {k} minutes for each".replace("[needs|need]", "need" if C["many"] else "needs"), "Every {o1} takes {k} minutes")
    if pr(.7): return tell([st, dn, each] if pr(.6) else [st, each, dn], say("How many minutes will the rest take", "How long will it take to do the rest, in minutes", "How many more minutes are needed", "How much longer will it take, in minutes"), P("total = {a}; done = {b}; left = total - done; time = left * {k}"), quiet=True)
    return tell([st, dn, each], say("How many minutes did the first {b} take", "How long did the finished ones take, in minutes"), P("done = {b}; rate = {k}; time = done * rate"), quiet=True)


# ---------------- equal groups
def k_groups():
    """Groups of equal size, a second kind beside them: total, size or number of groups."""
    world(); g, s, h, u = R.randint(2, 30), R.randint(2, 40), R.randint(2, 30), R.randint(2, 40); put(g=g, s=s, t=g * s, h=h, u=u, y=h * u, o=small()); x = R.random()
    if x < .2:
        f = [say("{N} {had} {g} {cs} of {ns} and {h} {cs} of {ms}", "There were {g} {cs} of {ns} and {h} {cs} of {ms}"), say("Each {c1} of {ns} held {s} {ns}", "There were {s} {ns} in each {c1} of {ns}", "A {c1} of {ns} had {s} in it"), say("Each {c1} of {ms} held {u} {ms}", "There were {u} {ms} in each {c1} of {ms}", "A {c1} of {ms} had {u} in it")]
        return tell(f, *any_of((["How many {ns} were there {tot}", "How many {ns} is that"], lambda: times(g, s)), (["How many {ms} were there {tot}", "How many {ms} is that"], lambda: times(h, u)), (["How many {ns} and {ms} were there {tot}"], lambda: P("first = {g} * {s}; second = {h} * {u}; total = first + second")), (["How many {cs} were there {tot}"], lambda: sums(g, h))), quiet=True)
    if x < .45:
        f = [say("There were {t} {ns} and {y} {ms} {at}".replace("{at}", ch(["in {Ns} collection", "in the {shop}", "at the {shop}", "in a room"])), "{N} {had} {t} {ns} and {y} {ms}", "{N} {had} {y} {ms} and {t} {ns}"), say("The {ns} were [sorted|divided|put|organized] into {g} {cs} and the {ms} into {h} {cs}", "{He} [put|sorted|divided] the {ns} into {g} {cs} and the {ms} into {h} {cs}", "{He} arranged the {ms} in {h} equal groups and the {ns} in {g} equal groups")]
        grp = "group" if "groups" in f[1] else "{c1}"
        return tell(f, *any_of(([f"How many {{ns}} were in each {grp} of {{ns}}", f"How big is each {grp} of {{ns}}", f"How many {{ns}} did each {grp} of {{ns}} hold"], lambda: parts(g * s, g)), ([f"How many {{ms}} were in each {grp} of {{ms}}", f"How big is each {grp} of {{ms}}"], lambda: parts(h * u, h))), quiet=True)
    if x < .6: return tell([say("{N} {had} {t} {ns} and {o} {ms}", "{N} {had} {t} {ns}", "There were {t} {ns} to pack"), say("Each {c1} [held|could hold|has room for] {s} {ns}", "{He} put {s} {ns} in each {c1}", "{s} {ns} fit into a {c1}", "The {ns} were packed in {cs} of {s}")], say("How many {cs} {do} {he} need [for the {ns}|for all the {ns}|]", "How many {cs} of {ns} were there", "How many {cs} [were|are] [needed|filled]", "How many {cs} {do} {he} fill"), packs(g * s, s))
    if x < .75: return tell([say("{N} {had} {g} {cs}", "There were {g} {cs} [at the {shop}|in the room]", "{N} bought {g} {cs}"), say("Each {c1} held {s} {ns} and {u} {ms}", "In every {c1} there were {s} {ns} and {u} {ms}", "Each {c1} had {s} {ns}", "There were {s} {ns} in each {c1}")], say("How many {ns} were there {tot}", "How many {ns} {do} {he} have {tot}", "What is the total number of {ns}"), times(g, s), quiet=True)
    if x < .85:
        q = small(); put(q=q)
        if g * s <= q: raise Rej
        f = [say("{N} {had} {g} {cs} with {s} {ns} [each|in each]", "{N} bought {g} {cs} of {s} {ns}", "There were {s} {ns} in each of {g} {cs}")]
        return tell(f + [say("{He} {D} {q} {ns}", "{q} of the {ns} were [bad|broken|given away|gone]")], say("How many {ns} were left", "How many {ns} {do} {he} have left"), P("groups = {g}; per_group = {s}; removed = {q}; left = groups * per_group - removed")) if pr(.6) else tell(f + [say("{He} {had} {q} {ns} that were not in a {c1}", "{q} more {ns} lay [beside them|on the table]", "{He} {I} {q} more {ns}")], say("How many {ns} were there {tot}", "How many {ns} {do} {he} have {tot}"), P("groups = {g}; per_group = {s}; extra = {q}; total = groups * per_group + extra"))
    if x < .93:
        n = R.randint(2, 12); put(n=n); return tell([say("A {shop} has {g} [shelves|rows|rooms] with {n} {cs} each", "There are {g} [shelves|rows|trucks], each with {n} {cs}"), say("Each {c1} holds {s} {ns}", "There are {s} {ns} in every {c1}")], *any_of((["How many {ns} are there {tot}", "How many {ns} is that"], lambda: P("groups = {g} * {n}; total = groups * {s}")), (["How many {cs} are there {tot}"], lambda: times(g, n))), quiet=True)
    r = R.randint(1, s - 1); put(r=r, v=g * s + r)
    f = [say("{N} {had} {v} {ns}", "There were {v} {ns}"), say("{He} put them into {cs} of {s}", "{He} packed {s} {ns} into each {c1}", "Each {c1} holds {s} {ns}")]
    return tell(f, *any_of((["How many {ns} were left over", "How many {ns} did not fit into a full {c1}"], lambda: P("total = {v}; per_group = {s}; left = total % per_group")), (["How many {cs} were full", "How many full {cs} {do} {he} get"], lambda: P("total = {v}; per_group = {s}; groups = total // per_group")), (["How many {cs} are needed so that all {ns} have a place", "How many {cs} {do} {he} need for all of them"], lambda: "import math\n" + P("total = {v}; per_group = {s}; groups = math.ceil(total / per_group)"))), quiet=True)


def k_share():
    """Shared equally, before or after a change, or what each has to do with it."""
    world(); g, s, b = R.randint(2, 20), R.randint(2, 30), small(); put(g=g, s=s, t=g * s, b=b, up=g * s + b, p=R.randint(2, 12)); x = R.random()
    who = ch(["friends", "children", "cousins", "students", "{ps}", "people", "classmates"]); put(w=T(who, C))
    if x < .3: return tell([say("{N} {had} {t} {ns}", "{N} {had} {t} {ns}[| {pl}]"), say("{He} shared them [equally|evenly|fairly] among {g} {w}", "{He} gave the same number to each of {g} {w}", "{g} {w} got the same number each", "{He} divided them [equally|evenly] between {g} {w}")], say("How many {ns} did each [of them |]get", "How many {ns} did each one receive", "How many {ns} is that for each", "What was each one's share"), parts(g * s, g))
    if x < .5: return tell([say("{N} {had} {up} {ns}"), say("{He} kept {b} and shared the rest equally among {g} {w}", "{He} {D} {b} of them. The rest went to {g} {w} in equal parts", "{b} were [bad|broken], and the others were shared equally by {g} {w}")], say("How many {ns} did each [of the {w} |]get", "How many {ns} is that for each", "How many did each one receive"), P("start = {up}; removed = {b}; left = start - removed; each = left / {g}"))
    if x < .65:
        a = g * s - b
        if a < 2: raise Rej
        put(a=a); return tell([say("{N} {had} {a} {ns} and {I} {b} more", "{N} {had} {a} {ns}. {M} gave {him} {b} more"), say("{He} shared all of them equally among {g} {w}", "All of them were put into {g} equal piles")], say("How many {ns} were in each share", "How many {ns} is that for each", "How many {ns} are in one part"), P("first = {a}; second = {b}; total = first + second; each = total / {g}"))
    if x < .8: return tell([say("{g} {w} shared some {ns} equally", "{N} shared some {ns} equally among {g} {w}"), say("Each got {s}[| of them| {ns}]", "Each one received {s} {ns}")] + ([say("{b} {ns} were left over")] if (r := pr(.5)) else []), say("How many {ns} were there [at first|before|in all]", "How many {ns} were shared" if not r else "How many {ns} were there in the beginning"), P("groups = {g}; per_group = {s}; left = {b}; total = groups * per_group + left") if r else times(g, s), quiet=True)
    c = R.randint(1, s - 1); put(c=c); return tell([say("{N} shared {t} {ns} equally among {g} {w}", "{t} {ns} were split equally between {g} {w}"), say("Each of them [then |][ate|lost|gave away|used] {c}", "Then each one [ate|lost|gave away|used] {c} {ns}")], say("How many {ns} did each have left", "How many {ns} were left for each", "How many {ns} has each one now"), P("total = {t}; groups = {g}; each = total / groups; left = each - {c}"))


# ---------------- money
def price(lo, hi): return R.randint(lo, hi) if pr(.75) else round(R.randint(lo, hi) + ch([.5, .25, .75, .2, .4, .95, .1]), 2)
def k_money():
    world(); a, b, c = price(2, 60), price(2, 60), price(2, 30); put(a=a, b=b, c=c, o=small()); x = R.random(); big = round(a + b + R.randint(1, 80), 2); big = int(big) if big == int(big) else big; put(m=big)
    rest = round(big - a - b, 2); put(r=int(rest) if rest == int(rest) else rest); f_ = lambda n: f"{C[n]:.2f}" if isinstance(C[n], float) else str(C[n])
    buy = say("{He} bought a {n1} for ${a} and a {m1} for ${b}", "{He} spent ${a} on a {n1} and ${b} on a {m1}", "{He} paid ${a} for a {n1} and ${b} for a {m1}", "A {n1} cost {him} ${a} and a {m1} ${b}")
    S = say("{N} {had} ${m}", "{N} went to the {shop} with ${m}", "{N} took ${m} to the {shop}", "{N} had ${m} in {his} [pocket|wallet|purse]", "{Ns} {rel} gave {him} ${m}")
    if x < .16: return tell([S, buy], say("How much money {do} {he} have left", "How much [money |]was left", "How many dollars were left", "What is left of the money"), P("start = {m}; first = {a}; second = {b}; left = start - first - second"))
    if x < .26: return tell([S, buy], say("How much did {he} spend {tot}", "How much did {he} spend at the {shop}", "What did {he} pay for both"), P("first = {a}; second = {b}; total = first + second"))
    if x < .36:
        if a == b: raise Rej
        h, l = ("a", "b") if a > b else ("b", "a"); hn, ln = ("n1", "m1") if a > b else ("m1", "n1")
        return tell([S, buy], say(f"How much more did {{he}} spend on the {{{hn}}} than on the {{{ln}}}", f"How much more did the {{{hn}}} cost than the {{{ln}}}", f"How much cheaper was the {{{ln}}}"), P(f"first = {{{h}}}; second = {{{l}}}; difference = first - second"))
    if x < .46:
        put(sp=round(big - a, 2)); return tell([S, say("{He} bought some {ns} and had ${a} left", "After buying a {n1} {he} had ${a} left", "{He} came home with ${a}")], say("How much did {he} spend", "How much money did {he} spend", "How much did {he} pay"), P("start = {m}; left = {a}; spent = start - left"))
    if x < .56:
        put(a=a); return tell([say("{N} bought a {n1} for ${a} and had ${b} left", "After paying ${a} for a {n1}, {N} had ${b} left", "{N} spent ${a} [at the {shop}|on {ns}] and came home with ${b}")], say("How much [money |]did {he} have [at first|before|in the beginning]", "With how much money did {he} start"), P("spent = {a}; left = {b}; start = left + spent"))
    n, p, d = R.randint(2, 25), price(2, 60), R.randint(1, 20); put(n=n, p=p, d=d, w=R.randint(2, 30)); C["cost"] = n * p
    if x < .68:
        if d >= p: raise Rej
        f = [say("A {n1} costs ${p}", "Each {n1} is ${p}", "The price of a {n1} is ${p}", "{ns} [sell for|cost] ${p} each"), say("There is a discount of ${d} on each [{n1}|one]", "Today every {n1} is ${d} cheaper", "Each one is reduced by ${d}", "{N} has a coupon for ${d} off each {n1}", "The {shop} takes ${d} off [each|every] {n1}")]
        return tell(f, *any_of((["How much do you pay for one {n1} [now|]", "How much does a {n1} cost now", "What is the new price of a {n1}", "How much does one pay for each {n1}"], lambda: P("price = {p}; discount = {d}; result = price - discount")), (["How much do {n} {ns} cost [now|with the discount]", "How much do you have to pay for {n} {ns}", "What do {n} of them cost now"], lambda: P("price = {p} - {d}; count = {n}; cost = count * price"))), quiet=True)
    if x < .78: return tell([say("{N} bought {n} {ns} and {w} {ms}", "{N} bought {n} {ns}", "{N} ordered {n} {ns} [for {his} {rel}|online|]"), say("Each {n1} cost ${p}", "The {ns} were ${p} each", "One {n1} was ${p}", "{He} paid ${p} for each {n1}")], say("How much did the {ns} cost {tot}", "How much did {he} pay for the {ns}", "How much did {he} spend on {ns}", "What did {he} spend on the {ns}"), P("count = {n}; price = {p}; cost = count * price"), free=pr(.2), quiet=True)
    if x < .88 and isinstance(p, int):
        put(t=n * p); return tell([say("{N} spent ${t} on {n} {ns} [of the same price|that all cost the same|]", "{n} {ns} cost ${t}", "{N} paid ${t} for {n} {ns}")], say("How much did each {n1} cost", "How much was one {n1}", "What was the price of a single {n1}", "How much is that for each {n1}"), P("total = {t}; count = {n}; price = total / count")) if pr(.5) else tell([say("{N} spent ${t} on {ns}", "{N} had ${t} for {ns}"), say("Each {n1} cost ${p}", "One {n1} was ${p}", "The {ns} were ${p} each")], say("How many {ns} did {he} [buy|get]", "How many {ns} could {he} buy"), P("money = {t}; price = {p}; count = money / price"))
    job = ch(["washed cars", "mowed lawns", "sold {ms}", "walked dogs", "babysat", "worked at the {shop}", "raked leaves"]); put(job=T(job, C))
    if x < .94: return tell([say("{N} {job} [last week|in the summer|] and earned ${w} [an hour|per hour]".replace("and earned", "for"), "{N} earns ${w} an hour", "{N} gets ${w} for every hour of work"), say("{He} worked {n} hours", "{He} worked for {n} hours [on {d1}|]", "On {d1} {he} worked {n} hours")] + ([say("{He} also got ${o} [as a tip|for helping {M}|from {his} {rel}]", "There was a bonus of ${o}")] if (bon := pr(.5)) else []), say("How much [money |]did {he} [earn|make|get] {tot}", "How much money is that {tot}"), P("rate = {w}; time = {n}; bonus = {o}; total = rate * time + bonus") if bon else P("rate = {w}; time = {n}; total = rate * time"), quiet=True)
    g = n * R.randint(2, 20); put(g=g, sv=R.randint(1, 30)); goal = g + C["sv"]; put(goal=goal)
    return tell([say("{N} wants to buy a {n1} for ${goal}", "A {n1} costs ${goal}"), say("{He} has already saved ${sv}", "{He} already has ${sv}", "{N} has ${sv}"), say("{He} saves ${k} [a|every|each] week".replace("{k}", str(g // n)))], *any_of((["How many weeks does {he} have to save", "In how many weeks can {he} buy it", "How many more weeks must {he} save"], lambda: P2("goal = {a}; have = {b}; needed = goal - have; weeks = needed / {c}", a=goal, b=C["sv"], c=g // n)), (["How much more does {he} need", "How much money is still missing"], lambda: P2("goal = {a}; have = {b}; needed = goal - have", a=goal, b=C["sv"])))) if not C["many"] else k_money()


def k_tickets():
    world(plain=True); a, p, b, q = R.randint(2, 30), R.randint(3, 20), R.randint(2, 30), R.randint(2, 15); put(a=a, p=p, b=b, q=q); tot = a * p + b * q
    k1, k2 = ch([("adult ticket", "child ticket"), (C["n1"], C["m1"]), (C["f1"], C["g1"]), ("large pizza", "small pizza"), ("book", "magazine"), ("front seat", "back seat")]); pl = lambda w: C["ns"] if w == C["n1"] else C["ms"] if w == C["m1"] else C["fs"] if w == C["f1"] else C["gs"] if w == C["g1"] else w + "s"; put(j1=k1, js=pl(k1), l1=k2, ls=pl(k2), bill=tot + R.randint(1, 60))
    if k1 == k2: raise Rej
    f = [say("The price is ${p} for [each|an|one] {j1} and ${q} for [each|one] {l1}".replace("an|", ""), "Each {j1} costs ${p} and each {l1} ${q}", "A {shop} charges ${p} per {j1} and ${q} per {l1}"), say("{N} pays for {a} {js} and {b} {ls}", "{a} {js} and {b} {ls} are bought", "{N} buys for a group: {a} {js} and {b} {ls}".replace(":", ","))]
    x = R.random()
    if x < .3: return tell(f, *any_of((["How much do the {js} cost {tot}", "How much is paid for the {js}"], lambda: P("count = {a}; price = {p}; cost = count * price")), (["How much do the {ls} cost {tot}", "How much is paid for the {ls}"], lambda: P("count = {b}; price = {q}; cost = count * price")), (["How many [things|tickets] is that".replace("[things|tickets]", "items"), "How many items are bought"], lambda: sums(a, b)), *([([f"How much more does one {'{j1}' if p > q else '{l1}'} cost than one {'{l1}' if p > q else '{j1}'}", f"How much cheaper is one {'{l1}' if p > q else '{j1}'}"], lambda: diff(max(p, q), min(p, q)))] if p != q else [])), free=True, quiet=True)
    if x < .55: return tell(f, say("What is the total cost", "How much is that {tot}", "How much does {he} pay {tot}" if "{N}" in f[1] or C["N"] in f[1] else "How much money is that"), P("cost1 = {a} * {p}; cost2 = {b} * {q}; total = cost1 + cost2"), free=True, quiet=True)
    if x < .75: return tell(f + [say("The bill is paid with ${bill}", "{N} gives the clerk ${bill}")], say("How much change is given", "How much change is there", "What is the change"), P("cost1 = {a} * {p}; cost2 = {b} * {q}; change = {bill} - cost1 - cost2"), quiet=True)
    hi, lo, H = ("{a} * {p}", "{b} * {q}", "js") if a * p > b * q else ("{b} * {q}", "{a} * {p}", "ls")
    if a * p == b * q: raise Rej
    return tell(f, say("How much more do the {%s} cost %s" % (H, "than the {ls}" if H == "js" else "than the {js}")), P(f"first = {hi}; second = {lo}; difference = first - second"), quiet=True)


# ---------------- rates, time, journeys, work
def k_rate():
    world(); r, t, u = R.randint(2, 30), R.randint(2, 20), R.randint(2, 20); s, sp = ch(UNIT_PAIRS); put(r=r, t=t, u=u, p=r * t, q=r * u, u1=s, us=sp, an="an" if s == "hour" else "a", o=small()); x = R.random(); e = ch(["{an} {u1}", "every {u1}", "each {u1}", "per {u1}"]); put(e=T(e, C)); pres = C["Vb"] if C["many"] else C["ver"]["vs"]; put(v=pres)
    say_r = say("{N} {v} {r} {os} {e}", "{N} can {Vb} {r} {os} {e}", "In one {u1} {N} {v} {r} {os}", "Every {u1} {N} {v} {r} {os}")
    w = "do" if C["many"] else "does"; put(w=w)
    if x < .26: return tell([say_r], say("How many {os} {w} {he} {Vb} in {t} {us}", "How many {os} is that in {t} {us}", "How many {os} will {he} {Vb} in {t} {us}", "After {t} {us}, how many {os} is that"), P("rate = {r}; time = {t}; total = rate * time"))
    if x < .46: return tell([say_r], say("How many {us} {w} {he} need for {p} {os}", "How long will it take {him} to {Vb} {p} {os}", "In how many {us} can {he} {Vb} {p} {os}", "After how many {us} are {p} {os} done"), P("total = {p}; rate = {r}; time = total / rate"))
    if x < .62: return tell([say("{N} {Vp} {p} {os} in {t} {us}", "In {t} {us} {N} {Vp} {p} {os}", "It took {him} {t} {us} to {Vb} {p} {os}" if C["N"] == "I" else "It took {N} {t} {us} to {Vb} {p} {os}")], say("How many {os} is that {e}", "How many {os} did {he} {Vb} {e}", "How many {os} did {he} {Vb} in one {u1}", "What was {his} rate in {os} {e}"), P("total = {p}; time = {t}; rate = total / time"))
    if x < .74: return tell([say("{N} {Vp} {p} {os} in {t} {us}", "In {t} {us} {N} {Vp} {p} {os}")], say("At that rate, how many {os} does {he} {Vb} in {u} {us}".replace("does", w), "How many {os} would it be in {u} {us} at the same rate", "How many {os} in {u} {us}, if nothing changes"), P("rate = {p} / {t}; total = rate * {u}"), quiet=True)
    if x < .87:
        put(r2=R.randint(2, 30)); f = [say("{N} {v} {r} {os} {e}", say_r), say("{M} {mv2} {r2} {os} {e}".replace("{mv2}", C["ver"]["vs"]))]
        hi, lo, H, L = ("r", "r2", "N", "M") if r > C["r2"] else ("r2", "r", "M", "N")
        opts = [(["How many {os} do they {Vb} together in {t} {us}", "How many {os} do both of them {Vb} in {t} {us} together"], lambda: P("rate = {r} + {r2}; total = rate * {t}")), (["How many {os} do they {Vb} together {e}"], lambda: sums(r, C["r2"]))]
        if r != C["r2"]: opts.append(([f"How many more {{os}} does {{{H}}} {{Vb}} than {{{L}}} in {{t}} {{us}}".replace("does", w if H == "N" else "does")], lambda: P(f"rate = {{{hi}}} - {{{lo}}}; total = rate * {{t}}")))
        return tell(f, *any_of(*opts), quiet=True)
    put(g=R.randint(2, 12)); return tell([say("{N} {has} {g} {cs} and puts {r} {os} in each {e}".replace("puts", "put" if C["many"] else "puts"), "Each of {g} {ps} can {Vb} {r} {os} {e}")], say("How many {os} is that in {t} {us}", "How many {os} is that after {t} {us}"), P("per_day = {g} * {r}; total = per_day * {t}"), quiet=True)


def k_journey():
    world(); a, b, c = small(), small(), small(); unit = ch(["miles", "kilometers", "km", "meters", "blocks", "yards"]); put(a=a, b=b, c=c, un=unit, t=a + b, t3=a + b + c, go=ch(["walked", "drove", "ran", "rode", "biked", "hiked"]), v=R.randint(3, 70), h=R.randint(2, 12)); put(gob={"walked": "walk", "drove": "drive", "ran": "run", "rode": "ride", "biked": "bike", "hiked": "hike"}[C["go"]], d=C["v"] * C["h"]); x = R.random()
    veh = ch(["A train", "A car", "A bus", "A cyclist", "A ship", "A plane", "A truck", "A runner", "A snail", "{N}"]); it = T(veh, C); moves = ch(["goes", "travels", "moves"]) if it.startswith("A ") or not C["many"] else "go"
    if x < .14: return tell([say("{N} {go} {a} {un} to the {shop} and then {b} {un} to {Ns} {rel}'s house".replace("{Ns}", C["his"]), "{N} {go} {a} {un} on {d1} and {b} {un} on {d2}", "{N} {go} {a} {un}, took a break, and {go} another {b} {un}")], say("How far did {he} {gob} {tot}", "How many {un} did {he} {gob} {tot}", "How many {un} is that {tot}"), sums(a, b))
    if x < .3: return tell([say("A trip is {t} {un} long", "The way to the {shop} is {t} {un}", "{N} had to {gob} {t} {un}", "The path is {t} {un} long"), say("{N} has done {a} {un} so far", "{N} {go} {a} {un} and then rested", "{N} {go} the first {a} {un}")], say("How far is it still", "How many {un} are left", "How many more {un} must {he} {gob}" , "How many {un} remain"), left(a + b, a), quiet=True)
    if x < .4: return tell([say("{N} {go} {a} {un} to the {shop} and the same way back", "The {shop} is {a} {un} from {Ns} home. {He} {go} there and back")], say("How many {un} did {he} {gob} {tot}", "How long was the whole way in {un}"), P("one_way = {a}; total = one_way * 2"))
    if x < .56: return tell([say(f"{it} {moves} {{v}} {ch(['miles', 'km', 'kilometers'])} {ch(['an', 'per', 'each', 'every'])} hour", f"{it} {moves} at {{v}} {ch(['miles', 'km'])} per hour" )], say("How far does it get in {h} hours" if it != C["N"] else "How far is that in {h} hours", "What distance is that in {h} hours", "How far is that after {h} hours"), P("speed = {v}; time = {h}; distance = speed * time"))
    if x < .68: return tell([say(f"{it} covers {{d}} miles in {{h}} hours", f"{it} needed {{h}} hours for {{d}} miles", f"In {{h}} hours {low(it)} went {{d}} km")], say("What was the [average |]speed", "How fast is that per hour", "What distance is that per hour"), P("distance = {d}; time = {h}; speed = distance / time")) if not (C["many"] and it == C["N"]) else k_journey()
    if x < .8: return tell([say(f"{it} {moves} at {{v}} miles per hour"), say("The trip is {d} miles", "The city is {d} miles away", "There are {d} miles to go")], say("How many hours does the trip take", "How long does it take", "How many hours is that"), P("distance = {d}; speed = {v}; time = distance / speed"))
    if a == b: raise Rej
    hi, lo, H, L = (a, b, "N", "M") if a > b else (b, a, "M", "N")
    return tell([say("{N} {go} {a} {un}"), say("{M} {go} {b} {un}")], *any_of(([f"How much farther did {{{H}}} {{gob}} than {{{L}}}", f"How many more {{un}} did {{{H}}} {{gob}} than {{{L}}}", f"How many fewer {{un}} did {{{L}}} {{gob}}"], lambda: diff(hi, lo)), (["How far did they {gob} {tot}"], lambda: sums(a, b))), free=True)


def k_routine():
    """So many a day; days, weeks; another number that does not matter."""
    world(); r, d, w, x2 = R.randint(2, 20), R.randint(2, 7), R.randint(2, 12), R.randint(2, 20); put(r=r, d=d, w=w, y=x2, mi=R.randint(5, 90)); x = R.random(); v = C["Vb"] if C["many"] else C["ver"]["vs"]; put(v=v, wd="do" if C["many"] else "does")
    if x < .3: return tell([say("{N} {v} {r} {os} [a|every|each] day", "Every day {N} {v} {r} {os}", "{N} {v} {r} {os} [each|every] morning and rests in the afternoon")], *any_of((["How many {os} {wd} {he} {Vb} in {w} weeks", "How many {os} is that in {w} weeks"], lambda: P("per_day = {r}; days = {w} * 7; total = per_day * days")), (["How many {os} {wd} {he} {Vb} in a week", "How many {os} is that in one week"], lambda: P("per_day = {r}; total = per_day * 7")), (["How many {os} {wd} {he} {Vb} in {w} days"], lambda: P("rate = {r}; time = {w}; total = rate * time"))))
    if x < .55: return tell([say("{N} {v} {r} {os} a day, {d} days a week", "{N} works {d} days a week and {v} {r} {os} each day" if not C["many"] else "{N} {v} {r} {os} a day on {d} days a week", "On {d} days of each week {N} {v} {r} {os} a day")], *any_of((["How many {os} is that in {w} weeks", "How many {os} {wd} {he} {Vb} in {w} weeks"], lambda: P("per_week = {r} * {d}; total = per_week * {w}")), (["How many {os} is that in a week", "How many {os} {wd} {he} {Vb} per week"], lambda: P("rate = {r}; time = {d}; total = rate * time"))))
    if x < .75: return tell([say("{N} {v} {r} {os} in the morning and {y} {os} in the evening", "Each day {N} {v} {r} {os} before lunch and {y} {os} after lunch", "{N} {v} {r} {os} each morning and {y} each evening")], *any_of((["How many {os} is that in {w} days", "How many {os} {wd} {he} {Vb} in {w} days"], lambda: P("per_day = {r} + {y}; total = per_day * {w}")), *([([f"How many more is that [in|per] {'first' if r > x2 else 'second'} [part|half] of the day".replace("[in|per]", "in the").replace("[part|half]", "part")], lambda: diff(max(r, x2), min(r, x2)))] if r != x2 else [])), quiet=True)
    put(s=C["r"] * C["w"]); n = R.randint(2, 20); put(n=n)
    if x < .9: return tell([say("{N} wants to {Vb} {s} {os}" if not C["many"] else "{N} want to {Vb} {s} {os}", "{N} must {Vb} {s} {os}"), say("{He} {v} {r} [of them |]a day", "{He} can {Vb} {r} {os} every day")], say("How many days {wd} {he} need", "In how many days will {he} be done", "How many days will it take"), P("total = {s}; rate = {r}; time = total / rate"))
    if C["s"] <= r * n: raise Rej
    return tell([say("{N} had {s} {os} to {Vb}", "There were {s} {os} to {Vb}"), say("{N} {Vp} {r} {os} a day for {n} days", "For {n} days {N} {Vp} {r} {os} a day")], say("How many {os} were left", "How many {os} are still to do", "How many {os} did {he} still have to {Vb}"), P("total = {s}; used = {r} * {n}; left = total - used"), quiet=True)


# ---------------- measures
def k_measure():
    """Heights, weights, temperatures, prices, depths: before and after, or one against the other."""
    world(plain=True); thing_, unit, upv, upb, downv, downb, mo, le, adj = ch([("A plant", "inches", "grew", "grow", "was cut back by", "lose", "taller", "shorter", "tall"), ("A tree", "feet", "grew", "grow", "was cut by", "lose", "taller", "shorter", "tall"), ("A puppy", "pounds", "gained", "gain", "lost", "lose", "heavier", "lighter", "heavy"), ("A calf", "kilograms", "gained", "gain", "lost", "lose", "heavier", "lighter", "heavy"), ("A candle", "cm", "", "", "burned down by", "burn down", "longer", "shorter", "long"), ("A river", "feet", "rose", "rise", "fell", "fall", "higher", "lower", "deep"), ("A rope", "meters", "was lengthened by", "", "was shortened by", "", "longer", "shorter", "long"), ("A road", "km", "was extended by", "", "was shortened by", "", "longer", "shorter", "long"), ("A pumpkin", "pounds", "gained", "gain", "lost", "lose", "heavier", "lighter", "heavy"), ("A tower", "meters", "was raised by", "", "was lowered by", "", "higher", "lower", "high"), ("A snowman", "inches", "", "", "shrank by", "shrink", "taller", "shorter", "tall")])
    a, b = two_apart(); put(a=a, b=b, x=thing_, t=low(thing_).replace("a ", "the "), u=unit, s=a + b, df=a - b, up=upv, dn=downv, mo=mo, le=le, o=small(), adj=adj); is_ = {"heavy": "weighed {%s} {u}"}.get(adj, "was {%s} {u} {adj}"); f = lambda k, who="{x}": say(who + " " + is_ % k); x = R.random()
    later = say("Now it", "A year later it", "In the end it", "Today it", "After a week it", "Then it")
    if x < .3: return tell([f("b"), f("a", later)] if upv else [f("a"), f("b", later)], say("How much {mo} is {t} now", "By how many {u} did {t} change", "How many {u} {mo} is it now", "What is the change in {u}") if upv else say("How much {le} is {t} now", "By how many {u} did {t} change", "How many {u} {le} is it now"), diff(a, b))
    if x < .44 and upv: return tell([f("a"), say("It {up} {b} {u}", "Since then it {up} {b} {u}", "In a year it {up} {b} {u}")], say("How {adj} is {t} now" if adj != "heavy" else "How much does {t} weigh now", "How many {u} is that now"), more(a, b))
    if x < .58: return tell([f("a"), say("It {dn} {b} {u}", "Since then it {dn} {b} {u}")], say("How {adj} is {t} now" if adj != "heavy" else "How much does {t} weigh now", "How many {u} is that now", "How many {u} are left"), fewer(a, b))
    if x < .7 and upv: return tell([say("{x} {up} {b} {u}"), f("s", later)], say("How {adj} was it before" if adj != "heavy" else "How much did it weigh before", "How many {u} was that at first"), before_gain(a + b, b))
    if x < .8: return tell([say("{x} {dn} {b} {u}"), f("df", later)], say("How {adj} was it before" if adj != "heavy" else "How much did it weigh before", "How many {u} was that at first"), before_loss(a - b, b))
    w = T(ch([("{N}'s {n1}"), "The first one", "The older one", "The one on the left"]), C); w2 = ch(["The second one", "The other one", "The one on the right"])
    kind = "longer,shorter,long,cm|heavier,lighter,heavy,pounds|taller,shorter,tall,inches|deeper,shallower,deep,meters|wider,narrower,wide,feet|older,younger,old,years"; m2, l2, ad, un = ch(kind.split("|")).split(","); put(w=w, v=w2, u=un, mo=m2, le=l2, adj=ad); have = "weighs {%s} {u}" if ad == "heavy" else "is {%s} {u} {adj}"
    y = R.random()
    if y < .4: return tell([say("{w} " + have % "a"), say("{v} " + have % "b")], say("How much {mo} is the first", "How many {u} {mo} is the first", "What is the difference in {u}") if w == "The first one" and w2 == "The second one" else say("What is the difference in {u}", "How many {u} is the difference"), diff(a, b), quiet=True)
    if y < .7: return tell([say("{w} " + have % "a"), say("{v} is {b} {u} {mo}")], say("How many {u} is that", "How {adj} is " + low(w2)), more(a, b), quiet=True)
    return tell([say("{w} " + have % "a"), say("{v} is {b} {u} {le}")], say("How many {u} is that", "How {adj} is " + low(w2)), fewer(a, b), quiet=True)


def k_time():
    world(); x = R.random(); a, b, c = R.randint(2, 90), R.randint(2, 90), R.randint(2, 12); put(a=a, b=b, c=c, s=a + b); w = ch([("reading", "piano practice"), ("homework", "cleaning"), ("cooking", "eating"), ("swimming", "running"), ("the first part", "the second part"), ("math", "science"), ("drawing", "painting")]); put(w1=w[0], w2=w[1])
    if x < .22: return tell([say("{N} spent {a} minutes on {w1} and {b} minutes on {w2}", "{w1} took {N} {a} minutes and {w2} {b} minutes".replace("{N}", "{M}"))], *any_of((["How many minutes is that {tot}", "How long did it take {tot}"], lambda: sums(a, b)), *([(["How many more minutes did %s take" % (w[0] if a > b else w[1]), "How much longer was %s than %s" % (w if a > b else w[::-1])], lambda: diff(max(a, b), min(a, b)))] if a != b else [])))
    if x < .36: return tell([say("{N} had {s} minutes for {w1} and {w2}", "{N} spent {s} minutes on {w1} and {w2} together"), say("{a} minutes went to {w1}", "{w1} took {a} minutes")], say("How many minutes were left for {w2}", "How long did {w2} take", "How many minutes did {he} have for {w2}"), left(a + b, a))
    if x < .5: return tell([say("A [lesson|film|game|shift|flight] lasts {c} hours", "{N} worked for {c} hours", "It took {c} hours to get there")], say("How many minutes is that", "How long is that in minutes"), P("hours = {c}; minutes = hours * 60"))
    if x < .6:
        put(m=60 * c); return tell([say("A [film|game|trip|party] took {m} minutes", "{N} slept {m} minutes")], say("How many hours is that", "What is that in hours"), P("minutes = {m}; hours = minutes / 60"))
    if x < .72:
        h, d = R.randint(1, 8), R.randint(1, 4); put(h=h, e=h + d); return tell([say("A [show|class|meeting|game] starts at {h} o'clock and ends at {e} o'clock", "{N} worked from {h} to {e} o'clock", "The {shop} is open from {h} to {e} o'clock")], say("How many hours is that", "How long is that in hours"), P2("end = {e}; start = {h}; hours = end - start", e=h + d, h=h))
    if x < .86: return tell([say("One {n1} takes {a} minutes", "{N} needs {a} minutes for one {n1}" if not C["many"] else "It takes {a} minutes to make one {n1}", "Each {n1} takes {a} minutes to make")], say("How many minutes do {c} {ns} take", "How long does it take for {c} {ns}, in minutes"), P("rate = {a}; count = {c}; total = rate * count"))
    put(d=R.randint(2, 9)); return tell([say("{N} practiced {a} minutes [a|every|each] day for {d} days", "For {d} days {N} read {a} minutes a day")], say("How many minutes is that {tot}", "How long is that {tot}, in minutes"), times(C["d"], a))


def k_ages():
    world(plain=True); a, b, c = R.randint(3, 50), R.randint(2, 30), R.randint(2, 15); k = R.randint(2, 4); put(a=a, b=b, c=c, k=k, kw={2: "twice", 3: "three times", 4: "four times"}[k], s=a + b, f=a + c, p=a * k); x = R.random()
    who = ch(["{M}", "{his} {rel}", "{M}", "{his} cousin {M}"]); put(m=T(who, C))
    if x < .15: return tell([say("{N} is {a} [years old|]"), say("{m} is {b} years older", "{m} is {b} years older than {N}")], *any_of((["How old is {m}", "What is the age of {m}"], lambda: P("other = {a}; age = other + {b}")), (["How old will {m} be in {c} years"], lambda: P("other = {a}; age = other + {b}; future = age + {c}")), (["What is the sum of their ages", "How old are they together"], lambda: P("first = {a}; second = first + {b}; total = first + second"))), quiet=True)
    if x < .28:
        if b >= a: raise Rej
        return tell([say("{N} is {a} [years old|]"), say("{m} is {b} years younger", "{N} is {b} years older than {m}")], *any_of((["How old is {m}", "What is the age of {m}"], lambda: P("other = {a}; age = other - {b}")), (["What is the sum of their ages"], lambda: P("first = {a}; second = first - {b}; total = first + second"))), quiet=True)
    if x < .42: return tell([say("{N} is {a} years old"), say("{m} is {kw} as old", "{m} is {kw} as old as {N}")], *any_of((["How old is {m}"], lambda: P("other = {a}; times = {k}; age = other * times")), (["How many years older is {m}"], lambda: P("other = {a}; age = other * {k}; difference = age - other")), (["How old will {m} be in {c} years"], lambda: P("other = {a}; age = other * {k}; future = age + {c}"))), quiet=True)
    if x < .54: return tell([say("{N} is {p} years old", "{N} is {p}"), say("{He} is {kw} as old as {m}")], *any_of((["How old is {m}"], lambda: P("total = {p}; times = {k}; age = total / times"))), quiet=True)
    if x < .66: return tell([say("In {c} years {N} will be {f} years old", "{N} will be {f} in {c} years")], say("How old is {he} [now|today]", "What is {his} age now"), P("future = {f}; now = future - {c}"))
    if x < .78: return tell([say("{c} years ago {N} was {a} years old", "{N} was {a} years old {c} years ago")], *any_of((["How old is {he} [now|today]"], lambda: P("past = {a}; now = past + {c}")), (["How old will {he} be in {b} years"], lambda: P("past = {a}; now = past + {c}; future = now + {b}"))), quiet=True)
    if x < .9: return tell([say("{N} is {a} and {M} is {b} years old", "{N} is {a} years old. {M} is {b}")], *any_of((["What is the sum of their ages in {c} years", "How old will they be together in {c} years"], lambda: P("first = {a} + {c}; second = {b} + {c}; total = first + second")), (["What is the sum of their ages"], lambda: sums(a, b)), *([(["What is the difference between their ages", "How many years apart are they"], lambda: diff(max(a, b), min(a, b)))] if a != b else [])), quiet=True)
    put(y=str(2000 + R.randint(0, 26)), z9=str(2000 + R.randint(27, 60))); return tell([say("{N} was born in {y}", "The {shop} was built in {y}")], "How many years is that before " + str(C["z9"]), P2("end = {e}; start = {s}; years = end - start", e=C["z9"], s=C["y"]))


# ---------------- percent, fractions, averages, ratio, shapes
def k_part():
    world(); f, n, q = ch(FR + [("two fifths", 2, 5), ("one sixth", 1, 6), ("one eighth", 1, 8), ("three fifths", 3, 5)]); t = R.randint(2, 40) * q; p = ch([5, 10, 20, 25, 30, 40, 50, 60, 75, 80, 90]); put(f=f, t=t, F=cap(f), p=p, h=R.randint(1, 30) * 20, b=R.randint(2, 40)); e = f"total / {q}" if n == 1 else f"total * {n} / {q}"; part = t * n // q; x = R.random()
    st = [say("{N} {had} {t} {ns}", "There were {t} {ns} {pl2}".replace("{pl2}", ch(["in a {c1}", "at the {shop}", ""])), "A {c1} held {t} {ns}")]
    if x < .2: return tell(st + [say("{F} of them were {col}", "{F} of the {ns} were [{col}|broken|old|for {M}]", "{N} {D} {f} of them" if C["N"] in st[0] else "{F} of them were sold")], say("How many {ns} [is that|was that]", "How many is that"), P(f"total = {{t}}; part = {e}"))
    if x < .4: return tell(st + [say("{N} {D} {f} of them", "{F} of them were [sold|eaten|lost|broken|given away]", "{F} of the {ns} were gone [by the evening|the next day]")], say("How many {ns} were left", "How many {ns} remained", "How many {ns} are left", "How many were left"), P(f"total = {{t}}; part = {e}; left = total - part"))
    if x < .5:
        if t - part <= C["b"]: raise Rej
        return tell(st + [say("{N} {D} {f} of them and later {b} more", "{F} of them were sold on {d1} and {b} more on {d2}", "{N} {D} {f} of them, and {M} took {b}")], say("How many {ns} were left", "How many {ns} are left"), P(f"total = {{t}}; part = {e}; left = total - part - {{b}}"))
    if x < .58:
        put(r=part); return tell([say("{F} of {Ns} {ns} are {col}", "{F} of the {ns} in a {c1} are {col}"), say("There are {r} {col} {ns}", "That is {r} {ns}", "These are {r}")], say("How many {ns} are there {tot}", "How many {ns} is that in all"), P(f"part = {{r}}; total = part * {q} / {n}" if n > 1 else f"part = {{r}}; total = part * {q}"))
    w = [say("There are {h} {ps} [in the {shop}|in a club|at a school]", "{N} {had} {h} {ns}", "{h} {ps} were asked")]
    if x < .72: return tell(w + [say("{p}% of them were [women|{col}|new|late|chosen]" if "asked" not in w[0] else "{p}% said yes", "{p} percent of them [were chosen|had a number]")], *any_of((["How many is that", "How many were that"], lambda: P("total = {h}; percent = {p}; result = total * percent / 100")), (["How many were not", "How many is the rest"], lambda: P("total = {h}; percent = {p}; part = total * percent / 100; left = total - part"))))
    if x < .9:
        up = pr(.4); f1 = say("A {n1} costs ${h}", "The price of a {n1} is ${h}", "{N} pays ${h} for a {n1}" if not C["many"] else "A {n1} is ${h}")
        f2 = say("The price goes up by {p}%", "It becomes {p}% more expensive", "A tax of {p}% is added", "The {shop} adds {p} percent") if up else say("The price goes down by {p}%", "It is {p}% off", "There is a discount of {p}%", "The {shop} takes off {p} percent", "{N} gets {p}% off" if not C["many"] else "It is {p} percent cheaper")
        return tell([f1, f2], *any_of((["What is the new price", "How much does it cost now", "How much is it then"], lambda: P("price = {h}; percent = {p}; increase = price * percent / 100; result = price + increase" if up else "price = {h}; percent = {p}; discount = price * percent / 100; result = price - discount")), (["By how many dollars does the price change", "How many dollars is that [more|less]".replace("[more|less]", "more" if up else "less")], lambda: P("total = {h}; percent = {p}; result = total * percent / 100"))), quiet=True)
    put(x=C["h"] * C["p"] // 100); return tell(w + [say("{x} of them were {col}" if "asked" not in w[0] else "{x} of them said yes")], say("What percent is that", "How many percent is that"), P("part = {x}; total = {h}; percent = part / total * 100"))


def k_average():
    world(); k = ch([2, 3, 3, 4, 5]); m = R.randint(3, 60); xs = [m + R.randint(-min(m - 1, 20), 20) for _ in range(k - 1)]; last_ = m * k - sum(xs)
    if last_ < 1: raise Rej
    xs.append(last_); put(xs=", ".join(map(str, xs[:-1])) + " and " + str(xs[-1]), ys=", ".join(map(str, xs[:-2])) + (" and " if k > 2 else "") + str(xs[-2]), m=m, k=k, s=m * k, w=ch(["points", "pages", "miles", "dollars", "minutes", "goals", "pounds"])); x = R.random(); L = "numbers = [" + ", ".join(map(str, xs)) + "]"
    if x < .5: return tell([say("{N} got {xs} {w} in {k} [games|rounds|tests|weeks]", "The numbers of {w} on {k} days were {xs}", "In {k} [days|weeks|rounds] {N} made {xs} {w}", "{k} {ps} have {xs} {w}", "{M} {mV} {xs} {os} on {k} days")], say("What is the [average|mean]", "What was the average", "How many is that on average", "Find the mean"), "\n".join([L, "average = sum(numbers) / len(numbers)", "print(average)"]), quiet=True)
    if x < .7: return tell([say("{N} got an average of {m} {w} in {k} [games|tests|rounds]", "The average of {k} numbers is {m}", "On average {N} made {m} {w} a day for {k} days")], say("What is the [total|sum]", "How many is that in all", "What do they add up to"), P("average = {m}; count = {k}; total = average * count"), quiet=True)
    if x < .85: return tell([say("{N} made {s} {w} in {k} [days|games|weeks]", "{k} {ps} have {s} {w} together")], say("What is the average", "How many {w} is that on average", "What is the mean"), P("total = {s}; count = {k}; average = total / count"))
    put(j=k - 1)
    if k < 3: raise Rej
    return tell([say("The average of {k} numbers is {m}", "{N} wants an average of {m} in {k} tests" if not C["many"] else "The mean of {k} tests is {m}"), say("{j} of them are {ys}", "The first {j} are {ys}")], say("What is the [last|missing|other] one", "What is the [last|missing] number"), P2("total = {m} * {k}; known = " + " + ".join(map(str, xs[:-1])) + "; last = total - known", m=m, k=k), quiet=True)


def k_ratio():
    world(plain=True); a, b, t = R.randint(1, 9), R.randint(1, 9), R.randint(2, 20); x = R.random(); put(a=a, b=b, t=t, s=(a + b) * t, y=a * t, z=b * t)
    if x < .35: return tell([say("{N} and {M} share {s} {ns} in the ratio {a}:{b}", "{s} {ns} are divided between {N} and {M} in the ratio {a} to {b}", "A {c1} has {ns} and {ms} in the ratio {a}:{b}, {s} in all")], *any_of((["How many is the first part", "How many is the first of the two"], lambda: P("total = {s}; parts = {a} + {b}; share = total * {a} / parts")), (["How many is the second part", "How many is the second of the two"], lambda: P("total = {s}; parts = {a} + {b}; share = total * {b} / parts"))), quiet=True)
    if x < .7: return tell([say("For {a} {ns} one needs {b} {ms}", "A recipe with {a} {ns} needs {b} {ms}", "Every {a} {ns} come with {b} {ms}"), say("{N} has {y} {ns}", "There are {y} {ns}")], say("How many {ms} are needed", "How many {ms} is that"), P("groups = {y} / {a}; result = groups * {b}"), quiet=True) if a > 1 and b > 1 else k_ratio()
    p = R.randint(1, 20); put(p=p, c=a * p, n=R.randint(2, 20))
    if a < 2: raise Rej
    return tell([say("{a} {ns} cost ${c}", "{N} paid ${c} for {a} {ns}", "At the {shop} {a} {ns} are ${c}")], say("How much do {n} {ns} cost", "What would {n} {ns} cost", "How much are {n} of them"), P("price = {c} / {a}; cost = price * {n}"), quiet=True)


def k_shape():
    world(plain=True); l, w = R.randint(2, 60), R.randint(2, 40); u = ch(["m", "cm", "feet", "meters", "inches", "yards"]); what = ch(["garden", "field", "room", "yard", "carpet", "pool", "wall", "table", "park", "playground", "poster", "floor", "rug"]); put(l=l, w=w, u=u, x=what, ar=l * w, pe=2 * (l + w), c=R.randint(2, 20), p4=4 * l, h=R.randint(2, 20)); x = R.random()
    st = say("A [rectangular |]{x} is {l} {u} long and {w} {u} wide", "{N}'s {x} is a rectangle of {l} by {w} {u}", "The length of a {x} is {l} {u} and its width is {w} {u}", "A rectangle is {l} {u} by {w} {u}")
    if x < .2: return tell([st], say("What is its area", "How many square {u} is that", "What area does it have"), P("length = {l}; width = {w}; area = length * width"))
    if x < .42: return tell([st], say("What is its perimeter", "How many {u} is it around [it|the edge]", "How many {u} of [fence|rope|wire|ribbon] are needed to go around it", "How long is its edge in all"), P("length = {l}; width = {w}; perimeter = 2 * (length + width)"))
    if x < .52: return tell([st, say("[Grass|Paint|Tile|Cover] for one square unit costs ${c}".replace("unit", "{u}"))], say("What does it cost for the whole area", "How much does it cost in all"), P("area = {l} * {w}; cost = area * {c}"), quiet=True)
    if x < .62: return tell([st, say("[A fence|Rope|Wire] costs ${c} per {u2}".replace("{u2}", {"m": "m", "cm": "cm", "feet": "foot", "meters": "meter", "inches": "inch", "yards": "yard"}[u]))], say("What does it cost to go all the way around", "How much is it for the whole edge"), P("perimeter = 2 * ({l} + {w}); cost = perimeter * {c}"), quiet=True)
    if x < .72: return tell([say("A square {x} has sides of {l} {u}", "Each side of a square is {l} {u}")], *any_of((["What is its perimeter", "How far is it around"], lambda: P("side = {l}; perimeter = 4 * side")), (["What is its area"], lambda: P("side = {l}; area = side ** 2"))))
    if x < .82: return tell([say("A {x} has an area of {ar} square {u}", "The area of a rectangle is {ar} square {u}"), say("It is {w} {u} wide", "Its width is {w} {u}")], say("How long is it", "What is its length"), P("area = {ar}; width = {w}; length = area / width"))
    if x < .9: return tell([say("The perimeter of a square is {p4} {u}", "A square has {p4} {u} around it")], say("How long is one side", "What is the length of a side"), P("perimeter = {p4}; side = perimeter / 4"))
    return tell([say("A box is {l} {u} long, {w} {u} wide and {h} {u} high", "A tank measures {l} by {w} by {h} {u}")], say("What is its volume", "How many cubic {u} does it hold"), P("length = {l}; width = {w}; height = {h}; volume = length * width * height"))


CONVERT = [tuple(x.split(",")) for x in "week,weeks,day,days,7|hour,hours,minute,minutes,60|minute,minutes,second,seconds,60|day,days,hour,hours,24|foot,feet,inch,inches,12|yard,yards,foot,feet,3|dollar,dollars,cent,cents,100|meter,meters,centimeter,centimeters,100|year,years,month,months,12|pound,pounds,ounce,ounces,16|dozen,dozen,egg,eggs,12|kilometer,kilometers,meter,meters,1000|gallon,gallons,quart,quarts,4|decade,decades,year,years,10".split("|")]
WORTH = [("quarters", 25), ("dimes", 10), ("nickels", 5), ("pennies", 1)]
LEGS = [("cows", 4), ("chickens", 2), ("dogs", 4), ("spiders", 8), ("ducks", 2), ("ants", 6), ("horses", 4), ("birds", 2), ("cats", 4), ("beetles", 6)]
def k_units():
    world(plain=True); u1, us, v1, vs, k = ch(CONVERT); n, o = R.randint(2, 30), R.randint(2, 50); put(n=n, us=us, v=vs, k=int(k), m=n * int(k), o=o); x = R.random()
    if x < .22: return tell([say("{N} needs {n} {us}", "It is {n} {us}", "{N} has {n} {us} in all")], say("How many {v} is that", "What is that in {v}"), P("count = {n}; per_unit = {k}; total = count * per_unit")) if u1 != "dozen" else tell([say("{N} bought {n} dozen eggs")], say("How many eggs is that", "How many eggs did {he} buy"), P("dozens = {n}; total = dozens * 12"))
    if x < .4 and u1 != "dozen": return tell([say("{N} counted {m} {v}", "It is {m} {v}", "{N} has {m} {v}")], say("How many {us} is that", "What is that in {us}"), P("total = {m}; per_unit = {k}; count = total / per_unit"))
    if x < .6:
        (a, p), (b, q) = R.sample(WORTH, 2); put(a=a, p=p, b=b, q=q); return tell([say("{N} has {n} {a} and {o} {b}", "There are {n} {a} and {o} {b} in a jar")], *any_of((["How many cents is that {tot}", "How much money is that in cents"], lambda: P("cost1 = {n} * {p}; cost2 = {o} * {q}; total = cost1 + cost2")), (["How many coins is that {tot}"], lambda: sums(n, o))), quiet=True)
    (a, p), (b, q) = R.sample(LEGS, 2); put(a=a, p=p, b=b, q=q)
    if x < .85: return tell([say("There are {n} {a} and {o} {b} on a farm", "{N} sees {n} {a} and {o} {b}", "A picture shows {n} {a} and {o} {b}")], *any_of((["How many legs is that {tot}", "How many legs do they have {tot}", "How many legs are there"], lambda: P("first = {n} * {p}; second = {o} * {q}; total = first + second")), (["How many animals is that", "How many heads are there"], lambda: sums(n, o))), quiet=True)
    w, per = ch([("tricycles", 3), ("cars", 4), ("bicycles", 2), ("pairs of shoes", 2), ("pairs of gloves", 2), ("hexagons", 6), ("triangles", 3), ("insects", 6), ("hands", 5), ("octopuses", 8)]); unit = {"tricycles": "wheels", "cars": "wheels", "bicycles": "wheels", "pairs of shoes": "shoes", "pairs of gloves": "gloves", "hexagons": "sides", "triangles": "sides", "insects": "legs", "hands": "fingers", "octopuses": "arms"}[w]; put(w=w, per=per, un=unit)
    return tell([say("There are {n} {w}", "{N} counted {n} {w}", "{N} drew {n} {w}")], say("How many {un} is that", "How many {un} are there {tot}", "How many {un} do they have {tot}" if "pairs" not in w else "How many {un} are there"), times(n, per))


# ---------------- several steps, and bare numbers
def k_steps():
    """Two or three different steps in a row: what comes in, what goes out, what is sold or packed at the end."""
    world(True); g, s, c = R.randint(2, 20), R.randint(2, 20), R.randint(2, 40); p = R.randint(2, 12); put(g=g, s=s, c=c, p=p, u=R.randint(2, 9)); x = R.random(); t = g * s
    f = [say("{N} bought {g} {cs} of {ns} with {s} in each", "{N} {had} {g} {cs} with {s} {ns} each", "{N} made {s} {ns} a day for {g} days", "{N} filled {g} {cs} with {s} {ns} each")]; lines = ["groups = {g}", "per_group = {s}", "total = groups * per_group"]; cur, val = "total", t
    if pr(.75):
        if pr(.6):
            if val <= c: raise Rej
            f.append(say("{He} {D} {c} [of them|{ns}|]", "{He} gave {c} [of them |]to {M}", "{c} of them were [broken|bad|stolen]", "{M} took {c}")); lines.append(f"left = {cur} - {{c}}"); cur, val = "left", val - c
        else: f.append(say("{He} {I} {c} more", "{M} gave {him} {c} more", "{His} {rel} added {c}")); lines.append(f"total2 = {cur} + {{c}}"); cur, val = "total2", val + c
    if x < .35: f.append(say("{He} sold [the rest|them all|all {he} had] for ${p} each", "{He} sold [them all|every one of them] at ${p} [each|apiece]")); lines.append(f"money = {cur} * {{p}}"); q = say("How much [money |]did {he} [make|get|earn]", "How many dollars did {he} get")
    elif x < .6:
        ds = [d for d in range(2, 21) if val % d == 0 and val // d > 1]
        if not ds: raise Rej
        put(d=ch(ds)); lines.append(f"each = {cur} / {{d}}"); f.append(say("{He} shared [the rest|all {he} had] equally among {d} [friends|children|people]", "{He} put [what {he} had|them all] into {d} equal [piles|rows|groups]")); q = say("How many {ns} were in each [part|share]" if "among" not in f[-1] else "How many {ns} did each [of them |]get")
    elif x < .75: put(d=val + small()); lines.append(f"needed = {{d}} - {cur}"); q = say("How many more {ns} would {he} need to have {d}", "{He} needed {d}. How many {ns} were missing", "How many are missing to {d}")
    elif len(f) < 2: raise Rej
    else: q = say("How many {ns} did {he} have [then|in the end|now]", "How many {ns} were there [then|in the end]")
    return tell(f, q, P("; ".join(lines)), quiet=pr(.6))


def k_budget():
    """Earned and spent, filled and used: a row of pluses and minuses over one number."""
    world(True); n = R.choice([2, 3, 3, 4]); v = small() + 10; put(v=v); what, start, ups, downs, ask = ch([("dollars", "{N} {had} {v} dollars", ["earned {k} dollars", "got {k} dollars from {his} {rel}", "found {k} dollars", "was paid {k} dollars"], ["spent {k} dollars on a {n1}", "paid {k} dollars for lunch", "gave {k} dollars to {M}", "lost {k} dollars"], "How many dollars did {he} have [then|in the end|left]"), ("points", "{N} {had} {v} points", ["won {k} points", "scored {k} points", "got {k} points"], ["lost {k} points", "gave up {k} points"], "How many points did {he} have in the end"), ("{ns}", "{N} {had} {v} {ns}", ["bought {k}", "found {k} more", "got {k} from {M}", "picked up {k} more"], ["lost {k}", "gave {k} to {M}", "used {k}", "sold {k}", "broke {k}"], "How many {ns} did {he} have [then|in the end|after that]"), ("liters", "{N} had a tank with {v} liters", ["poured in {k} liters", "added {k} liters"], ["took out {k} liters", "used {k} liters", "spilled {k} liters"], "How many liters were in the tank [then|in the end]"), ("steps", "{N} stood on step {v} of a long stair", ["went up {k} steps", "climbed {k} steps"], ["went down {k} steps", "came down {k} steps"], "On which step was {he} [then|in the end]")])
    if C["many"]: ups = [u for u in ups if "was" not in u]; ask = ask.replace("was {he}", "were {he}" if C["N"] != "I" else "was {he}")
    f, expr, val, acts = [say(start)], "start", v, []
    for i in range(n):
        k = small(); put(k=k); up = pr(.5)
        if not up and val <= k: raise Rej
        val += k if up else -k; expr += f" {'+' if up else '-'} {k}"; acts.append(say(*(ups if up else downs)))
    he = C["He"]
    if pr(.5) and n == 2: f.append(f"{he} {acts[0]} and {acts[1]}")
    else: f += [ch([he + " ", he + " ", "Then " + C["he"] + " ", "After that " + C["he"] + " ", "Next " + C["he"] + " ", "Later " + C["he"] + " "]) + a for a in acts]
    if pr(.3) and n > 2: f = [f[0], he + " " + ", ".join(acts[:-1]) + " and " + acts[-1]]
    return tell(f, say(ask), P2("start = {v}; total = " + expr, v=v), quiet=True)


def k_numbers():
    world(plain=True); a, b = two_apart(); k = R.randint(2, 12); put(a=a, b=b, k=k, s=a + b, p=a * k, d=a - b); x = R.random()
    if x < .12: return tell([], say("What number must be added to {b} to get {a}", "How much is {a} more than {b}", "What must you add to {b} to make {a}", "By how much is {b} smaller than {a}"), diff(a, b), quiet=True)
    if x < .24: return tell([say("The sum of two numbers is {s}", "Two numbers add up to {s}"), say("One of them is {a}", "The first is {a}")], say("What is the other", "What is the other number", "Find the other one"), P("total = {s}; first = {a}; second = total - first"), quiet=True)
    if x < .36: return tell([say("The difference of two numbers is {d}"), say("The smaller one is {b}")], say("What is the larger one", "What is the larger number"), P2("other = {b}; more = {d}; result = other + more", b=b, d=a - b), quiet=True)
    if x < .5: return tell([say("The product of two numbers is {p}"), say("One of them is {k}", "One number is {k}")], say("What is the other", "What is the other number"), P("product = {p}; first = {k}; second = product / first"), quiet=True)
    return tell([say("{N} multiplies a number by {k}", "{N} takes a number {k} times"), say("The result is {p}", "{He} gets {p}")], say("What was the number", "Which number was it"), P("total = {p}; times = {k}; result = total / times"), quiet=True)


# ---------------- bare mathematics: the programs of level 1, asked in more ways
SOLVE = "from sympy import symbols, solve; x = symbols('x'); print(solve(%s, x)[0])"
SOLVE2 = "from sympy import symbols, solve; x, y = symbols('x y'); ans = solve([%s], [x, y]); print(ans[%s])"
def code(text): return re.sub(r"\{(\w+)\}", lambda m: str(C[m.group(1)]), text).replace("; ", "\n")
def rnd(lo, hi): return lambda: R.randint(lo, hi)
PURE = [  # weight, numbers, condition and further numbers, program, wordings
    (3, dict(a=rnd(2, 999), b=rnd(2, 999)), "", "result = {a} + {b}; print(result)", ["What is {a} increased by {b}", "What number is {b} greater than {a}", "Give the total of {a} and {b}", "{a} and {b} are added. What is the result", "Start with {a} and add {b}. What do you get", "What is {b} more than {a}", "How much do {a} and {b} make [together|]"]),
    (3, dict(b=rnd(2, 500), e=rnd(2, 500)), "a = b + e", "result = {a} - {b}; print(result)", ["What is {a} decreased by {b}", "What number is {b} smaller than {a}", "{b} is subtracted from {a}. What is the result", "Start with {a} and take away {b}. What do you get", "Reduce {a} by {b}. What is left", "What remains of {a} when {b} is removed", "What is {a} less {b}"]),
    (3, dict(a=rnd(2, 99), b=rnd(2, 60)), "", "result = {a} * {b}; print(result)", ["What is {a} taken {b} times", "{a} is multiplied by {b}. What is the result", "What do you get when you multiply {a} and {b}", "How much is {b} times {a}", "Give the product of {a} and {b}", "What is {b} lots of {a}"]),
    (3, dict(g=rnd(2, 30), b=rnd(2, 60)), "n = g * b", "result = {n} / {g}; print(result)", ["{n} is divided by {g}. What is the result", "Split {n} into {g} equal parts. How big is one part", "What do you get when you divide {n} by {g}", "How many times does {g} fit into {n}", "Give the quotient of {n} by {g}", "What is {n} shared into {g} equal parts"]),
    (2, dict(a=rnd(10, 500), b=rnd(3, 20)), "ok = a % b > 0 and a > b", "result = {a} % {b}; print(result)", ["What is the remainder when {a} is divided by {b}", "{a} is divided by {b}. What is the remainder", "What is left over when you divide {a} by {b}", "Find the remainder of {a} divided by {b}", "What is {a} mod {b}"]),
    (2, dict(a=rnd(2, 30)), "", "result = {a} ** 2; print(result)", ["What do you get when you square {a}", "What is {a} times itself", "Give the square of {a}", "What is {a} to the second power", "{a} is squared. What is the result"]),
    (1, dict(a=rnd(2, 15)), "", "result = {a} ** 3; print(result)", ["What do you get when you cube {a}", "What is {a} to the third power", "Give the cube of {a}", "{a} is cubed. What is the result"]),
    (1, dict(a=rnd(2, 9), b=rnd(2, 8)), "", "result = {a} ** {b}; print(result)", ["What is {a} to the {b}th power", "Raise {a} to the power {b}. What do you get", "What is the value of {a}^{b}", "Multiply {b} factors of {a}. What is the result"]),
    (2, dict(a=rnd(2, 30)), "s = a * a", "import math; result = math.isqrt({s}); print(result)", ["What number times itself is {s}", "The square of a positive number is {s}. What is the number", "A square has an area of {s}. What is its side", "Which positive number has the square {s}", "What is the root of {s}", "Take the square root of {s}. What do you get"]),
    (1, dict(a=rnd(3, 9)), "", "import math; print(math.factorial({a}))", ["How many ways are there to line up {a} {ps}", "In how many different orders can {a} {ns} be placed on a shelf", "How many arrangements of {a} different {ns} are there", "What is the value of {a}!"]),
    (2, dict(g=rnd(2, 12), b=rnd(2, 15), e=rnd(2, 15)), "a = g * b; c = g * e; ok = b != e", "import math; print(math.gcd({a}, {c}))", ["What is the largest number that divides both {a} and {c}", "What is the greatest number by which {a} and {c} can both be divided", "Give the greatest common factor of {a} and {c}", "{N} has {a} {ns} and {c} {ms} and makes equal bags without anything left over. What is the largest number of bags"]),
    (2, dict(a=rnd(2, 30), b=rnd(2, 30)), "ok = a != b", "import math; print(math.lcm({a}, {b}))", ["What is the smallest number that both {a} and {b} divide", "What is the lowest common multiple of {a} and {b}", "Give the least number that is a multiple of {a} and of {b}", "One light blinks every {a} seconds and another every {b} seconds. They blink together now. After how many seconds do they blink together again"]),
    (2, dict(n=rnd(4, 15), k=rnd(2, 5)), "ok = n > k", "import math; print(math.comb({n}, {k}))", ["How many groups of {k} can be formed from {n} {ps}", "From {n} {ns} {N} may take {k}. How many choices are there", "A club of {n} picks a committee of {k}. In how many ways can that be done", "How many sets of {k} can one choose out of {n} {ns}"]),
    (1, dict(a=rnd(10, 200)), "", "n = {a}; total = sum(range(1, n + 1)); print(total)", ["What do the whole numbers from 1 up to {a} add up to", "What is 1 + 2 + 3 + ... + {a}", "Add up all integers from 1 through {a}. What is the sum", "Find the sum of the first {a} whole numbers"]),
    (1, dict(a=rnd(20, 300)), "", "n = {a}; primes = [i for i in range(2, n) if all(i % j for j in range(2, i))]; print(len(primes))", ["How many primes are below {a}", "Count the prime numbers less than {a}. How many are there", "What is the number of primes under {a}"]),
    (1, dict(a=rnd(10, 300)), "", "n = {a}; divisors = [i for i in range(1, n + 1) if n % i == 0]; print(len(divisors))", ["How many factors does {a} have", "By how many whole numbers can {a} be divided", "What is the number of divisors of {a}", "How many positive integers divide {a}"]),
    (2, dict(a=rnd(2, 20), d=rnd(2, 12), n=rnd(4, 30)), "", "first = {a}; step = {d}; n = {n}; term = first + (n - 1) * step; print(term)", ["A sequence begins with {a} and each number is {d} more than the one before. What is number {n} in it", "The first term is {a} and every next term is {d} larger. What is the {n}th term", "{N} writes {a}, then always adds {d}. What is the {n}th number {N} writes", "An arithmetic progression has first term {a} and difference {d}. Find term {n}"]),
    (3, dict(x=rnd(2, 40), k=rnd(2, 9), b=rnd(2, 40)), "r = k * x + b", SOLVE % "{k}*x + {b} - {r}", ["{N} takes a number {k} times and adds {b}. The result is {r}. What was the number", "{b} more than {k} times a number is {r}. What is the number", "If {b} is added to {k} times a number, the result is {r}. Find the number", "A number times {k}, plus {b}, gives {r}. Which number is it"]),
    (2, dict(x=rnd(6, 40), k=rnd(2, 9), b=rnd(2, 11)), "r = k * x - b", SOLVE % "{k}*x - {b} - {r}", ["{N} takes a number {k} times and subtracts {b}. The result is {r}. What was the number", "{k} times a number, less {b}, is {r}. What is the number", "If {b} is taken from {k} times a number, {r} is left. Find the number"]),
    (2, dict(x=rnd(2, 60), b=rnd(2, 60)), "r = x + b", SOLVE % "x + {b} - {r}", ["{N} thinks of a number and adds {b}. {He} gets {r}. What was the number", "Some number and {b} make {r}. What is it", "After adding {b} to a number {N} has {r}. Which number was it"]),
    (2, dict(e=rnd(2, 60), b=rnd(2, 60)), "x = e + b; r = e", SOLVE % "x - {b} - {r}", ["{N} thinks of a number and takes away {b}. {He} gets {r}. What was the number", "A number minus {b} is {r}. What is the number", "After subtracting {b} from a number {N} has {r}. Which number was it"]),
    (2, dict(y=rnd(2, 40), e=rnd(1, 30)), "x = y + e; s = x + y", SOLVE2 % ("x + y - {s}, x - y - {e}", "x"), ["Two numbers have the sum {s} and the difference {e}. What is the larger one", "{N} and {M} own {s} {ns} together, and {N} owns {e} more. How many does {N} own", "Two {ns} cost ${s} together. One costs ${e} more than the other. What does the more expensive one cost"]),
    (2, dict(y=rnd(2, 40), e=rnd(1, 30)), "x = y + e; s = x + y", SOLVE2 % ("x + y - {s}, x - y - {e}", "y"), ["Two numbers have the sum {s} and the difference {e}. What is the smaller one", "{N} and {M} own {s} {ns} together, and {N} owns {e} more. How many does {M} own", "Two {ns} cost ${s} together. One costs ${e} more than the other. What does the cheaper one cost"]),
    (2, dict(x=rnd(2, 30), y=rnd(2, 30)), "s = x + y; r = 2 * x + 4 * y", SOLVE2 % ("x + y - {s}, 2*x + 4*y - {r}", "y"), ["{N} sees {s} hens and goats with {r} legs in all. How many goats are there", "In a yard there are {s} ducks and pigs. They have {r} legs. How many pigs are there", "{s} bicycles and cars have {r} wheels. How many cars are there"]),
    (2, dict(x=rnd(2, 30), y=rnd(2, 30)), "s = x + y; r = 2 * x + 4 * y", SOLVE2 % ("x + y - {s}, 2*x + 4*y - {r}", "x"), ["{N} sees {s} hens and goats with {r} legs in all. How many hens are there", "In a yard there are {s} ducks and pigs. They have {r} legs. How many ducks are there", "{s} bicycles and cars have {r} wheels. How many bicycles are there"]),
    (2, dict(b=rnd(1, 30), h=rnd(2, 40)), "a = 2 * b", "base = {a}; height = {h}; area = base * height / 2; print(area)", ["How big is a triangle with a base of {a} and a height of {h}", "A sail is a triangle {a} feet wide at the base and {h} feet high. What is its area", "The base of a triangle is {a} cm, its height {h} cm. How many square cm is its area"]),
    (1, dict(a=rnd(2, 20)), "", "side = {a}; volume = side ** 3; print(volume)", ["A cube has edges of {a} cm. What is its volume", "How many cubic cm are in a cube with side {a} cm", "Each edge of a cube is {a} inches. Find its volume"]),
    (1, dict(a=rnd(2, 20)), "", "import math; radius = {a}; area = math.pi * radius ** 2; print(round(area, 2))", ["What is the area inside a circle of radius {a}", "A round table has a radius of {a} feet. What is its area", "The radius of a circle is {a}. Find its area"]),
    (1, dict(a=rnd(2, 20)), "", "import math; radius = {a}; circumference = 2 * math.pi * radius; print(round(circumference, 2))", ["How far is it around a circle of radius {a}", "The radius of a circle is {a} cm. Find its circumference", "A round pool has a radius of {a} meters. How long is its edge"]),
    (1, dict(k=rnd(1, 10)), "a = 3 * k; b = 4 * k", "import math; a = {a}; b = {b}; c = math.sqrt(a ** 2 + b ** 2); print(c)", ["The two short sides of a right triangle are {a} and {b}. What is the longest side", "{N} walks {a} km east and {b} km north. How far from the start is {N} in a straight line", "A right triangle has sides {a} and {b} at the right angle. Find the hypotenuse"]),
    (1, dict(a=rnd(20, 100), b=rnd(20, 70)), "ok = a + b < 170", "angle = 180 - {a} - {b}; print(angle)", ["A triangle has angles of {a} and {b} degrees. How many degrees is the third angle", "Two corners of a triangle measure {a} and {b} degrees. What does the third measure", "In a triangle one angle is {a} degrees and another {b} degrees. Find the remaining angle"]),
    (2, dict(h=rnd(1, 40), r=lambda: ch([2, 3, 4, 5, 6, 8, 10]), y=rnd(1, 10)), "p = 100 * h", "principal = {p}; rate = {r}; years = {y}; interest = principal * rate * years / 100; print(interest)", ["{N} lends ${p} at {r}% simple interest a year. How much interest is that after {y} years", "A bank pays {r}% simple interest per year. How much interest does ${p} bring in {y} years", "What is the simple interest on ${p} at {r} percent for {y} years"]),
    (2, dict(k=rnd(1, 40), p=lambda: ch([5, 10, 20, 25, 30, 40, 50, 60, 75, 80, 15, 35])), "a = 20 * k", "total = {a}; percent = {p}; result = total * percent / 100; print(result)", ["Find {p}% of {a}", "What does {p} percent of {a} come to", "Take {p}% of {a}. What do you get", "{a} is 100%. How much is {p}%", "If you take {p} percent of {a}, how much is that", "What number is {p}% of {a}"]),
    (2, dict(a=lambda: ch([4, 5, 10, 20, 25, 40, 50, 80, 100, 200]), b=rnd(1, 100)), "ok = b <= a and 100 * b % a == 0", "part = {b}; total = {a}; percent = part / total * 100; print(percent)", ["What percent is {b} out of {a}", "{b} of {a} is what percent", "Which percentage of {a} is {b}", "{N} got {b} of {a} questions right. What percent is that", "Express {b} out of {a} as a percentage"]),
]


def k_pure():
    world(plain=True); _, spec, more_, p, forms = R.choices(PURE, weights=[w[0] for w in PURE])[0]
    v = {k: f() for k, f in spec.items()}
    if more_: exec(more_, {}, v)
    if not v.get("ok", True): raise Rej
    C.update(v)
    q = say(*forms)
    return q + ("." if q.startswith(("Find", "Give", "Take", "Express")) and "?" not in q and "What" not in q else "?"), code(p)


KINDS3 = [(9, k_pure), (6, k_triple), (4, k_two_acts), (4, k_sections), (4, k_recipe), (3, k_rest_of_job), (11, k_change), (8, k_setting), (8, k_two_rounds), (10, k_compare), (8, k_kinds), (9, k_groups), (6, k_share), (9, k_money), (3, k_tickets), (7, k_rate), (5, k_journey), (5, k_routine), (5, k_measure), (4, k_time), (4, k_ages), (7, k_part), (3, k_average), (2, k_ratio), (4, k_shape), (4, k_units), (6, k_steps), (4, k_budget), (3, k_numbers)]
def tidy(q):
    q = re.sub(r"\s+", " ", q).replace(" ?", "?").replace(" .", ".").replace(" ,", ",").strip()
    q = re.sub(r"\b([Aa]) (?=[aeio])(?!one)", r"\1n ", q)
    q = re.sub(r"\b[Ii] has\b", "I have", q)
    return q[0].upper() + q[1:]


def level3():
    q, p = R.choices([k for _, k in KINDS3], weights=[w for w, _ in KINDS3])[0]()
    return tidy(q), p
