# Level 3 of the generator, the scenery: words around a problem that do not change it, composed so that few are ever the same:
# where, when, why and with whom; an opening sentence; a sentence in between. Written without reading the benchmark sets or heldout.py.
PLACE_NOUNS = "kitchen,garage,attic,cellar,hallway,classroom,office,stable,barn,tent,cabin,station,harbor,airport,hotel,hospital,church,castle,cave,valley,meadow,desert,island,village,city,street,corner,bridge,market,mall,gym,pool,court,stadium,theater,studio,workshop,laboratory,greenhouse,warehouse,factory,bank,cafeteria,playground,backyard,balcony,roof,zoo,aquarium,circus,festival,camp,forest,lake,river,mountain,beach,field,orchard,farm,bus,train,boat,plane,truck,drawer,closet,cupboard,fridge,oven,freezer,suitcase,backpack,pocket,wallet".split(",")
EVENTS = "party,birthday,wedding,picnic,parade,concert,play,game,match,race,contest,competition,meeting,lesson,exam,test,trip,journey,vacation,holiday,weekend,season,winter,summer,storm,sale,auction,bake sale,fundraiser,school fair,science fair,art class,music class,dinner,breakfast,lunch,dance,movie,show,project,experiment,harvest,campaign,tournament,reunion,field trip,sleepover,barbecue,garage sale,charity event,book club,talent show,graduation,camping trip,school play".split(",")
DESCRIPTIONS = "big,small,old,new,local,nearby,famous,quiet,crowded,dusty,sunny,rainy,cold,warm,long,short,annual,weekly,daily,special,final,first,next,last,favorite,huge,tiny,cozy,modern,ancient,secret,wooden,stone,public,private,empty,busy,colorful,dark,bright,beautiful,expensive,cheap,important,upcoming,yearly,little,large,green,blue,red,white".split(",")
DEEDS = "save money,help a friend,surprise {his} {rel},make a cake,decorate the room,finish a project,feed the animals,clean the house,win a prize,build a fort,cook dinner,raise money for the school,pass the time,get ready for the trip,share with {his} friends,give to charity,start a collection,fill the shelves,keep warm,learn something new,practice for the show,earn some pocket money,fix the fence,study for a test,prepare for winter,use for art class,teach {his} class,please {his} {rel},play a game,plan a party,trade with {M}".split(",")
MOODS = "happy,tired,hungry,excited,bored,sick,late,curious,proud,busy,thirsty,nervous,kind,careful,lucky,generous,worried,sleepy,angry,surprised".split(",")
JOBS = "teacher,farmer,baker,doctor,nurse,pilot,carpenter,painter,gardener,driver,chef,librarian,tailor,mechanic,plumber,florist,grocer,cashier,coach,artist,writer,scientist,lifeguard,photographer,musician".split(",")
HOBBIES = "baking,painting,reading,gardening,fishing,hiking,swimming,cycling,knitting,cooking,dancing,singing,chess,soccer,basketball,baseball,tennis,hockey,volleyball,skating,sewing,drawing,video games,photography,bird watching,camping,running,collecting things".split(",")


def the(): return ch(["the ", "the ", "a ", "{his} ", "the " + ch(DESCRIPTIONS) + " ", "a " + ch(DESCRIPTIONS) + " "])
def where(): return ch(["in ", "at ", "near ", "behind ", "next to ", "outside ", "inside ", "from "]) + the() + ch(PLACE_NOUNS)
def when_(): return ch(["before ", "after ", "during "]) + the() + ch(EVENTS) if pr(.6) else ch("this morning|last night|on {d1} morning|in {mo1}|last week|this year|one day|at noon|after school|before breakfast|over the weekend|in the afternoon|a few days ago|at the end of the day|early in the morning|later that day".split("|"))
def why(): return ch(["for " + the() + ch(EVENTS), "to " + ch(DEEDS), "because {he} {was} " + ch(MOODS), "in order to " + ch(DEEDS), "for {his} {rel}", "for {his} " + ch(EVENTS)])
def with_whom(): return ch(["with {his} {rel}", "with the help of {his} {rel}", "together with {M2}", "on {his} own", "with a group of friends", "with {his} {rel} and {rel2}"]).replace("{M2}", "{his} " + ch(["best friend", "partner", "class", "team", "neighbor", "dog", "family"]))
def around(): return T(R.choices([where, when_, why, with_whom], weights=[4, 3, 3, 1])[0](), C)


def opening():
    """A sentence without a number that says who or what this is about."""
    w = "work" if C["many"] else "works"; l = ch(["love", "like", "enjoy"]) + ("" if C["many"] else "s"); is_ = "am" if C["N"] == "I" else "are" if C["many"] else "is"
    return T(ch([f"{{N}} {l} " + ch(HOBBIES), f"{{N}} {l} {{ks}}", f"{{N}} {is_} getting ready for " + the() + ch(EVENTS), f"{{N}} {is_} planning " + the() + ch(EVENTS), f"{{N}} {w} " + where(), "{N} and {his} {rel} went to " + the() + ch(PLACE_NOUNS), f"{{N}} {is_} " + ch(MOODS), f"{{N}} {is_} at " + the() + ch(EVENTS), "There was " + ch(["a ", "the "]) + ch(DESCRIPTIONS) + " " + ch(EVENTS) + " " + where(), "{N} wanted to " + ch(DEEDS), "It was " + the() + ch(EVENTS), "{N} had a " + ch(DESCRIPTIONS) + " {an1}", f"{{N}} {is_} good at " + ch(HOBBIES), "{M} is {Ns} " + ch(["neighbor", "friend", "classmate", "cousin"]), "{N} decided to " + ch(DEEDS), "{Ns} {rel} is a " + ch(JOBS), "{N} had to " + ch(DEEDS)]), C)


ENDS = re.compile(r"(more|fewer|less|each|apiece|than \S+|as many|o'clock|old|older|younger|now|then|before|first|percent|%|total|all|together|number|rest|other|left|one|ones|by \S+|it|hour|\d|\d+ \S+ \S+ (long|wide|high)|long|wide|high|tall|deep)$")
def scenery(facts):
    """The same sentences with words around some of them, and perhaps an opening."""
    out = []
    for f in facts:
        if pr(.22) and not re.search(r"[.?:;%]|\b(old|older|younger|ratio|average|mean|costs?|price|long|wide|per|area|perimeter|number|sum|product|done|times|recipe)\b", f) and not ENDS.search(f) and f.count(",") < 1 and len(f) < 80:
            a = around()
            f = f + " " + a if pr(.68) or a.startswith(("from", "with", "because")) else cap(a) + ch([", ", " "]) + low(f)
        out.append(f)
    return out
