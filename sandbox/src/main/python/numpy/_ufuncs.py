# Functions element by element, with numpy's rules for types, and the operators of arrays and scalars.
import cmath
import math
import operator

from numpy._array import (
    MOST_ELEMENTS, asarray, broadcast_shape, check_size, items_and_shape, ndarray, new, result_of, spread,
)  # fmt: skip
from numpy._array import _shape_text
from numpy._types import (
    BOOL, COMPLEX, FLOAT, HALF, INT, INT_MAX, INT_MIN, OBJECT, SINGLE, box, bool_, complain, dtype_of, float64, generic,
    inf, int64, nan, plain, promote, scalar_dtype, scalar_promote,
)  # fmt: skip

# ---- arithmetic on floats and ints as C does it ----


def divide_floats(a, b):
    if b:
        return a / b
    if a != a or a == 0 or b != b:
        complain("invalid", "invalid value encountered in divide")
        return nan
    complain("divide", "divide by zero encountered in divide")
    return math.copysign(inf, a) * math.copysign(1.0, b)


def _floor_divide_floats(a, b):
    if not b:
        return divide_floats(a, b)
    if math.isinf(a) or a != a or b != b:
        return nan
    return a // b


def _remainder_floats(a, b):
    if not b or math.isinf(a) or a != a or b != b:
        return nan
    return a % b


def _fmod(a, b):
    if not b or math.isinf(a):
        return nan
    return math.fmod(a, b)


def _int_floor_divide(a, b):
    if not b:
        complain("divide", "divide by zero encountered in floor_divide")
        return 0
    return a // b


def _int_remainder(a, b):
    if not b:
        complain("divide", "divide by zero encountered in remainder")
        return 0
    return a % b


def _int_fmod(a, b):
    return int(math.copysign(abs(a) % abs(b), a)) if b else 0


def power_floats(a, b):
    try:
        result = a**b
    except ZeroDivisionError:
        complain("divide", "divide by zero encountered in power")
        odd = b == int(b) and int(b) % 2
        return math.copysign(inf, a) if odd else inf
    except OverflowError:
        complain("over", "overflow encountered in power")
        return -inf if a < 0 and b % 2 == 1 else inf
    if isinstance(result, complex):
        complain("invalid", "invalid value encountered in power")
        return nan
    return result


def _power_complex(a, b):
    try:
        return a**b
    except ZeroDivisionError:
        return complex(nan, nan)
    except OverflowError:
        return complex(inf, nan)


def _power_ints(a, b):
    if b < 0:
        raise ValueError("Integers to negative integer powers are not allowed.")
    # Wrapped here, as the full power could be too large to be held.
    return a**b if b < 64 and -(1 << 32) < a < 1 << 32 else pow(a, b, 1 << 64)


def divide_complex(a, b):
    try:
        return complex(a) / complex(b)
    except ZeroDivisionError:
        if a == 0 or a != a:
            return complex(nan, nan)
        return complex(a.real * inf if a.real else nan, a.imag * inf if a.imag else nan)


# ---- functions of one number that never raise ----


def quiet(function, bad=nan):
    def safe(x):
        try:
            return function(x)
        except ValueError:
            if x == x:
                complain("invalid", "invalid value encountered in " + function.__name__)
            return bad
        except OverflowError:
            complain("over", "overflow encountered in " + function.__name__)
            return inf

    return safe


def _logarithm(function):
    def safe(x):
        if x > 0:
            return function(x)
        if x == 0:
            complain("divide", "divide by zero encountered in log")
            return -inf
        if x == x:
            complain("invalid", "invalid value encountered in log")
        return nan

    return safe


def _log1p(x):
    if x > -1:
        return math.log1p(x)
    return -inf if x == -1 else nan


def _sinh(x):
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(inf, x)


def _arctanh(x):
    if abs(x) == 1:
        return math.copysign(inf, x)
    try:
        return math.atanh(x)
    except ValueError:
        return nan


def _exp2(x):
    return power_floats(2.0, x)


def _round_half_even(x):
    return float(round(x)) if abs(x) < 4503599627370496.0 else x


