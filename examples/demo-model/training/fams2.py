# Level 2 of the generator: scenes with several quantities, of which the question picks some; more verbs, things, orders of sentences.
# Written without reading the benchmark sets or heldout.py.
# ---------------- words
# past, present (with he/she), base, things
ACTS = [tuple(x.split("/")) for x in """baked/bakes/bake/loaf:loaves,cookie,muffin,pie,roll,bun,cupcake,cake,pretzel
knitted/knits/knit/scarf:scarves,hat,sweater,mitten,blanket
sewed/sews/sew/dress:dresses,shirt,cushion,curtain,apron,button
carved/carves/carve/spoon,figurine,flute,bowl,mask
planted/plants/plant/tree,rose bush:rose bushes,seed,tulip,bulb,flower,tomato plant
harvested/harvests/harvest/pumpkin,cabbage,melon,carrot,potato:potatoes
caught/catches/catch/fish:fish,frog,crab,butterfly:butterflies,trout:trout,shrimp:shrimp
photographed/photographs/photograph/bird,flower,building,whale,insect
typed/types/type/page,letter,word,line,report
painted/paints/paint/picture,fence post,chair,egg,wall,door,portrait
drew/draws/draw/picture,map,cartoon,circle,horse
folded/folds/fold/shirt,towel,napkin,paper crane,letter
assembled/assembles/assemble/bicycle,chair,toy,clock,shelf:shelves
delivered/delivers/deliver/newspaper,parcel,pizza,package,letter,meal
packed/packs/pack/box:boxes,lunch:lunches,suitcase,crate,bag
washed/washes/wash/car,window,plate,dish:dishes,dog,cup
repaired/repairs/repair/bike,phone,watch:watches,shoe,engine,roof
sold/sells/sell/ticket,newspaper,hot dog,balloon,raffle ticket,lemonade,painting,phone
built/builds/build/birdhouse,model plane,sandcastle,tower,table,raft
scored/scores/score/point,goal,basket
solved/solves/solve/puzzle,riddle,problem,equation
wrote/writes/write/poem,letter,story:stories,page,essay,line,postcard
read/reads/read/book,page,chapter,comic,article,story:stories
spotted/spots/spot/deer:deer,eagle,fox:foxes,dolphin,shooting star,owl,rabbit
counted/counts/count/car,star,truck,sheep:sheep,coin,seagull
collected/collects/collect/shell,stamp,coin,bottle,can,leaf:leaves,rock,signature,bottle cap,acorn
picked/picks/pick/apple,berry:berries,cherry:cherries,daisy:daisies,orange,plum,strawberry:strawberries,bean
dug up/digs up/dig up/potato:potatoes,worm,carrot,beet,stone
bought/buys/buy/pencil,notebook,orange,banana,stamp,marble,candle,bead,brick,plate,card
made/makes/make/sandwich:sandwiches,bracelet,pancake,candle,necklace,puppet,card,pizza,kite
ate/eats/eat/grape,cracker,dumpling,slice of pizza:slices of pizza,nut,cherry:cherries,pancake,cookie
recorded/records/record/song,video,bird call,podcast
filled/fills/fill/bottle,jar,bucket,sandbag,balloon,glass:glasses
cut/cuts/cut/ribbon,log,board,paper star,rope,slice
sent/sends/send/email,postcard,message,invitation,text
cleaned/cleans/clean/window,room,tank,table,cage,shoe
found/finds/find/shell,coin,key,egg,golf ball,fossil,penny:pennies
won/wins/win/medal,game,prize,ticket,marble,match:matches
hung/hangs/hang/poster,lamp,lantern,picture,flag
translated/translates/translate/page,letter,poem,sentence
printed/prints/print/poster,flyer,page,photo,ticket
loaded/loads/load/crate,truck,barrel,pallet,sack
watered/waters/water/plant,rose,tree,pot
learned/learns/learn/word,song,poem,trick,dance
fed/feeds/feed/duck,cat,goat,rabbit,calf:calves
ironed/irons/iron/shirt,sheet,skirt
shoveled/shovels/shovel/driveway,sidewalk,path
graded/grades/grade/test,essay,quiz:quizzes,exam
wrapped/wraps/wrap/gift,present,box:boxes,package
popped/pops/pop/balloon,bubble
tied/ties/tie/knot,ribbon,bow
lifted/lifts/lift/weight,box:boxes,crate
answered/answers/answer/question,call,email,letter
visited/visits/visit/museum,city:cities,country:countries,farm,castle
watched/watches/watch/movie,episode,show,cartoon,game
climbed/climbs/climb/step,stair,hill,tower""".split("\n")]
PLACES2 = "at the {shop}|in the garden|in the park|at school|at home|in the forest|on the beach|in town|at camp|by the river|in the morning|in the evening|after lunch|during the break|with {his} {rel}|for the party|for the school fair|".split("|")
UNIT_PAIRS = [("hour", "hours"), ("day", "days"), ("week", "weeks"), ("month", "months"), ("minute", "minutes")]
CONT2 = "crate envelope cage vase carton pouch:pouches backpack barrel chest locker cupboard tub cooler truck van wagon wheelbarrow net sack shelf:shelves pot pan plate platter table room tent aquarium nest page folder binder pocket case tank row bench:benches bunch:bunches string packet roll sheet".split()
GROUPS2 = "team class:classes club family:families group table choir tribe squad crew patrol band village troop".split()


def n2(spec): return tuple(spec.split(":")) if ":" in spec else (spec, spec + "s")
def act():
    a = ch(ACTS)
    return dict(zip(("vp", "vs", "vb"), a[:3])), n2(ch(a[3].split(",")))
def cont2(): return noun(CONT2 if pr(.6) else CONT)
def prog(*lines): return "\n".join(lines)
LAST = [""]
def pick(*xs):
    """One of the wordings, filled from the scene; a leading space stays."""
    t = ch(xs)
    LAST[0] = (" " if t.startswith(" ") else "") + T(t, CTX)
    return LAST[0]
CTX = {}
def scene_ctx():
    """The slots of a scene: three people, two kinds of things, an action, a container, a place."""
    global CTX
    d = base_ctx()
    v, (o1, os_) = act()
    d.update(v); d["n1"], d["ns"] = (o1, os_)
    if pr(.08): d["n1"] = pseudo(); d["ns"] = d["n1"] + "s"
    while d["ms"] == d["ns"]: d["m1"], d["ms"] = thing()
    d["c1"], d["cs"] = cont2()
    d["pl"] = T("[" + "|".join(PLACES2) + "]", d)
    CTX = d
    return d


def small(): return R.randint(2, 20) if pr(.5) else R.randint(2, 99) if pr(.8) else R.randint(2, 600)
def two_apart(lo=2):
    a, b = small(), small()
    while abs(a - b) < 1: b = small()
    return max(a, b), min(a, b)
def order(parts, fixed=0):
    """Sentences in random order, the first `fixed` in place."""
    head, tail = parts[:fixed], parts[fixed:]
    if pr(.4): R.shuffle(tail)
    return " ".join(cap(s) for s in head + tail if s)
def padding():
    """A sentence that does not matter, with a number or without."""
    if pr(.72): return ""
    d = dict(CTX); d["z"] = small(); d["z2"] = small()
    return T(ch(["{K} [is|turned] {z} years old[| last week].", "The weather was [nice|cold|warm|windy].", "{K} has {z} {ks}.", "It took [{him} |]{z} [minutes|hours].", "The [trip|visit|work] [took|lasted] {z} [minutes|hours].", "The {shop} is {z} [miles|km] away.", "{N} [got up|started] at {z3} o'clock.", "There were {z} {ps} [nearby|watching|in the room].", "{N} {vp} [them|it] {pl}.".replace(" {pl}", ""), "{K} helped[| for {z} minutes].", "Each {n1} weighs {z} grams.", "{He} lives on floor {z3} of a tall building.", "{K} [bought|has|owns] {z} {ks} and {z2} [books|hats|pens].", "{N} was [tired|happy|proud] afterwards.", "A {k1} costs ${z}.", "{N} has {z3} [brothers|sisters|cousins|cats]."]), {**d, "z3": R.randint(2, 11)})


