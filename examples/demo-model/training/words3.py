# Level 3 of the generator, the words: kinds of things that have a common name, places where a number rises and falls, people and agreement.
# Written without reading the benchmark sets or heldout.py.
KINDS = {k: v.split(",") for k, v in (l.split("=") for l in """fruits=apple,pear,orange,plum,banana,peach:peaches,mango:mangoes,lemon,lime,kiwi,apricot,melon
vegetables=carrot,onion,potato:potatoes,tomato:tomatoes,cabbage,pepper,cucumber,beet,turnip,leek
animals=cow,goat,sheep:sheep,horse,pig,duck,hen,goose:geese,donkey,rabbit,llama
pets=cat,dog,hamster,parrot,goldfish:goldfish,turtle,rabbit,canary:canaries
birds=robin,sparrow,crow,finch:finches,pigeon,gull,swan,owl,hawk
flowers=rose,tulip,daisy:daisies,lily:lilies,orchid,violet,sunflower,daffodil,carnation
trees=oak,maple,pine,birch:birches,cherry tree,apple tree,palm,walnut tree,orange tree
vehicles=car,truck,bus:buses,van,motorcycle,bicycle,taxi,scooter
toys=doll,robot,yo-yo,kite,toy car,teddy bear,puzzle,ball,toy train
tools=hammer,saw,wrench:wrenches,drill,chisel,screwdriver
clothes=shirt,sweater,jacket,skirt,hat,scarf:scarves,coat,dress:dresses
pastries=muffin,tart,croissant,doughnut,brownie,scone,cupcake,pie,cookie
drinks=soda,juice box:juice boxes,coffee,tea,lemonade,milkshake
books=novel,comic book,cookbook,history book,science book,picture book,atlas:atlases,dictionary:dictionaries
instruments=drum,flute,guitar,violin,trumpet,piano
people=boy,girl|man:men,woman:women|adult,child:children|teacher,student|player,coach:coaches|doctor,nurse
coins=quarter,dime,nickel,penny:pennies
sweets=lollipop,caramel,gumdrop,mint,toffee,jellybean
games=board game,card game,video game,computer game
supplies=pen,pencil,marker,crayon,notebook,eraser,ruler,folder
shells=clam shell,snail shell,oyster shell,scallop shell
rooms=bedroom,classroom,office,storeroom
insects=ant,bee,beetle,butterfly:butterflies,ladybug,grasshopper
dishes=plate,bowl,cup,saucer,glass:glasses,spoon,fork""".split("\n"))}
QUALITIES = "red,blue,green,yellow,white,black|big,small|large,small|old,new|long,short|tall,short|ripe,rotten|clean,dirty|full,empty|wooden,plastic,metal|fresh,frozen|round,square|broken,working|glass,clay|chocolate,vanilla,strawberry|morning,evening|gold,silver,bronze|cheap,expensive|sweet,sour|hot,cold|thick,thin|striped,plain|math,science,art".split("|")
AMOUNTS = "cup of flour|cup of sugar|cup of milk|cup of rice|cup of water|pound of apples|pound of sand|pound of clay|pound of cheese|pound of nails|kilogram of rice|kilogram of potatoes|liter of water|liter of paint|liter of milk|gallon of gas|gallon of paint|foot:feet of rope|meter of cloth|meter of wire|yard of fabric|inch:inches of ribbon|ounce of tea|gram of salt|bag of soil|bale of hay|slice of bread|slice of pizza|piece of gum|piece of paper|sheet of paper|stick of butter|bottle of water|can of soda|can of paint|loaf:loaves of bread|bar of soap|spoon of honey|ton of coal|bucket of sand|jar of jam|pair of socks|pair of shoes|roll of tape|set of cards|scoop of ice cream|bowl of soup|bunch:bunches of grapes".split("|")
MORE_THINGS = "blueprint,trading card,baseball card,water bottle,lightbulb,paper plane,snow globe,golf ball,tennis ball,sugar cube,ice cube,paper clip,rubber band,action figure,video game,picture frame,light switch:light switches,fishing rod,pine cone,cherry pie,rice cake,egg roll,chicken wing,fruit bar,gift card,bus ticket,movie ticket,lottery ticket,library book,photo album,school bag,lunch box:lunch boxes,piggy bank,flower pot,bird feeder,door handle,window pane,floor tile,roof tile,fence post,bed sheet,bath towel,tea bag,coffee bean,pumpkin seed,peanut,raisin,pretzel,meatball,noodle,dumpling,spring roll,snack bar,snowball,sandbag,balloon animal,pinwheel,spinner,domino:dominoes,chess piece,checker,dart,arrow,puzzle piece,brush:brushes,comb,mirror,clip,hook,hinge,wire,cable,plug,fuse,filter,valve,pump,barrel,anchor,paddle,oar,sail,tent peg,rope ladder,backpack,compass:compasses,torch:torches,match:matches,log,twig,pebble,gem,crystal,fossil,feather,nest,egg,worm,snail,tadpole,lizard,crab,shrimp:shrimp,squid:squid,seal,whale,dolphin,penguin,camel,zebra,tiger,lion,monkey,bear,wolf:wolves,fox:foxes,deer:deer,moose:moose,bat,mouse:mice,hedgehog,beaver,otter".split(",")
ROLES = "farmer baker teacher gardener shopkeeper carpenter painter chef coach librarian driver mechanic fisherman waiter tailor builder florist grocer janitor sailor nurse pilot scientist student".split()
GROUPS3 = "the scouts|the children|the students|the players|the workers|the twins|the volunteers|the neighbors|the campers|the sisters|the brothers|the villagers|the family members|the hikers".split("|")
# what, where, first sentence, more come, some go (past tense)
SETTINGS = [tuple(x.split(" / ")) for x in """people / on the bus / There were {a} people on the bus|A bus started with {a} people|A bus left the station with {a} people on it / {b} [more |][people |]got on|{b} people [boarded|climbed aboard] / {c} [people |]got off|{c} of them [left the bus|got out]
passengers / on the train / A train carried {a} passengers|{a} passengers sat in a train / At the next stop {b} passengers got on|{b} more boarded / {c} [passengers |]got off [at the station|]|{c} passengers left the train
children / in the playground / {a} children played in the playground|There were {a} children in the playground / {b} more [children |][came|joined them]|{b} other children came to play / {c} [of them |]went home|{c} children had to leave
birds / on the wire / {a} birds sat on a wire|There were {a} birds on the wire / {b} more [birds |][landed|joined them|came]|{b} others flew to the wire / {c} [of them |]flew [away|off]
ducks / in the pond / {a} ducks swam in a pond|There were {a} ducks in the pond / {b} [more |]ducks [came|landed on the water] / {c} [ducks |][swam|flew] away
fish / in the tank / {a} fish [swam|lived] in a tank|A tank held {a} fish / {b} [more |]fish were [put in|added]|{N} put in {b} more / {c} [of them |][died|were sold|were moved to another tank]
books / on the shelf / There were {a} books on a shelf|A shelf held {a} books / {N} put {b} [more |][books |][on it|there]|{b} books were returned / {N} took {c} [books |]from it|{c} books were borrowed
books / in the library / A library had {a} books|There were {a} books in a library / It [bought|was given] {b} [more|new] books|{b} books were brought back / It lent {c} [books|of them]|{c} books were checked out
cars / in the lot / {a} cars were parked in a lot|There were {a} cars in the lot / {b} more [cars |][arrived|drove in]|{b} cars came / {c} [cars |][drove away|left|drove off]
dollars / in the account / {N} had {a} dollars in an account|An account held {a} dollars / {He} [put in|deposited] {b} dollars|{b} dollars were paid in / {He} [took out|withdrew] {c} dollars|{c} dollars were taken out
liters of water / in the barrel / A barrel held {a} liters of water|There were {a} liters of water in a barrel / The rain added {b} liters|{N} poured in {b} liters / {c} liters [leaked out|were used]|{N} took {c} liters out
gallons of gas / in the tank / A tank had {a} gallons of gas in it|{N}'s tank held {a} gallons of gas / {He} pumped in {b} gallons|{b} gallons were added / The trip used {c} gallons|{c} gallons were burned
people / in the hall / {a} people sat in the hall|There were {a} people in the hall / {b} people [came late|walked in] / {c} people [left early|walked out]
students / in the class / There were {a} students in a class|A class had {a} students at the start of the year / {b} new students [came|joined]|{b} students moved in / {c} [students |]moved away|{c} left for another school
members / in the club / A club had {a} members|There were {a} members in the club / {b} [new |][members |]joined|{b} people signed up / {c} [members |][left|quit]
trees / in the park / There were {a} trees in the park|A park had {a} trees / Workers planted {b} [more |][trees|of them]|{b} trees were planted / {c} trees [were cut down|fell in a storm]
workers / in the factory / A factory had {a} workers|{a} workers were employed in a factory / {b} [workers |]were hired|It hired {b} more / {c} [workers |][retired|were let go|quit]
sheep / on the farm / A farmer [had|kept] {a} sheep|There were {a} sheep on the farm / {b} lambs were born|The farmer bought {b} [more |]sheep / {c} [sheep |]were sold|The farmer sold {c} of them
customers / in the shop / {a} customers were in the shop|There were {a} customers in the shop / {b} [more |][customers |]came in / {c} [customers |][paid and left|left]
loaves / in the bakery / A bakery had {a} loaves in the morning|There were {a} loaves in the bakery / The baker [baked|made] {b} more / {c} [loaves |]were sold|People bought {c} loaves
boats / in the harbor / {a} boats lay in the harbor|There were {a} boats in the harbor / {b} [more |]boats [came in|arrived] / {c} [boats |][sailed|went] [out|away]
points / on the board / {N} had {a} points|A team had {a} points / {b} points were added|The next round gave {b} [more |]points / {c} points were taken away|The next round cost {c} points
bees / in the garden / {a} bees were in the garden|There were {a} bees in the garden / {b} [more |]bees [came|arrived] / {c} [of them |]flew [off|away]
guests / at the party / There were {a} guests at a party|{a} guests came to a party / {b} [more |][guests |][came|arrived] [later|] / {c} [guests |]went home [early|]
candles / on the table / {a} candles stood on the table|There were {a} candles on the table / {N} added {b} [more|candles] / {c} [candles |]burned down|{N} took {c} away
apples / on the tree / An apple tree had {a} apples|{a} apples hung on a tree / {b} new apples [grew|ripened] / {c} [apples |]fell [down|to the ground]|{N} picked {c} [of them|apples]
eggs / in the basket / There were {a} eggs in a basket|{N} had a basket with {a} eggs / The hens laid {b} more|{N} put in {b} more / {c} [eggs |][broke|were eaten|cracked]
shirts / in the closet / {N}'s closet held {a} shirts|There were {a} shirts in the closet / {N} bought {b} [new ones|more] / {He} gave {c} [of them |]to {M}
emails / in the inbox / There were {a} emails in {N}'s inbox|{N} had {a} emails / {b} [more|new emails] came / {He} deleted {c} [of them|]
photos / on the phone / {N}'s phone held {a} photos|There were {a} photos on {N}'s phone / {He} took {b} [more|new ones] / {He} deleted {c}[ of them|]
jars / in the cellar / There were {a} jars in the cellar|{N} kept {a} jars in the cellar / {He} [filled|carried down] {b} more / {c} [jars |][were opened|broke|were given away]""".split("\n")]


