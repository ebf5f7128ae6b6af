# dtypes and the scalars that arrays give out. An array holds plain Python values; a scalar is made of one when it
# leaves the array. Unlike CPython's, integer scalars are instances of int.
import cmath
import math
import operator
import struct

nan = math.nan
inf = math.inf

# What seterr sets: only "raise" makes a difference, as nobody sees warnings here.
ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


def complain(kind, message):
    if ERRORS[kind] == "raise":
        raise FloatingPointError(message)


class dtype:
    __slots__ = ("name", "kind", "itemsize", "type", "cast", "rank")
    names = None
    fields = None
    shape = ()
    subdtype = None

    def __new__(cls, spec=None, *ignored, **unused):
        return dtype_of(spec)

    @classmethod
    def _make(cls, name, kind, itemsize, rank, cast):
        self = object.__new__(cls)
        for slot, value in zip(cls.__slots__, (name, kind, itemsize, None, cast, rank)):
            object.__setattr__(self, slot, value)
        return self

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute {name!r} of a dtype cannot be set")

    def __delattr__(self, name):
        raise AttributeError(f"attribute {name!r} of a dtype cannot be deleted")

    @property
    def char(self):
        return {"bool": "?", "int64": "l", "float64": "d", "complex128": "D", "object": "O"}.get(self.name, self.kind)

    @property
    def str(self):
        return {"b": "|b1", "O": "|O"}.get(self.kind) or f"<{self.kind}{self.itemsize}"

    def __repr__(self):
        return f"dtype('{'O' if self.kind == 'O' else self.name}')"

    def __str__(self):
        return self.name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        if other is self:
            return True
        try:
            return dtype_of(other).name == self.name
        except TypeError:
            return False

    def __ne__(self, other):
        return not self == other

    def __reduce__(self):
        return dtype, (self.name,)

    def __deepcopy__(self, memo):
        return self

    __copy__ = __deepcopy__ and (lambda self: self)


def _integer_cast(bits, signed):
    modulus = 1 << bits
    top = modulus >> 1 if signed else modulus
    least = -top if signed else 0

    def cast(value):
        if isinstance(value, float):
            if value != value or value in (inf, -inf):
                complain("invalid", "invalid value encountered in cast")
                return -(1 << 63) if bits == 64 and signed else 0
        elif isinstance(value, complex):
            value = value.real
        value = int(value)
        if least <= value < top:
            return value
        value %= modulus
        return value - modulus if signed and value >= top else value

    return cast


def _single(value):
    value = float(value)
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return inf if value > 0 else -inf


def _half(value):
    value = float(value)
    try:
        return struct.unpack("e", struct.pack("e", value))[0]
    except OverflowError:
        return inf if value > 0 else -inf


def _as_float(value):
    if isinstance(value, complex):
        return value.real
    return float(value)


def _as_complex(value):
    return complex(value)


def _as_small_complex(value):
    value = complex(value)
    return complex(_single(value.real), _single(value.imag))