def _keep_sign(function):
    def safe(x):
        if abs(x) >= 4503599627370496.0 or x != x:
            return x
        return math.copysign(float(function(x)), x)

    return safe


def _cbrt(x):
    root = math.copysign(abs(x) ** (1.0 / 3.0), x) if math.isfinite(x) and x else x
    if not root or not math.isfinite(root):
        return root
    near = round(root)
    if near * near * near == x:
        return float(near)
    return root - (root * root * root - x) / (3.0 * root * root)


def _sign(x):
    return (x > 0) - (x < 0)


def _sign_float(x):
    return x if x != x else float((x > 0) - (x < 0))


def _sign_complex(x):
    part = x.real if x.real else x.imag
    return complex(_sign_float(part), 0)


def _maximum(a, b):
    return a if a >= b or a != a else b


def _minimum(a, b):
    return a if a <= b or a != a else b


def _complex_maximum(a, b):
    return a if (a.real, a.imag) >= (b.real, b.imag) else b


def _complex_minimum(a, b):
    return a if (a.real, a.imag) <= (b.real, b.imag) else b


def _fmax(a, b):
    return b if a != a else a if b != b else max(a, b)


def _fmin(a, b):
    return b if a != a else a if b != b else min(a, b)


def _complex_quiet(function):
    def safe(x):
        try:
            return function(x)
        except (ValueError, ZeroDivisionError):
            return complex(-inf, 0) if function in (cmath.log, cmath.log10) else complex(nan, nan)
        except OverflowError:
            return complex(inf, nan)

    return safe


def _logaddexp(a, b):
    if a == b:
        return a + math.log(2.0)
    high, low = (a, b) if a > b else (b, a)
    return high + math.log1p(math.exp(low - high))


def _nextafter(a, b):
    return math.nextafter(a, b)


def _heaviside(x, at_zero):
    return x if x != x else at_zero if x == 0 else float(x > 0)


def _shift_left(a, b):
    return a << b if 0 <= b < 64 else 0


def _shift_right(a, b):
    return a >> b if 0 <= b < 64 else (-1 if a < 0 else 0)


def _object_method(name):
    def call(x):
        method = getattr(x, name, None)
        if method is None:
            if isinstance(x, (int, float, complex)) and not isinstance(x, bool):
                return BY_UFUNC_NAME[name](float(x) if isinstance(x, int) else x)
            raise TypeError(f"loop of ufunc does not support argument 0 of type {type(x).__name__} which has no "
                            f"callable {name} method")
        return method()

    return call


KINDS = "biufcO"
BY_UFUNC_NAME = {}


