# The array: a flat Python list, and how its elements lie in it. Slices share the list, as views do.
import math
from operator import index as as_index

from numpy._types import (
    BOOL, COMPLEX, FLOAT, INT, OBJECT, box, bool_, dtype, dtype_of, generic, plain, promote, scalar_dtype, text_dtype,
)  # fmt: skip

# More elements than this do not fit into any worker; numpy would say so when it asks for the memory.
MOST_ELEMENTS = 1 << 26
MOST_DIMENSIONS = 32


class ArrayMemoryError(MemoryError):
    pass


# What CPython's numpy calls it; the sandbox tells a MemoryError by its name.
ArrayMemoryError.__name__ = ArrayMemoryError.__qualname__ = "MemoryError"


def count(shape):
    n = 1
    for length in shape:
        n *= length
    return n


def as_shape(shape):
    try:
        shape = (as_index(shape),)
    except TypeError:
        if isinstance(shape, ndarray):
            shape = shape.tolist()
        shape = tuple(as_index(n) for n in shape)
    shape = tuple(int(n) for n in shape)
    if any(n < 0 for n in shape):
        raise ValueError("negative dimensions are not allowed")
    if len(shape) > MOST_DIMENSIONS:
        raise ValueError(f"maximum supported dimension for an ndarray is 32, found {len(shape)}")
    check_size(count(shape), shape)
    return shape


def check_size(n, shape, spec=FLOAT):
    if n > MOST_ELEMENTS:
        raise ArrayMemoryError(f"Unable to allocate {n * spec.itemsize} bytes for an array with shape {shape} and data "
                               f"type {spec.name}")


def steps_of(shape):
    steps = [1] * len(shape)
    for axis in range(len(shape) - 2, -1, -1):
        steps[axis] = steps[axis + 1] * shape[axis + 1]
    return tuple(steps)


def places(shape, steps, start):
    """Where the elements lie, in C order."""
    found = [start]
    for length, step in zip(shape, steps):
        if length == 1:
            continue
        reach = range(0, length * step, step) if step else [0] * length
        found = [place + more for place in found for more in reach]
    return found if count(shape) else []


def broadcast_shape(*shapes):
    width = max(len(shape) for shape in shapes)
    result = [1] * width
    for shape in shapes:
        gap = width - len(shape)
        for i, length in enumerate(shape):
            if length != 1:
                if result[gap + i] not in (1, length):
                    return None
                result[gap + i] = length
    result = tuple(result)
    check_size(count(result), result)
    return result


def spread(items, shape, target):
    """The elements of an array as it is broadcast to a larger shape."""
    if shape == target:
        return items
    if len(items) == 1:
        return items * count(target)
    steps = steps_of(shape)
    wide = [0] * (len(target) - len(shape)) + [0 if n == 1 else s for n, s in zip(shape, steps)]
    return [items[place] for place in places(target, wide, 0)]


def axis_of(axis, ndim):
    axis = as_index(axis)
    if not -ndim <= axis < ndim:
        raise AxisError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


class AxisError(ValueError, IndexError):
    pass


AxisError.__module__ = "numpy"


