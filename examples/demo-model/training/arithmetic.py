"""Arithmetic written out digit by digit, so that a small model with one token a digit can do it by looking up single digits.

add:      347 + 85 (7 + 5 = 12, 4 + 8 + 1 = 13, 3 + 0 + 1 = 4) = 432     columns from the right, the carry as + 1
subtract: 402 - 15 (12 - 5 = 7, 10 - 2 = 8, 4 - 1 = 3) = 387             a borrowed ten raises the next digit below by one
multiply: 47 * 6 (7 * 6 = 42, 4 * 6 + 4 = 28) = 282                      the tens of a product are carried
          47 * 36: 47 * 6 (...) = 282, 47 * 30 (...) = 1410, 282 + 1410 (...) = 1692
divide:   432 / 6 (43 = 7 * 6 + 1, 12 = 2 * 6 + 0) = 72                  long division
Numbers with decimals are worked in whole tenths or hundredths. A function returns its text, or None where it has no short way."""
from fractions import Fraction

PLACES = 2
LIMIT = 200000


def show(v):
    """The number as text: at most two decimals, None when that is not exact."""
    v = Fraction(v)
    scaled = v * 10 ** PLACES
    if scaled.denominator != 1 or abs(v) > LIMIT: return None
    if v.denominator == 1: return str(v.numerator)
    sign, n = ("-" if scaled < 0 else ""), abs(scaled.numerator)
    return f"{sign}{n // 100}.{n % 100:02d}".rstrip("0")


def digits(n): return [int(c) for c in str(n)[::-1]]


def places(*values):
    for k in range(PLACES + 1):
        if all((v * 10 ** k).denominator == 1 for v in values): return k
    return None


def columns_add(a, b):
    x, y, carry, out = digits(a), digits(b), 0, []
    for i in range(max(len(x), len(y))):
        p, q = x[i] if i < len(x) else 0, y[i] if i < len(y) else 0
        s = p + q + carry
        out.append(f"{p} + {q}{' + 1' if carry else ''} = {s}")
        carry = s // 10
    return ", ".join(out)


def columns_subtract(a, b):
    x, y, borrow, out = digits(a), digits(b), 0, []
    for i in range(len(x)):
        p, q = x[i], (y[i] if i < len(y) else 0) + borrow
        borrow = 1 if p < q else 0
        p += 10 * borrow
        out.append(f"{p} - {q} = {p - q}")
    return ", ".join(out)


def columns_multiply(a, d):
    carry, out = 0, []
    for p in digits(a):
        s = p * d + carry
        out.append(f"{p} * {d}{f' + {carry}' if carry else ''} = {s}")
        carry = s // 10
    return ", ".join(out)


def long_division(a, b):
    """The steps; None when a / b needs more than two decimals."""
    out, rest, started = [], 0, False
    for c in str(a):
        rest = rest * 10 + int(c)
        if rest >= b or started:
            out.append(f"{rest} = {rest // b} * {b} + {rest % b}")
            started, rest = True, rest % b
    for _ in range(PLACES):
        if rest == 0: break
        rest *= 10
        out.append(f"{rest} = {rest // b} * {b} + {rest % b}")
        rest %= b
    return ", ".join(out) if rest == 0 else None


def add(a, b):
    k = places(a, b)
    if k is None or a < 0 or b < 0 or show(a + b) is None: return None
    r = a + b
    if k: return f"{show(a)} + {show(b)} ({int(a * 10**k)} + {int(b * 10**k)}, {columns_add(int(a * 10**k), int(b * 10**k))}) = {show(r)}"
    if max(a, b) < 10: return f"{a} + {b} = {r}"
    return f"{a} + {b} ({columns_add(int(a), int(b))}) = {r}"


def subtract(a, b):
    k = places(a, b)
    if k is None or a < b or b < 0 or show(a) is None: return None
    r = a - b
    if k: return f"{show(a)} - {show(b)} ({int(a * 10**k)} - {int(b * 10**k)}, {columns_subtract(int(a * 10**k), int(b * 10**k))}) = {show(r)}"
    if a < 20 and b < 10: return f"{a} - {b} = {r}"
    return f"{a} - {b} ({columns_subtract(int(a), int(b))}) = {r}"


def multiply(a, b):
    k = places(a, b)
    if k is None or a < 0 or b < 0 or a * b > LIMIT or show(a * b) is None: return None
    if k:
        i, j = places(a), places(b)
        if i and j: return None
        x, y = int(a * 10**i), int(b * 10**j)
        inner = multiply(Fraction(x), Fraction(y))
        return inner and f"{show(a)} * {show(b)}, {inner}, {show(a * b)}"
    a, b = int(a), int(b)
    x, y = (a, b) if len(str(a).rstrip("0")) >= len(str(b).rstrip("0")) else (b, a)
    if (a < 10 and b < 10) or y in (0, 1, 10, 100, 1000): return f"{a} * {b} = {a * b}"
    zeros = len(str(y)) - len(str(y).rstrip("0"))
    d = y // 10 ** zeros
    if d < 10: return f"{a} * {b} ({columns_multiply(x, d)}) = {a * b}"
    if d >= 100: return None
    ones = d % 10 * 10 ** zeros
    tens = y - ones
    parts = [multiply(Fraction(x), Fraction(ones)), multiply(Fraction(x), Fraction(tens)), add(Fraction(x * ones), Fraction(x * tens))]
    return f"{a} * {b}: " + ", ".join(parts) if all(parts) else None


def divide(a, b):
    if b == 0 or a < 0 or b < 0 or show(a / b) is None or show(a) is None or show(b) is None: return None
    r = a / b
    if b in (10, 100, 1000) or (a < 100 and b < 10 and r.denominator == 1) or r in (0, 1): return f"{show(a)} / {show(b)} = {show(r)}"
    k = places(a, b)
    if k: return (lambda s: s and f"{show(a)} / {show(b)}, {s}")(divide(a * 10**k, b * 10**k))
    if b > 60: return None
    steps = long_division(int(a), int(b))
    return steps and f"{a} / {b} ({steps}) = {show(r)}"


def remainder(a, b, quotient):
    if a.denominator != 1 or b.denominator != 1 or b <= 0 or a < 0 or b > 60: return None
    a, b = int(a), int(b)
    out, rest, started = [], 0, False
    for c in str(a):
        rest = rest * 10 + int(c)
        if rest >= b or started: out.append(f"{rest} = {rest // b} * {b} + {rest % b}"); started, rest = True, rest % b
    if not out: return None
    return f"{a} / {b} ({', '.join(out)}) = {a // b}" + ("" if quotient else f" rest {a % b}")