# ---------------- scenes
def s_two_people_two_things():
    d = scene_ctx(); a, b, c, e = small(), small(), small(), small()
    if a == c: c += 1
    if b == e: e += 1
    d.update(a=a, b=b, c=c, e=e); past = pr(.7); d["V"] = d["vp"] if past else d["vs"]
    f1 = pick("{N} {V} {a} {ns} and {b} {ms}.", "{N} {V} {a} {ns}, and [also |]{b} {ms}.", "{a} {ns} and {b} {ms} [belong to|are for] {N}.", "{N} has {a} {ns} and {b} {ms}.", "{N} [owns|carries|brought|took along] {a} {ns} as well as {b} {ms}.")
    f2 = pick("{M} {V} {c} {ns} and {e} {ms}.", "{M}, on the other hand, {V} {c} {ns} and {e} {ms}.", "{c} {ns} and {e} {ms} [belong to|are for] {M}.", "{M} has {c} {ns} and {e} {ms}.", "{M} [owns|carries|brought|took along] {c} {ns} as well as {e} {ms}.")
    x = R.random(); body = order([f1, f2, padding()])
    if x < .2: return body + pick(" How many {ns} do {N} and {M} have [in all|together|altogether]?", " How many {ns} [is that|are there] [in all|together|altogether|]?", " What is the total number of {ns}?", " How many of the things are {ns}?"), prog(f"first = {a}", f"second = {c}", "total = first + second", "print(total)")
    if x < .4: return body + pick(" How many {ms} do {N} and {M} have [in all|together|altogether]?", " How many {ms} [is that|are there] [in all|together|altogether|]?", " Find the number of {ms} they have together."), prog(f"first = {b}", f"second = {e}", "total = first + second", "print(total)")
    if x < .55: return body + pick(" How many things does {N} have [in all|altogether]?", " How many items is that for {N} alone?", " {N}'s {ns} and {ms}: how many are they together?"), prog(f"first = {a}", f"second = {b}", "total = first + second", "print(total)")
    if x < .78:
        g, l, hi, lo = ("{N}", "{M}", a, c) if a > c else ("{M}", "{N}", c, a)
        return body + pick(f" How many more {{ns}} does {g} have than {l}?", f" How many fewer {{ns}} does {l} have than {g}?", " What is the difference between their numbers of {ns}?", f" By how many {{ns}} is {g} ahead of {l}?", f" {cap(g)} has how many more {{ns}} than {l}?"), prog(f"first = {hi}", f"second = {lo}", "difference = first - second", "print(difference)")
    g, l, hi, lo = ("{N}", "{M}", b, e) if b > e else ("{M}", "{N}", e, b)
    return body + pick(f" How many more {{ms}} does {g} have than {l}?", f" How many fewer {{ms}} does {l} have than {g}?", " What is the difference between their numbers of {ms}?"), prog(f"first = {hi}", f"second = {lo}", "difference = first - second", "print(difference)")


DEC = [tuple(x.split("/")) for x in """gave away/gives away/give away
sold/sells/sell
lost/loses/lose
used/uses/use
broke/breaks/break
donated/donates/donate
threw out/throws out/throw out
used up/uses up/use up
handed out/hands out/hand out
dropped/drops/drop
returned/returns/return
passed on/passes on/pass on
misplaced/misplaces/misplace
spilled/spills/spill
traded away/trades away/trade away
mailed/mails/mail
burned/burns/burn
recycled/recycles/recycle
ruined/ruins/ruin
swapped/swaps/swap""".split("\n")]
INC = [tuple(x.split("/")) for x in """bought/buys/buy
found/finds/find
received/receives/receive
got/gets/get
picked up/picks up/pick up
ordered/orders/order
won/wins/win
added/adds/add
inherited/inherits/inherit
brought/brings/bring
borrowed/borrows/borrow
was handed/is handed/be handed
was given/is given/be given
unpacked/unpacks/unpack
acquired/acquires/acquire
earned/earns/earn
purchased/purchases/purchase
gathered/gathers/gather
discovered/discovers/discover
obtained/obtains/obtain""".split("\n")]


def s_before_after():
    """Two kinds of things, before and after; one of start, change and end is asked."""
    d = scene_ctx(); a, c = two_apart(); b, e = two_apart()
    if a - c < 1 or b - e < 1: raise Rej
    w = ch(DEC); d.update(a=a, b=b, c=c, e=e, l=a - c, k2=b - e, W=w[0], Wb=w[2])
    two = pr(.55)
    st = pick("{N} had {a} {ns} and {b} {ms}.", "{N} [started|began] with {a} {ns} and {b} {ms}.", "In the beginning {N} had {a} {ns} and {b} {ms}.", "{N} {vp} {a} {ns} and {b} {ms}.", "There were {a} {ns} and {b} {ms} in {N}'s {c1}.") if two else pick("{N} had {a} {ns}.", "{N} {vp} {a} {ns}[| {pl}].", "{N} [started|began] with {a} {ns}.", "There were {a} {ns} in {N}'s {c1}.", "At first {N} had {a} {ns}.", "{N}'s {c1} held {a} {ns}.")
    chg = pick("{He} {W} {c} {ns} and {e} {ms}.", "Then {he} {W} {c} of the {ns} and {e} of the {ms}.", "{c} {ns} and {e} {ms} were [lost|used|sold|gone by the evening].") if two else pick("{He} {W} {c} [of them|{ns}|of the {ns}].", "Then {he} {W} {c}.", "Later {he} {W} {c} of {his} {ns}.", "On {d1} {he} {W} {c} {ns}.", "{c} of them were [lost|used|sold|broken].", "{M} [took|needed|borrowed|wanted and got] {c} of them.")
    x = R.random(); SUBT = prog(f"start = {a}", f"removed = {c}", "left = start - removed", "print(left)")
    if two and x < .6:
        if pr(.5): return order([st, chg, padding()], 2) + pick(" How many {ns} [are left|remain|does {he} have left|does {N} still have]?", " How many {ns} were left?", " What number of {ns} [is|was] left?"), SUBT
        return order([st, chg, padding()], 2) + pick(" How many {ms} [are left|remain|does {he} have left|does {N} still have]?", " How many {ms} were left?"), prog(f"start = {b}", f"removed = {e}", "left = start - removed", "print(left)")
    if two and x < .8: return order([st, chg], 2) + pick(" How many things [are left|remain|does {he} have left] [in all|altogether|in total]?", " How many {ns} and {ms} are left altogether?"), prog(f"first = {a} - {c}", f"second = {b} - {e}", "left = first + second", "print(left)")
    if two: return order([st, chg], 2) + pick(" How many things [were|are] [gone|missing] [in all|altogether]?", " How many {ns} and {ms} did {he} [lose|part with] altogether?"), prog(f"first = {c}", f"second = {e}", "total = first + second", "print(total)")
    if x < .4: return order([st, chg, padding()], 2) + pick(" How many {ns} [are left|remain|does {he} have left|does {N} still have]?", " How many [of them |]are left?", " How many {ns} [did {he} keep|did {he} have then|were left in the end]?", " What is left?"), SUBT
    if x < .7:
        end = pick("Now {he} has {l} {ns}[| left].", "{l} [of them |]are left.", "At the end of the day {l} {ns} were left.", "{He} counted {l} {ns} afterwards.", "Only {l} remained.")
        return order([st, pick("{He} {W} some [of them|{ns}].", "Some [of them |]were [lost|used|sold|broken].", "Then {he} {W} [a few|several|a number of them].", "", ""), end, padding()], 3) + pick(" How many {ns} did {he} {Wb}?", " How many [of them |][are gone|are missing|were {W2}]?".replace("{W2}", "taken"), " How many {ns} is that fewer than before?"), prog(f"start = {a}", f"left = {d['l']}", "removed = start - left", "print(removed)")
    return order([pick("{N} had some {ns}.", "{N} {vp} [some|a number of|several] {ns}.", "Nobody counted {N}'s {ns} at first.", "There were some {ns} in a {c1}."), chg, pick("Now {l} are left.", "{He} has {l} {ns} left.", "That left {him} with {l}.", "Then there were {l}.")], 3) + pick(" How many {ns} [did {he} have|were there] [at first|to begin with|in the beginning|before]?", " With how many {ns} did {he} [start|begin]?", " What was the number of {ns} at the start?"), prog(f"removed = {c}", f"left = {d['l']}", "start = left + removed", "print(start)")