class ufunc:
    """A function element by element: for each kind of input the loop, and the kind that it gives."""

    __module__ = "numpy"

    def __init__(self, name, inputs, loops, identity=None):
        self.__name__ = name
        self.nin = inputs
        self.nout = 1
        self.nargs = inputs + 1
        self.identity = identity
        self._loops = loops
        BY_UFUNC_NAME[name] = self

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def _loop(self, spec):
        kind = spec.kind
        loops = self._loops
        if kind in loops:
            return loops[kind], spec
        if kind == "u" and "i" in loops:
            return loops["i"], spec
        if kind == "b" and "i" in loops:
            return loops["i"], INT
        if kind in "biu" and "f" in loops:
            return loops["f"], FLOAT
        if kind in "biuf" and "c" in loops:
            return loops["c"], COMPLEX
        name = self.__name__
        if kind == "U":
            raise TypeError(f"ufunc '{name}' did not contain a loop with signature matching types "
                            f"({', '.join([repr(spec)] * self.nin)}) -> None")
        raise TypeError(f"ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced "
                        "to any supported types according to the casting rule ''safe''")

    def __call__(self, *arguments, out=None, where=True, dtype=None, casting=None, order=None, subok=None):
        if len(arguments) == self.nin + 1 and out is None:
            out = arguments[-1]
            arguments = arguments[:-1]
        if len(arguments) != self.nin:
            raise TypeError(f"{self.__name__}() takes from {self.nin} to {self.nin + 1} positional arguments but "
                            f"{len(arguments)} were given")
        if self.nin == 1:
            result = self._one(arguments[0], dtype)
        else:
            result = self._two(arguments[0], arguments[1], dtype)
            if result is NotImplemented:
                raise TypeError(f"operand types do not fit {self.__name__}")
        if out is None and where is True:
            return result
        out = out[0] if isinstance(out, tuple) else out
        if where is not True:
            result = asarray(result)
            if out is None:
                out = new([result._dtype.cast(0)] * result.size, result._shape, result._dtype)
            mask = spread(asarray(where, BOOL)._items(), asarray(where)._shape, result._shape)
            out._put([r if on else o for r, o, on in zip(result._items(), out._items(), mask)])
            return out
        if result.dtype.kind in "fc" and out.dtype.kind in "iub" or result.dtype.kind == "c" and out.dtype.kind == "f":
            raise TypeError(f"Cannot cast ufunc '{self.__name__}' output from {result.dtype!r} to {out.dtype!r} with "
                            "casting rule 'same_kind'")
        out[...] = result
        return out

    def _one(self, value, dtype):
        items, shape, spec, _ = items_and_shape(value)
        if dtype is not None:
            spec = dtype_of(dtype)
            items = [spec.cast(v) for v in items]
        (function, gives), spec = self._loop(spec)
        if spec.kind in "fc" and items and type(items[0]) is not float:
            items = [spec.cast(v) for v in items]
        values = [function(v) for v in items]
        return _finish(values, shape, spec, gives)

    def _two(self, a, b, dtype=None):
        a_items, a_shape, a_spec, a_scalar = items_and_shape(a)
        b_items, b_shape, b_spec, b_scalar = items_and_shape(b)
        if a_scalar == b_scalar:
            spec = promote(a_spec, b_spec)
            if a_scalar and spec is FLOAT and "u" in (a_spec.kind, b_spec.kind):
                spec = _fit_unsigned(a_items[0], a_spec, b_items[0], b_spec)
        elif a_scalar:
            spec = scalar_promote(b_spec, a_spec)
        else:
            spec = scalar_promote(a_spec, b_spec)
        if dtype is not None:
            spec = dtype_of(dtype)
        if spec.kind == "U":
            return self._texts(a_items, a_shape, b_items, b_shape, a_spec, b_spec)
        if a_shape == b_shape:
            shape = a_shape
        else:
            shape = broadcast_shape(a_shape, b_shape)
            if shape is None:
                raise ValueError("operands could not be broadcast together with shapes "
                                 f"{_shape_text(a_shape)} {_shape_text(b_shape)} ")
            if not a_shape and len(a_items) == 1:
                a_items = a_items * len(b_items)
            else:
                a_items = spread(a_items, a_shape, shape)
            if not b_shape and len(b_items) == 1:
                b_items = b_items * len(a_items)
            else:
                b_items = spread(b_items, b_shape, shape)
        (function, gives), spec = self._loop(spec)
        if spec.kind == "f" and spec.rank == 4:
            if a_spec.kind != "f":
                a_items = [float(v) for v in a_items]
            if b_spec.kind != "f":
                b_items = [float(v) for v in b_items]
        values = [function(x, y) for x, y in zip(a_items, b_items)]
        return _finish(values, shape, spec, gives)

    def _texts(self, a_items, a_shape, b_items, b_shape, a_spec, b_spec):
        name = self.__name__
        if name in _COMPARISONS and a_spec.kind == b_spec.kind == "U":
            shape = broadcast_shape(a_shape, b_shape)
            compare = _COMPARISONS[name]
            pairs = zip(spread(a_items, a_shape, shape), spread(b_items, b_shape, shape))
            return result_of([compare(x, y) for x, y in pairs], shape, BOOL)
        if name in ("equal", "not_equal"):
            return NotImplemented
        raise TypeError(f"ufunc '{name}' did not contain a loop with signature matching types "
                        f"({a_spec!r}, {b_spec!r}) -> None")

    # ---- over many ----

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True):
        from numpy._reduce import fold

        self._needs_two("reduce")
        return fold(self, asarray(array), axis, dtype, keepdims, initial, out)

    def accumulate(self, array, axis=0, dtype=None, out=None):
        from numpy._reduce import running

        self._needs_two("accumulate")
        return running(self, asarray(array), axis, dtype)

    def outer(self, a, b, **kwargs):
        self._needs_two("outer")
        a, b = asarray(a), asarray(b)
        check_size(a.size * b.size, a.shape + b.shape)
        return self(a.reshape(a.shape + (1,) * b.ndim), b, **kwargs)

    def at(self, a, indices, b=None):
        where = a._find(indices if isinstance(indices, tuple) else asarray(indices))
        kind, found, shape, steps = where
        if kind == "view":
            found = [found]
        values = [None] * len(found) if b is None else spread(asarray(b)._items(), asarray(b)._shape, (len(found),))
        for place, value in zip(found, values):
            old = box(a._list[place], a._dtype)
            a._list[place] = a._dtype.cast(plain(self(old) if b is None else self(old, value)))

    def _needs_two(self, method):
        if self.nin != 2:
            raise ValueError(f"{method} only supported for binary functions")


