# Scenes of level 4: groups, rates, work, scores, books, trips, calendars, recipes.
# --- groups, rows, arrays, packing, sharing
S("a=3-20 b=4-25 c=2-60", "c<a*b",
  ["The [choir|orchestra|marching band] [sat|was seated] in {a} rows with {b} seats in [each|every] row", "[At the start of the rehearsal|When the doors opened|At seven o'clock] {c} seats were [still |]empty"],
  ("How many seats were there [in all|altogether|]", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many seats were [taken|not empty|in use]", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"),
  ("How many seats are there if one more row of the same length is added", "groups = {a}; added = 1; total_groups = groups + added; per_group = {b}; total = total_groups * per_group"))
S("a=2-40*6 b=2,3,6 c=1-30", "a%b==0 and c<=a",
  ["The gardener has {a} tulip bulbs to plant", "[She|He] [wants|plans] to make {b} rows with the same number of bulbs in each"],
  ("How many bulbs [go into|will there be in|belong in] each row", "total = {a}; groups = {b}; each = total / groups"),
  ("How many bulbs would there be to plant if {c} of them [were rotten|had been eaten by mice]", "start = {a}; removed = {c}; left = start - removed"))
S("a=2-30*12 b=2,3,4,6,12 c=2-20", "c<a//b",
  ["A machine [puts|packs] {b} light bulbs into [each|every] carton", "[On {d1} morning|Today|During the night shift] it packed {a} bulbs", "{c} of the cartons were [dented|crushed|damaged]"],
  ("How many cartons did it fill", "total = {a}; per_group = {b}; groups = total / per_group"),
  ("How many cartons were not [damaged|in bad shape]", "total = {a}; per_group = {b}; groups = total / per_group; removed = {c}; left = groups - removed"),
  ("How many bulbs are in the bad cartons", "groups = {c}; per_group = {b}; total = groups * per_group"))
S("a=2-30 b=2-15", None,
  ["{N} [ordered|bought|picked up] {a} dozen rolls [and|, and {M} ordered|, while {M} took] {b} dozen [more|] [|for a friend]"],
  ("How many [single |]rolls is that [in all|altogether]", "first = {a}; second = {b}; dozens = first + second; per_dozen = 12; total = dozens * per_dozen"),
  ("How many dozen [were bought|is that] [in all|altogether]", "first = {a}; second = {b}; total = first + second"),
  ("How many rolls are in the first {a} dozen", "dozens = {a}; per_dozen = 12; total = dozens * per_dozen"))
S("a=2-40 b=1-30", "b<2*a",
  ["There were {a} pairs of skates on the rental shelf", "{b} single skates [had|were found to have] broken laces"],
  ("How many single skates stood on the shelf", "pairs = {a}; per_pair = 2; total = pairs * per_pair"),
  ("How many [single |]skates had good laces", "pairs = {a}; per_pair = 2; total = pairs * per_pair; removed = {b}; left = total - removed"))
S("a=2-60*2 b=2-20", "b<a//2",
  ["[After the wash|On laundry day], {N} [counted|found] {a} socks in the basket", "{He} [rolled|matched] them into pairs and put {b} pairs into [{his} {rel}'s drawer|the suitcase|the top drawer]"],
  ("How many pairs did {he} make", "total = {a}; per_pair = 2; pairs = total / per_pair"),
  ("How many pairs [were still in the basket|were left]", "total = {a}; per_pair = 2; pairs = total / per_pair; removed = {b}; left = pairs - removed"),
  ("How many socks went into that [other |]place", "pairs = {b}; per_pair = 2; total = pairs * per_pair"))