def s_gain_unknown():
    d = scene_ctx(); a, c = small(), small(); w = ch(INC); d.update(a=a, c=c, t=a + c, W=w[0], Wb=w[2]); dist = R.random() < .35; d["b"], d["e"] = small(), small()
    st = pick("{N} had {a} {ns} and {b} {ms}.", "{N}'s {c1} held {a} {ns} and {b} {ms}.") if dist else pick("{N} had {a} {ns}.", "{N} already had {a} {ns}.", "At first there were {a} {ns} in {N}'s {c1}.", "{N} {vp} {a} {ns}[| {pl}].", "{N} kept {a} {ns} in a {c1}.", "{N} owned {a} {ns}.")
    chg = pick("{He} {W} {c} more {ns} and {e} {ms}.", "Then {he} {W} another {c} {ns} and {e} more {ms}.") if dist else pick("{He} {W} {c} more[| {ns}].", "Then {he} {W} another {c}[| {ns}].", "On {d1} {he} {W} {c} {ns}.", "{His} {rel} gave {him} {c} [more|extra ones].", "{M} brought {him} {c} [more|of them|{ns}].", "A day later {c} more {ns} came.")
    x = R.random()
    if x < .45: return order([st, chg, padding()], 2) + pick(" How many {ns} does {N} have now?", " How many {ns} [is that|are there] [in all|altogether|in total]?", " How many {ns} did {he} [end up with|have then|have in the end]?", " How many {ns} are there now?", " What is the [new|total] number of {ns}?"), prog(f"start = {a}", f"added = {c}", "total = start + added", "print(total)")
    if dist: return order([st, chg, padding()], 2) + pick(" How many {ms} does {N} have now?", " How many {ms} [is that|are there] [in all|altogether|in total]?"), prog(f"start = {d['b']}", f"added = {d['e']}", "total = start + added", "print(total)")
    if x < .75:
        return order([st, pick("{He} {W} some more.", "Then {he} {W} [a few|several|some] more {ns}.", "{M} gave {him} some.", ""), pick("Now {he} has {t}[| {ns}].", "Afterwards there were {t} {ns}.", "This made {t}[ {ns}|] in all.", "Today {he} has {t} {ns}."), padding()], 3) + pick(" How many [{ns} |]did {he} {Wb}?".replace("{Wb}", "get") if w[2].startswith("be ") else " How many [{ns} |]did {he} {Wb}?", " How many {ns} were new?", " How many [{ns} |]were added?"), prog(f"start = {a}", f"total = {d['t']}", "added = total - start", "print(added)")
    return order([pick("{N} had some {ns}.", "There were some {ns} in {N}'s {c1}.", "{N} {vp} [some|several] {ns}."), chg, pick("Now {he} has {t}[| {ns}].", "Then there were {t}.", "This made {t} in all.")], 3) + pick(" How many {ns} did {he} have [at first|before|to begin with|in the beginning]?", " How many {ns} were there before[| that]?"), prog(f"added = {c}", f"total = {d['t']}", "start = total - added", "print(start)")


def s_days():
    d = scene_ctx(); a, b, c = small(), small(), small()
    if len({a, b, c}) < 3: raise Rej
    d.update(a=a, b=b, c=c); past = pr(.85); d["V"] = d["vp"] if past else d["vs"]; do = "did" if past else "does"; d["do"] = do
    t = ch([("on {d1}", "on {d2}", "on {d3}"), ("in {mo1}", "in {mo2}", "in {mo3}"), ("in the morning", "in the afternoon", "in the evening"), ("on the first day", "on the second day", "on the third day"), ("in the first week", "in the second week", "in the third week"), ("yesterday", "today", "the day before yesterday"), ("at the first stop", "at the second stop", "at the third stop"), ("in round one", "in round two", "in round three")])
    t = [T(x, d) for x in t]; d.update(t1=t[0], t2=t[1], t3=t[2], T1=cap(t[0]), T2=cap(t[1]), T3=cap(t[2]))
    three = pr(.6)
    body = pick("{N} {V} {a} {ns} {t1}, {b} {t2} and {c} {t3}.", "{T1} {N} {V} {a} {ns}. {T2} {he} {V} {b}, and {t3} {c}.", "{N} {V} {a} {ns} {t1}. {He} {V} {b} {ns} {t2} and {c} {t3}.", "{N}'s numbers of {ns}: {a} {t1}, {b} {t2}, {c} {t3}.", "{a} {ns} {t1}, {b} {t2} and {c} {t3}: that is what {N} {V}.") if three else pick("{N} {V} {a} {ns} {t1} and {b} {t2}.", "{T1} {N} {V} {a} {ns}. {T2} {he} {V} {b}.", "{T1}, {N} {V} {a} {ns}, and {t2} {b}[| more].", "{N} {V} {b} {ns} {t2} after {a} {t1}.")
    body = order([body, padding()], 1); x = R.random()
    if x < .3 and three: return body + pick(" How many {ns} {do} {he} {vb} [in all|altogether|in total|over all three]?", " How many {ns} is that [in all|altogether|in total]?", " What is the total [number of {ns}|]?"), prog(f"first = {a}", f"second = {b}", f"third = {c}", "total = first + second + third", "print(total)")
    if x < .3: return body + pick(" How many {ns} {do} {he} {vb} [in all|altogether|in total]?", " How many {ns} is that [in all|altogether|in total]?", " What is the total [number of {ns}|]?"), prog(f"first = {a}", f"second = {b}", "total = first + second", "print(total)")
    i, j = (0, 1) if not three else R.sample([0, 1, 2], 2); v = (a, b, c); d.update(u1=t[i], u2=t[j])
    if three and x < .5: return body + pick(" How many {ns} {do} {he} {vb} {u1} and {u2} [together|in all|]?", " Leaving out the rest, how many is that {u1} and {u2}?"), prog(f"first = {v[i]}", f"second = {v[j]}", "total = first + second", "print(total)")
    if v[i] < v[j]: i, j = j, i; d.update(u1=t[i], u2=t[j])
    return body + pick(" How many more {ns} {do} {he} {vb} {u1} than {u2}?", " How many fewer {ns} {do} {he} {vb} {u2} than {u1}?", " What is the difference between {u1} and {u2}?", " {cu1} it was how many more than {u2}?".replace("{cu1}", cap(d["u1"]))), prog(f"first = {v[i]}", f"second = {v[j]}", "difference = first - second", "print(difference)")