def _fit_unsigned(a, a_spec, b, b_spec):
    # A scalar that fits into the other's type does not widen it.
    if a_spec.kind == "u" and b_spec.kind == "i" and b >= 0:
        return a_spec
    if b_spec.kind == "u" and a_spec.kind == "i" and a >= 0:
        return b_spec
    return FLOAT


def _finish(values, shape, spec, gives):
    if gives is None:
        result = spec
        kind = spec.kind
        if kind in "iu":
            if spec is INT:
                if values and (max(values) > INT_MAX or min(values) < INT_MIN):
                    complain("over", "overflow encountered")
                    values = [spec.cast(v) for v in values]
            else:
                values = [spec.cast(v) for v in values]
        elif kind == "f" and spec.rank < 4 or kind == "c" and spec.rank < 4 or kind == "b":
            values = [spec.cast(v) for v in values]
    elif gives == "b":
        result = BOOL
        values = [bool(v) for v in values]
    elif gives == "f":
        result = FLOAT
        if spec.kind in "fc" and spec.rank < 4:
            result = SINGLE if spec.rank == 3 else HALF
            values = [result.cast(v) for v in values]
    else:
        result = OBJECT
    if shape:
        return new(values, shape, result)
    return box(values[0], result)


_COMPARISONS = {
    "equal": operator.eq, "not_equal": operator.ne, "less": operator.lt, "less_equal": operator.le,
    "greater": operator.gt, "greater_equal": operator.ge,
}  # fmt: skip


def _object_loop(function):
    return (function, None)


def _arith(name, ints, floats, complexes, objects, booleans=None, identity=None):
    loops = {"O": (objects, None)}
    if ints:
        loops["i"] = (ints, None)
    if floats:
        loops["f"] = (floats, None)
    if complexes:
        loops["c"] = (complexes, None)
    if booleans:
        loops["b"] = (booleans, None)
    return ufunc(name, 2, loops, identity)


def _no_boolean_minus(a, b):
    raise TypeError("numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, "
                    "or the logical_xor function instead.")


add = _arith("add", operator.add, operator.add, operator.add, operator.add, operator.or_, 0)
subtract = _arith("subtract", operator.sub, operator.sub, operator.sub, operator.sub, _no_boolean_minus)
multiply = _arith("multiply", operator.mul, operator.mul, operator.mul, operator.mul, operator.and_, 1)
divide = true_divide = ufunc(
    "divide",
    2,
    {
        "f": (divide_floats, None),
        "c": (divide_complex, None),
        "O": (operator.truediv, None),
    },
)
floor_divide = _arith("floor_divide", _int_floor_divide, _floor_divide_floats, None, operator.floordiv)
remainder = mod = _arith("remainder", _int_remainder, _remainder_floats, None, operator.mod)
fmod = _arith("fmod", _int_fmod, _fmod, None, operator.mod)
power = _arith("power", _power_ints, power_floats, _power_complex, operator.pow)
float_power = ufunc("float_power", 2, {"f": (power_floats, None), "c": (_power_complex, None)})
for _name, _compare in _COMPARISONS.items():
    globals()[_name] = ufunc(
        _name,
        2,
        {
            "b": (_compare, "b"), "i": (_compare, "b"), "f": (_compare, "b"), "O": (_compare, "b"),
            "c": (
                _compare if _name in ("equal", "not_equal")
                else (lambda a, b, c=_compare: c((a.real, a.imag), (b.real, b.imag))),
                "b",
            ),
        },
    )  # fmt: skip
