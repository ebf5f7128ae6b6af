"""Writes CPython's own texts for doubles: bits, repr, .2f, .3e, .6g and round(x, 2), tab-separated.

    python3 symbolic/src/test/scripts/float_texts.py > symbolic/src/test/resources/dev/tusk/symbolic/float-texts.tsv
"""

import random
import struct

random.seed(20261123)
values = [0.0, -0.0, 1.0, 0.1, 0.5, 1.5, 2.5, 2.675, 1e16, 1e15, 123456789012345680.0, 1e22, 1e23, 9007199254740993.0,
          5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-4, 1e-5, 0.00012345, 100.0, 1 / 3, 2 / 3, 0.1 + 0.2]
for _ in range(400):
    values.append(random.uniform(-1000, 1000))
for _ in range(300):
    values.append(round(random.uniform(-1000, 1000), random.randrange(0, 6)))
while len(values) < 1200:
    x = struct.unpack("<d", random.getrandbits(64).to_bytes(8, "little"))[0]
    if x == x and abs(x) != float("inf"):
        values.append(x)
for x in values:
    bits = struct.unpack("<Q", struct.pack("<d", x))[0]
    print(f"{bits:016x}\t{x!r}\t{x:.2f}\t{x:.3e}\t{x:.6g}\t{round(x, 2)!r}")