def s_containers():
    d = scene_ctx(); g, b, h, c = R.randint(2, 25), R.randint(2, 40), R.randint(2, 25), R.randint(2, 40); d["e1"], d["es"] = cont2()
    if d["es"] == d["cs"] or g * b == h * c or g == h: raise Rej
    d.update(g=g, b=b, h=h, c=c)
    f1 = pick("There are {g} {cs} with {b} {ns} in each.", "{N} has {g} {cs}, each with {b} {ns}.", "Each of the {g} {cs} holds {b} {ns}.", "{N} put {b} {ns} in each of {g} {cs}.", "{g} {cs} hold {b} {ns} apiece.", "Every {c1} has {b} {ns} in it, and there are {g} {cs}.", "{N} filled {g} {cs}. In every {c1} there are {b} {ns}.")
    f2 = pick("There are {h} {es} with {c} {ms} in each.", "{M} has {h} {es}, each with {c} {ms}.", "Each of the {h} {es} holds {c} {ms}.", "{h} {es} hold {c} {ms} apiece.", "Every {e1} has {c} {ms} in it, and there are {h} {es}.")
    x = R.random(); two = pr(.5); body = order([f1, f2 if two else "", padding()], 0 if two else 1)
    if x < .4: return body + pick(" How many {ns} are there[| in all| altogether| in total]?", " How many {ns} is that?", " What is the total number of {ns}?", " Find the number of {ns}.", " How many {ns} are in the {cs}?"), prog(f"groups = {g}", f"per_group = {b}", "total = groups * per_group", "print(total)")
    if not two:
        y = R.random()
        if y < .35:
            k = R.randint(1, g * b - 1); d["k"] = k
            return body + pick(" {k} {ns} are [taken out|sold|broken|eaten|missing]. How many [{ns} |]are left?", " {N} {dec} {k} of the {ns}. How many {ns} does {he} [still have|have left]?".replace("{dec}", ch(DEC)[0])), prog(f"groups = {g}", f"per_group = {b}", f"removed = {k}", "left = groups * per_group - removed", "print(left)")
        if y < .65:
            k = R.randint(2, 60); d["k"] = k
            return body + pick(" {k} more {ns} lie [on the floor|next to them|outside]. How many {ns} are there [in all|altogether]?", " {He} also has {k} [single|loose|extra] {ns}. How many {ns} is that [in all|altogether]?".replace("{He}", "{N}")), prog(f"groups = {g}", f"per_group = {b}", f"extra = {k}", "total = groups * per_group + extra", "print(total)")
        k = ch([i for i in range(2, 13) if g * b % i == 0] or [0])
        if k == 0: raise Rej
        d["k"] = k
        return body + pick(" All the {ns} are shared equally by {k} {ps}. How many does each [one |{p1} |]get?", " {k} {ps} divide all the {ns} evenly. How many {ns} [does each get|go to each {p1}]?"), prog(f"groups = {g}", f"per_group = {b}", "total = groups * per_group", f"each = total / {k}", "print(each)")
    if x < .6: return body + pick(" How many {ms} are there[| in all| altogether| in total]?", " How many {ms} is that?", " How many {ms} are in the {es}?"), prog(f"groups = {h}", f"per_group = {c}", "total = groups * per_group", "print(total)")
    if x < .75: return body + pick(" How many {ns} and {ms} are there [in all|altogether|together]?", " How many things are there [in all|altogether]?"), prog(f"first = {g} * {b}", f"second = {h} * {c}", "total = first + second", "print(total)")
    if x < .85: return body + (pick(" How many more {cs} than {es} are there?", " By how many do the {cs} outnumber the {es}?") if g > h else pick(" How many more {es} than {cs} are there?", " How many fewer {cs} than {es} are there?")), prog(f"first = {max(g, h)}", f"second = {min(g, h)}", "difference = first - second", "print(difference)")
    w, z = (" How many more {ns} than {ms} are there?", (g, b, h, c)) if g * b > h * c else (" How many more {ms} than {ns} are there?", (h, c, g, b))
    return body + pick(w, w.replace("are there", "is that")), prog(f"first = {z[0]} * {z[1]}", f"second = {z[2]} * {z[3]}", "difference = first - second", "print(difference)")


def s_share():
    """Equal groups backwards: total and number of groups, or total and size, with things that do not matter."""
    d = scene_ctx(); g, b, z = R.randint(2, 30), R.randint(2, 40), small(); d.update(g=g, b=b, t=g * b, z=z); d["w1"], d["ws"] = noun(GROUPS2)
    if pr(.5):
        body = pick("{N} has {t} {ns} [and {g} {cs}|for {g} {cs}].", "{t} {ns} must go into {g} {cs}.", "{N} spread {t} {ns} evenly over {g} {cs}.", "{g} {ps} get {t} {ns}, all the same number.", "{t} {ns} are handed to {g} {ps} in equal parts.", "{N} {vp} {t} {ns} in {g} [days|hours|weeks], always the same number.", "{g} {cs} hold {t} {ns}, the same number in each.", "The {t} {ns} of {N} fill {g} equal {cs}.", "There are {t} {ns} and {z} {ms}. The {ns} are in {g} equal {cs}.", "{t} {ps} form {g} equal {ws}.")
        one = "{p1}" if "{ps}" in body else "{c1}"
        if d["ps"] in body: q = pick(" How many does each {p1} [get|have]?", " How many {ns} is that for each {p1}?") if "form" not in body else pick(" How many are in each {w1}?", " How big is one {w1}?")
        elif "always" in body: q = pick(" How many is that [at a time|each time|on average]?", " How many {ns} did {he} {vb} [each time|per day]?".replace("[each time|per day]", "each time"))
        else: q = pick(" How many {ns} are in each {c1}?", " How many {ns} does one {c1} hold?", " How many {ns} go in every {c1}?", " What is the number of {ns} per {c1}?")
        return order([body, padding()], 1) + q, prog(f"total = {g * b}", f"groups = {g}", "each = total / groups", "print(each)")
    body = pick("{N} has {t} {ns}. {b} [of them |]fit in a {c1}.", "A {c1} takes {b} {ns}. {N} has {t} {ns}.", "{N} puts {t} {ns} in {cs}, {b} to a {c1}.", "{t} {ns} are packed {b} to a {c1}.", "{t} {ps} are split into {ws} of {b}.", "Each {p1} gets {b} {ns} until all {t} are gone.", "{t} {ns} are in {cs} of {b}.", "{N} has {t} {ns} and {z} {ms}. {He} puts {b} {ns} in every {c1}.", "{N} {vp} {b} {ns} a day until there were {t}.")
    if d["ws"] in body: q = pick(" How many {ws} are there?", " How many {ws} does that make?", " What is the number of {ws}?")
    elif d["p1"] in body and "until" in body: q = pick(" How many {ps} are there?", " How many {ps} get some?")
    elif "a day until" in body: q = pick(" How many days did it take?", " For how many days was that?", " How long did that take, in days?")
    else: q = pick(" How many {cs} [are there|are needed|does {he} need|are filled|is that]?".replace("does {he} need|", ""), " How many {cs} will be full?", " Find the number of {cs}.")
    return order([body, padding()], 1) + q, prog(f"total = {g * b}", f"per_group = {b}", "groups = total / per_group", "print(groups)")