maximum = _arith("maximum", max, _maximum, _complex_maximum, max, operator.or_)
minimum = _arith("minimum", min, _minimum, _complex_minimum, min, operator.and_)
fmax = _arith("fmax", max, _fmax, None, max)
fmin = _arith("fmin", min, _fmin, None, min)
bitwise_and = _arith("bitwise_and", operator.and_, None, None, operator.and_, operator.and_, -1)
bitwise_or = _arith("bitwise_or", operator.or_, None, None, operator.or_, operator.or_, 0)
bitwise_xor = _arith("bitwise_xor", operator.xor, None, None, operator.xor, operator.xor, 0)
left_shift = _arith("left_shift", _shift_left, None, None, operator.lshift)
right_shift = _arith("right_shift", _shift_right, None, None, operator.rshift)
gcd = _arith("gcd", math.gcd, None, None, math.gcd, identity=0)
lcm = _arith("lcm", math.lcm, None, None, math.lcm)


def _logical(name, function, identity):
    loop = (lambda a, b: function(bool(a), bool(b)), "b")
    return ufunc(name, 2, dict.fromkeys("bifcO", loop), identity)


logical_and = _logical("logical_and", operator.and_, True)
logical_or = _logical("logical_or", operator.or_, False)
logical_xor = _logical("logical_xor", operator.xor, False)


def _float_only(name, function):
    return ufunc(name, 2, {"f": (function, None)})


hypot = _float_only("hypot", math.hypot)
arctan2 = _float_only("arctan2", math.atan2)
copysign = _float_only("copysign", math.copysign)
nextafter = _float_only("nextafter", _nextafter)
heaviside = _float_only("heaviside", _heaviside)
logaddexp = _float_only("logaddexp", _logaddexp)


def _elementary(name, real, complexes=None):
    loops = {"f": (real, None), "O": (_object_method(name), None)}
    if complexes:
        loops["c"] = (_complex_quiet(complexes), None)
    return ufunc(name, 1, loops)


sqrt = _elementary("sqrt", quiet(math.sqrt), cmath.sqrt)
exp = _elementary("exp", quiet(math.exp), cmath.exp)
exp2 = _elementary("exp2", _exp2)
expm1 = _elementary("expm1", quiet(math.expm1))
log = _elementary("log", _logarithm(math.log), cmath.log)
log2 = _elementary("log2", _logarithm(math.log2), lambda z: cmath.log(z) / math.log(2))
log10 = _elementary("log10", _logarithm(math.log10), cmath.log10)
log1p = _elementary("log1p", _log1p)
cbrt = _elementary("cbrt", _cbrt)
sin = _elementary("sin", quiet(math.sin), cmath.sin)
cos = _elementary("cos", quiet(math.cos), cmath.cos)
tan = _elementary("tan", quiet(math.tan), cmath.tan)
arcsin = _elementary("arcsin", quiet(math.asin), cmath.asin)
arccos = _elementary("arccos", quiet(math.acos), cmath.acos)
arctan = _elementary("arctan", quiet(math.atan), cmath.atan)
sinh = _elementary("sinh", _sinh, cmath.sinh)
cosh = _elementary("cosh", quiet(math.cosh), cmath.cosh)
tanh = _elementary("tanh", quiet(math.tanh), cmath.tanh)
arcsinh = _elementary("arcsinh", quiet(math.asinh), cmath.asinh)
arccosh = _elementary("arccosh", quiet(math.acosh), cmath.acosh)
arctanh = _elementary("arctanh", _arctanh, cmath.atanh)
degrees = rad2deg = _elementary("degrees", lambda x: x * (180.0 / math.pi))
radians = deg2rad = _elementary("radians", lambda x: x * (math.pi / 180.0))


def _rounding(name, function):
    return ufunc(name, 1, {"f": (_keep_sign(function), None), "O": (_object_method(name), None)})