S("a=3-30 b=2-12 c=2-40", None,
  [],
  ("How many wheels do {a} [cars|wagons|trolleys] and {b} bicycles have [together|in all|]", "cars = {a}; wheels_per_car = 4; car_wheels = cars * wheels_per_car; bicycles = {b}; wheels_per_bicycle = 2; bicycle_wheels = bicycles * wheels_per_bicycle; total = car_wheels + bicycle_wheels"),
  ("How many wheels are needed [to build|for] {c} tricycles", "groups = {c}; per_group = 3; total = groups * per_group"),
  ("If [every|each] toy truck needs {b} wheels, how many wheels [are needed|must be made] for {a} toy trucks", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("{N} [bolts|screws] {b} wheels onto each toy truck. How many wheels did {he} use for {a} trucks", "groups = {a}; per_group = {b}; total = groups * per_group"))
S("a=3-25 b=3-25 c=2-9", None,
  ["A [bathroom wall|kitchen floor|patio] is covered with square tiles in {a} rows and {b} columns", "Each box of tiles [weighs|has a weight of] {c} kilograms"],
  ("How many tiles [cover it|are there|were laid]", "rows = {a}; columns = {b}; total = rows * columns"),
  ("How many tiles would there be with {c} more rows", "start = {a}; added = {c}; rows = start + added; columns = {b}; total = rows * columns"))
S("a=2-12 b=2-12 c=2-12 e=2-6", None,
  ["[In the warehouse|At the depot] there are {a} shelves", "On each shelf stand {b} crates, and [every|each] crate [holds|contains] {c} teapots"],
  ("How many crates are there", "shelves = {a}; per_shelf = {b}; crates = shelves * per_shelf"),
  ("How many teapots does one shelf hold", "groups = {b}; per_group = {c}; total = groups * per_group"),
  ("What is the total number of teapots [in all the crates|on all the shelves]", "shelves = {a}; per_shelf = {b}; crates = shelves * per_shelf; per_crate = {c}; total = crates * per_crate"),
  ("How many crates [will there be|are there] if {e} new shelves of the same kind are put up", "start = {a}; added = {e}; shelves = start + added; per_shelf = {b}; crates = shelves * per_shelf"))
S("a=2-30*6 b=2,3,6 c=1-10", "a>b",
  ["[The twins' grandmother|Grandpa|Our neighbor] [shared|divided|split] {a} walnuts [equally|evenly|fairly] among {b} [grandchildren|squirrels in the yard|children]", "[Beforehand|Before that] there had been {c} more walnuts, but those were [rotten|hollow]"],
  ("How many walnuts did each one [get|receive]", "total = {a}; groups = {b}; each = total / groups"),
  ("How many walnuts were there at first", "left = {a}; removed = {c}; start = left + removed"))
S("a=30-200 b=3-12 c=5-60", "(a-c)>0 and (a-c)%b==0",
  ["A florist [had|received] {a} carnations [this morning|on {d1}|]", "She [threw away|threw out] {c} wilted ones and tied the [rest|others] into bunches of {b}"],
  ("How many bunches did she [make|tie|get]", "start = {a}; removed = {c}; left = start - removed; per_group = {b}; groups = left / per_group"),
  ("How many [carnations|flowers] were tied into bunches", "start = {a}; removed = {c}; left = start - removed"))
S("a=13-150 b=4-12 c=2-9", "a%b>0",
  ["{a} [marbles|beads|walnuts|coins] are [put|sorted] into bags of {b}", "The bags cost {c} cents each"],
  ("How many full bags [are there|can be made]", "total = {a}; per_group = {b}; groups = total // per_group"),
  ("How many [are left over|do not fill a bag|remain outside the full bags]", "total = {a}; per_group = {b}; left = total % per_group"))
S("a=20-300 b=6,8,10,12,20,30,45", "a%b>0 and a>b",
  ["{a} [pupils|hikers|guests|fans] want to [ride|cross|travel] in [minibuses|vans|boats] [with|that have] {b} seats each"],
  ("How many [vehicles|rides] are needed so that everyone has a seat", "total = {a}; per_group = {b}; groups = -(-total // per_group)"),
  ("How many of the vehicles will be completely full", "total = {a}; per_group = {b}; groups = total // per_group"))
S("a=2-15 b=3-15 c=2-15 e=3-15", None,
  ["The [wedding hall|school canteen|dining room] has {a} round tables for {b} people and {c} long tables for {e} people"],
  ("How many people can sit at the round tables", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many people can sit at the long tables", "groups = {c}; per_group = {e}; total = groups * per_group"),
  ("How many tables [are there|are in the room] [altogether|]", "first = {a}; second = {c}; total = first + second"),
  ("How many guests can be seated [in all|altogether]", "round_tables = {a}; per_round = {b}; at_round = round_tables * per_round; long_tables = {c}; per_long = {e}; at_long = long_tables * per_long; total = at_round + at_long"))
S("a=4-20 b=3-12 c=2-50", None,
  ["{N} [glued|arranged|laid out] {his} [photos|stamps|shells|pressed leaves] in {a} equal rows of {b}, and {c} did not fit on the board"],
  ("How many did {he} have [in all|altogether]", "groups = {a}; per_group = {b}; arranged = groups * per_group; added = {c}; total = arranged + added"),
  ("How many are on the board", "groups = {a}; per_group = {b}; total = groups * per_group"))
S("a=2-20*12 b=2,3,4,6 c=2,3,4,6", "b!=c",
  ["A [deck|set|pile] of {a} picture cards is [lying|sitting] on the table"],
  ("If the cards are dealt out evenly to {b} players, how many cards does each player [get|hold]", "total = {a}; groups = {b}; each = total / groups"),
  ("If [every|each] player [gets|is given] {c} cards, how many players can play", "total = {a}; per_group = {c}; groups = total / per_group"),
  ("After {b} cards are lost, how many cards remain", "start = {a}; removed = {b}; left = start - removed"))
S("a=2-9 b=5-30 c=2-9 e=5-30", "b!=e and a*b!=c*e and a*b>c*e",
  ["{N} planted {a} rows of [beans|peas|corn] with {b} plants in each row", "{M} planted {c} rows with {e} plants in each"],
  ("How many plants did {M} put in the ground", "groups = {c}; per_group = {e}; total = groups * per_group"),
  ("How many more plants did {N} [put in|plant] than {M}", "rows = {a}; per_row = {b}; first = rows * per_row; other_rows = {c}; other_per_row = {e}; second = other_rows * other_per_row; difference = first - second"),
  ("How many rows did they plant [together|in all]", "first = {a}; second = {c}; total = first + second"))
S("a=2-12 b=6-40 c=1-20", None,
  ["[Each|Every one] of the {a} beehives [on the hill|behind the barn] [gives|yields] {b} jars of honey a year", "[Last year|This year] the [beekeeper|farmer] [kept|ate] {c} jars [himself|with his family] and sold the rest"],
  ("How many jars [were sold|did he sell]", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"),
  ("How many jars do the hives give in a year", "groups = {a}; per_group = {b}; total = groups * per_group"))
S("a=3-12 b=2-15 c=2-30", "c<a*b",
  ["[We|My sister and I|I] hung up {a} strings of lights", "There are {b} bulbs on each string, but {c} bulbs do not [work|glow|light up]"],
  ("How many bulbs [work|light up]", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"),
  ("How many bulbs hang there [in total|altogether]", "groups = {a}; per_group = {b}; total = groups * per_group"))
S("a=4-40*2 b=2-20", "b<a",
  ["A shepherd counted {a} [ears|horns] in the pen", "All of them belonged to goats, and {b} more goats were [out on the meadow|drinking at the stream]"],
  ("How many goats were in the pen", "total = {a}; per_group = 2; groups = total / per_group"),
  ("How many goats does the shepherd have [in all|altogether]", "total = {a}; per_group = 2; groups = total / per_group; added = {b}; goats = groups + added"))
S("a=2-20*12 b=2,3,4,6,12", None,
  ["[The twins|The cousins|My friends] want to share {a} [chestnuts|stickers|crackers] so that nobody has more than [anyone else|the others]"],
  ("How many will each get if there are {b} of them", "total = {a}; groups = {b}; each = total / groups"),
  ("How many children can share them if each gets {b}", "total = {a}; per_group = {b}; groups = total / per_group"))
S("a=3-20 b=5-40", None,
  ["{a} [campers|cousins|helpers] shared a [sack|bag|heap] of [pistachios|chestnuts|peanuts|cherries], and each got {b}"],
  ("How many were there [at first|in the beginning|to share|before they shared them]", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many did two of them get together", "groups = 2; per_group = {b}; total = groups * per_group"))
S("a=2-9 b=12-60 c=2-20", "c<a*b",
  ["A parking garage has {a} [levels|floors] with {b} spaces on each", "{c} cars are [inside|parked there] [at the moment|now]"],
  ("How many spaces does the garage have", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many [more cars can park there|spaces are free]", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"),
  ("How many cars will be inside after [another|] {b} drive in", "start = {c}; added = {b}; total = start + added"))
S("a=2-24 b=2-24 c=2-24 e=2-9", None,
  ["In a box of chocolates there are {a} with nuts, {b} with caramel and {c} [plain ones|with mint]"],
  ("How many chocolates are in {e} boxes like this one", "nuts = {a}; caramel = {b}; rest = {c}; per_group = nuts + caramel + rest; groups = {e}; total = groups * per_group") ,
  ("How many chocolates does the box hold", "nuts = {a}; caramel = {b}; rest = {c}; total = nuts + caramel + rest"),
  ("How many chocolates with nuts or caramel are in it", "first = {a}; second = {b}; total = first + second"))
S("a=3-12 b=2-10 c=2-30", None,
  ["{N} has {b} [pockets|drawers|pencil cases]", "[There are|{He} keeps] {a} {ns} in each [of them|one], and {c} more [lie|are] on the desk"],
  ("How many {ns} does {N} have", "groups = {b}; per_group = {a}; in_groups = groups * per_group; added = {c}; total = in_groups + added"),
  ("How many {ns} are not on the desk", "groups = {b}; per_group = {a}; total = groups * per_group"))
S("a=4-20 b=3-15 c=2-12 e=2-11", "e<a and c<20",
  ["The chocolate bar is [broken|divided] into {a} rows of {b} little squares", "{N} [broke off|ate] {e} whole rows"],
  ("How many squares did {he} take", "groups = {e}; per_group = {b}; total = groups * per_group"),
  ("How many squares were left", "start = {a}; removed = {e}; rows = start - removed; per_row = {b}; left = rows * per_row"),
  ("How many squares did the bar have at first", "groups = {a}; per_group = {b}; total = groups * per_group"))
S("a=2-30*10 b=2,5,10 c=1-20", None,
  ["The nurse [had|was given] {a} bandages and [put|packed] {b} into [each|every] first-aid kit", "{c} kits [were already finished|had been packed the day before]"],
  ("How many kits did she fill", "total = {a}; per_group = {b}; groups = total / per_group"),
  ("How many kits are there now", "total = {a}; per_group = {b}; groups = total / per_group; added = {c}; kits = groups + added"))
# --- work, machines, factories, rates
S("a=3-40 b=2-12 c=5-60", "c<a*b",
  ["A [sewing|knitting] machine makes {a} [scarves|caps|gloves] an hour", "It [ran|was switched on] for {b} hours [on {d1}|yesterday|during the shift]", "{c} of the pieces had a [hole|fault|loose thread]"],
  ("How many pieces did the machine make", "per_hour = {a}; hours = {b}; total = per_hour * hours"),
  ("How many pieces were without [a fault|fault]", "per_hour = {a}; hours = {b}; total = per_hour * hours; removed = {c}; left = total - removed"))
S("a=2-20*12 b=2,3,4,6 c=2-12", None,
  ["A baker's oven [turned out|produced] {a} pretzels in {b} hours"],
  ("How many pretzels is that [per hour|an hour|in one hour]", "total = {a}; hours = {b}; per_hour = total / hours"),
  ("At this rate, how many pretzels [come out|will be made] in {c} hours", "total = {a}; hours = {b}; per_hour = total / hours; other_hours = {c}; result = per_hour * other_hours"))
S("a=2-8 b=3-30 c=2-9", None,
  ["[The workshop|A small factory] has {a} lathes, and each [lathe|one] turns {b} [table legs|chess pieces|drumsticks] per hour"],
  ("How many [do all the lathes turn|are turned by all lathes] in one hour", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many does one lathe [finish|turn] in {c} hours", "per_hour = {b}; hours = {c}; total = per_hour * hours"),
  ("How many do all the lathes [finish|turn] in {c} hours", "lathes = {a}; per_lathe = {b}; per_hour = lathes * per_lathe; hours = {c}; total = per_hour * hours"))
S("a=4-60 b=4-60 c=2-12", "b>a",
  ["The old printer [prints|manages] {a} pages a minute", "The new [printer|one] [prints|manages] {b} pages a minute"],
  ("How many more pages does the new printer print in a minute", "first = {b}; second = {a}; difference = first - second"),
  ("How many more pages does the new printer print in {c} minutes", "first = {b}; second = {a}; difference = first - second; minutes = {c}; result = difference * minutes"),
  ("When both run side by side, how many pages [come out|are printed] in {c} minutes", "first = {b}; second = {a}; per_minute = first + second; minutes = {c}; total = per_minute * minutes"))
S("a=2-30*24 b=2,3,4,6,12 c=2,3,4", None,
  ["{N} has to [fold|sort|address] {a} leaflets and can do {b} [of them |]in a minute"],
  ("How many minutes will the job take", "total = {a}; per_minute = {b}; minutes = total / per_minute"),
  ("How many leaflets will {he} have done after {c} minutes", "per_minute = {b}; minutes = {c}; total = per_minute * minutes"),
  ("How many minutes will it take if {M} helps and works just as fast", "total = {a}; per_person = {b}; people = 2; per_minute = per_person * people; minutes = total / per_minute"))
S("a=5-40 b=2-30 c=3-9", None,
  ["{N} can [type|write] {a} words a minute", "{M}, who [took a course|practices every day|plays the piano], types {b} words more a minute [than {N}|]"],
  ("How many words a minute does {M} type", "other = {a}; more = {b}; result = other + more"),
  ("How many words does {M} type in {c} minutes", "other = {a}; more = {b}; per_minute = other + more; minutes = {c}; total = per_minute * minutes"),
  ("How many words will {N} have typed after {c} minutes", "per_minute = {a}; minutes = {c}; total = per_minute * minutes"))
S("a=8-30 b=2-8 c=2-12 e=20-90", "a*c>e",
  ["{N} earns ${a} an hour at the [ice rink|garden center|car wash]", "{He} works {b} hours [a day|each day]", "A [winter coat|tent|skateboard] [in the shop window|in the catalog] costs ${e}"],
  ("How many dollars does {N} earn in a day", "per_hour = {a}; hours = {b}; total = per_hour * hours"),
  ("How many dollars does {N} make in {c} days", "per_hour = {a}; hours = {b}; per_day = per_hour * hours; days = {c}; total = per_day * days"),
  ("If {N} buys it after {c} hours of work, how much of that pay is left", "per_hour = {a}; hours = {c}; earned = per_hour * hours; cost = {e}; left = earned - cost"))
S("a=2-12 b=2-12 c=2-20", None,
  ["{a} painters need {b} days to paint [the fence of the stadium|the old school|a ferry]", "They use {c} buckets of paint each day"],
  ("How many days would one painter [need|take] alone", "workers = {a}; days = {b}; total = workers * days"),
  ("How many buckets of paint [do they use|are used] in all", "groups = {b}; per_group = {c}; total = groups * per_group"))
S("a=3-40 b=3-40 c=2-10", "a>b",
  ["Water runs into the tank at {a} liters a minute and leaks out at {b} liters a minute"],
  ("By how many liters does the water in the tank grow each minute", "first = {a}; second = {b}; difference = first - second"),
  ("How much more water is in the tank after {c} minutes", "in_flow = {a}; out_flow = {b}; per_minute = in_flow - out_flow; minutes = {c}; total = per_minute * minutes"),
  ("How many liters leak out in {c} minutes", "per_minute = {b}; minutes = {c}; total = per_minute * minutes"))
S("a=2-20*12 b=2,3,4,6 c=3-30", None,
  ["[A pump|The garden hose] fills a pool of {a} liters in {b} minutes", "The rain barrel [next to it|beside it] [holds|takes] {c} liters more than the pool"],
  ("How many liters flow in per minute", "total = {a}; minutes = {b}; per_minute = total / minutes"),
  ("How much water fits into the rain barrel", "other = {a}; more = {c}; result = other + more"))
S("a=100-900 b=10-90 c=10-90", "a>b+c",
  ["The order was for {a} [bricks|roof tiles|paving stones]", "{b} were delivered on {d1} and {c} on {d2}"],
  ("How many are still to come", "total = {a}; first = {b}; second = {c}; delivered = first + second; left = total - delivered"),
  ("How many were delivered on the two days [together|]", "first = {b}; second = {c}; total = first + second"),
  ("How many [were|are] still missing [before the second delivery|when only the first delivery had come]", "start = {a}; removed = {b}; left = start - removed"))
S("a=20-300 b=5-90 c=2-60", "b<a and c<a",
  ["The morning shift [assembled|built] {a} bicycles, {b} more than the night shift", "[Then|At noon] {c} of the morning shift's bicycles were [sent to the shops|sold to a school]"],
  ("How many bicycles did the night shift [assemble|build]", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How many bicycles did the two shifts [assemble|build] together", "first = {a}; fewer = {b}; second = first - fewer; total = first + second"),
  ("How many of the morning shift's bicycles are still [there|in the hall]", "start = {a}; removed = {c}; left = start - removed"))
S("a=2-30 b=2-9 c=2-30", None,
  ["It takes {N} {a} minutes to [iron|mend] one shirt", "{b} shirts are [waiting|lying] in the basket, and afterwards {he} wants to read for {c} minutes"],
  ("How many minutes will the shirts take", "count = {b}; per_item = {a}; total = count * per_item"),
  ("How many minutes pass until {he} has finished reading", "count = {b}; per_item = {a}; work = count * per_item; added = {c}; total = work + added"))
S("a=15-40 b=3-5 c=2-12", None,
  ["[In the toy factory|At the workbench] a [robot|worker] [attaches|screws on] the {b} legs of [each|every] stool", "{a} stools are [ordered|wanted] by [Friday|the end of the week], and {c} stools have been finished so far"],
  ("How many legs are needed for the whole order", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many legs have been used so far", "groups = {c}; per_group = {b}; total = groups * per_group")) 
S("a=20-90 b=2-15 c=3-12", "a>b*c",
  ["A [logger|lumber mill] [had|started with] {a} boards", "{c} birdhouses were built from them, and each one took {b} boards"],
  ("How many boards were used for the birdhouses", "groups = {c}; per_group = {b}; total = groups * per_group"),
  ("How many boards were not used", "start = {a}; groups = {c}; per_group = {b}; removed = groups * per_group; left = start - removed"))
S("a=3-30 b=2,3,4 c=2-30", None,
  ["{N} [washed|cleaned] {a} windows and {M} [washed|cleaned] [{b} times as many]", "{K} only [held the ladder|carried the water] for {c} minutes"],
  ("How many windows did {M} do", "other = {a}; times = {b}; result = other * times"),
  ("How many windows got clean [altogether|in all]", "first = {a}; times = {b}; second = first * times; total = first + second"),
  ("How many more windows did {M} do than {N}", "first = {a}; times = {b}; second = first * times; difference = second - first"))
S("a=4-80*2 b=2-30", "b<a//2",
  ["The first machine [sealed|filled] {a} cans in ten minutes", "The second one, which is [old|slower|worn out], did only half as many", "{b} cans from the second machine leaked"],
  ("How many cans did the second machine do", "other = {a}; parts = 2; result = other / parts"),
  ("How many cans did the two machines do [together|in all]", "first = {a}; parts = 2; second = first / parts; total = first + second"),
  ("How many good cans came from the second machine", "first = {a}; parts = 2; second = first / parts; removed = {b}; left = second - removed"))
S("a=2-12 b=4-12 c=2-9", None,
  ["[The night guard|My aunt, a nurse,|The lighthouse keeper] works {b} hours a day, {a} days in a row, and then has {c} days off"],
  ("How many hours of work are there before the days off", "per_day = {b}; days = {a}; total = per_day * days"),
  ("How many days is it from the start of work to the end of the days off", "first = {a}; second = {c}; total = first + second"))
S("a=4-60 b=4-60 c=4-60", None,
  ["{N}, {M} and {K} [picked apples|pulled weeds|peeled potatoes] for a [farmer|cook]", "{N} filled {a} buckets, {M} {b} and {K} {c}"],
  ("How many buckets did the three fill", "first = {a}; second = {b}; third = {c}; total = first + second + third"),
  ("How many buckets did {M} and {K} fill together", "first = {b}; second = {c}; total = first + second"),
  ("How many buckets would {N} have filled with twice the time", "other = {a}; times = 2; result = other * times"))
S("a=2-9 b=20-60 c=2-9 e=2-90", None,
  ["A plumber [charges|asks] ${e} for coming and ${b} for each hour of work", "[Fixing|Repairing] a [burst pipe|broken boiler|blocked sink] took {a} hours"],
  ("How much do the hours of work cost without the fee for coming", "hours = {a}; per_hour = {b}; cost = hours * per_hour"),
  ("[What is the whole bill|How much has to be paid in all]", "hours = {a}; per_hour = {b}; work = hours * per_hour; fee = {e}; cost = work + fee"),
  ("How much more would {c} extra hours cost", "hours = {c}; per_hour = {b}; cost = hours * per_hour"))
S("a=30-200 b=3-30 c=3-30", "a>b+c",
  ["The day before yesterday the dairy [bottled|sold] {b} liters of goat milk, and yesterday {c} liters", "It wants to reach {a} liters by tonight"],
  ("How many liters must it add today", "total = {a}; first = {b}; second = {c}; done = first + second; left = total - done"),
  ("How many liters were there on the two days", "first = {b}; second = {c}; total = first + second"))
S("a=2-15*6 b=2,3,6 c=2-9", None,
  ["A team of {b} [beavers|ants|robots] [moved|carried] {a} [twigs|sticks] in an hour, each of them the same number"],
  ("How many did each of them [move|carry]", "total = {a}; groups = {b}; each = total / groups"),
  ("How many will the team [move|carry] in {c} hours [at this speed|if it keeps going like this]", "per_hour = {a}; hours = {c}; total = per_hour * hours"))
# --- sports teams, scores, points, games
S("a=10-90 b=2-30 c=2-30", "b<a",
  ["At halftime the [home team|Falcons|visitors] had {a} points", "They scored {b} [more |]points in the third quarter and {c} in the fourth"],
  ("What was their score at the end", "start = {a}; first = {b}; second = {c}; total = start + first + second"),
  ("How many points did they score after halftime", "first = {b}; second = {c}; total = first + second"),
  ("How many points did they have before the last quarter", "start = {a}; added = {b}; total = start + added"))
S("a=40-120 b=2-30 c=2-20", "c<a-b",
  ["The Tigers lost to the Sharks by {b} points", "The Sharks [scored|finished with|ended up with] {a} points, {c} of them from free throws"],
  ("How many points did the Tigers score", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How many of the Sharks' points did not come from free throws", "total = {a}; first = {c}; other = total - first"),
  ("How many points were scored by the two teams [together|in the whole game]", "first = {a}; fewer = {b}; second = first - fewer; total = first + second"))
S("a=2-15 b=2-15", None,
  ["In [a|the] basketball [match|game] {N} made {a} two-point shots and {b} three-point shots"],
  ("How many points did {N} score", "twos = {a}; per_two = 2; first = twos * per_two; threes = {b}; per_three = 3; second = threes * per_three; total = first + second"),
  ("How many shots [went in|did {he} make]", "first = {a}; second = {b}; total = first + second"),
  ("How many points did {N} get from the three-point shots", "count = {b}; points = 3; total = count * points"))
S("a=4-20 b=2-10 c=2-10", "a>b+c",
  ["The [soccer|handball|hockey] team played {a} games this [season|year|spring]", "It won {b} [games|of them] and {c} ended in a [draw|tie]"],
  ("How many games did it lose", "total = {a}; won = {b}; tied = {c}; left = total - won - tied"),
  ("How many games did it not win", "total = {a}; won = {b}; left = total - won"),
  ("How many points does the team have if a win gives 3 points and a tie gives 1", "won = {b}; per_win = 3; win_points = won * per_win; tied = {c}; total = win_points + tied"))
S("a=5-60 b=5-60 c=2-9", "a>b",
  ["{N} [scored|got|collected] {a} points in the first round of the [quiz|dart game|spelling contest]", "In the second round {he} [scored|got] {b}"],
  ("By how many points was the first round better", "first = {a}; second = {b}; difference = first - second"),
  ("How many points does {N} have after the two rounds", "first = {a}; second = {b}; total = first + second"),
  ("How many points [will|would] {he} have if each point of the second round counts {c} times", "first = {a}; points = {b}; times = {c}; second = points * times; total = first + second"))
S("a=10-90 b=5-60", None,
  ["After losing {b} points in the last round of the [board|card|video] game, {N} [finished|ended] with {a} points"],
  ("How many points did {N} have before the last round", "removed = {b}; left = {a}; start = left + removed"),
  ("How many points would {N} have had in the end by winning {b} points [in the last round |]instead of losing them", "left = {a}; removed = {b}; start = left + removed; added = {b}; total = start + added"))
S("a=30-100 b=5-60", "a>b",
  ["{N} needs {a} points to [reach the next level|unlock the castle|win the trophy] and has {b} [so far|already]"],
  ("How many [points are missing|more points does {he} need]", "start = {b}; total = {a}; added = total - start"),
  ("How many points will {he} have when the score has doubled", "other = {b}; times = 2; result = other * times"))
S("a=2-12 b=5-18 c=2-12", None,
  ["[At the summer camp|For the tournament] the children form {a} teams of {b} players", "{c} children only watch"],
  ("How many children play", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many children are there [in all|altogether]", "groups = {a}; per_group = {b}; players = groups * per_group; added = {c}; total = players + added"))
S("a=2-20*12 b=2,3,4,6,12 c=2-9", "a>b",
  ["{a} [girls|boys|scouts] signed up for the relay race", "A relay team has {b} runners, and each runner [runs|does] {c} laps"],
  ("How many relay teams are there", "total = {a}; per_group = {b}; groups = total / per_group"),
  ("How many laps does one team run", "groups = {b}; per_group = {c}; total = groups * per_group"),
  ("How many laps are run by [everyone|all of them]", "groups = {a}; per_group = {c}; total = groups * per_group"))
S("a=2-12 b=5-30*10 c=2-6", None,
  ["[Around the field one lap is|One lap of the track is] {b} meters long", "{N} [ran|jogged|skipped] {a} laps [before|after] breakfast and {c} laps in the evening"],
  ("How many laps did {N} do", "first = {a}; second = {c}; total = first + second"),
  ("How many meters was that [in all|altogether]", "first = {a}; second = {c}; laps = first + second; per_lap = {b}; total = laps * per_lap"),
  ("How far was the evening run", "laps = {c}; per_lap = {b}; total = laps * per_lap"))
S("a=20-95 b=2-15 c=2-15", "b!=c",
  ["{N}'s best jump last year was {a} inches", "This year {he} jumps {b} inches higher, and {his} {rel} jumps {c} inches higher than that"],
  ("How high does {N} jump now", "other = {a}; more = {b}; result = other + more"),
  ("How high does the {rel} jump", "start = {a}; first = {b}; second = {c}; total = start + first + second"),
  ("How many inches higher than {N} did last year does the {rel} jump", "first = {b}; second = {c}; total = first + second"))
# --- more sports and games
S("a=5-60 b=2-20 c=2-20", "b<a",
  ["{N} had {a} marbles [before the game|when the game began]", "{He} lost {b} [of them |]to {M} and won {c} from {K}"],
  ("How many marbles did {N} have after [that|the game]", "start = {a}; removed = {b}; left = start - removed; added = {c}; total = left + added"),
  ("How many marbles did {N} have after losing to {M} and before winning any back", "start = {a}; removed = {b}; left = start - removed"))
S("a=3-15 b=2-9 c=2-9", "c<a*b",
  ["A [gymnast|skater|diver] [got|received] {a} points from [each|every one] of the {b} judges", "For a [fall|bad landing] {c} points were taken off the total"],
  ("How many points did the judges give [in all|before anything was taken off]", "groups = {b}; per_group = {a}; total = groups * per_group"),
  ("What was the final [score|result]", "groups = {b}; per_group = {a}; total = groups * per_group; removed = {c}; left = total - removed")) 
S("a=2-30 b=2-30 c=2-30 e=5-60", "a+b+c!=e",
  ["{N}'s three arrows hit the rings worth {a}, {b} and {c} points", "{His} rival scored {e} points with [one|a single] lucky shot"],
  ("What did the three arrows bring in all", "first = {a}; second = {b}; third = {c}; total = first + second + third"),
  ("How many points are the first two arrows worth", "first = {a}; second = {b}; total = first + second"))
S("a=2-30 b=2-30 c=2,3,4", "a>b",
  ["The red team scored {a} goals this season", "That was {b} goals more than the blue team", "The champions scored {c} times as many goals as the red team"],
  ("How many goals did the blue team score", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How many goals did the champions score", "other = {a}; times = {c}; result = other * times"))
S("a=10-60 b=2-30 c=2-20", None,
  ["{N} climbed {a} steps of the lighthouse, [rested|took a break|looked out of a window], and climbed {b} more to the top", "The [cellar|basement] stairs have another {c} steps"],
  ("How many steps are there from the entrance to the top", "first = {a}; second = {b}; total = first + second"),
  ("How many steps does one climb to the top and down again", "first = {a}; second = {b}; up = first + second; times = 2; total = up * times"),
  ("How many steps does the [whole building|lighthouse with its stairs below ground] have", "first = {a}; second = {b}; third = {c}; total = first + second + third"))
S("a=20-90 b=20-90 c=20-90", "a>b",
  ["[On the scoreboard|In the league table] the Eagles have {a} points, the Bears {b} and the Wolves {c}"],
  ("By how many points are the Eagles ahead of the Bears", "first = {a}; second = {b}; difference = first - second"),
  ("How many points do the Bears need to catch up with the Eagles", "start = {b}; total = {a}; added = total - start"),
  ("How many points do the three teams have [in all|together]", "first = {a}; second = {b}; third = {c}; total = first + second + third"))
S("a=2-12 b=8-15 c=2-12", None,
  ["The chess club owns {a} boards, each with 32 pieces, but over the years {c} pieces have been lost"],
  ("How many chess pieces should there be", "boards = {a}; per_board = 32; total = boards * per_board"),
  ("How many chess pieces does the club still have", "boards = {a}; per_board = 32; total = boards * per_board; removed = {c}; left = total - removed"))
S("a=3-20 b=2-9 c=2-20", None,
  ["{N} [rolled|threw] the dice and moved {a} spaces forward, then {b} spaces back, and then {c} forward", "{He} had started on space 40"],
  ("On which space did {he} end up", "start = 40; added = {a}; removed = {b}; more = {c}; result = start + added - removed + more"),
  ("On which space was {he} after the first move", "start = 40; added = {a}; total = start + added"),
  ("How many spaces did {he} move forward in all", "first = {a}; second = {c}; total = first + second"))
S("a=4-20*2 b=2-12", None,
  ["Half of the {a} players on the bench are reserve goalkeepers, and {b} more players are on the pitch"],
  ("How many goalkeepers sit on the bench", "total = {a}; parts = 2; result = total / parts"),
  ("How many players are there [altogether|on the bench and on the pitch]", "first = {a}; second = {b}; total = first + second"))
S("a=15-60 b=5-40 c=2-20", "b<a and c<b",
  ["{a} tickets for the final were [put aside|kept] for the players' families", "{b} have been [picked up|collected], {c} of them by [the captain|the coach]"],
  ("How many tickets are still waiting", "start = {a}; removed = {b}; left = start - removed"),
  ("How many tickets were [picked up|collected] by somebody else", "total = {b}; first = {c}; other = total - first"))
# --- books and pages
S("a=80-400 b=10-90 c=10-90", "a>b+c",
  ["{N} is reading a [novel|book about pirates|detective story] with {a} pages", "{He} read {b} pages on {d1} and {c} [pages |]on {d2}"],
  ("How many pages has {he} read", "first = {b}; second = {c}; total = first + second"),
  ("How many pages are left to read", "total = {a}; first = {b}; second = {c}; read = first + second; left = total - read"),
  ("How many pages [were left|did {he} still have to read] after {d1}", "start = {a}; removed = {b}; left = start - removed"))
S("a=5-60*12 b=4,6,10,12,20 c=2-7", "a%b==0 and b*c<a",
  ["A [travel guide|history book|thick novel] has {a} pages", "{N} reads {b} pages [a day|every evening|each day]"],
  ("In how many days will {he} [finish it|reach the end]", "total = {a}; per_day = {b}; days = total / per_day"),
  ("How many pages will {he} have read after {c} days", "per_day = {b}; days = {c}; total = per_day * days"),
  ("How many pages will be left after {c} days", "per_day = {b}; days = {c}; read = per_day * days; total = {a}; left = total - read"))
S("a=50-300 b=10-90 c=2-60", None,
  ["{N} has finished {a} pages of [a|the] [thriller|biography], and there are still {b} pages to go", "The last {c} pages are [only notes|an index]"],
  ("How many pages does the book have", "read = {a}; left = {b}; total = read + left"),
  ("How many pages would the book have without its last part", "read = {a}; left = {b}; total = read + left; removed = {c}; rest = total - removed")) 
S("a=3-20 b=5-30 c=2-20", None,
  ["[The|A] comic [album|book] has {a} chapters with {b} pages each and a preface of {c} pages"],
  ("How many pages do the chapters have [together|]", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many pages are there [in all|with the preface]", "groups = {a}; per_group = {b}; chapters = groups * per_group; added = {c}; total = chapters + added"))
S("a=10-90 b=2-8 c=10-80", None,
  ["{M}'s essay is {a} pages long", "{N}'s essay is [{b} pages shorter|shorter by {b} pages]", "The teacher asked for at least {c} pages"],
  ("How many pages did {N} write", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How many pages are the two essays together", "first = {a}; fewer = {b}; second = first - fewer; total = first + second"))
S("a=20-99 b=5-60 c=2-40", "b<a",
  ["The [village|school|prison] library had {a} [books on animals|dictionaries|atlases]", "{b} were [borrowed|on loan] when {c} new ones [arrived|were donated]"],
  ("How many did the library own after that", "start = {a}; added = {c}; total = start + added"),
  ("How many stood on the shelves after that", "start = {a}; removed = {b}; left = start - removed; added = {c}; total = left + added"),
  ("How many stood on the shelves before the new ones came", "start = {a}; removed = {b}; left = start - removed"))
S("a=5-40 b=5-40 c=5-40 e=5-40", "b>e",
  ["{N} read {a} pages on the first day, {b} on the second, {c} on the third and {e} on the fourth"],
  ("How many pages did {N} read in the four days", "first = {a}; second = {b}; third = {c}; fourth = {e}; total = first + second + third + fourth"),
  ("How many pages did {N} read on the first three days", "first = {a}; second = {b}; third = {c}; total = first + second + third"),
  ("How many fewer pages did {he} read on the fourth day than on the second", "first = {b}; second = {e}; difference = first - second"))
S("a=50-300 b=2-60 c=2-40", "a>b+c",
  ["A book with {a} pages has lost some [in a flood|over the years|to a hungry dog], and only {b} are [in one piece|readable]", "{c} new pages were [glued in|copied from another book]"],
  ("How many pages were lost", "start = {a}; left = {b}; removed = start - left"),
  ("How many pages are readable now", "start = {b}; added = {c}; total = start + added"))
S("a=2-15 b=2-40 c=2-12", None,
  ["{N} writes {a} poems [a|every] month and [draws|paints] {b} pictures for a [picture book|magazine]", "{M} writes {c} poems more a month than {N}"],
  ("How many poems will {N} have written after half a year", "per_month = {a}; months = 6; total = per_month * months"),
  ("How many poems does {M} write in a month", "other = {a}; more = {c}; result = other + more"),
  ("How many poems do they write together in a month", "first = {a}; more = {c}; second = first + more; total = first + second"))
S("a=100-400 b=2,3,4,5 c=10-90", "a%b==0",
  ["The dictionary has {a} pages, {b} times as many as the [grammar book|phrase book]"],
  ("How many pages does the smaller book have", "other = {a}; times = {b}; result = other / times"),
  ("How many pages do they have together", "first = {a}; times = {b}; second = first / times; total = first + second"),
  ("How many more pages does the dictionary have", "first = {a}; times = {b}; second = first / times; difference = first - second"))
S("a=2-9 b=10-40 c=2-40", "c<b",
  ["[Every one|Each] of the {a} scrapbooks of [our|the] club has {b} pages", "The [newest|last] one is filled up to page {c}, all the others are full"],
  ("How many pages do the scrapbooks have", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many pages are empty", "total = {b}; filled = {c}; left = total - filled"),
  ("How many pages are filled", "total_groups = {a}; removed = 1; groups = total_groups - removed; per_group = {b}; full = groups * per_group; added = {c}; total = full + added"))
# --- classrooms and schools
S("a=15-40 b=5-25 c=2-9", "b<a and c<a-b",
  ["There are {a} children in [the|our|Mrs. Park's] class, and {b} of them are girls", "{c} of the boys wear glasses"],
  ("How many boys are in the class", "total = {a}; girls = {b}; boys = total - girls"),
  ("How many boys do not wear glasses", "total = {a}; girls = {b}; boys = total - girls; glasses = {c}; rest = boys - glasses"))
S("a=2-6*6 b=2,3,6 c=2-6", None,
  ["A teacher [divides|splits] {a} students into groups of {b} for the [volcano|weather|seed] experiment", "[Each|Every] group gets {c} jars"],
  ("How many groups are there", "total = {a}; per_group = {b}; groups = total / per_group"),
  ("How many jars are needed", "total = {a}; per_group = {b}; groups = total / per_group; per_jar_group = {c}; jars = groups * per_jar_group"))
S("a=2-8 b=15-30 c=2-9 e=5-30", None,
  ["The school has {a} [first-grade|music|language] classes with {b} children each and {c} [teachers|helpers]"],
  ("How many children are in these classes", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many people is that with the grown-ups", "groups = {a}; per_group = {b}; children = groups * per_group; adults = {c}; total = children + adults"),
  ("If {e} children move away, how many children are left in these classes", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {e}; left = total - removed"))
S("a=12-40 b=2-12 c=2-9", "c<=b",
  ["{b} children were absent on Monday, so only {a} [sat in the classroom|came to the lesson]", "On Tuesday {c} of those absent children were back"],
  ("How many children belong to the class", "left = {a}; removed = {b}; start = left + removed"),
  ("How many were in the classroom on Tuesday", "start = {a}; added = {c}; total = start + added"),
  ("How many were still absent on Tuesday", "start = {b}; removed = {c}; left = start - removed"))
S("a=3-12 b=2-6 c=10-60", None,
  ["[In our classroom|In room 12] there are {a} tables, and {b} children sit at each table", "There are {c} hooks for [coats|jackets] in the hall"],
  ("How many children sit in the room", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many children could sit there if there were 2 more tables", "start = {a}; added = 2; groups = start + added; per_group = {b}; total = groups * per_group"))
S("a=10-40 b=2-6 c=100-500", "a*b<c",
  ["[Every|Each] one of the {a} students [takes|gets] {b} sheets of paper from a stack of {c}"],
  ("How many sheets do the students take", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many sheets [stay|are left] in the stack", "start = {c}; groups = {a}; per_group = {b}; removed = groups * per_group; left = start - removed"))
S("a=50-100 b=2-20 c=2-20", "b+c<a",
  ["On the [history|math|geography] test {N} got {a} points", "{M} got {b} points less than {N}, and {K} got {c} points less than {M}"],
  ("What was {M}'s result", "other = {a}; fewer = {b}; result = other - fewer"),
  ("What was {K}'s result", "other = {a}; fewer = {b}; second = other - fewer; less = {c}; result = second - less"),
  ("By how many points was {N} better than {K}", "first = {b}; second = {c}; total = first + second"))
S("a=10-50 b=2-20 c=1-9", "b+c<a",
  ["A spelling test has {a} words", "{N} misspelled {b} [of them|words] and [skipped|left out] {c}"],
  ("How many words did {he} spell correctly", "total = {a}; wrong = {b}; skipped = {c}; left = total - wrong - skipped"),
  ("How many words did {he} write down", "total = {a}; skipped = {c}; left = total - skipped")) 
S("a=2-10 b=2-10 c=2-10", None,
  ["In a test [each|every] right answer is worth {a} points, and for a wrong one nothing is taken away", "{N} had {b} right answers on the first page, {c} on the second page"],
  ("How many right answers did {N} have", "first = {b}; second = {c}; total = first + second"),
  ("How many points did {N} get", "first = {b}; second = {c}; count = first + second; points = {a}; total = count * points"),
  ("How many points did {N} get on the second page", "count = {c}; points = {a}; total = count * points"))
S("a=3-9*10 b=8-25 c=2-7", "b<a and c<b",
  ["The chalk box [was|had been] filled with {a} sticks in September", "Now only {b} [sticks |]are left, and {c} of these are broken"],
  ("How many sticks of chalk were used up", "start = {a}; left = {b}; removed = start - left"),
  ("How many whole sticks are left", "total = {b}; broken = {c}; other = total - broken"))
S("a=3-10 b=10-30 c=2-15", None,
  ["[Classes 4a and 4b|The two sixth grades] are [making|folding] paper cranes", "One class has {b} children and the other has {c} children more", "Every child folds {a} cranes"],
  ("How many children are in the bigger class", "other = {b}; more = {c}; result = other + more"),
  ("How many cranes does the smaller class fold", "groups = {b}; per_group = {a}; total = groups * per_group"),
  ("How many cranes does the bigger class fold", "other = {b}; more = {c}; groups = other + more; per_group = {a}; total = groups * per_group"))
S("a=3-8 b=2-5 c=5-30", "b<a",
  ["{N} has {a} lessons a day, {b} of them before the long break", "Each lesson lasts 45 minutes, and the long break lasts {c}"],
  ("How many minutes of lessons are there in a day", "lessons = {a}; per_lesson = 45; total = lessons * per_lesson"),
  ("How many lessons does {N} have from Monday to Friday", "per_day = {a}; days = 5; total = per_day * days"),
  ("How many minutes of lessons come before the long break", "lessons = {b}; per_lesson = 45; total = lessons * per_lesson"))
# --- buses, trips, speeds
S("a=20-60 b=3-18 c=3-18", "b<a",
  ["A bus left the [terminal|harbor|market square] with {a} passengers", "At the [first stop|town hall|hospital] {b} got off and {c} got on"],
  ("How many passengers were on the bus after [this|that] stop", "start = {a}; removed = {b}; left = start - removed; added = {c}; total = left + added"),
  ("How many of the first passengers stayed on the bus", "start = {a}; removed = {b}; left = start - removed"),
  ("How many different passengers had been on the bus by then", "first = {a}; second = {c}; total = first + second"))
S("a=2-30 b=2-9 c=10-50", "b<c",
  ["{a} people [got off|stepped out of] the tram at the zoo, and {c} stayed inside", "{b} of those who stayed had to stand"],
  ("How many people were in the tram before it came to the zoo", "removed = {a}; left = {c}; start = left + removed"),
  ("How many people had a seat after the zoo", "total = {c}; standing = {b}; other = total - standing"))
S("a=2-9 b=40-60 c=5-60", "c<a*b",
  ["For the [class trip|school outing|trip to the planetarium] {a} buses with {b} seats each were [hired|ordered]", "{c} seats [stayed|remained] empty"],
  ("How many seats do the buses have [in all|altogether]", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many people [rode|went|came] along", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"))
S("a=30-90 b=2-9 c=4-60", None,
  ["A [train|truck|coach] [goes|travels|drives] {a} miles an hour for {b} hours[| without a stop]", "The last stretch of {c} miles is [covered with snow|very bumpy] and comes after that"],
  ("How far does it get in the {b} hours", "speed = {a}; hours = {b}; distance = speed * hours"),
  ("How long is the whole way in miles", "speed = {a}; hours = {b}; first = speed * hours; second = {c}; total = first + second"))
S("a=2-9*60 b=2,3,4,5,6 c=2-9", "20<a//b<100",
  ["{N} [drove|rode a motorbike] {a} kilometers in {b} hours [, always at the same speed|]"],
  ("What was {his} speed in kilometers per hour", "distance = {a}; hours = {b}; speed = distance / hours"),
  ("How far would {he} get in {c} hours at that speed", "distance = {a}; hours = {b}; speed = distance / hours; other_hours = {c}; result = speed * other_hours"))
S("a=2-30*60 b=10,12,15,20,30,60 c=20-90", "a%b==0 and a>b",
  ["The [island|capital|coast] is {a} miles away", "[A ferry|A freight train|The mail van] makes {b} miles an hour and carries {c} boxes"],
  ("How many hours does it [need|take] to get there", "distance = {a}; speed = {b}; hours = distance / speed"),
  ("How many miles are left after the first hour", "distance = {a}; covered = {b}; left = distance - covered"),
  ("How many hours does the round trip take", "distance = {a}; speed = {b}; one_way = distance / speed; times = 2; hours = one_way * times"))
S("a=100-900 b=20-300 c=20-300", "a>b+c",
  ["The Lopez family [is driving|has set out] to a lake {a} miles from home", "They drove {b} miles before lunch and {c} miles after lunch"],
  ("How many miles have they driven", "first = {b}; second = {c}; total = first + second"),
  ("How far is it to the lake now", "total = {a}; first = {b}; second = {c}; driven = first + second; left = total - driven"),
  ("How far did they still have to drive at lunchtime", "start = {a}; removed = {b}; left = start - removed"))
S("a=10-90 b=3-40 c=2-9", "a>b",
  ["The path over the hill is {a} kilometers long, {b} kilometers longer than the path [through the valley|along the river]", "{N} hikes {c} kilometers an hour"],
  ("How long is the other path", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How far is it to go one way on the hill path and come back on the other one", "first = {a}; fewer = {b}; second = first - fewer; total = first + second"),
  ("How many kilometers has {N} hiked after 4 hours", "speed = {c}; hours = 4; distance = speed * hours"))
S("a=3-40 b=2-9 c=2-12", None,
  ["{N} lives {a} blocks from [school|the stadium|the bakery] and walks there and back every school day"],
  ("How many blocks is that a day", "one_way = {a}; times = 2; total = one_way * times"),
  ("How many blocks does {he} walk in a week with five school days", "one_way = {a}; times = 2; per_day = one_way * times; days = 5; total = per_day * days"),
  ("How many blocks does {he} walk in {c} school days", "one_way = {a}; times = 2; per_day = one_way * times; days = {c}; total = per_day * days"))
S("a=15-50*100 b=10-90 c=10-90", None,
  ["Before the trip the [odometer|mileage counter] showed {a} miles", "On {d1} [I|we] drove {b} miles and on {d2} {c} miles"],
  ("What did it show on {d1} evening", "start = {a}; added = {b}; total = start + added"),
  ("What did it show after both days", "start = {a}; first = {b}; second = {c}; total = start + first + second"),
  ("How long was the whole trip in miles", "first = {b}; second = {c}; total = first + second"))
S("a=20-50 b=5-19 c=2-6", "a>b",
  ["A moped goes {a} kilometers with one liter of petrol, a delivery van only {b} kilometers"],
  ("How far can the van go with {c} liters", "per_liter = {b}; liters = {c}; distance = per_liter * liters"),
  ("How much farther than the van does the moped get with one liter", "first = {a}; second = {b}; difference = first - second"),
  ("How much farther does the moped get when both have {c} liters", "first = {a}; second = {b}; difference = first - second; liters = {c}; result = difference * liters"))
S("a=40-75 b=5-30 c=2-5", "b<a",
  ["A car's tank holds {a} liters", "[Right now|At the border] there are {b} liters in it, and one liter costs ${c}"],
  ("How many liters fit in [until it is full|]", "start = {b}; total = {a}; added = total - start"),
  ("How much does it cost to fill it up", "total = {a}; start = {b}; count = total - start; price = {c}; cost = count * price"),
  ("What does a whole tank of fuel cost", "count = {a}; price = {c}; cost = count * price"))
S("a=10-50 b=2-9 c=30-90", None,
  ["Two cyclists [set out|start] at the same time from the same village in opposite directions", "One rides {a} kilometers an hour and the other {b} kilometers an hour [faster|more]"],
  ("How fast is the quicker cyclist, in kilometers an hour", "other = {a}; more = {b}; result = other + more"),
  ("How far apart are they after one hour", "first = {a}; more = {b}; second = first + more; total = first + second"))
S("a=3-30 b=2-9 c=2-12", None,
  ["[A shuttle|The cable car|A small ferry] can take {a} passengers at a time", "It makes {b} trips in the morning and {c} in the afternoon, [each time|always] full"],
  ("How many passengers does it take in the morning", "groups = {b}; per_group = {a}; total = groups * per_group"),
  ("How many trips does it make [in all|a day]", "first = {b}; second = {c}; total = first + second"),
  ("How many passengers does it take in the whole day", "first = {b}; second = {c}; trips = first + second; per_trip = {a}; total = trips * per_trip"))
S("a=2-12*5 b=5-30 c=5-60", None,
  ["The {shop} is {a} minutes away by bus", "{N} waits {b} minutes at the stop and spends {c} minutes there once {he} has arrived"],
  ("How many minutes pass from arriving at the stop to getting out of the bus", "first = {b}; second = {a}; total = first + second"),
  ("How many minutes does {N} spend on the bus for the trip there and back", "one_way = {a}; times = 2; total = one_way * times"))
S("a=2-9 b=4-24 c=2-9", None,
  ["{N} [walks|jogs] {a} miles on each weekday and {b} miles on the whole weekend"],
  ("How many miles does {he} cover from Monday to Friday", "per_day = {a}; days = 5; total = per_day * days"),
  ("How many miles does {he} cover in a whole week", "per_day = {a}; days = 5; weekdays = per_day * days; weekend = {b}; total = weekdays + weekend"))
S("a=2-40 b=2-40 c=2-12", "a!=b",
  ["A taxi driver had {a} fares on {d1} and {b} on {d2}", "[Every|Each] fare brought ${c}"],
  ("How many fares were there on the two days", "first = {a}; second = {b}; total = first + second"),
  ("How much did the driver take in on {d1}", "count = {a}; price = {c}; total = count * price"),
  ("How much money came in on the two days", "first = {a}; second = {b}; count = first + second; price = {c}; total = count * price"))
# --- calendars, hours, minutes
S("a=2-20 b=1-6", None,
  ["{N} was [in hospital|away at sea|on the farm] for {a} weeks and {b} days"],
  ("How many days is that", "weeks = {a}; days_per_week = 7; days = weeks * days_per_week; added = {b}; total = days + added"),
  ("How many days are {a} weeks", "weeks = {a}; days_per_week = 7; total = weeks * days_per_week"))
S("a=2-20*7", None,
  ["It is {a} days until [the circus comes|the school holidays|{N}'s birthday]"],
  ("How many weeks is that", "days = {a}; days_per_week = 7; weeks = days / days_per_week"),
  ("How many days will be left after a week", "start = {a}; removed = 7; left = start - removed"))
S("a=2-4 b=10-55 c=5-30", None,
  ["[A film|The play|The concert] [lasts|goes on for] {a} hours and {b} minutes", "The break in the middle was {c} minutes long"],
  ("How many minutes [does it last|is that] altogether", "hours = {a}; minutes_per_hour = 60; minutes = hours * minutes_per_hour; added = {b}; total = minutes + added"),
  ("How many minutes do {a} hours have", "hours = {a}; minutes_per_hour = 60; total = hours * minutes_per_hour"))
S("a=2-12*60 b=2-10", None,
  ["A candle burns for {a} minutes, and there are {b} such candles"],
  ("For how many hours does one candle burn", "minutes = {a}; minutes_per_hour = 60; hours = minutes / minutes_per_hour"),
  ("For how many minutes do all the candles burn one after the other", "groups = {b}; per_group = {a}; total = groups * per_group"))
S("a=40-90 b=5-30 c=10-40", "c<a",
  ["{N} did homework for {a} minutes and practiced [the violin|the drums] for {b} minutes", "{He} had meant to do homework for only {c} minutes"],
  ("How many minutes did the two take [together|in all]", "first = {a}; second = {b}; total = first + second"),
  ("How many minutes longer than planned did the homework take", "first = {a}; second = {c}; difference = first - second"))
S("a=2-9 b=2-20 c=2-9", "b!=c",
  ["[A medicine|The vitamin|This cough syrup] has to be taken {a} times a day, {c} milliliters each time", "The [treatment|cure] lasts {b} days"],
  ("How many times does one take it in all", "per_day = {a}; days = {b}; total = per_day * days"),
  ("How many milliliters does one take a day", "groups = {a}; per_group = {c}; total = groups * per_group"),
  ("How many milliliters must the bottle hold for the whole treatment", "per_day = {a}; days = {b}; times = per_day * days; each = {c}; total = times * each"))
S("a=2-11 b=2-8", "a+b<13",
  ["{N} went to bed at {a} o'clock and slept for {b} hours"],
  ("At what hour did {he} wake up", "start = {a}; added = {b}; total = start + added"),
  ("How many minutes did {he} sleep", "hours = {b}; minutes_per_hour = 60; total = hours * minutes_per_hour"))
S("a=6-11 b=14-22 c=2-6", None,
  ["The museum opens at {a}:00 and closes at {b}:00", "It is open {c} days a week"],
  ("How many hours a day is it open", "end = {b}; start = {a}; hours = end - start"),
  ("How many hours a week is it open", "end = {b}; start = {a}; per_day = end - start; days = {c}; hours = per_day * days"),
  ("On how many days of the week is it closed", "total = 7; open_days = {c}; left = total - open_days"))
S("a=2-12 b=2-10", "a+b<30",
  ["April has 30 days", "It rained on {a} of them and snowed on {b} others"],
  ("On how many days did [something|rain or snow] fall", "first = {a}; second = {b}; total = first + second"),
  ("On how many days did it neither rain nor snow", "total = 30; first = {a}; second = {b}; wet = first + second; left = total - wet"),
  ("On how many days did it not rain", "total = 30; removed = {a}; left = total - removed"))
S("a=700-920 b=5-60 c=2-19", "a+b+c<1000",
  ["The [bridge|tower|castle] was built in the year {a}", "{b} years later it was repaired, and {c} years after that it [burned down|was destroyed]"],
  ("In which year was it repaired", "start = {a}; added = {b}; total = start + added"),
  ("In which year did [it come to its end|its story end]", "start = {a}; first = {b}; second = {c}; total = start + first + second"),
  ("For how many years did it stand in use", "first = {b}; second = {c}; total = first + second"))
S("a=20-55 b=5-30 c=5-15", "a+b<60",
  ["[Lunch break|The quiz show] starts {a} minutes after eleven and lasts {b} minutes", "{N} leaves {c} minutes before it starts"],
  ("How many minutes after eleven does it end", "start = {a}; added = {b}; total = start + added"),
  ("How many minutes after eleven does {N} leave", "start = {a}; removed = {c}; left = start - removed"))
S("a=4-14 b=2-9 c=2-9", "a>b",
  ["A [baby|kitten|hedgehog] sleeps {a} hours a day, {b} hours more than its mother", "[It eats|It is fed] {c} times a day"],
  ("How many hours a day does the mother sleep", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How many hours a week does the [baby|little one] sleep", "per_day = {a}; days = 7; total = per_day * days"),
  ("How many meals [does it have|are there] in a week", "per_day = {c}; days = 7; total = per_day * days"),
  ("For how many hours a day is the little one awake", "total = 24; asleep = {a}; left = total - asleep"))
S("a=2-20 b=2-12 c=2-30", None,
  ["{N}'s [piano lesson|swimming class|pottery course] is once a week and takes {a} minutes less than an hour", "It runs for {b} weeks and costs {c} dollars a time"],
  ("How many minutes long is one lesson", "total = 60; fewer = {a}; result = total - fewer"),
  ("How much do all the lessons cost", "count = {b}; price = {c}; cost = count * price"),
  ("How many minutes of lessons are there [in all|in the {b} weeks]", "hour = 60; fewer = {a}; per_lesson = hour - fewer; lessons = {b}; total = per_lesson * lessons"))
S("a=2-12 b=2-30 c=2-9", None,
  ["[My|Our] subscription to a [nature|puzzle] magazine brings {a} issues a year", "[I|We] have had it for {c} years, and {b} old issues came from a [neighbor|flea market]"],
  ("How many issues has the subscription brought", "per_year = {a}; years = {c}; total = per_year * years"),
  ("How many issues [do we|does our home] have in all", "per_year = {a}; years = {c}; subscribed = per_year * years; added = {b}; total = subscribed + added"))
S("a=8-15 b=30-70 c=2-12", "b>a",
  ["{N} is {a} years old, and {his} grandmother is {b}"],
  ("How many years older is the grandmother", "first = {b}; second = {a}; difference = first - second"),
  ("How old will {N} be in {c} years", "start = {a}; added = {c}; total = start + added"),
  ("What will their ages add up to in {c} years", "first = {a}; second = {b}; now = first + second; people = 2; years = {c}; added = people * years; total = now + added"))
# --- recipes
S("a=2-9 b=2-9 c=2-9", "a!=b",
  ["[The recipe|Grandma's recipe|A recipe] for one [pot of soup|tray of lasagna|pan of stew] [asks for|needs] {a} cups of [stock|water] and {b} tomatoes"],
  ("How many tomatoes are needed to make it {c} times", "groups = {c}; per_group = {b}; total = groups * per_group"),
  ("How many cups of liquid are needed to make it {c} times", "groups = {c}; per_group = {a}; total = groups * per_group"),
  ("If {N} makes it {c} times, how many more tomatoes than for a single one does {he} need", "groups = {c}; per_group = {b}; first = groups * per_group; second = {b}; difference = first - second"))
S("a=2-8*10 b=2,3,4 c=2-9", None,
  ["[A batch of|One bowl of] waffle batter takes {a} grams of butter and {b} times as much flour"],
  ("How many grams of flour does it take", "other = {a}; times = {b}; result = other * times"),
  ("How many grams do the butter and the flour weigh together", "first = {a}; times = {b}; second = first * times; total = first + second"),
  ("How many grams of butter go into {c} such batches", "groups = {c}; per_group = {a}; total = groups * per_group"))
S("a=2-12 b=2-40 c=2-12", "a*c>b",
  ["[Every|Each] jar of pickles needs {a} cucumbers", "{N} has {b} cucumbers and [would like|wants] to fill {c} jars"],
  ("How many cucumbers does {he} need for the jars", "groups = {c}; per_group = {a}; total = groups * per_group"),
  ("How many cucumbers [must {he} still get|are missing]", "groups = {c}; per_group = {a}; total = groups * per_group; start = {b}; added = total - start"))
S("a=2-20 b=2-30 c=2-30", "b<a*12 and c<a*12-b",
  ["The cook bought {a} dozen eggs", "{b} eggs went into the omelets and {c} into the cakes"],
  ("How many eggs did the cook buy", "dozens = {a}; per_dozen = 12; total = dozens * per_dozen"),
  ("How many eggs were used", "first = {b}; second = {c}; total = first + second"),
  ("How many eggs are left", "dozens = {a}; per_dozen = 12; start = dozens * per_dozen; first = {b}; second = {c}; left = start - first - second"))
S("a=2-12*6 b=2,3,6 c=2-9", None,
  ["[For|To make] {b} pizzas {N} needs {a} slices of salami"],
  ("How many slices [go|does {he} put] on one pizza", "total = {a}; groups = {b}; each = total / groups"),
  ("How many slices [does {he} need|are needed] for {c} pizzas", "total = {a}; groups = {b}; each = total / groups; pizzas = {c}; result = pizzas * each"),
  ("How many slices are still missing when only {c} [are|have been] sliced", "total = {a}; start = {c}; added = total - start"))
S("a=10-90*10 b=20-90 c=20-90", "b!=c and a>b+c",
  ["A bag of sugar held {a} grams", "{N} took {b} grams of it for a pudding and {c} grams for [cookies|a cake]"],
  ("How much was used", "first = {b}; second = {c}; total = first + second"),
  ("How much is left in the bag", "start = {a}; first = {b}; second = {c}; used = first + second; left = start - used"),
  ("How much was left after the pudding", "start = {a}; removed = {b}; left = start - removed"))
S("a=10-90 b=5-60 c=5-40", "a>c",
  ["The [cake|roast|bread] has to stay in the oven for {a} minutes", "{N} put it in {c} minutes ago, after kneading and stirring for {b} minutes"],
  ("How many minutes does it have to stay in there still", "total = {a}; done = {c}; left = total - done"),
  ("How many minutes are there from the beginning of the work to the end of the baking", "first = {b}; second = {a}; total = first + second"))
S("a=2-6 b=2-6 c=3-12", None,
  ["[One|A] glass of [lemonade|punch] is mixed from {a} spoons of syrup and {b} slices of lemon", "{c} guests are coming, and [each|every one] gets one glass"],
  ("How many spoons of syrup are needed for the guests", "groups = {c}; per_group = {a}; total = groups * per_group"),
  ("How many slices of lemon are needed if every guest drinks two glasses", "guests = {c}; glasses_each = 2; glasses = guests * glasses_each; per_glass = {b}; total = glasses * per_glass"),
  ("How many slices of lemon are needed for the guests", "groups = {c}; per_group = {b}; total = groups * per_group"))
S("a=4-40 b=2-12 c=2-40", "c<=a",
  ["{N} [baked|made] {a} gingerbread men, {b} fewer than {he} had wanted to", "{M} decorated {c} of the finished ones"],
  ("How many gingerbread men had {N} wanted to make", "other = {a}; more = {b}; result = other + more"),
  ("How many of the finished ones were not decorated", "total = {a}; decorated = {c}; other = total - decorated"))
S("a=3-12 b=2-8 c=2-9", "c<a*b and b<a",
  ["[At the barbecue|At the picnic] there were {a} plates with {b} sausages each, and {c} sausages were [burnt|dropped in the sand|stolen by the dog]"],
  ("How many sausages could be eaten", "groups = {a}; per_group = {b}; total = groups * per_group; removed = {c}; left = total - removed"),
  ("How many sausages had been put on the plates", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many sausages would lie on {a} plates with one more on each", "start = {b}; added = 1; per_group = start + added; groups = {a}; total = groups * per_group"))
S("a=2-9 b=2-6 c=2-9", None,
  ["{N} [weighs|measures] {a} cups of oats for the first bowl of muesli, one cup more for the second, and {b} cups for the third"],
  ("How many cups [are|go] in the second bowl", "other = {a}; more = 1; result = other + more"),
  ("How many cups [are|go] in the three bowls together", "first = {a}; more = 1; second = first + more; third = {b}; total = first + second + third"))
S("a=1-4*1000 b=2-9*100", "b<a",
  ["A watermelon weighs {a} grams, and {b} grams of that [are|is] rind", "Two cousins [share|eat] what is not rind"],
  ("How many grams can be eaten", "total = {a}; rind = {b}; left = total - rind"),
  ("How many grams does each cousin get", "total = {a}; rind = {b}; left = total - rind; groups = 2; each = left / groups"),
  ("How much do two such watermelons weigh", "groups = 2; per_group = {a}; total = groups * per_group"))
# --- some more of everything
S("a=2-12 b=2-12 c=2-9 e=2-9", "a*b!=c*e and a*b>c*e",
  ["The roller coaster has {a} cars for {b} riders each, the ghost train has {c} cars for {e} riders each"],
  ("How many riders fit on the roller coaster", "groups = {a}; per_group = {b}; total = groups * per_group"),
  ("How many riders fit on the two rides [together|in all]", "cars = {a}; per_car = {b}; first = cars * per_car; other_cars = {c}; other_per_car = {e}; second = other_cars * other_per_car; total = first + second"),
  ("By how many riders is the roller coaster bigger", "cars = {a}; per_car = {b}; first = cars * per_car; other_cars = {c}; other_per_car = {e}; second = other_cars * other_per_car; difference = first - second"))
S("a=5-60 b=2-30 c=2-30", "a>b and a-b!=c",
  ["The first elevator ride took {a} seconds, the second ride was {b} seconds quicker, and the third one took {c} seconds longer than the second"],
  ("How long did the second ride take", "other = {a}; fewer = {b}; result = other - fewer"),
  ("How long did the third ride take", "first = {a}; fewer = {b}; second = first - fewer; more = {c}; third = second + more"),
  ("How long did the first two rides take together", "first = {a}; fewer = {b}; second = first - fewer; total = first + second"))
S("a=3-20*12 b=2-40 c=2-12", "a>b",
  ["[A carpenter|The stage crew] has to drive in {a} nails, [which come|packed] in boxes of a dozen", "{b} nails have been driven in"],
  ("How many boxes of nails is that in all", "total = {a}; per_group = 12; groups = total / per_group"),
  ("How many nails are still to go", "total = {a}; done = {b}; left = total - done"),
  ("How many nails are in {c} of these boxes", "groups = {c}; per_group = 12; total = groups * per_group"))
S("a=5-30 b=2-4 c=2-9", "a*c>b*3",
  ["In a [language|math] app {N} gets {a} stars for every finished lesson and loses {b} stars for every skipped day"],
  ("How many stars do {c} finished lessons bring", "groups = {c}; per_group = {a}; total = groups * per_group"),
  ("How many stars does {N} have after {c} finished lessons and 3 skipped days", "lessons = {c}; per_lesson = {a}; won = lessons * per_lesson; days = 3; per_day = {b}; lost = days * per_day; left = won - lost"),
  ("How many stars do 3 skipped days cost", "groups = 3; per_group = {b}; total = groups * per_group"))
S("a=20-99 b=2-40 c=2-40", "b+c<a",
  ["{a} seedlings stood in the greenhouse", "The frost killed {b}, and slugs ate {c} more"],
  ("How many seedlings survived", "start = {a}; first = {b}; second = {c}; left = start - first - second"),
  ("How many seedlings were lost", "first = {b}; second = {c}; total = first + second"),
  ("How many seedlings were left after the frost", "start = {a}; removed = {b}; left = start - removed"))
S("a=2-30 b=2-12 c=20-95", "c>a",
  ["{N} and {M} collect [bottle caps|postcards|tram tickets]", "{N} has {a} and [finds|gets] {b} new ones every week, {M} has {c} and gets no new ones"],
  ("How many does {N} have after 4 weeks", "weeks = 4; per_week = {b}; added = weeks * per_week; start = {a}; total = start + added"),
  ("How many does {M} have more than {N} at the start", "first = {c}; second = {a}; difference = first - second"),
  ("How many do the two have together at the start", "first = {a}; second = {c}; total = first + second"))
S("a=6-45*2 b=2-9", None,
  ["A rope of {a} meters is cut in two equal pieces", "Each meter of rope costs ${b}"],
  ("How long is one piece", "total = {a}; groups = 2; each = total / groups"),
  ("How much did the rope cost", "count = {a}; price = {b}; cost = count * price"),
  ("What is one piece worth", "total = {a}; groups = 2; count = total / groups; price = {b}; cost = count * price"))
S("a=2-30 b=2-9 c=2-30", None,
  ["[At recess|After school] {a} children play tag, {b} times as many jump rope, and {c} sit on the wall"],
  ("How many children jump rope", "other = {a}; times = {b}; result = other * times"),
  ("How many children are there in the yard", "first = {a}; times = {b}; second = first * times; third = {c}; total = first + second + third"),
  ("How many children do not jump rope", "first = {a}; second = {c}; total = first + second"))
S("a=4-12 b=2-9 c=5-60 e=2-20", "e<a*b",
  ["{N} buys {b} packs with {a} trading cards in each", "{He} already has {c} trading cards at home and gives {e} of the new ones to {M}"],
  ("How many trading cards does {he} buy", "groups = {b}; per_group = {a}; total = groups * per_group"),
  ("How many trading cards would {he} have without giving any away", "groups = {b}; per_group = {a}; bought = groups * per_group; start = {c}; total = start + bought"),
  ("How many of the new cards does {he} keep", "groups = {b}; per_group = {a}; total = groups * per_group; removed = {e}; left = total - removed"),
  ("How many trading cards does {he} have in the end", "groups = {b}; per_group = {a}; bought = groups * per_group; start = {c}; total = start + bought; removed = {e}; left = total - removed"))
S("a=2-9 b=3-9 c=2-40", None,
  ["The teams throw beanbags into [hoops|buckets]: a red [one|target] counts {a} points, a blue one counts {b} points more", "{N}'s team hits red {c} times"],
  ("How many points does a blue [one|target] count", "other = {a}; more = {b}; result = other + more"),
  ("How many points does {N}'s team have", "count = {c}; points = {a}; total = count * points"),
  ("How many points would {c} blue hits bring", "other = {a}; more = {b}; points = other + more; count = {c}; total = count * points"))
S("a=2-30*4 b=5-90", None,
  ["[A farmer|A miller] has {a} sacks of [corn|barley|oats] and four barns", "[Last year|Two years ago] there were {b} more sacks"],
  ("If the sacks are spread evenly over the barns, how many sacks are in each", "total = {a}; groups = 4; each = total / groups"),
  ("How many sacks were there back then", "other = {a}; more = {b}; result = other + more"),
  ("How many sacks would stay if one of the four equal parts were sold", "start = {a}; groups = 4; removed = start / groups; left = start - removed"))
S("a=3-40 b=3-40 c=2-60", "a+b>c",
  ["A library cart carries {a} [novels|crime stories] and {b} [comics|cookbooks]", "{c} of all these books are new"],
  ("How many books are on the cart", "first = {a}; second = {b}; total = first + second"),
  ("How many of the books are old", "first = {a}; second = {b}; books = first + second; new = {c}; left = books - new"))
S("a=3-9 b=2-9 c=2-20 e=2-9", "e<a",
  ["Every day {N} waters {a} pots on the balcony, {b} on the stairs and {e} in the kitchen"],
  ("How many pots does {he} water each day", "first = {a}; second = {b}; third = {e}; total = first + second + third"),
  ("How many times is a pot on the balcony watered in {c} days, counting all of them", "per_day = {a}; days = {c}; total = per_day * days"),
  ("How many waterings are there on the stairs and in the kitchen in {c} days", "first = {b}; second = {e}; per_day = first + second; days = {c}; total = per_day * days"),
  ("How many more pots stand on the balcony than in the kitchen", "first = {a}; second = {e}; difference = first - second"))
S("a=20-90 b=2-9 c=2-9", "b*c<a",
  ["[The scouts|Some hikers] carry {a} liters of water into the desert", "The group drinks {b} liters a day"],
  ("How much water is left after {c} days", "per_day = {b}; days = {c}; used = per_day * days; start = {a}; left = start - used"),
  ("How much water does the group drink in {c} days", "per_day = {b}; days = {c}; total = per_day * days"),
  ("How much water is left after the first day", "start = {a}; removed = {b}; left = start - removed"))
S("a=4-60*2 b=4-60", None,
  ["{N} has {a} [dollars|coins] in a piggy bank, twice as many as {M}", "{K} has {b} more than {M}"],
  ("How many does {M} have", "other = {a}; times = 2; result = other / times"),
  ("How many does {K} have", "first = {a}; times = 2; second = first / times; more = {b}; result = second + more"),
  ("How many do {N} and {M} have [together|in all]", "first = {a}; times = 2; second = first / times; total = first + second"))
S("a=4-40 b=2-30 c=2-40", "c<a+b",
  ["[On the first evening|At first] {a} tents stood at the campsite", "{b} tents were added the next day, and after the storm only {c} were [still standing|left]"],
  ("How many tents stood there before the storm", "start = {a}; added = {b}; total = start + added"),
  ("How many tents did the storm knock down", "start = {a}; added = {b}; total = start + added; left = {c}; removed = total - left"))
S("a=2-9 b=2-9 c=2-9", None,
  [],
  ("How many legs do {a} spiders, {b} beetles and {c} parrots have altogether", "spiders = {a}; spider_legs = spiders * 8; beetles = {b}; beetle_legs = beetles * 6; parrots = {c}; parrot_legs = parrots * 2; total = spider_legs + beetle_legs + parrot_legs"),
  ("Each of {a} octopuses has 8 arms. How many arms is that [in all|together]", "groups = {a}; per_group = 8; total = groups * per_group"),
  ("{a} vases hold {b} roses each, and {c} more roses lie on the table. How many roses are there", "groups = {a}; per_group = {b}; in_groups = groups * per_group; added = {c}; total = in_groups + added"),
  ("If {a} friends each bring {b} sandwiches and {c} [drinks|juice boxes], how many things do they bring", "friends = {a}; sandwiches = {b}; drinks = {c}; each = sandwiches + drinks; total = friends * each"))
S("a=2-30 b=2-30 c=2-9 e=2-9", "a>b",
  ["{N} practiced free throws: {a} went in and {b} missed", "The next day {c} times as many went in"],
  ("How many free throws did {N} take on the first day", "first = {a}; second = {b}; total = first + second"),
  ("How many went in on the second day", "other = {a}; times = {c}; result = other * times"),
  ("How many went in on the two days", "first = {a}; times = {c}; second = first * times; total = first + second"),
  ("How many more went in than missed on the first day", "first = {a}; second = {b}; difference = first - second"))