def named(spec, plural_of=None):
    """'foot:feet of rope' -> ('foot of rope', 'feet of rope')."""
    head, of, rest = spec.partition(" of ")
    one, many = n2(head)
    return one + of + rest, many + of + rest


def three_things():
    """Three different kinds of things and the name they have in common."""
    x = R.random()
    if x < .4:
        name = ch(list(KINDS)); pool = KINDS[name]
        if name == "people": return [n2(w) for w in ch(",".join(pool).split("|")).split(",")] + [noun(PEOPLE)], "people"
        return [n2(w) for w in R.sample(pool, 3)], name
    if x < .62:
        one, many = n2(ch(MORE_THINGS)) if pr(.5) else thing()
        q = ch(QUALITIES).split(","); R.shuffle(q)
        while len(q) < 3: q.append(ch([c for c in COL if c not in q]))
        return [(f"{w} {one}", f"{w} {many}") for w in q[:3]], many
    out = []
    while len(out) < 3:
        y = R.random(); t = named(ch(AMOUNTS)) if y < .18 else n2(ch(MORE_THINGS)) if y < .55 else thing()
        if t[1] not in [o[1] for o in out]: out.append(t)
    return out, ch(["things", "items", "objects"])


C = {}
def world(past=None, plain=False):
    """Fills C: who, what, with what verbs; agreement for he, she, they, I, then and now."""
    global C
    C = base_ctx()
    (C["n1"], C["ns"]), (C["m1"], C["ms"]), (C["k1"], C["ks"]) = (t := three_things())[0]
    C["kind"] = t[1]
    C["c1"], C["cs"] = cont2()
    C["ver"], C["obj"] = act()
    x, many = R.random(), False
    if not plain:
        if x < .1: w = ch(ROLES); C["N"] = "The " + w
        elif x < .16: C.update(N="I", he="I", He="I", his="my", His="My", him="me"); many = True
        elif x < .25: C.update(N=cap(ch(GROUPS3)), he="they", He="They", his="their", His="Their", him="them"); many = True
    p = C["past"] = (pr(.75) or C["N"] == "I") if past is None else past
    C["Ns"] = "My" if C["N"] == "I" else C["N"] + ("'" if many else "'s")
    C.update(do="did" if p else "do" if many else "does", had="had" if p else "have" if many else "has", has="have" if many else "has",
             was=("was" if C["N"] == "I" else "were" if many else "was") if p else "are" if many else "is", were="were" if p else "are", many=many)
    C["mdo"] = "did" if p else "does"; C["mhad"] = "had" if p else "has"
    verb("D", ch(DEC)); verb("I", ch(INC))
    C["V"], C["Vb"], C["Vp"] = C["ver"]["vp"] if p else C["ver"]["vb"] if many else C["ver"]["vs"], C["ver"]["vb"], C["ver"]["vp"]
    C["os"], C["o1"] = C["obj"][1], C["obj"][0]
    C["mV"] = C["ver"]["vp"] if p else C["ver"]["vs"]
    C["pl"] = say(*PLACES2)
    C["tot"] = ch(["in all", "altogether", "in total", "all together", "together", ""])
    C["z"], C["z2"] = small(), small()
    return C