floor = _rounding("floor", math.floor)
ceil = _rounding("ceil", math.ceil)
trunc = _rounding("trunc", math.trunc)
rint = _rounding("rint", round)


def _same(x):
    return x


negative = ufunc(
    "negative", 1, {"i": (operator.neg, None), "f": (operator.neg, None), "c": (operator.neg, None),
                    "O": (operator.neg, None), "b": (lambda x: -True_of(x), None)}
)  # fmt: skip


def True_of(x):
    return box(x, BOOL)


positive = ufunc("positive", 1, dict.fromkeys("ifcO", (_same, None)))
absolute = abs = ufunc(
    "absolute", 1,
    {"b": (_same, None), "i": (operator.abs, None), "f": (operator.abs, None), "c": (operator.abs, "f"),
     "O": (operator.abs, None)},
)  # fmt: skip
fabs = ufunc("fabs", 1, {"f": (math.fabs, None)})
sign = ufunc(
    "sign", 1, {"i": (_sign, None), "f": (_sign_float, None), "c": (_sign_complex, None), "O": (_sign, None)}
)  # fmt: skip
square = ufunc("square", 1, dict.fromkeys("ifcO", (lambda x: x * x, None)))
reciprocal = ufunc(
    "reciprocal", 1,
    {"i": (lambda x: int(1 / x) if x else INT_MIN, None), "f": (lambda x: divide_floats(1.0, x), None),
     "c": (lambda x: divide_complex(1, x), None), "O": (lambda x: 1 / x, None)},
)  # fmt: skip
conjugate = conj = ufunc(
    "conjugate", 1, {"i": (_same, None), "f": (_same, None), "c": (lambda x: x.conjugate(), None),
                     "O": (lambda x: x.conjugate(), None)}
)  # fmt: skip
logical_not = ufunc("logical_not", 1, dict.fromkeys("bifcO", (operator.not_, "b")))
invert = bitwise_not = ufunc(
    "invert", 1, {"b": (operator.not_, None), "i": (operator.invert, None), "O": (operator.invert, None)}
)  # fmt: skip
isnan = ufunc("isnan", 1, {"f": (math.isnan, "b"), "c": (cmath.isnan, "b")})
isinf = ufunc("isinf", 1, {"f": (math.isinf, "b"), "c": (cmath.isinf, "b")})
isfinite = ufunc("isfinite", 1, {"f": (math.isfinite, "b"), "c": (cmath.isfinite, "b")})
signbit = ufunc("signbit", 1, {"f": (lambda x: math.copysign(1.0, x) < 0, "b")})
spacing = ufunc("spacing", 1, {"f": (lambda x: math.copysign(math.ulp(x), x), None)})


def modf(x):
    pairs = [math.modf(v) for v in asarray(x, FLOAT)._items()]
    shape = asarray(x).shape
    return result_of([p[0] for p in pairs], shape, FLOAT), result_of([p[1] for p in pairs], shape, FLOAT)


def frexp(x):
    pairs = [math.frexp(v) for v in asarray(x, FLOAT)._items()]
    shape = asarray(x).shape
    return result_of([p[0] for p in pairs], shape, FLOAT), result_of([p[1] for p in pairs], shape, INT)


def divmod_(a, b):
    return floor_divide(a, b), remainder(a, b)


# ---- operators ----

_REFUSED = (str, bytes, dict, set, frozenset, type(None))


def _defers(other):
    return isinstance(other, _REFUSED)


def _operator(function, reflected=False):
    two = function._two

    def method(self, other):
        if _defers(other):
            return NotImplemented
        return two(other, self) if reflected else two(self, other)

    return method


def _in_place(function):
    def method(self, other):
        return function(self, other, out=self)

    return method


def _scalar_operator(function, symbol, reflected, on_floats):
    two = function._two
    plain_float = getattr(operator, symbol)

    def method(self, other):
        kind = other.__class__
        if on_floats and (kind is float or kind is float64 or kind is int) and self.__class__ is float64:
            a = float.__float__(self)
            b = float(other)
            if reflected:
                a, b = b, a
            if symbol == "truediv":
                return float.__new__(float64, divide_floats(a, b))
            if symbol == "pow":
                return float.__new__(float64, power_floats(a, b))
            return float.__new__(float64, plain_float(a, b))
        if isinstance(other, (generic, ndarray, int, float, complex)):
            return two(other, self) if reflected else two(self, other)
        if isinstance(other, (list, tuple)):
            return two(other, self) if reflected else two(self, other)
        return NotImplemented

    return method