def s_shop():
    d = scene_ctx(); p, q, a, b = R.randint(1, 60), R.randint(1, 60), R.randint(2, 15), R.randint(2, 15)
    if p == q or a * p == b * q: raise Rej
    if pr(.3): p = round(p + ch([.5, .25, .75, .99, .95, .2, .1]), 2)
    d.update(p=p, q=q, a=a, b=b); P = f"{p:.2f}" if isinstance(p, float) else str(p)
    pf = pick("A {n1} costs ${p} and a {m1} costs ${q}.", "At the {shop} a {n1} is ${p} and a {m1} ${q}.", "The price of a {n1} is ${p}; a {m1} is ${q}.", "One {n1} sells for ${p}, one {m1} for ${q}.", "{ns2} are ${p} each and {ms} are ${q} each.".replace("{ns2}", "The {ns}"), "You pay ${p} for a {n1} and ${q} for a {m1}.")
    bf = pick("{N} [buys|takes|orders|wants|needs] {a} {ns} and {b} {ms}.", "{N} puts {a} {ns} and {b} {ms} in {his} cart.", "{a} {ns} and {b} {ms} are on {N}'s list.", "{N}'s order is {a} {ns} and {b} {ms}.")
    x = R.random(); body = order([pf, bf])
    c1, c2 = f"cost1 = {a} * {P}", f"cost2 = {b} * {q}"
    if x < .3: return body + pick(" How much [is that|does {he} pay|does everything cost|is the bill|must {he} pay] [in all|altogether|in total]?", " What is the total [cost|price|bill]?", " How many dollars [does {he} need|is that]?"), prog(c1, c2, "total = cost1 + cost2", "print(total)")
    if x < .45: return body + pick(" How much do the {ns} cost[| {him}]?", " How much does {he} pay for the {ns}[| alone]?", " What is the price of all the {ns}?"), prog(f"count = {a}", f"price = {P}", "cost = count * price", "print(cost)")
    if x < .58: return body + pick(" How much do the {ms} cost[| {him}]?", " How much does {he} pay for the {ms}[| alone]?"), prog(f"count = {b}", f"price = {q}", "cost = count * price", "print(cost)")
    if x < .7: return body + pick(" How many things is that?", " How many items does {he} have[| in all]?", " How many {ns} and {ms} is that together?"), prog(f"first = {a}", f"second = {b}", "total = first + second", "print(total)")
    tot = a * p + b * q
    if x < .85:
        bill = ch([v for v in (20, 50, 100, 200, 500, 1000, 2000) if v > tot]); d["bill"] = bill
        return body + pick(" {He} pays with ${bill}. How much [change|money] does {he} get back?".replace("{He}", "{N}"), " {N} has ${bill}. How much [is left|will {he} have left|money remains]?", " From ${bill}, how much is left?"), prog(c1, c2, f"change = {bill} - cost1 - cost2", "print(change)")
    if a * p < b * q: return body + pick(" How much more do the {ms} cost than the {ns}?", " What is the difference between the cost of the {ms} and of the {ns}?"), prog(c1, c2, "difference = cost2 - cost1", "print(difference)")
    return body + pick(" How much more do the {ns} cost than the {ms}?", " What is the difference between the cost of the {ns} and of the {ms}?"), prog(c1, c2, "difference = cost1 - cost2", "print(difference)")


def s_relation_chain():
    """Two or three people related by more, fewer, times, half."""
    d = scene_ctx(); a = R.randint(2, 60); d["a"] = a; d["V"] = ch([d["vp"], "has", "has", "had"]) ; who = [d["N"], d["M"], d["K"]]
    k = ch([1, 1, 2]); vals = [a]; L = [f"first = {a}"]; S = [T("{N} {V} {a} {ns}.", d)]; names = ["first", "second", "third"]
    for i in range(1, k + 1):
        x = R.random(); v = vals[-1]; w = who[i]; o = who[i - 1] if pr(.75) else {0: d["he"], 1: "she" , 2: "he"}.get(99, who[i - 1]); b = R.randint(2, 30); f = ch([2, 2, 3, 4, 5]); fw = {2: ch(["twice", "two times", "double"]), 3: ch(["three times", "3 times", "triple"]), 4: "four times", 5: ch(["five times", "5 times"])}[f]
        of = fw + (" as many as" if fw not in ("double", "triple") else " the number of"); V = d["V"]; ns = d["ns"]
        if x < .3: s = ch([f"{w} {V} {b} more than {o}.", f"{w} {V} {b} {ns} more than {o}.", f"{o} {V} {b} fewer than {w}.", f"{w} is ahead of {o} by {b} {ns}.", f"Compared with {o}, {w} {V} {b} more {ns}."]); e = f"{names[i-1]} + {b}"; n = v + b
        elif x < .55:
            if b >= v: raise Rej
            s = ch([f"{w} {V} {b} fewer than {o}.", f"{w} {V} {b} {ns} less than {o}.", f"{o} {V} {b} more than {w}.", f"{w} is behind {o} by {b} {ns}.", f"Compared with {o}, {w} {V} {b} fewer {ns}."]); e = f"{names[i-1]} - {b}"; n = v - b
        elif x < .85: s = ch([f"{w} {V} {of} {o}.", f"The number for {w} is {of} {o}." if "as many" in of else f"{w} {V} {of} {o}.", f"{w} {V} {fw} as many {ns} as {o}." if "as many" in of else f"{w} {V} {fw} the number of {o}."]); e = f"{names[i-1]} * {f}"; n = v * f
        else:
            if v % 2: raise Rej
            s = ch([f"{w} {V} half as many as {o}.", f"{w} {V} half the number of {o}.", f"{w} {V} only half as many {ns} as {o}."]); e = f"{names[i-1]} / 2"; n = v // 2
        S.append(s); L.append(f"{names[i]} = {e}"); vals.append(n)
    if len(set(vals)) < len(vals): raise Rej
    has = "does {L_} have" if d["V"] in ("has", "had") else "did {L_} {vb}"; d["L_"] = who[k]
    if pr(.3): S = [s for s in S[1:]] + [S[0]]
    body = " ".join(cap(s) for s in S); x = R.random()
    if x < .4: return body + pick(f" How many {{ns}} {has}?", f" How many {has}?", " What is {L_}'s number of {ns}?"), prog(*L, f"print({names[k]})")
    if x < .75: return body + pick(" How many {ns} do they have [in all|altogether|together]?" if "have" in has else " How many {ns} did they {vb} [in all|altogether|together]?", " How many {ns} is that [in all|altogether|together]?", " What is the total number of {ns}?"), prog(*L, "total = " + " + ".join(names[:k + 1]), "print(total)")
    i, j = 0, k
    if vals[i] < vals[j]: i, j = j, i
    d["x1"], d["x2"] = who[i], who[j]
    return body + pick(" How many more {ns} does {x1} have than {x2}?", " What is the difference between {x1} and {x2}?", " How many fewer {ns} has {x2} than {x1}?"), prog(*L, f"difference = {names[i]} - {names[j]}", "print(difference)")


def s_part_whole():
    d = scene_ctx(); a, b, c = R.randint(2, 80), R.randint(2, 80), R.randint(2, 80); t = a + b + c; d.update(a=a, b=b, c=c, t=t, t2=a + b)
    kinds = ch([("{col}", "{col2}", "{col3}"), ("new", "old", "broken"), ("large", "medium", "small"), ("round", "square", "triangular"), ("wooden", "plastic", "metal"), ("for {N}", "for {M}", "for {K}"), ("full", "half full", "empty"), ("sweet", "sour", "bitter"), ("long", "short", "bent")]); k = [T(x, d) for x in kinds]; d.update(k1=k[0], k2=k[1], k3=k[2])
    if pr(.5):
        body = pick("There are {t} {ns} in a {c1}. {a} are {k1}, {b} are {k2} and the [rest|others] are {k3}.", "Of {N}'s {t} {ns}, {a} are {k1} and {b} are {k2}. The [rest|others] are {k3}.", "{N} {vp} {t} {ns}: {a} are {k1}, {b} are {k2}, the others {k3}.", "{a} {ns} are {k1}, {b} are {k2}, and some are {k3}. There are {t} in all.")
        return body + pick(" How many [{ns} |]are {k3}?", " How many {ns} are neither {k1} nor {k2}?", " Find the number of {ns} that are {k3}."), prog(f"total = {t}", f"first = {a}", f"second = {b}", "left = total - first - second", "print(left)")
    body = pick("There are {t2} {ns} in a {c1}. {a} [of them |]are {k1}.", "Of {N}'s {t2} {ns}, {a} are {k1}.", "{N} {vp} {t2} {ns}, and {a} of them are {k1}.", "{a} of the {t2} {ns} are {k1}.", "{t2} {ns} are either {k1} or {k2}. {a} are {k1}.")
    return order([body, padding()], 1) + pick(" How many [{ns} |]are not {k1}?", " The others are {k2}. How many [{ns} |]are {k2}?", " How many are {k2} if all the [rest|others] are {k2}?"), prog(f"total = {a + b}", f"first = {a}", "left = total - first", "print(left)")