def verb(key, w): C[key] = w[0] if C["past"] else w[2] if C["many"] else w[1]; C[key + "b"] = w[2]; C[key + "m"] = w[0] if C["past"] else w[1]
def say(*xs): return T(ch(xs), C)
def put(**k): C.update(k)
def P(text):
    """'start = {a}; left = start - {b}' as a program that prints its last line's value."""
    lines = re.sub(r"\{(\w+)\}", lambda m: f"{C[m.group(1)]:.2f}" if isinstance(C[m.group(1)], float) else str(C[m.group(1)]), text).split("; ")
    return "\n".join(lines + [f"print({lines[-1].split(' = ')[0]})"])


def noise():
    """A sentence that does not matter."""
    return say("{M} had {z} {ks}.", "{N} {had} {z} {ks} too.", "{M} {mhad} {z} years of practice.", "{K} was {z} years old.", "It took {z} minutes.", "The {shop} was {z} miles away.", "The weather was [fine|bad|cold|hot].", "{N} also {had} {z} {ks}.", "There were {z} {ks} [nearby|on the table|in the room] too.", "{M} [saw|counted|wanted|liked] {z} {ks}.", "{K} wanted to help.", "{N} {had} {z} cousins.", "One {k1} costs ${z}.", "{M} watched.", "{He} [worked|waited|stayed] for {z} [minutes|hours].", "It was {d1}.", "Everyone was [happy|tired|hungry].", "{M} is {z} years old and lives in a [big|small] house.", "The {c1} weighs {z} pounds.", "{N} {had} a friend with {z} {ks}.", "There {were} {z} {qs} and {z2} {ks} there.")