def _comparison(function, default):
    two = function._two

    def method(self, other):
        if other is None or isinstance(other, (dict, set)):
            if default is None:
                return NotImplemented
            if isinstance(self, ndarray):
                return new([default] * self.size, self.shape, BOOL)
            return NotImplemented
        if isinstance(self, ndarray):
            if default is not None and isinstance(other, str) and self.dtype.kind != "U":
                return NotImplemented
            try:
                return two(self, other)
            except ValueError:
                if default is None:
                    raise
                return default
        if isinstance(other, (generic, ndarray, int, float, complex, list, tuple)):
            return two(self, other)
        return NotImplemented

    return method


def _install():
    arithmetic = {
        "add": add, "sub": subtract, "mul": multiply, "truediv": divide, "floordiv": floor_divide, "mod": remainder,
        "pow": power, "and": bitwise_and, "or": bitwise_or, "xor": bitwise_xor, "lshift": left_shift,
        "rshift": right_shift,
    }  # fmt: skip
    numbers = [int64.__mro__[1], float64.__mro__[1], bool_]
    from numpy import _types

    scalars = [bool_] + [s.type for s in _types.INTS.values()] + [
        float64, _types.float32, _types.float16, _types.complex128, _types.complex64,
    ]  # fmt: skip
    for name, function in arithmetic.items():
        setattr(ndarray, f"__{name}__", _operator(function))
        setattr(ndarray, f"__r{name}__", _operator(function, True))
        setattr(ndarray, f"__i{name}__", _in_place(function))
        symbol = {"and": "and_", "or": "or_"}.get(name, name)
        fast = name in ("add", "sub", "mul", "truediv", "pow")
        for kind in scalars:
            setattr(kind, f"__{name}__", _scalar_operator(function, symbol, False, fast and kind is float64))
            setattr(kind, f"__r{name}__", _scalar_operator(function, symbol, True, fast and kind is float64))
    for kind in scalars + [ndarray]:
        for name in _COMPARISONS:
            short = {"equal": "eq", "not_equal": "ne", "less": "lt", "less_equal": "le", "greater": "gt",
                     "greater_equal": "ge"}[name]  # fmt: skip
            default = {"eq": False, "ne": True}.get(short)
            setattr(kind, f"__{short}__", _comparison(globals()[name], default))
        setattr(kind, "__divmod__", lambda self, other: divmod_(self, other))
        setattr(kind, "__rdivmod__", lambda self, other: divmod_(other, self))
        if kind is ndarray:
            kind.__neg__ = lambda self: negative(self)
            kind.__pos__ = lambda self: positive(self)
            kind.__abs__ = lambda self: absolute(self)
            kind.__invert__ = lambda self: invert(self)
        else:
            if kind is not bool_:
                kind.__neg__ = lambda self: negative(self)
                kind.__invert__ = lambda self: invert(self)
            kind.__pos__ = lambda self: positive(self)
            kind.__abs__ = lambda self: absolute(self)
            base = next(b for b in (int, float, complex) if issubclass(kind, b))
            kind.__hash__ = base.__hash__
            kind.__round__ = _scalar_round
    ndarray.__matmul__ = lambda self, other: _matmul(self, other)
    ndarray.__rmatmul__ = lambda self, other: _matmul(other, self)


def _matmul(a, b):
    from numpy._products import matmul

    return matmul(a, b)


def _scalar_round(self, digits=None):
    value = plain(self)
    if isinstance(value, complex):
        raise TypeError("type complex doesn't define __round__ method")
    if digits is None:
        return round(value)
    if isinstance(value, int):
        return type(self)(round(value, digits))
    # As numpy rounds: by way of a power of ten.
    from numpy._reduce import round_float

    return type(self)(round_float(float(value), digits))


_install()