def s_rate():
    d = scene_ctx(); u, us = ch(UNIT_PAIRS); a, b, z = R.randint(2, 60), R.randint(2, 24), small(); d.update(u=u, us=us, a=a, b=b, t=a * b, z=z)
    subj = pick("{N}", "a [machine|printer|robot|factory]", "{N}'s {rel}", "one worker", "the {shop}"); d["S"] = subj; who = "{he}" if subj == d["N"] else "it"; d["w"] = T(who, d)
    x = R.random()
    if x < .4: return order([pick("{S} {vs} {a} {ns} [a|per|every|each] {u}.", "[Every|Each] {u} {S} {vs} {a} {ns}.", "In one {u}, {S} {vs} {a} {ns}.", "It takes {S} one {u} to {vb} {a} {ns}."), padding()], 1) + pick(" How many {ns} is that in {b} {us}?", " How many {ns} will there be after {b} {us}?", " How many {ns} in {b} {us}?", " What is the number of {ns} after {b} {us}?", " If that goes on for {b} {us}, how many {ns} [is that|are there]?"), prog(f"rate = {a}", f"time = {b}", "total = rate * time", "print(total)")
    if x < .6: return order([pick("{S} {vp} {t} {ns} in {b} {us}.", "It took {S} {b} {us} to {vb} {t} {ns}.", "In {b} {us} {S} {vp} {t} {ns}."), padding()], 1) + pick(" How many is that [per|a|each] {u}?", " How many {ns} [per|a|each] {u} is that?", " What is the rate per {u}?", " On average, how many {ns} is that [per|each] {u}?"), prog(f"total = {a * b}", f"time = {b}", "rate = total / time", "print(rate)")
    if x < .8: return order([pick("{S} {vs} {a} {ns} [a|per|every|each] {u}.", "[Every|Each] {u} {S} {vs} {a} {ns}."), padding()], 1) + pick(" How many {us} [does it take|are needed] for {t} {ns}?", " After how many {us} are there {t} {ns}?", " How long, in {us}, until there are {t} {ns}?", " When {t} {ns} are needed, how many {us} does that take?"), prog(f"total = {a * b}", f"rate = {a}", "time = total / rate", "print(time)")
    c = R.randint(2, 24); d["c"] = c
    return pick("{S} {vp} {t} {ns} in {b} {us}.", "{t} {ns} take {S} {b} {us}.") + pick(" At that [rate|speed|pace], how many {ns} is that in {c} {us}?", " How many {ns} would it be in {c} {us} at the same [rate|pace]?", " If nothing changes, how many {ns} are there after {c} {us}?"), prog(f"rate = {a * b} / {b}", f"total = rate * {c}", "print(total)")


def s_travel():
    d = scene_ctx(); a, b, c = R.randint(2, 80), R.randint(2, 80), R.randint(2, 80); d.update(a=a, b=b, c=c, t=a + b + c); d["u"] = ch(["miles", "km", "meters", "kilometers", "blocks", "steps"]); x = R.random()
    mv = ch([("walked", "walk"), ("drove", "drive"), ("biked", "bike"), ("hiked", "hike"), ("ran", "run"), ("jogged", "jog"), ("sailed", "sail"), ("skated", "skate")]); d["mv"], d["mb"] = mv
    if x < .35: return pick("{N} {mv} {a} {u} to the {shop}, then {b} {u} to {M}'s house and {c} {u} home.", "{N} {mv} {a} {u} north, {b} {u} east and {c} {u} south.", "First {N} {mv} {a} {u}. After a break it was {b} {u}, and later {c} {u}.") + pick(" How [far|many {u}] did {he} {mb} [in all|altogether|in total]?", " What is the whole distance?", " How long was the [whole|entire] [way|trip]?"), prog(f"first = {a}", f"second = {b}", f"third = {c}", "total = first + second + third", "print(total)")
    if x < .6: return pick("The way to the {shop} is {t} {u}. {N} {mv} {a} {u} and, after a rest, {b} {u}.", "{N} wants to {mb} {t} {u}. {He} {mv} {a} {u} on {d1} and {b} {u} on {d2}.", "A path is {t} {u} long. {N} {mv} {a} {u} before noon and {b} {u} after noon.") + pick(" How [far|many {u}] [is left|does {he} still have to go|remain]?".replace("[is left|does {he} still have to go|remain]", "does {he} still have to go"), " How many {u} are left?", " How much of the way is left?"), prog(f"total = {d['t']}", f"used = {a} + {b}", "left = total - used", "print(left)")
    s, h = R.randint(3, 90), R.randint(2, 12); d.update(s=s, h=h, dd=s * h)
    if x < .75: return pick("{N} {mv} for {h} hours at {s} {u} an hour.", "At a speed of {s} {u} per hour, {N} {mv} for {h} hours.", "A [truck|bird|ship|train|car] moves {s} {u} every hour for {h} hours.") + pick(" How far is that?", " What distance is that[|, in {u}]?", " How many {u} is that?", " Find the distance."), prog(f"speed = {s}", f"time = {h}", "distance = speed * time", "print(distance)")
    if x < .88: return pick("{N} needs {h} hours for {dd} {u}.", "A [truck|bird|ship|train|car] covers {dd} {u} in {h} hours.", "{dd} {u} took {N} {h} hours.") + pick(" What is the [average |]speed[| per hour]?", " How many {u} per hour is that?", " How fast is that[|, in {u} per hour]?"), prog(f"distance = {s * h}", f"time = {h}", "speed = distance / time", "print(speed)")
    return pick("{N} {mv} at {s} {u} an hour.", "A [truck|bird|ship|train|car] goes {s} {u} an hour.") + pick(" How many hours do {dd} {u} take?", " How long does it take for {dd} {u}?", " In how many hours are {dd} {u} done?"), prog(f"distance = {s * h}", f"speed = {s}", "time = distance / speed", "print(time)")


def s_crowd():
    """People who come and go, in groups."""
    d = scene_ctx(); a, b, c, e = R.randint(5, 120), R.randint(2, 60), R.randint(2, 60), R.randint(2, 60); d.update(a=a, b=b, c=c, e=e)
    where = pick("in the [library|hall|museum|stadium|cafe|pool|waiting room]", "on the [bus|train|boat|ferry|tram]", "at the [camp|concert|picnic|meeting|fair|zoo]"); d["w"] = where; on = where.startswith("on")
    st = pick("There were {a} {ps} {w}.", "{a} {ps} were {w}.", "At noon, {a} {ps} were {w}."); up = pick("{b} [more |other |]{ps} [came|arrived|joined them|showed up|entered]." if not on else "{b} [more |]{ps} [got on|climbed aboard|boarded].", "then {b} more came.", "later {b} [new |more ]{ps} came."); down = pick("{c} [{ps} |of them |][left|went away|went home|walked out|departed]." if not on else "{c} [{ps} |of them |][got off|left|stepped off].", "then {c} of them left.", "after a while {c} {ps} were gone.")
    x = R.random()
    if x < .3: return order([st, up, padding()], 2) + pick(" How many {ps} were there then?", " How many {ps} were {w} in the end?", " How many is that [in all|altogether]?", " How many {ps} are {w} now?"), prog(f"start = {a}", f"added = {b}", "total = start + added", "print(total)")
    if x < .55 and a > c: return order([st, down, padding()], 2) + pick(" How many {ps} [stayed|remained|were left|were still there]?", " How many {ps} are {w} now?", " How many did not leave?"), prog(f"start = {a}", f"removed = {c}", "left = start - removed", "print(left)")
    if x < .85 and a + b > c: return order([st, *((up, down) if pr(.5) or a <= c else (down, up))], 3) + pick(" How many {ps} were there [then|in the end|after that]?", " How many {ps} are {w} now?", " How many {ps} were {w} at the end?"), prog(f"start = {a}", f"added = {b}", f"removed = {c}", "left = start + added - removed", "print(left)")
    d["t"] = a + b + c
    return pick("{t} {ps} came to the {shop}. {a} came by bus, {b} by car and the rest on foot.", "Of {t} {ps}, {a} took the train, {b} took a taxi and the others walked.", "{t} {ps} signed up. {a} chose chess, {b} chose dance, and everyone else chose art.") + pick(" How many [{ps} |]were the [rest|others]?".replace("the [rest|others]", "left for the last group"), " How many {ps} were in the last group?"), prog(f"total = {d['t']}", f"first = {a}", f"second = {b}", "left = total - first - second", "print(left)")


