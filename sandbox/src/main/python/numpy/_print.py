# How arrays print: the layout of numpy 1.24's arrayprint, whose rules these functions follow.
import math

from numpy._types import _shortest, plain

DEFAULTS = {
    "precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "nanstr": "nan",
    "infstr": "inf", "sign": "-", "formatter": None, "floatmode": "maxprec", "legacy": False,
}  # fmt: skip
OPTIONS = dict(DEFAULTS)


def set_printoptions(
    precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
    formatter=None, sign=None, floatmode=None, *, legacy=None,
):  # fmt: skip
    given = dict(locals())
    for name, value in given.items():
        if value is not None or name == "formatter":
            OPTIONS[name] = value


def get_printoptions():
    return dict(OPTIONS)


class printoptions:
    def __init__(self, **options):
        self._options = options

    def __enter__(self):
        self._before = dict(OPTIONS)
        set_printoptions(**self._options)
        return dict(OPTIONS)

    def __exit__(self, *ignored):
        OPTIONS.update(self._before)


def _positional(value, precision, unique):
    # Digits of a number without an exponent, no more of them after the point than asked for, and than needed.
    if unique:
        text = repr(value)
        if "e" not in text and len(text) - text.index(".") - 1 <= precision:
            return text[:-1] if text.endswith(".0") else text
    text = f"{value:.{precision}f}"
    if "." not in text:
        return text + "."
    return text.rstrip("0") if unique else text


def _scientific(value, precision, unique):
    if unique:
        text = f"{value:.{precision}e}"
        mantissa, _, exponent = text.partition("e")
        mantissa = mantissa.rstrip("0") if "." in mantissa else mantissa + "."
        return mantissa, exponent
    mantissa, _, exponent = f"{value:.{precision}e}".partition("e")
    return mantissa if "." in mantissa else mantissa + ".", exponent


class _Floats:
    """Formats floats that stand beside each other, all to one width."""

    def __init__(self, values, options, sign=None):
        self.sign = sign or options["sign"]
        self.nan, self.inf = options["nanstr"], options["infstr"]
        precision = options["precision"]
        mode = options["floatmode"]
        if mode == "unique" or precision is None:
            precision, mode = 17, "unique"
        self.unique = mode != "fixed"
        finite = [v for v in values if math.isfinite(v)]
        sizes = [abs(v) for v in finite if v != 0]
        self.exponents = False
        if sizes:
            largest, least = max(sizes), min(sizes)
            self.exponents = largest >= 1e8 or (
                not options["suppress"] and (least < 0.0001 or largest / least > 1000.0)
            )
        self.left = self.right = 0
        self.precision = precision
        if finite and self.exponents:
            parts = [_scientific(v, precision, self.unique) for v in finite]
            self.precision = max(len(m.partition(".")[2]) for m, _ in parts)
            if mode == "maxprec_equal" or mode == "fixed":
                self.precision = precision if mode == "fixed" else self.precision
            self.exponent_digits = max(len(e) for _, e in parts) - 1
            self.left = max(len(m.partition(".")[0]) for m, _ in parts)
            self.right = self.exponent_digits + 2 + self.precision
        elif finite:
            parts = [_positional(v, precision, self.unique).partition(".") for v in finite]
            self.left = max(len(whole) for whole, _, _ in parts)
            self.right = max(len(fraction) for _, _, fraction in parts)
            if mode == "maxprec_equal":
                self.unique, self.precision = False, self.right
        if self.sign != "-" and not any(v < 0 for v in finite):
            self.left += 1
        if len(finite) != len(values):
            negative = self.sign != "-" or any(v == -math.inf for v in values)
            offset = self.right + 1
            self.left = max(self.left, len(self.nan) - offset, len(self.inf) + negative - offset)

    def __call__(self, value):
        plus = "+" if self.sign == "+" else ""
        if not math.isfinite(value):
            if value != value:
                text = plus + self.nan
            else:
                text = ("-" if value < 0 else plus) + self.inf
            return text.rjust(self.left + self.right + 1)
        if self.exponents:
            mantissa, exponent = _scientific(value, self.precision, False)
            digits = exponent[1:].rjust(self.exponent_digits, "0")
            text = f"{mantissa}e{exponent[0]}{digits}"
            if plus and not text.startswith("-"):
                text = plus + text
            return text.rjust(self.left + self.right + 1)
        whole, _, fraction = _positional(value, self.precision, self.unique).partition(".")
        if plus and not whole.startswith("-"):
            whole = plus + whole
        return f"{whole.rjust(self.left)}.{fraction.ljust(self.right)}"


class _Complexes:
    def __init__(self, values, options):
        self.real = _Floats([v.real for v in values], options)
        self.imaginary = _Floats([v.imag for v in values], options, "+")

    def __call__(self, value):
        imaginary = self.imaginary(value.imag)
        bare = imaginary.rstrip()
        return self.real(value.real) + bare + "j" + " " * (len(imaginary) - len(bare))


def _object_text(value):
    return f"list({value!r})" if type(value) is list else repr(value)


