# What `numpy` itself offers, and the methods of arrays that are its functions.
import math

from numpy import _array, _make, _poly, _print, _products, _reduce, _shape, _types, _ufuncs
from numpy._array import asarray, ndarray, new, result_of
from numpy._lazy import NotProvidedError
from numpy._types import BOOL, FLOAT, INT, box, dtype_of, generic, plain

# ---- methods ----


def _method(function, *names):
    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    method.__name__ = names[0]
    for name in names:
        setattr(ndarray, name, method)


for _name in "sum prod mean std var all any argmax argmin cumsum cumprod ptp clip searchsorted".split():
    _method(getattr(_reduce, _name), _name)
_method(_reduce.amax, "max")
_method(_reduce.amin, "min")
_method(_reduce.round_, "round")
_method(_reduce.argsort, "argsort")
_method(_products.dot, "dot")
_method(_shape.nonzero, "nonzero")
_method(_shape.repeat, "repeat")
_method(_shape.take, "take")
_method(_shape.put, "put")
_method(_shape.choose, "choose")
_method(_make.trace, "trace")
_method(_make.diagonal, "diagonal")
_method(_ufuncs.conjugate, "conjugate", "conj")


def _partition(self, kth, axis=-1, kind=None, order=None):
    self.sort(axis)


def _compress(self, condition, axis=None, out=None):
    return _shape.compress(condition, self, axis)


ndarray.partition = _partition
ndarray.compress = _compress

# ---- what has no other place ----

pi = math.pi
e = math.e
euler_gamma = 0.5772156649015329
inf = Inf = Infinity = PINF = infty = math.inf
NINF = -math.inf
nan = NaN = NAN = math.nan
newaxis = None
PZERO, NZERO = 0.0, -0.0
little_endian = True
True_, False_ = _types.True_, _types.False_
ScalarType = (int, float, complex, bool, bytes, str, memoryview) + tuple(
    k for k in _types.BY_TYPE if issubclass(k, generic)
)


def asanyarray(a, dtype=None, order=None, *, like=None):
    return asarray(a, dtype)



def ascontiguousarray(a, dtype=None, *, like=None):
    a = asarray(a, dtype)
    return a if a.ndim else a.reshape(1)


def asfarray(a, dtype=float):
    return asarray(a, dtype)


def copy(a, order="K", subok=False):
    return _array.array(a)


def shape(a):
    return asarray(a).shape


def ndim(a):
    return asarray(a).ndim


def size(a, axis=None):
    a = asarray(a)
    return a.size if axis is None else a.shape[axis]


def real(val):
    return val.real if isinstance(val, (ndarray, generic)) else asarray(val).real[()]


def imag(val):
    return val.imag if isinstance(val, (ndarray, generic)) else asarray(val).imag[()]


def angle(z, deg=False):
    z = asarray(z)
    result = _ufuncs.arctan2(z.imag, z.real)
    return result * (180 / pi) if deg else result


def real_if_close(a, tol=100):
    a = asarray(a)
    if a._dtype.kind != "c":
        return a
    limit = tol * 2.220446049250313e-16 if tol > 1 else tol
    return a.real.copy() if all(abs(v.imag) < limit for v in a._items()) else a


def isreal(x):
    return asarray(x).imag == 0 if asarray(x).ndim else (asarray(x).imag == 0)[()]


def iscomplex(x):
    return asarray(x).imag != 0 if asarray(x).ndim else (asarray(x).imag != 0)[()]


def isrealobj(x):
    return asarray(x)._dtype.kind != "c"


def iscomplexobj(x):
    return asarray(x)._dtype.kind == "c"


def isscalar(element):
    return isinstance(element, (generic, int, float, complex, str, bytes)) or type(element).__name__ == "Fraction"


def isclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    x, y = asarray(a), asarray(b)
    shape_ = _array.broadcast_shape(x._shape, y._shape)
    if shape_ is None:
        raise ValueError(f"operands could not be broadcast together with shapes {_array._shape_text(x._shape)} "
                         f"{_array._shape_text(y._shape)} ")

    def close(p, q):
        if p == q:
            return True
        if p != p or q != q:
            return bool(equal_nan and p != p and q != q)
        difference = abs(p - q)
        return difference <= atol + rtol * abs(q) and difference != math.inf

    pairs = zip(_array.spread(x._items(), x._shape, shape_), _array.spread(y._items(), y._shape, shape_))
    return result_of([close(p, q) for p, q in pairs], shape_, BOOL)


def allclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    return bool(_reduce.all(isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a1, a2, equal_nan=False):
    try:
        a, b = asarray(a1), asarray(a2)
    except ValueError:
        return False
    return a._shape == b._shape and all(
        p == q or (equal_nan and p != p and q != q) for p, q in zip(a._items(), b._items())
    )


def array_equiv(a1, a2):
    a, b = asarray(a1), asarray(a2)
    return _array.broadcast_shape(a._shape, b._shape) is not None and bool(_reduce.all(a == b))


def isposinf(x, out=None):
    return _ufuncs.isinf(x) & (asarray(x) > 0)


def isneginf(x, out=None):
    return _ufuncs.isinf(x) & (asarray(x) < 0)


def sinc(x):
    y = asarray(x) * pi
    return result_of([math.sin(v) / v if v else 1.0 for v in asarray(y)._items()], asarray(y)._shape, FLOAT)


def unwrap(p, *args, **kwargs):
    raise NotProvidedError("numpy.unwrap is not provided by this sandbox")


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = asarray(arr)
    groups, shape_ = _reduce.rows(arr, axis)
    results = [asarray(func1d(new(list(g), (len(g),), arr._dtype), *args, **kwargs)) for g in groups]
    stacked = _shape.stack(results)
    inner = results[0]._shape
    result = stacked.reshape(shape_ + inner)
    at = _array.axis_of(axis, arr.ndim)
    return _shape.moveaxis(result, -1, at) if inner else result


class vectorize:
    def __init__(self, pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if signature is not None or excluded is not None:
            raise NotProvidedError("numpy.vectorize with signature or excluded is not provided by this sandbox")
        self.pyfunc = pyfunc
        self._otypes = otypes
        self.__name__ = getattr(pyfunc, "__name__", "vectorize")
        self.__doc__ = doc or getattr(pyfunc, "__doc__", None)

    def __call__(self, *args, **kwargs):
        arrays = _make.broadcast_arrays(*args)
        shape_ = arrays[0]._shape if arrays else ()
        if not arrays[0].size and self._otypes is None:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        columns = [[box(v, a._dtype) for v in a._items()] for a in arrays]
        values = [self.pyfunc(*row, **kwargs) for row in zip(*columns)]
        if values and isinstance(values[0], tuple):
            return tuple(self._made([v[i] for v in values], shape_, i) for i in range(len(values[0])))
        return self._made(values, shape_, 0)

    def _made(self, values, shape_, n):
        otypes = self._otypes
        if otypes is not None:
            spec = dtype_of(otypes[n] if not isinstance(otypes, type) else otypes)
        else:
            spec = asarray(values[0])._dtype if values else FLOAT
        return new([spec.cast(plain(v)) if spec.kind != "O" else v for v in values], shape_, spec)


def frompyfunc(func, nin, nout, *, identity=None):
    return vectorize(func, otypes=[object])


class errstate:
    def __init__(self, **kinds):
        self._kinds = kinds

    def __enter__(self):
        self._before = dict(_types.ERRORS)
        seterr(**self._kinds)

    def __exit__(self, *ignored):
        _types.ERRORS.update(self._before)

    def __call__(self, function):
        def wrapped(*args, **kwargs):
            with errstate(**self._kinds):
                return function(*args, **kwargs)

        return wrapped


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    before = dict(_types.ERRORS)
    for name, value in (("divide", divide), ("over", over), ("under", under), ("invalid", invalid)):
        value = value if value is not None else all
        if value is not None:
            if value not in ("ignore", "warn", "raise", "call", "print", "log"):
                raise ValueError(f"{value!r} is not a valid error handling mode")
            _types.ERRORS[name] = value
    return before


def geterr():
    return dict(_types.ERRORS)


def _reset():
    """What a program may have set goes back to what it was; the sandbox calls this before each program."""
    _types.ERRORS.update(divide="warn", over="warn", under="ignore", invalid="warn")
    _print.OPTIONS.clear()
    _print.OPTIONS.update(_print.DEFAULTS)


class finfo:
    def __init__(self, dtype=float):
        spec = dtype_of(dtype)
        if spec.kind == "c":
            spec = FLOAT if spec.rank == 4 else _types.SINGLE
        if spec.kind != "f":
            raise ValueError(f"data type {spec.type!r} not inexact")
        bits, digits, least, most = {4: (64, 52, -1022, 1024), 3: (32, 23, -126, 128), 2: (16, 10, -14, 16)}[spec.rank]
        kind = spec.type
        self.dtype, self.bits, self.nmant = spec, bits, digits
        self.eps = kind(2.0**-digits)
        self.epsneg = kind(2.0 ** -(digits + 1))
        self.max = kind((2.0 - 2.0**-digits) * 2.0 ** (most - 1))
        self.min = kind(-self.max)
        self.tiny = self.smallest_normal = kind(2.0**least)
        self.smallest_subnormal = kind(2.0 ** (least - digits))
        self.precision = {52: 15, 23: 6, 10: 3}[digits]
        self.resolution = kind(10.0**-self.precision)
        self.maxexp, self.minexp = most, least


class iinfo:
    def __init__(self, type):
        spec = dtype_of(type)
        if spec.kind not in "iu":
            raise ValueError(f"Invalid integer data type {spec.kind!r}.")
        self.dtype, self.kind, self.bits = spec, spec.kind, spec.itemsize * 8
        self.min = -(1 << (self.bits - 1)) if spec.kind == "i" else 0
        self.max = (1 << (self.bits - 1 if spec.kind == "i" else self.bits)) - 1


def result_type(*arrays_and_dtypes):
    spec = None
    for item in arrays_and_dtypes:
        one = item._dtype if isinstance(item, ndarray) else (
            _types.scalar_dtype(item) if isinstance(item, (int, float, complex, generic)) else dtype_of(item))
        spec = one if spec is None else _types.promote(spec, one)
    return spec


def promote_types(type1, type2):
    return _types.promote(dtype_of(type1), dtype_of(type2))


def can_cast(from_, to, casting="safe"):
    target = dtype_of(to)
    source = _types.scalar_dtype(from_) if isinstance(from_, (int, float, complex)) else dtype_of(from_)
    return _types.promote(source, target) is target


def issubdtype(arg1, arg2):
    first = dtype_of(arg1).type if not (isinstance(arg1, type) and issubclass(arg1, generic)) else arg1
    if isinstance(arg2, type) and issubclass(arg2, generic):
        return issubclass(first, arg2)
    return issubclass(first, {float: _types.float64, int: _types.int64}.get(arg2, dtype_of(arg2).type))


def cumulative(*ignored):
    raise NotProvidedError("numpy.cumulative is not provided by this sandbox")


def i0(x):
    def bessel(v):
        total = term = 1.0
        k = 1
        while term > total * 1e-18:
            term *= (v / (2 * k)) ** 2
            total += term
            k += 1
        return total

    x = asarray(x)
    return result_of([bessel(float(v)) for v in x._items()], x._shape, FLOAT)


class _Matrix:
    def __new__(cls, *args, **kwargs):
        raise NotProvidedError("numpy.matrix is not provided by this sandbox; numpy.array with @ does what it does")


matrix = mat = asmatrix = _Matrix

divmod = _ufuncs.divmod_
round = _reduce.round_
max, min = _reduce.amax, _reduce.amin

_OWN = """
pi e euler_gamma inf Inf Infinity PINF infty NINF nan NaN NAN newaxis PZERO NZERO little_endian True_ False_ ScalarType asanyarray
ascontiguousarray asfarray copy shape ndim size real imag angle real_if_close isreal iscomplex isrealobj iscomplexobj
isscalar isclose allclose array_equal array_equiv isposinf isneginf sinc apply_along_axis vectorize frompyfunc errstate
seterr geterr finfo iinfo result_type promote_types can_cast issubdtype i0 matrix mat asmatrix divmod round max min
"""

_FROM = {
    _array: "array asarray ndarray flatiter",
    _make: """
    zeros ones empty full zeros_like ones_like empty_like full_like eye identity arange linspace logspace geomspace
    fromfunction fromiter indices meshgrid broadcast_to broadcast_arrays broadcast_shapes diag diagflat diagonal trace
    tri tril triu tril_indices triu_indices diag_indices fill_diagonal vander mgrid ogrid r_ c_ s_ index_exp
    """,
    _print: """
    set_printoptions get_printoptions printoptions array2string array_repr array_str format_float_positional base_repr
    binary_repr
    """,
    _products: """
    dot matmul inner vdot outer cross kron tensordot einsum trapz gradient interp convolve correlate
    """,
    _poly: "polyval polyadd polysub polymul polydiv polyder polyint poly roots polyfit poly1d",
    _reduce: """
    sum prod mean var std amax amin ptp argmax argmin all any count_nonzero cumsum cumprod diff ediff1d round_ around
    fix clip nan_to_num sort argsort partition argpartition lexsort searchsorted unique median quantile percentile
    average cov corrcoef histogram bincount digitize nansum nanmean nanstd nanvar nanmax nanmin nanmedian nanprod
    """,
    _shape: """
    concatenate stack atleast_1d atleast_2d vstack row_stack hstack column_stack dstack block append insert delete
    reshape ravel transpose swapaxes moveaxis rollaxis squeeze expand_dims array_split split hsplit vsplit tile repeat
    flip fliplr flipud rot90 roll take take_along_axis compress extract nonzero flatnonzero argwhere where select
    piecewise choose put copyto pad unravel_index ravel_multi_index ndindex ndenumerate in1d isin union1d intersect1d
    setdiff1d setxor1d
    """,
    _types: """
    dtype generic number integer signedinteger unsignedinteger inexact floating complexfloating bool_ int8 int16 int32
    int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 str_ object_
    """,
    _ufuncs: """
    ufunc add subtract multiply divide true_divide floor_divide remainder mod fmod power float_power equal not_equal
    less less_equal greater greater_equal maximum minimum fmax fmin bitwise_and bitwise_or bitwise_xor left_shift
    right_shift gcd lcm logical_and logical_or logical_xor hypot arctan2 copysign nextafter heaviside logaddexp sqrt exp
    exp2 expm1 log log2 log10 log1p cbrt sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh degrees
    rad2deg radians deg2rad floor ceil trunc rint negative positive absolute abs fabs sign square reciprocal conjugate
    conj logical_not invert bitwise_not isnan isinf isfinite signbit spacing modf frexp
    """,
}

__all__ = _OWN.split()
for _module, _names in _FROM.items():
    for _name in _names.split():
        globals()[_name] = getattr(_module, _name)
        __all__.append(_name)
for _alias, _name in {
    "int_": "int64", "intp": "int64", "longlong": "int64", "intc": "int32", "uint": "uint64", "ubyte": "uint8",
    "float_": "float64", "double": "float64", "single": "float32", "half": "float16", "longdouble": "float64",
    "complex_": "complex128", "cdouble": "complex128", "cfloat": "complex128", "csingle": "complex64",
    "bool8": "bool_", "unicode_": "str_", "product": "prod", "cumproduct": "cumprod", "sometrue": "any",
    "alltrue": "all", "short": "int16", "byte": "int8", "ushort": "uint16", "uintc": "uint32", "uintp": "uint64",
}.items():  # fmt: skip
    globals()[_alias] = globals()[_name]
    __all__.append(_alias)

from numpy._lazy import NotProvidedError  # noqa: E402
from numpy._array import AxisError  # noqa: E402

__all__ += ["AxisError"]
del _module, _names, _name, _alias