class ndarray:
    __slots__ = ("_list", "_start", "_shape", "_steps", "_dtype", "_whole", "_base", "_fixed")
    __array_priority__ = 0.0
    __module__ = "numpy"

    def __new__(cls, shape=(), dtype=float, buffer=None, offset=0, strides=None, order=None):
        shape = as_shape(shape)
        spec = dtype_of(dtype)
        return new([spec.cast(0) if spec is not OBJECT else None] * count(shape), shape, spec)

    # ---- its parts ----

    @property
    def shape(self):
        return self._shape

    @shape.setter
    def shape(self, shape):
        other = self.reshape(shape)
        self._list, self._start, self._shape, self._steps = other._list, other._start, other._shape, other._steps
        self._whole = other._whole

    @property
    def dtype(self):
        return self._dtype

    @property
    def ndim(self):
        return len(self._shape)

    @property
    def size(self):
        return count(self._shape)

    @property
    def itemsize(self):
        return self._dtype.itemsize

    @property
    def nbytes(self):
        return self._dtype.itemsize * self.size

    @property
    def strides(self):
        return tuple(step * self._dtype.itemsize for step in self._steps)

    @property
    def base(self):
        return self._base

    @property
    def flags(self):
        return _Flags(self)

    def setflags(self, write=None, align=None, uic=None):
        if write is not None:
            self._fixed = not write

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return flatiter(self)

    @property
    def real(self):
        if self._dtype.kind != "c":
            return self
        return new([v.real for v in self._items()], self._shape, FLOAT)

    @real.setter
    def real(self, value):
        items = spread(*_items_shape(value), self._shape)
        self._put([complex(r, v.imag) if self._dtype.kind == "c" else r for r, v in zip(items, self._items())])

    @property
    def imag(self):
        if self._dtype.kind != "c":
            return new([self._dtype.cast(0)] * self.size, self._shape, self._dtype)
        return new([v.imag for v in self._items()], self._shape, FLOAT)

    def _items(self):
        """Its values in C order; not to be changed."""
        if self._whole:
            n = count(self._shape)
            if self._start == 0 and n == len(self._list):
                return self._list
            return self._list[self._start : self._start + n]
        values = self._list
        return [values[place] for place in places(self._shape, self._steps, self._start)]

    def _places(self):
        return places(self._shape, self._steps, self._start)

    def _put(self, values):
        if self._fixed:
            raise ValueError("assignment destination is read-only")
        cast = self._dtype.cast
        target = self._list
        for place, value in zip(self._places(), values):
            target[place] = cast(value)

    def _view(self, shape, steps, start=None):
        return _make(self._list, self._start if start is None else start, shape, steps, self._dtype, self)

    # ---- Python's protocols ----

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self._shape[0]))

    def __bool__(self):
        if self.size == 1:
            return bool(self._items()[0])
        if self.size == 0:
            return False
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")

    def _single(self):
        if self.size != 1:
            raise TypeError("only size-1 arrays can be converted to Python scalars")
        return self._items()[0]

    def __float__(self):
        value = self._single()
        if isinstance(value, complex):
            value = value.real
        return float(value)

    def __int__(self):
        return int(self._single())

    def __complex__(self):
        return complex(self._single())

    def __index__(self):
        if self._shape or self._dtype.kind not in "iu":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return int(self._single())

    def __round__(self, digits=None):
        return self.round(digits or 0)

    def __format__(self, spec):
        if not self._shape:
            return format(self.item(), spec)
        if spec:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return str(self)

    def __repr__(self):
        from numpy._print import representation

        return representation(self)

    def __str__(self):
        from numpy._print import text

        return text(self)

    __hash__ = None

    def __contains__(self, value):
        return bool((self == value).any())

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce__(self):
        return _rebuild, (list(self._items()), self._shape, self._dtype.name)

    def __array__(self, dtype=None):
        return self if dtype is None else self.astype(dtype)

    # ---- indexing ----

    def __getitem__(self, key):
        if key.__class__ is int:
            shape = self._shape
            if len(shape) == 1:
                n = shape[0]
                if not -n <= key < n:
                    raise IndexError(f"index {key} is out of bounds for axis 0 with size {n}")
                return box(self._list[self._start + (key % n) * self._steps[0]], self._dtype)
        kind, where, shape, steps = self._find(key)
        if kind == "view":
            if not shape and not _keeps_array(key):
                return box(self._list[where], self._dtype)
            return self._view(shape, steps, where)
        values = self._list
        return new([values[place] for place in where], shape, self._dtype)

    def __setitem__(self, key, value):
        if self._fixed:
            raise ValueError("assignment destination is read-only")
        kind, where, shape, steps = self._find(key)
        spec = self._dtype
        if kind == "view":
            if not shape:
                self._list[where] = _element(value, spec)
                return
            where = places(shape, steps, where)
        if spec.kind == "U" and isinstance(value, str):
            items, from_shape = [value[: spec.itemsize // 4]], ()
        else:
            items, from_shape = _items_shape(value)
        while len(from_shape) > len(shape) and from_shape[0] == 1:
            from_shape = from_shape[1:]
        if len(from_shape) > len(shape) or broadcast_shape(from_shape, shape) != shape:
            if kind != "view" and len(from_shape) == 1 and len(shape) == 1 and isinstance(key, (ndarray, list)):
                mask = asarray(key)
                if mask._dtype is BOOL:
                    raise ValueError(f"NumPy boolean array indexing assignment cannot assign {len(items)} input values "
                                     f"to the {len(where)} output values where the mask is true")
            raise ValueError(f"could not broadcast input array from shape {_shape_text(from_shape)} into shape "
                             f"{_shape_text(shape)}")
        cast = spec.cast
        values = [cast(v) for v in items]
        if isinstance(value, ndarray) and value._list is self._list:
            values = list(values)
        target = self._list
        for place, item in zip(where, spread(values, from_shape, shape)):
            target[place] = item

    def _find(self, key):
        """("view", start, shape, steps), or ("places", where each element lies, shape, None)."""
        keys = list(key) if isinstance(key, tuple) else [key]
        used = 0
        advanced = False
        for n, k in enumerate(keys):
            if k is None or k is Ellipsis:
                continue
            if isinstance(k, slice) or k.__class__ is int:
                used += 1
                continue
            if isinstance(k, (bool, bool_)):
                keys[n] = k = new([bool(k)], (), BOOL)
            if isinstance(k, (list, tuple, range)):
                keys[n] = k = asarray(k) if len(k) else new([], (0,), INT)
            if isinstance(k, ndarray):
                if k._dtype is BOOL:
                    advanced = True
                    used += k.ndim
                    continue
                if k._dtype.kind not in "iu":
                    raise IndexError("arrays used as indices must be of integer (or boolean) type")
                used += 1
                if k.ndim:
                    advanced = True
                else:
                    keys[n] = int(k)
                continue
            try:
                keys[n] = as_index(k)
            except TypeError:
                raise IndexError(
                    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean "
                    "arrays are valid indices"
                ) from None
            used += 1
        dimensions = len(self._shape)
        if used > dimensions:
            raise IndexError(f"too many indices for array: array is {dimensions}-dimensional, but {used} were indexed")
        dots = [n for n, k in enumerate(keys) if k is Ellipsis]
        if len(dots) > 1:
            raise IndexError("an index can only have a single ellipsis ('...')")
        missing = [slice(None)] * (dimensions - used)
        keys = keys[: dots[0]] + missing + keys[dots[0] + 1 :] if dots else keys + missing
        if advanced:
            return self._find_advanced(keys)
        start, shape, steps, axis = self._start, [], [], 0
        for k in keys:
            if k is None:
                shape.append(1)
                steps.append(0)
                continue
            length, step = self._shape[axis], self._steps[axis]
            if isinstance(k, slice):
                first, last, stride = k.indices(length)
                n = len(range(first, last, stride))
                shape.append(n)
                steps.append(step * stride)
                if n:
                    start += first * step
            else:
                if not -length <= k < length:
                    raise IndexError(f"index {k} is out of bounds for axis {axis} with size {length}")
                start += (k % length) * step
            axis += 1
        return "view", start, tuple(shape), tuple(steps)

    def _find_advanced(self, keys):
        # Each group: its place among the keys, and for an index array its offsets and shape.
        groups = []
        axis = 0
        for k in keys:
            if k is None:
                groups.append(("new", None, (1,)))
                continue
            if isinstance(k, slice):
                length, step = self._shape[axis], self._steps[axis]
                reach = range(*k.indices(length))
                groups.append(("slice", [i * step for i in reach], (len(reach),)))
                axis += 1
            elif isinstance(k, ndarray) and k._dtype is BOOL:
                shape = self._shape[axis : axis + k.ndim]
                if k._shape != shape:
                    bad = next((i for i, (a, b) in enumerate(zip(shape, k._shape)) if a != b), 0)
                    raise IndexError(
                        f"boolean index did not match indexed array along dimension {axis + bad}; dimension is "
                        f"{shape[bad]} but corresponding boolean dimension is {k._shape[bad]}"
                    )
                steps = self._steps[axis : axis + k.ndim]
                offsets = [p for p, on in zip(places(shape, steps, 0), k._items()) if on]
                groups.append(("array", offsets, (len(offsets),)))
                axis += k.ndim
            else:
                length, step = self._shape[axis], self._steps[axis]
                indices = [k] if k.__class__ is int else k._items()
                for i in indices:
                    if not -length <= i < length:
                        raise IndexError(f"index {i} is out of bounds for axis {axis} with size {length}")
                offsets = [(i % length) * step for i in indices] if length else []
                groups.append(("array", offsets, () if k.__class__ is int else k._shape))
                axis += 1
        at = [n for n, group in enumerate(groups) if group[0] == "array"]
        shape = broadcast_shape(*(groups[n][2] for n in at))
        if shape is None:
            shapes = " ".join(_shape_text(groups[n][2]) for n in at)
            raise IndexError(f"shape mismatch: indexing arrays could not be broadcast together with shapes {shapes}")
        total = [0] * count(shape)
        for n in at:
            total = [a + b for a, b in zip(total, spread(groups[n][1], groups[n][2], shape))]
        together = at[-1] - at[0] == len(at) - 1
        before = groups[: at[0]] if together else []
        after = groups[at[-1] + 1 :] if together else [g for g in groups if g[0] != "array"]
        where = [self._start]
        for group in before:
            if group[0] == "slice":
                where = [p + o for p in where for o in group[1]]
        where = [p + o for p in where for o in total]
        for group in after:
            if group[0] == "slice":
                where = [p + o for p in where for o in group[1]]
        full = sum((g[2] for g in before), ()) + shape + sum((g[2] for g in after), ())
        return "places", where, full, None

    # ---- methods about form and type ----

    def item(self, *index):
        if not index:
            if self.size != 1:
                raise ValueError("can only convert an array of size 1 to a Python scalar")
            return self._items()[0]
        if len(index) == 1 and isinstance(index[0], tuple):
            index = index[0]
        return plain(self[index] if len(index) > 1 else self.ravel()[index[0]])

    def itemset(self, *arguments):
        if len(arguments) == 1:
            self[()] = arguments[0]
        elif isinstance(arguments[0], tuple):
            self[arguments[0]] = arguments[1]
        else:
            self[tuple(arguments[:-1]) if len(arguments) > 2 else arguments[0]] = arguments[-1]

    def tolist(self):
        items = self._items()
        if not self._shape:
            return items[0]
        items = list(items)
        for length in reversed(self._shape[1:]):
            n = len(items) // length if length else count(self._shape[:-1])
            items = [items[i * length : (i + 1) * length] for i in range(n)]
        return items

    def copy(self, order="C"):
        return new(list(self._items()), self._shape, self._dtype)

    def astype(self, spec, order="K", casting="unsafe", subok=True, copy=True):
        spec = dtype_of(spec)
        if spec is self._dtype:
            return self.copy() if copy else self
        if spec.kind == "U":
            texts = [str(box(v, self._dtype)) for v in self._items()]
            return new(texts, self._shape, text_dtype(max(map(len, texts), default=1)))
        items = self._items()
        if self._dtype.kind == "U" and spec.kind in "iu":
            items = [int(v) for v in items]
        cast = spec.cast
        return new([cast(v) for v in items], self._shape, spec)

    def view(self, *kind):
        if kind and isinstance(kind[0], (str, dtype)) and dtype_of(kind[0]) is not self._dtype:
            from numpy._lazy import NotProvidedError

            raise NotProvidedError("ndarray.view as another dtype is not provided by this sandbox; see astype")
        return self._view(self._shape, self._steps)

    def reshape(self, *shape, order="C"):
        shape = shape[0] if len(shape) == 1 else shape
        try:
            shape = (as_index(shape),)
        except TypeError:
            shape = tuple(int(as_index(n)) for n in shape)
        shape = list(shape)
        size = self.size
        free = [i for i, n in enumerate(shape) if n < 0]
        if len(free) > 1:
            raise ValueError("can only specify one unknown dimension")
        if free:
            rest = count(n for n in shape if n >= 0)
            if rest and size % rest == 0:
                shape[free[0]] = size // rest
        if any(n < 0 for n in shape) or count(shape) != size:
            shown = shape if not free else shape
            raise ValueError(f"cannot reshape array of size {size} into shape {_shape_text(tuple(shown))}")
        shape = tuple(shape)
        if len(shape) > MOST_DIMENSIONS:
            raise ValueError(f"maximum supported dimension for an ndarray is 32, found {len(shape)}")
        if order == "F":
            return self.transpose().reshape(shape[::-1]).transpose()
        if self._whole:
            return self._view(shape, steps_of(shape))
        return new(self._items(), shape, self._dtype)

    def resize(self, *shape, refcheck=True):
        shape = as_shape(shape[0] if len(shape) == 1 else shape)
        n = count(shape)
        items = list(self._items())[:n]
        self._list = items + [self._dtype.cast(0)] * (n - len(items))
        self._start, self._shape, self._steps, self._whole = 0, shape, steps_of(shape), True

    def ravel(self, order="C"):
        if order == "F":
            return self.transpose().ravel()
        return self.reshape(self.size)

    def flatten(self, order="C"):
        return self.ravel(order).copy()

    def transpose(self, *axes):
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        if not axes:
            return self._view(self._shape[::-1], self._steps[::-1])
        axes = [axis_of(axis, self.ndim) for axis in axes]
        if sorted(axes) != list(range(self.ndim)):
            raise ValueError("axes don't match array")
        return self._view(tuple(self._shape[a] for a in axes), tuple(self._steps[a] for a in axes))

    def swapaxes(self, first, second):
        axes = list(range(self.ndim))
        first, second = axis_of(first, self.ndim), axis_of(second, self.ndim)
        axes[first], axes[second] = second, first
        return self.transpose(axes)

    def squeeze(self, axis=None):
        if axis is None:
            dropped = [i for i, n in enumerate(self._shape) if n == 1]
        else:
            dropped = [axis_of(a, self.ndim) for a in (axis if isinstance(axis, tuple) else (axis,))]
            if any(self._shape[i] != 1 for i in dropped):
                raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        kept = [i for i in range(self.ndim) if i not in dropped]
        return self._view(tuple(self._shape[i] for i in kept), tuple(self._steps[i] for i in kept))

    def fill(self, value):
        self._put([_element(value, self._dtype)] * self.size)

    def sort(self, axis=-1, kind=None, order=None):
        from numpy._reduce import sort

        self._put(sort(self, axis)._items())

    def byteswap(self, inplace=False):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("ndarray.byteswap is not provided by this sandbox")

    def tobytes(self, order="C"):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("ndarray.tobytes is not provided by this sandbox; see tolist")


class _Flags:
    def __init__(self, array):
        self.writeable = not array._fixed
        self.c_contiguous = array._whole
        self.owndata = array._base is None

    def __getitem__(self, name):
        return getattr(self, name.lower())


class flatiter:
    def __init__(self, array):
        self._array = array
        self._at = 0

    def __len__(self):
        return self._array.size

    def __iter__(self):
        return self

    def __next__(self):
        if self._at >= self._array.size:
            raise StopIteration
        self._at += 1
        return self[self._at - 1]

    def __getitem__(self, key):
        result = self._array.ravel()[key]
        return result.copy() if isinstance(result, ndarray) else result

    def __setitem__(self, key, value):
        flat = self._array.flatten()
        flat[key] = value
        self._array._put(flat._items())

    def __array__(self, dtype=None):
        return self._array.flatten()


def _rebuild(items, shape, name):
    return new(items, shape, dtype_of(name))


def _keeps_array(key):
    return key is Ellipsis or (isinstance(key, tuple) and any(k is Ellipsis for k in key))


def _shape_text(shape):
    return "(" + ",".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def _make(values, start, shape, steps, spec, base):
    self = object.__new__(ndarray)
    self._list = values
    self._start = start
    self._shape = shape
    self._steps = steps
    self._dtype = spec
    self._base = base
    self._fixed = base is not None and base._fixed
    whole = True
    expected = 1
    for length, step in zip(reversed(shape), reversed(steps)):
        if length != 1 and step != expected:
            whole = False
            break
        expected *= length
    self._whole = whole
    return self


def new(items, shape, spec):
    """An array of its own, of values that the dtype holds."""
    self = object.__new__(ndarray)
    self._list = items
    self._start = 0
    self._shape = shape
    self._steps = (1,) if len(shape) == 1 else steps_of(shape)
    self._dtype = spec
    self._base = None
    self._fixed = False
    self._whole = True
    return self


def result_of(items, shape, spec):
    """A scalar where the shape is that of one."""
    return new(items, shape, spec) if shape else box(items[0], spec)


def _element(value, spec):
    if isinstance(value, ndarray):
        if value.size != 1 and spec is not OBJECT:
            raise ValueError("setting an array element with a sequence.")
        value = value._items()[0] if value.size == 1 else value
    elif isinstance(value, (list, tuple)) and spec is not OBJECT:
        raise ValueError("setting an array element with a sequence.")
    value = plain(value)
    if spec.kind == "f" and isinstance(value, complex):
        raise TypeError(f"can't convert complex to float")
    if spec.kind == "U":
        return str(value)[: spec.itemsize // 4]
    return spec.cast(value)


def _items_shape(value):
    array = asarray(value)
    return array._items(), array._shape


def _is_sequence(value):
    return isinstance(value, (list, tuple, range)) or (
        not isinstance(value, (str, bytes, dict, set, frozenset, generic))
        and hasattr(value, "__len__")
        and hasattr(value, "__getitem__")
        and not isinstance(value, type)
    )


def _gather(value, depth, shape, out):
    # Flattens nested sequences; the shape is set by the first path down, and all others must fit it.
    if isinstance(value, ndarray):
        parts = value._items() if not value._shape else list(value)
    elif isinstance(value, (list, tuple)):
        parts = value
    elif hasattr(value, "__array__") and not isinstance(value, generic):
        value = value.__array__()
        if not isinstance(value, ndarray):
            raise ValueError("object __array__ method not producing an array")
        parts = value
    elif _is_sequence(value):
        parts = list(value)
    else:
        parts = None
    if isinstance(value, ndarray) and not value._shape:
        value, parts = box(parts[0], value._dtype), None
    if parts is None:
        if shape is not None and depth != len(shape[0]):
            if not shape[1]:
                shape[1] = True
                shape[0] = shape[0][:depth]
            raise _Ragged
        if shape[1] is None:
            shape[1] = False
        if len(out) >= MOST_ELEMENTS:
            check_size(len(out) + 1, (len(out) + 1,))
        out.append(value)
        return
    if depth >= MOST_DIMENSIONS:
        raise _Ragged
    if shape[1] is None:
        shape[0] = shape[0] + (len(parts),)
        if not len(parts):
            shape[1] = False
            return
    elif depth >= len(shape[0]) or len(parts) != shape[0][depth]:
        shape[0] = shape[0][:depth]
        raise _Ragged
    for part in parts:
        _gather(part, depth + 1, shape, out)


class _Ragged(Exception):
    pass


def array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
    result = _array_of(object, dtype, copy)
    if ndmin > len(result._shape):
        result = result.reshape((1,) * (ndmin - len(result._shape)) + result._shape)
    return result


def _array_of(value, spec, copy):
    spec = None if spec is None else dtype_of(spec)
    if isinstance(value, ndarray):
        if spec is not None and spec is not value._dtype:
            return value.astype(spec)
        return value.copy() if copy else value
    kind = value.__class__
    if kind is list or kind is tuple:
        # The usual ones first: one level of floats or of ints.
        kinds = set(map(type, value))
        if kinds == {float}:
            if spec is None or spec is FLOAT:
                return new(list(value), (len(value),), FLOAT)
        elif kinds == {int} and (spec is None or spec is INT):
            if max(value) <= (1 << 63) - 1 and min(value) >= -(1 << 63):
                return new(list(value), (len(value),), INT)
    out = []
    shape = [(), None]
    try:
        _gather(value, 0, shape, out)
    except _Ragged:
        if spec is OBJECT:
            parts = list(value)
            return new(parts, (len(parts),), OBJECT)
        n = len(shape[0])
        raise ValueError(
            f"setting an array element with a sequence. The requested array has an inhomogeneous shape after {n} "
            f"dimensions. The detected shape was {shape[0]} + inhomogeneous part."
        ) from None
    return _typed(out, shape[0], spec)


def _typed(values, shape, spec):
    if spec is not None:
        if spec.kind == "U":
            texts = [str(v) for v in values]
            width = spec.itemsize // 4
            return new([t[:width] if width else t for t in texts], shape,
                       spec if width else text_dtype(max(map(len, texts), default=1)))
        if spec is OBJECT:
            return new([plain(v) for v in values], shape, OBJECT)
        cast = spec.cast
        if spec.kind == "f":
            for v in values:
                if isinstance(v, complex):
                    raise TypeError("can't convert complex to float" if not isinstance(v, generic) else
                                    "can't convert complex to float")
        if spec.kind in "iu":
            for v in values:
                if isinstance(v, int) and not isinstance(v, generic) and cast(v) != v and spec is INT:
                    raise OverflowError("Python int too large to convert to C long")
        return new([cast(plain(v)) for v in values], shape, spec)
    kinds = set(map(type, values))
    if not kinds:
        return new([], shape, FLOAT)
    if kinds == {float}:
        return new(values, shape, FLOAT)
    found = None
    for v in values if kinds & {int} or len(kinds) > 1 or not kinds <= _PLAIN_KINDS else values[:1]:
        one = scalar_dtype(v)
        found = one if found is None else promote(found, one)
        if found is OBJECT:
            break
    if found is OBJECT:
        return new([plain(v) for v in values], shape, OBJECT)
    if found.kind == "U":
        texts = [str(v) for v in values]
        return new(texts, shape, text_dtype(max(1, *map(len, texts)) if texts else 1))
    cast = found.cast
    return new([cast(plain(v)) for v in values], shape, found)


_PLAIN_KINDS = {bool, float, complex}


def asarray(a, dtype=None, order=None, *, like=None):
    if a.__class__ is ndarray and (dtype is None or dtype is a._dtype):
        return a
    return _array_of(a, dtype, False)


def items_and_shape(value):
    """A number's or an array's values in C order, its shape, its dtype, and whether it is a scalar."""
    kind = value.__class__
    if kind is ndarray:
        return value._items(), value._shape, value._dtype, not value._shape
    if kind is float:
        return [value], (), FLOAT, True
    if isinstance(value, (int, float, complex, generic)):
        spec = scalar_dtype(value)
        return [plain(value)], (), spec, True
    array_ = asarray(value)
    return array_._items(), array_._shape, array_._dtype, not array_._shape