def _formatter(values, array, options):
    kind = array.dtype.kind
    custom = options["formatter"]
    if custom:
        names = {
            "b": ("bool",), "i": ("int", "int_kind"), "u": ("int", "int_kind"), "f": ("float", "float_kind"),
            "c": ("complexfloat", "complex_kind"), "U": ("numpystr", "str_kind"), "O": ("object",),
        }[kind]  # fmt: skip
        for name in names + ("all",):
            if name in custom:
                chosen = custom[name]
                return lambda value: chosen(value)
    if kind == "f":
        if array.dtype.rank < 4:
            # The digits that the narrower type needs.
            spec = array.dtype

            def decimal(v):
                return float(_shortest(float(v), spec.type))

            narrow = _Floats([decimal(v) for v in values], options)
            return lambda value: narrow(decimal(value))
        return _Floats([float(v) for v in values], options)
    if kind == "c":
        return _Complexes(values, options)
    if kind == "b":
        width = 5 if array.shape else 0
        return lambda value: str(bool(value)).rjust(width)
    if kind in "iu":
        width = max(len(str(max(values))), len(str(min(values)))) if values else 0
        return lambda value: str(int(value)).rjust(width)
    if kind == "U":
        return lambda value: repr(plain(value))
    return _object_text


def _shown(array, edge):
    # The values that an abbreviated array shows.
    for axis, length in enumerate(array.shape):
        if length > 2 * edge:
            index = list(range(edge)) + list(range(length - edge, length))
            array = array.take(index, axis)
    return array


def layout(array, separator, prefix, suffix="", overrides=None):
    """The text of an array, its further lines moved to the right by the prefix's length."""
    options = dict(OPTIONS)
    for name, value in (overrides or {}).items():
        if value is not None:
            options[name] = value
    if array.size == 0:
        return "[]"
    abbreviated = array.size > options["threshold"]
    edge = options["edgeitems"]
    data = _shown(array, edge) if abbreviated else array
    values = data._items()
    text_of = _formatter(values, array, options)
    words = [text_of(v) for v in values]
    shape = data.shape
    steps = [1] * len(shape)
    for axis in range(len(shape) - 2, -1, -1):
        steps[axis] = steps[axis + 1] * shape[axis + 1]

    def extend(done, line, word, width, indent):
        if len(line) + len(word) > width and len(line) > len(indent):
            done += line.rstrip() + "\n"
            line = indent
        return done, line + word

    def part(axis, offset, indent, width):
        left = len(shape) - axis
        if left == 0:
            return words[offset]
        cut = abbreviated and array.shape[axis] > 2 * edge
        inner = width - 1
        done = ""
        if left == 1:
            room = width - max(len(separator.rstrip()), 1)
            line = indent
            for i in range(shape[axis]):
                if cut and i == edge:
                    done, line = extend(done, line, "...", room, indent)
                    line += separator
                done, line = extend(done, line, words[offset + i], room, indent)
                if i < shape[axis] - 1:
                    line += separator
            done += line
        else:
            gap = separator.rstrip() + "\n" * (left - 1)
            for i in range(shape[axis]):
                if cut and i == edge:
                    done += indent + "..." + gap
                done += indent + part(axis + 1, offset + i * steps[axis], indent + " ", inner)
                if i < shape[axis] - 1:
                    done += gap
        return "[" + done[len(indent) :] + "]"

    return part(0, 0, " " + " " * len(prefix), options["linewidth"] - len(suffix))


def text(array):
    if not array.shape:
        return str(array[()])
    return layout(array, " ", "")


def representation(array):
    spec = array.dtype
    if array.size or array.shape == (0,):
        body = layout(array, ", ", "array(", ")")
    else:
        body = f"[], shape={array.shape}"
    implied = spec.name in ("bool", "int64", "float64", "complex128") and array.size
    if implied:
        return f"array({body})"
    name = repr(spec.name) if spec.kind == "U" else spec.name
    tail = f"dtype={name})"
    last = len(body) - (body.rfind("\n") + 1) + (len("array(") if "\n" not in body else 0)
    gap = "\n" + " " * len("array(") if last + len(tail) + 2 > OPTIONS["linewidth"] else " "
    return f"array({body},{gap}{tail}"


def array2string(
    a, max_line_width=None, precision=None, suppress_small=None, separator=" ", prefix="", *, formatter=None,
    threshold=None, edgeitems=None, sign=None, floatmode=None, suffix="",
):  # fmt: skip
    from numpy._array import asarray

    overrides = {
        "linewidth": max_line_width, "precision": precision, "suppress": suppress_small, "formatter": formatter,
        "threshold": threshold, "edgeitems": edgeitems, "sign": sign, "floatmode": floatmode,
    }  # fmt: skip
    array = asarray(a)
    return layout(array, separator, prefix, suffix, overrides)


def array_repr(arr, *ignored, **unused):
    from numpy._array import asarray

    return representation(asarray(arr))


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    from numpy._array import asarray

    a = asarray(a)
    if not a.shape:
        return str(a[()])
    return array2string(a, max_line_width, precision, suppress_small)


def format_float_positional(x, precision=None, unique=True, fractional=True, trim="k", *ignored, **unused):
    text_ = _positional(float(x), 17 if precision is None else precision, unique)
    text_ = text_ if "." in text_ else text_ + "."
    if trim == "-":
        text_ = text_.rstrip("0").rstrip(".")
    elif trim == "0" and text_.endswith("."):
        text_ += "0"
    return text_


def base_repr(number, base=2, padding=0):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if not 2 <= base <= 36:
        raise ValueError("Bases greater than 36 not handled in base_repr." if base > 36 else "Bases less than 2 not "
                         "handled in base_repr.")
    n = abs(int(number))
    out = ""
    while n:
        n, digit = divmod(n, base)
        out = digits[digit] + out
    out = "0" * padding + out or "0"
    return "-" + out if number < 0 else out


def binary_repr(num, width=None):
    num = int(num)
    if num >= 0:
        return f"{num:b}".rjust(width or 0, "0")
    if width is None:
        return f"-{-num:b}"
    return f"{num + (1 << width):b}".rjust(width, "1")