_make = dtype._make
BOOL = _make("bool", "b", 1, 0, lambda value: bool(value))
INTS = {}
for _bits, _rank in ((8, 1), (16, 2), (32, 3), (64, 4)):
    INTS[f"int{_bits}"] = _make(f"int{_bits}", "i", _bits // 8, _rank, _integer_cast(_bits, True))
    INTS[f"uint{_bits}"] = _make(f"uint{_bits}", "u", _bits // 8, _rank, _integer_cast(_bits, False))
INT = INTS["int64"]
HALF = _make("float16", "f", 2, 2, _half)
SINGLE = _make("float32", "f", 4, 3, _single)
FLOAT = _make("float64", "f", 8, 4, _as_float)
SMALL_COMPLEX = _make("complex64", "c", 8, 3, _as_small_complex)
COMPLEX = _make("complex128", "c", 16, 4, _as_complex)
OBJECT = _make("object", "O", 8, 0, lambda value: value)

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1

BY_NAME = {d.name: d for d in (BOOL, *INTS.values(), HALF, SINGLE, FLOAT, SMALL_COMPLEX, COMPLEX, OBJECT)}
BY_NAME.update(
    {
        "bool_": BOOL, "?": BOOL, "b1": BOOL, "int": INT, "int_": INT, "i8": INT, "l": INT, "q": INT, "long": INT,
        "longlong": INT, "intp": INT, "i4": INTS["int32"], "i": INTS["int32"], "i2": INTS["int16"], "i1": INTS["int8"],
        "b": INTS["int8"], "h": INTS["int16"], "uint": INTS["uint64"], "u8": INTS["uint64"], "u4": INTS["uint32"],
        "u2": INTS["uint16"], "u1": INTS["uint8"], "B": INTS["uint8"], "L": INTS["uint64"], "ubyte": INTS["uint8"],
        "float": FLOAT, "float_": FLOAT, "double": FLOAT, "f8": FLOAT, "d": FLOAT, "g": FLOAT, "longdouble": FLOAT,
        "f4": SINGLE, "f": SINGLE, "single": SINGLE, "f2": HALF, "e": HALF, "half": HALF, "complex": COMPLEX,
        "complex_": COMPLEX, "c16": COMPLEX, "D": COMPLEX, "c8": SMALL_COMPLEX, "F": SMALL_COMPLEX, "O": OBJECT,
        "object_": OBJECT,
    }
)  # fmt: skip

_texts = {}


def text_dtype(width):
    if width not in _texts:
        if len(_texts) > 500:
            _texts.clear()
        _texts[width] = _make(f"<U{width}", "U", 4 * width, 0, str)
        object.__setattr__(_texts[width], "type", str_)
    return _texts[width]


def dtype_of(spec):
    if spec.__class__ is dtype:
        return spec
    if spec is None:
        return FLOAT
    if isinstance(spec, str):
        name = spec.lstrip("<>=|")
        if name in BY_NAME:
            return BY_NAME[name]
        if name[:1] in ("U", "S") and (name[1:].isdigit() or not name[1:]):
            return text_dtype(min(int(name[1:] or 0), 1 << 20))
        if name == "str":
            return text_dtype(0)
        raise TypeError(f"data type {spec!r} not understood")
    if isinstance(spec, type):
        if spec in BY_TYPE:
            return BY_TYPE[spec]
        if issubclass(spec, str):
            return text_dtype(0)
        if issubclass(spec, generic):
            raise TypeError(f"Cannot interpret {spec!r} as a data type")
        return OBJECT
    inner = getattr(spec, "dtype", None)
    if inner.__class__ is dtype:
        return inner
    raise TypeError(f"Cannot interpret {spec!r} as a data type")


_INT_OF_RANK = {d.rank: d for d in INTS.values() if d.kind == "i"}
_FLOAT_OF_RANK = {2: HALF, 3: SINGLE, 4: FLOAT}


def promote(a, b):
    """The dtype that holds values of both."""
    if a is b:
        return a
    if a.kind == "O" or b.kind == "O":
        return OBJECT
    if a.kind == "U" or b.kind == "U":
        width = max(d.itemsize // 4 if d.kind == "U" else {"b": 5, "c": 64, "f": 32}.get(d.kind, 21) for d in (a, b))
        return text_dtype(width)
    order = "biufc"
    if order.index(a.kind) > order.index(b.kind):
        a, b = b, a
    if a.kind == b.kind:
        return a if a.rank >= b.rank else b
    if a.kind == "b":
        return b
    if b.kind == "u":  # a is signed
        if a.rank > b.rank:
            return a
        return _INT_OF_RANK[b.rank + 1] if b.rank < 4 else FLOAT
    # Integer with float or complex, or float with complex.
    need = min(4, a.rank + 1) if a.kind in "iu" else a.rank
    rank = max(need, b.rank)
    if b.kind == "f":
        return _FLOAT_OF_RANK[max(2, rank)]
    return COMPLEX if rank >= 4 else SMALL_COMPLEX


def scalar_promote(array, scalar):
    """The dtype of an operation between an array and a scalar, which only its kind can widen."""
    if array.kind == "O" or scalar.kind in "OU" or array.kind == "U":
        return promote(array, scalar)
    order = {"b": 0, "i": 1, "u": 1, "f": 2, "c": 3}
    if order[scalar.kind] <= order[array.kind]:
        return array
    if scalar.kind == "c" and array.kind == "f" and array.rank < 4:
        return SMALL_COMPLEX
    return promote(array, scalar)


# ---- scalars ----


class generic:
    __slots__ = ()
    shape = ()
    ndim = 0
    size = 1
    strides = ()
    base = None

    @property
    def dtype(self):
        return BY_TYPE[type(self)]

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.dtype.itemsize

    @property
    def T(self):
        return self

    def item(self, *index):
        return plain(self)

    def tolist(self):
        return plain(self)

    def copy(self, order="C"):
        return self

    def astype(self, spec, *args, **kwargs):
        return box(dtype_of(spec).cast(plain(self)), dtype_of(spec))

    def conjugate(self):
        return self

    conj = conjugate

    def __array__(self, dtype=None):
        from numpy._array import asarray

        return asarray(plain(self), dtype or self.dtype)

    def __getitem__(self, index):
        from numpy._array import asarray

        if index == () or index is Ellipsis:
            return self
        if index is None:
            return asarray([plain(self)], self.dtype)
        raise IndexError("invalid index to scalar variable.")

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return type(self), (plain(self),)


def _delegate(name):
    def method(self, *args, **kwargs):
        from numpy._array import asarray

        return getattr(asarray(plain(self), self.dtype), name)(*args, **kwargs)

    method.__name__ = name
    return method


for _name in (
    "sum prod mean std var min max argmin argmax all any cumsum cumprod reshape ravel flatten round clip fill squeeze "
    "transpose dot nonzero ptp argsort sort repeat searchsorted trace take"
).split():
    setattr(generic, _name, _delegate(_name))


class number(generic):
    __slots__ = ()


class integer(number):
    __slots__ = ()


class signedinteger(integer):
    __slots__ = ()


class unsignedinteger(integer):
    __slots__ = ()


class inexact(number):
    __slots__ = ()


class floating(inexact):
    __slots__ = ()


class complexfloating(inexact):
    __slots__ = ()


class character(generic):
    __slots__ = ()


class str_(str, character):
    __slots__ = ()
    size = 1

    def item(self, *index):
        return str(self)


class object_(generic):
    __slots__ = ()

    def __new__(cls, value=None):
        return value


class bool_(generic, int):
    __slots__ = ()

    def __new__(cls, value=False):
        return True_ if value else False_

    def __repr__(self):
        return "True" if int.__ne__(self, 0) else "False"

    __str__ = __repr__

    def __format__(self, spec):
        return format(bool(self), spec)

    def __invert__(self):
        return False_ if self else True_

    def __neg__(self):
        raise TypeError(
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the "
            "logical_not function instead."
        )

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return False_


False_ = int.__new__(bool_, 0)
True_ = int.__new__(bool_, 1)


class float64(floating, float):
    __slots__ = ()

    def __new__(cls, value=0.0):
        if not isinstance(value, (int, float, str, bytes)):
            value = getattr(value, "item", lambda: value)() if getattr(value, "size", 0) == 1 else value
        return float.__new__(cls, value)

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return type(self)(0.0)

    def conjugate(self):
        return self

    conj = conjugate


def _float_text(self):
    return _shortest(float(self), type(self))


def _shortest(value, kind):
    # The shortest decimal that the narrower type reads back as the same value.
    if value != value or value in (inf, -inf):
        return repr(value)
    cast = BY_TYPE[kind].cast
    for digits in range(1, 17):
        text = f"{value:.{digits}g}"
        if cast(float(text)) == value:
            break
    exact = float(text)
    if exact == 0 or 1e-4 <= abs(exact) < 1e16:
        return repr(exact) if "e" not in repr(exact) else f"{exact:.1f}"
    return repr(exact)


class float32(floating, float):
    __slots__ = ()

    def __new__(cls, value=0.0):
        return float.__new__(cls, _single(value))

    __repr__ = __str__ = _float_text
    real = property(lambda self: self)
    imag = property(lambda self: type(self)(0.0))


class float16(floating, float):
    __slots__ = ()

    def __new__(cls, value=0.0):
        return float.__new__(cls, _half(value))

    __repr__ = __str__ = _float_text
    real = property(lambda self: self)
    imag = property(lambda self: type(self)(0.0))


class complex128(complexfloating, complex):
    __slots__ = ()

    @property
    def real(self):
        return float64(complex(self).real)

    @property
    def imag(self):
        return float64(complex(self).imag)

    def conjugate(self):
        return type(self)(complex(self).conjugate())

    conj = conjugate


class complex64(complexfloating, complex):
    __slots__ = ()

    def __new__(cls, value=0j):
        return complex.__new__(cls, _as_small_complex(value))

    @property
    def real(self):
        return float32(complex(self).real)

    @property
    def imag(self):
        return float32(complex(self).imag)


def _integer_type(spec):
    base = signedinteger if spec.kind == "i" else unsignedinteger

    def __new__(cls, value=0):
        if isinstance(value, float) or not isinstance(value, (int, str)):
            value = int(value)
        return int.__new__(cls, spec.cast(value))

    def is_integer(self):
        return True

    body = {
        "__slots__": (), "__new__": __new__, "is_integer": is_integer, "__module__": "numpy",
        "real": property(lambda self: self), "imag": property(lambda self: type(self)(0)),
        "conjugate": lambda self: self,
    }  # fmt: skip
    return type(spec.name, (base, int), body)


BY_TYPE = {
    bool: BOOL, int: INT, float: FLOAT, complex: COMPLEX, object: OBJECT, bool_: BOOL, float64: FLOAT, float32: SINGLE,
    float16: HALF, complex128: COMPLEX, complex64: SMALL_COMPLEX, object_: OBJECT, number: FLOAT, inexact: FLOAT,
    floating: FLOAT, integer: INT, signedinteger: INT, complexfloating: COMPLEX,
}  # fmt: skip
for _spec in INTS.values():
    _kind = _integer_type(_spec)
    globals()[_spec.name] = _kind
    BY_TYPE[_kind] = _spec
    object.__setattr__(_spec, "type", _kind)
for _kind in (bool_, float64, float32, float16, complex128, complex64, object_):
    _kind.__module__ = "numpy"
    object.__setattr__(BY_TYPE[_kind], "type", _kind)
for _kind in (generic, number, integer, signedinteger, unsignedinteger, inexact, floating, complexfloating, str_, dtype):
    _kind.__module__ = "numpy"

int64 = INT.type


def plain(value):
    """A scalar's Python value."""
    if isinstance(value, generic):
        if isinstance(value, bool_):
            return value is True_
        if isinstance(value, int):
            return int.__int__(value)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return complex.__complex__(value) if hasattr(complex, "__complex__") else complex(value)
        if isinstance(value, str):
            return str.__str__(value)
    return value


def box(value, spec):
    """The scalar for a value that an array of the dtype holds."""
    if spec is FLOAT:
        return float.__new__(float64, value)
    if spec is INT:
        return int.__new__(int64, value)
    if spec is BOOL:
        return True_ if value else False_
    kind = spec.kind
    if kind == "O":
        return value
    if kind == "U":
        return str.__new__(str_, value)
    return spec.type(value)


def scalar_dtype(value):
    """The dtype of a single value that is no array; object where it is no number."""
    kind = type(value)
    found = BY_TYPE.get(kind)
    if found is not None:
        return _int_dtype(value) if kind is int else found
    if isinstance(value, str):
        return text_dtype(len(value))
    for base in (bool, int, float, complex):
        if isinstance(value, base):
            return _int_dtype(value) if base is int else BY_TYPE[base]
    return OBJECT


def _int_dtype(value):
    if INT_MIN <= value <= INT_MAX:
        return INT
    return INTS["uint64"] if 0 <= value < 1 << 64 else OBJECT