def s_money():
    d = scene_ctx(); a, b, c = R.randint(10, 200), R.randint(2, 90), R.randint(2, 90); dec = pr(.3)
    if dec: a, b, c = (round(v + ch([.5, .25, .75, .4, .2, .95, 0]), 2) for v in (a, b, c))
    if a <= b + c: raise Rej
    d.update(a=float(a) if dec else a, b=float(b) if dec else b, c=float(c) if dec else c); f = (lambda v: f"{v:.2f}") if dec else str; A_, B_, C_ = f(a), f(b), f(c); x = R.random()
    job = pick("washing cars", "babysitting", "mowing lawns", "walking dogs", "selling {fs}", "raking leaves", "delivering papers"); d["job"] = job
    if x < .22: return pick("{N} had ${a}. {He} spent ${b} on a {n1} and ${c} on a {m1}.", "From {his2} ${a} {N} paid ${b} for a {n1} and ${c} for a {m1}.".replace("{his2}", d["his"]), "{N} went to the {shop} with ${a}. The {n1} was ${b} and the {m1} ${c}.") + pick(" How much [money |]is left?", " How much does {he} have left?", " What does {he} have left?", " How many dollars remain?"), prog(f"start = {A_}", f"first = {B_}", f"second = {C_}", "left = start - first - second", "print(left)")
    if x < .42: return pick("{N} had ${b}. {He} earned ${c} [by|from] {job}.", "{N} made ${b} {job} on {d1} and ${c} on {d2}.", "{N}'s {rel} gave {him} ${b} and {his} {rel2} ${c}.", "{N} has ${b} in a jar and ${c} in {his} pocket.") + pick(" How much [money |]does {he} have [in all|now|altogether]?", " How much is that [in all|altogether]?"), prog(f"first = {B_}", f"second = {C_}", "total = first + second", "print(total)")
    if x < .6: return pick("{N} wants a {n1} that costs ${a}. {He} has saved ${b}.", "A {n1} is ${a}, but {N} only has ${b}.", "{N} needs ${a} for a {n1} and has ${b}.") + pick(" How much more does {he} need?", " How much is missing?", " How many more dollars does {he} have to save?", " How much does {he} still need?"), prog(f"goal = {A_}", f"have = {B_}", "needed = goal - have", "print(needed)")
    if x < .75: return pick("{N} bought a {n1} for ${b} and sold it for ${a}.", "{N} paid ${b} for a {n1}. {M} bought it from {him} for ${a}.", "A {shop} buys {ns} at ${b} and sells them at ${a}.") + pick(" How much [profit|money] [did {he}|was that] make?".replace("[did {he}|was that] make", "is that"), " What is the profit?", " How much was gained?"), prog(f"price = {A_}", f"cost = {B_}", "profit = price - cost", "print(profit)")
    if x < .88: return pick("{N} had some money. {He} spent ${b} on a {n1} and has ${c} left.", "After paying ${b} for a {n1}, {N} has ${c}.", "{N} bought a {n1} for ${b} and still has ${c}.") + pick(" How much [money |]did {he} have [at first|before|to begin with]?", " What did {he} have before?"), prog(f"spent = {B_}", f"left = {C_}", "start = left + spent", "print(start)")
    return pick("A {n1} was ${a}. Now it is ${b}.", "The price of a {n1} fell from ${a} to ${b}.", "In one {shop} a {n1} costs ${a}, in another ${b}.") + pick(" How much [cheaper is that|can you save|is the difference]?", " By how many dollars do the prices differ?", " What is the difference?"), prog(f"first = {A_}", f"second = {B_}", "difference = first - second", "print(difference)")


def s_percent_fraction():
    d = scene_ctx(); x = R.random()
    if x < .55:
        p = ch([5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90]); t = R.randint(1, 30) * 20; d.update(p=p, t=t)
        if pr(.5): return order([pick("{N} {vp} {t} {ns}.", "There are {t} {ns} in the {shop}.", "{t} {ps} [were asked|filled in a form|took part].", "A farm has {t} {ans}.", "{N} has ${t}.")]) + pick(" {p}% of these [are {col}|are new|were chosen]. How many is that?", " How many is {p}% of them?", " What is {p} percent of that?", " {p} percent of them said yes. How many is that?"), prog(f"total = {t}", f"percent = {p}", "result = total * percent / 100", "print(result)")
        up = pr(.4)
        return (pick("A {n1} was ${t}. The price rose by {p}%.", "{N} earned ${t} a week and got {p}% more this year.", "A club had {t} members and grew by {p}%.") if up else pick("A {n1} was ${t}. It is marked down by {p}%.", "A {n1} for ${t} is {p} percent off.", "A club had {t} members and lost {p}% of them.", "{N} had {t} {ns} and used {p}% of them.")) + pick(" What is it now?", " What is the new number?", " How much is that now?", " How many is that now?"), prog(f"start = {t}", f"percent = {p}", "change = start * percent / 100", f"result = start {'+' if up else '-'} change", "print(result)")
    w, n, q = ch([("half", 1, 2), ("a third", 1, 3), ("one third", 1, 3), ("a quarter", 1, 4), ("one fifth", 1, 5), ("a sixth", 1, 6), ("one eighth", 1, 8), ("two thirds", 2, 3), ("three quarters", 3, 4), ("three fourths", 3, 4), ("two fifths", 2, 5), ("1/6", 1, 6), ("3/5", 3, 5), ("4/5", 4, 5), ("5/8", 5, 8)]); t = R.randint(2, 30) * q; d.update(w=w, t=t, W=cap(w)); e = f"total / {q}" if n == 1 else f"total * {n} / {q}"; past = ch(DEC)[0]; d["D"] = past
    if pr(.5): return pick("{N} {vp} {t} {ns}. {W} of them [are|were] [{col}|broken|for {M}|too small].", "{W} of the {t} {ps} [are tall|have a dog|can swim|speak French].", "{N} {D} {w} of {his} {t} {ns}.", "Out of {t} {ns}, {w} are {col}.") + pick(" How many is that?", " How many are meant?".replace("are meant", "is that")), prog(f"total = {t}", f"part = {e}", "print(part)")
    return pick("{N} {D} {w} of {his} {t} {ns}.", "{N} had {t} {ns} and {D} {w} of them.", "There were {t} {ns}. {W} of them were [eaten|sold|taken].", "A {c1} had {t} {ns}, but {w} of them are gone.") + pick(" How many [{ns} |]are left?", " How many [{ns} |]remain?", " How many [{ns} |]were left?", " How many are still there?"), prog(f"total = {t}", f"part = {e}", "left = total - part", "print(left)")