def low(s):
    w = re.split(r"[ ']", s)[0]
    return s if w in {v.split(" ")[0] for k, v in C.items() if k in ("N", "M", "K", "Ns")} - {"The", "My"} or w in DAY + MON or w == "I" or w[0].isdigit() else s[0].lower() + s[1:]


def tell(facts, question, program, free=False, quiet=False, plain=False):
    """Sentences and a question as one text: order, joints, question in front, 'if', a sentence that does not matter."""
    facts = scenery([re.sub(r"\s+", " ", f).strip().rstrip(".") for f in facts if f])
    if free and pr(.5): R.shuffle(facts)
    q = question.strip().rstrip("?.")
    if pr(.06) and q.startswith("How many") and q.endswith((" now", " left", " have", " then", " were there", " are there", C["ns"])): q += " " + around()
    x = R.random()
    if x < .13 and facts and not re.search(r"[.?]", q): q = ch(["If ", "If ", "When "] + (["Suppose that "] if "," not in q else [])) + low(facts.pop()) + ch([", ", ", ", ", then "]) + low(q)
    elif x < .2 and len(facts) == 1 and not re.search(r"[.?]", q): q = q + " if " + low(facts.pop())
    elif x < .23 and facts: q = ch(["Tell me: ", "I want to know: ", "Find out: ", "The question is: "]) + low(q)
    if q.startswith("Suppose"): q = re.sub(r", (?:then )?([a-z])(?=[^,]*$)", lambda m: ". " + m.group(1).upper(), q)
    if not quiet and facts and pr(.24): facts.insert(R.randint(1, len(facts)), noise().rstrip("."))
    if facts and not plain and pr(.16): facts.insert(0, opening())
    out, i = [], 0
    while i < len(facts):
        s = facts[i]
        if i + 1 < len(facts) and pr(.22) and len(s) < 90 and not re.search(r"[.?:;]", s): i += 1; s += ch([" and ", ", and ", ", and ", "; ", ", while " if free else ", then " if not facts[i].startswith(("Then", "There", "After", "Later")) and facts[i].split(" ")[0] == C["He"] else ", and "]) + low(facts[i])
        out.append(cap(s) + "."); i += 1
    text = " ".join(out + [cap(q) + "?"])
    if C["N"] not in text: text = re.sub(rf"\b{C['he']}\b", lambda m: C["N"], text, count=1, flags=re.I)
    text = re.sub(r"(?<=[a-z0-9,;:'] )(The|My|Their|A|Our) (?=[a-z])", lambda m: m.group(1).lower() + " ", text)
    return re.sub(r"(?<=[a-z0-9,;] )(The (?:scouts|children|students|players|workers|twins|volunteers|neighbors|campers|sisters|brothers|villagers|family|hikers))", lambda m: low(m.group(1)), text), program