def s_groups_change():
    """A total that changes and is then shared, or groups of which some are taken."""
    d = scene_ctx(); g, b, c = R.randint(2, 15), R.randint(2, 25), R.randint(2, 50); d.update(g=g, b=b, c=c, t=g * b, up=g * b + c, dn=g * b - c); x = R.random()
    if x < .3: return pick("{N} had {up} {ns}. {He} {D} {c} and put the rest [evenly |equally |]into {g} {cs}.".replace("{D}", ch(DEC)[0]), "Of {up} {ns}, {c} were bad. The good ones go into {g} {cs}, the same number in each.", "{up} {ps} came, but {c} left. The others form {g} equal groups.") + pick(" How many are in each [one|of them]?", " How many is that [in each|per {c1}]?".replace("[in each|per {c1}]", "in each")), prog(f"start = {g * b + c}", f"removed = {c}", "left = start - removed", f"each = left / {g}", "print(each)")
    if x < .5:
        if g * b - c < 2: raise Rej
        return pick("{N} had {dn} {ns} and {I} {c} more. {He} put them all [evenly |]into {g} {cs}.".replace("{I}", ch(INC)[0]), "{N} has {dn} {ns}, {M} has {c}. Together they fill {g} {cs} evenly.") + pick(" How many [{ns} |]are in each {c1}?", " How many [{ns} |]does one {c1} hold?"), prog(f"first = {g * b - c}", f"second = {c}", "total = first + second", f"each = total / {g}", "print(each)")
    if x < .7:
        k = R.randint(1, g); d["k"] = k
        if k == g: raise Rej
        return pick("{N} has {g} {cs} with {b} {ns} in each. {He} gives {k} [full |]{cs} to {M}.", "There are {g} {cs} of {b} {ns} each. {k} of the {cs} are sold.", "{g} {cs} hold {b} {ns} each. {N} takes {k} {cs} away.") + pick(" How many {ns} are left?", " How many {ns} are there now?"), prog(f"groups = {g} - {k}", f"per_group = {b}", "total = groups * per_group", "print(total)")
    if x < .85:
        k = R.randint(1, b); d["k"] = k
        if k == b: raise Rej
        return pick("{N} has {g} {cs} with {b} {ns} in each. {He} takes {k} out of every {c1}.", "Each of {g} {ps} had {b} {ns} and {D} {k}.".replace("{D}", ch(DEC)[0]), "There are {g} {cs}. Each had {b} {ns}, but {k} of them are gone from every {c1}.") + pick(" How many {ns} are left [in all|altogether]?", " How many {ns} is that now?"), prog(f"per_group = {b} - {k}", f"total = {g} * per_group", "print(total)")
    k = R.randint(2, 20); d["k"] = k
    return pick("{g} {ps} had {b} {ns} each. Each [gets|finds|buys] {k} more.", "There are {g} {cs} with {b} {ns} in each. {N} puts {k} more in every {c1}.") + pick(" How many {ns} are there now [in all|altogether|]?", " How many {ns} is that?"), prog(f"per_group = {b} + {k}", f"total = {g} * per_group", "print(total)")


def s_average_age_misc():
    d = scene_ctx(); x = R.random(); a, b, c = R.randint(3, 60), R.randint(2, 30), R.randint(2, 20); d.update(a=a, b=b, c=c)
    if x < .2:
        k = ch([3, 4, 5]); xs = [R.randint(2, 60) for _ in range(k)]
        if sum(xs) % k: raise Rej
        d["xs"] = ", ".join(map(str, xs[:-1])) + " and " + str(xs[-1])
        return pick("{N} {vp} {xs} {ns} on different days.", "The {ps} [have|are] {xs} [points|years old].", "The lengths of some boards are {xs} feet.", "{xs} are the scores of {N}.") + pick(" What is the [average|mean]?", " Find the [average|mean].", " How much is that on average?"), prog(f"numbers = [{', '.join(map(str, xs))}]", "average = sum(numbers) / len(numbers)", "print(average)")
    if x < .35: return pick("{N} is {a} years old. {M} is {b} years older.", "{M} was born {b} years before {N}, who is {a}.") + pick(" How old is {M}?", " What is {M}'s age?"), prog(f"other = {a}", f"age = other + {b}", "print(age)")
    if x < .5:
        d["f"] = a + c
        return pick("In {c} years {N} will be {f}.", "{N} will be {f} years old {c} years from now.", "{c} years from now {N} turns {f}.") + pick(" How old is {he} now?", " What is {his} age today?"), prog(f"future = {a + c}", f"now = future - {c}", "print(now)")
    if x < .62: return pick("{c} years ago {N} was {a}.", "{N} was {a} years old {c} years ago.") + pick(" How old is {he} now?", " What is {his} age today?"), prog(f"past = {a}", f"now = past + {c}", "print(now)")
    if x < .75:
        h1, m1, du = R.randint(1, 9), R.choice([0, 5, 10, 15, 20, 30, 45]), R.randint(1, 5) * 60; d["du"], d["dh"], d["n"] = du, du // 60, R.randint(2, 8)
        return pick("A lesson takes {b} minutes. {N} has {n} lessons.", "{N} practices {b} minutes a day, {n} days a week.", "Each episode is {b} minutes long. {N} watches {n} of them.", "One lap takes {b} minutes. {N} does {n} laps.") + pick(" How many minutes is that?", " How long is that, in minutes?", " What is the total time in minutes?"), prog(f"minutes = {b}", f"count = {d['n']}", "total = minutes * count", "print(total)")
    if x < .88:
        l, w = R.randint(2, 40), R.randint(2, 40); d.update(l=l, w2=w); per = pr(.5)
        return pick("A [yard|rug|poster|field|table|sheet of paper] is {l} [feet|m|cm] long and {w2} [feet|m|cm] wide.", "A rectangle has a length of {l} and a width of {w2}.", "The sides of a rectangular [garden|board|pool] are {l} and {w2}.", "{N} draws a rectangle of {l} by {w2}.") + (pick(" What is the distance around it?", " How long is its border?", " What is its perimeter?", " Find the perimeter.") if per else pick(" What is its area?", " How much [area|space] does it cover?", " Find the area.", " How large is its surface?")), prog(f"length = {l}", f"width = {w}", "perimeter = 2 * (length + width)" if per else "area = length * width", "print(perimeter)" if per else "print(area)")
    k, m_, t = R.randint(1, 7), R.randint(1, 7), R.randint(2, 20); d.update(k=k, m_=m_, t=t * (k + m_), y=t * k, z=t * m_); share = d["y"]
    if pr(.5): return pick("A mix has {k} parts {fs} and {m_} parts {gs}, {t} pieces in all.", "{N} and {M} split {t} {ns} in the ratio {k}:{m_}.", "For every {k} {ns} there are {m_} {ms}. There are {t} things in all.") + " " + (pick("How many {fs} are in it?") if d["fs"] in _last() else pick("How many go to {N}?") if "ratio" in _last() else pick("How many {ns} are there?")), prog(f"total = {d['t']}", f"parts = {k} + {m_}", f"share = total * {k} / parts", "print(share)")
    return pick("For every {k} {ns} there are {m_} {ms}. There are {y} {ns}.", "A recipe takes {m_} {ms} for {k} {ns}. {N} has {y} {ns}.", "{k} {ns} go with {m_} {ms}. {N} has {y} {ns}.") + pick(" How many {ms} are there?", " How many {ms} go with that?", " How many {ms} does that take?"), prog(f"groups = {d['y']} / {k}", f"result = groups * {m_}", "print(result)")


def _last(): return LAST[0]
SCENES = [(5, s_two_people_two_things), (7, s_before_after), (7, s_gain_unknown), (6, s_days), (7, s_containers), (7, s_share), (5, s_shop), (6, s_relation_chain), (5, s_part_whole), (6, s_rate), (5, s_travel), (6, s_crowd), (6, s_money), (5, s_percent_fraction), (6, s_groups_change), (6, s_average_age_misc)]
def scene():
    q, p = R.choices([s for _, s in SCENES], weights=[w for w, _ in SCENES])[0]()
    q = re.sub(r"\s+", " ", q).strip()
    q = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", q)
    return cap(q), p
