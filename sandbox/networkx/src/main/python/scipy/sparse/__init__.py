# scipy.sparse as far as networkx needs it: matrices that hold what is not zero, by row and column, whatever their format.
import numpy as _np
from numpy._lazy import refusal

_FORMATS = {
    "bsr": "Block Sparse Row", "coo": "COOrdinate", "csc": "Compressed Sparse Column", "csr": "Compressed Sparse Row",
    "dia": "DIAgonal", "dok": "Dictionary Of Keys", "lil": "List of Lists",
}  # fmt: skip


class SparseEfficiencyWarning(Warning):
    pass


class _Sparse:
    __array_priority__ = 10.1
    # What our numpy's arrays leave to the other operand.
    __array_ufunc__ = None
    __hash__ = None
    format = "csr"
    _kind = "array"

    def __init__(self, arg, shape=None, dtype=None, copy=False):
        self._values = {}
        if isinstance(arg, _Sparse):
            shape, dtype = arg.shape, dtype or arg.dtype
            self._values = dict(arg._values)
        elif isinstance(arg, tuple) and len(arg) == 2 and all(_is_number(n) for n in arg):
            shape = arg
        elif isinstance(arg, tuple):
            dtype = dtype or _np.asarray(arg[0]).dtype
            shape = self._put_parts(arg, shape)
        else:
            dense = _np.atleast_2d(_np.asarray(arg))
            shape, dtype = dense.shape, dtype or dense.dtype
            for i, row in enumerate(dense.tolist()):
                for j, value in enumerate(row):
                    if value:
                        self._values[i, j] = value
        rows, columns = shape
        self._shape = (int(rows), int(columns))
        self._dtype = _np.dtype(float if dtype is None else dtype)
        if self._values:
            cast = _np.asarray(list(self._values.values())).astype(self._dtype).tolist()
            self._values = dict(zip(self._values, cast))
        for i, j in self._values:
            if not (0 <= i < self._shape[0] and 0 <= j < self._shape[1]):
                raise ValueError(f"index ({i}, {j}) is outside of a matrix of shape {self._shape}")

    def _put_parts(self, arg, shape):
        data, places = arg[0], arg[1:]
        data = _np.asarray(data).tolist()
        if self.format == "dia":
            diagonals = data if data and isinstance(data[0], list) else [data]
            for diagonal, offset in zip(diagonals, _np.atleast_1d(places[0]).tolist()):
                for j in range(max(0, offset), min(len(diagonal), shape[1], shape[0] + offset)):
                    self._values[j - offset, j] = diagonal[j]
            return shape
        if len(places) == 1:
            rows, columns = (_np.asarray(part).tolist() for part in places[0])
        else:
            ends, pointers = _np.asarray(places[1]).tolist(), _np.asarray(places[0]).tolist()
            rows = [i for i in range(len(ends) - 1) for _ in range(ends[i], ends[i + 1])]
            columns = pointers[: len(rows)]
            if self.format == "csc":
                rows, columns = columns, rows
        for i, j, value in zip(rows, columns, data):
            place = int(i), int(j)
            self._values[place] = self._values.get(place, 0) + value
        return shape or (max(rows, default=-1) + 1, max(columns, default=-1) + 1)

    def _like(self, values, shape=None, dtype=None):
        made = object.__new__(type(self))
        made._values, made._shape, made._dtype = values, shape or self._shape, dtype or self._dtype
        return made

    # ---- its parts ----

    shape = property(lambda self: self._shape)
    dtype = property(lambda self: self._dtype)
    ndim = property(lambda self: 2)
    nnz = property(lambda self: len(self._values))
    size = property(lambda self: len(self._values))
    T = property(lambda self: self.transpose())
    row = property(lambda self: self._part(lambda place, value: place[0], int))
    col = property(lambda self: self._part(lambda place, value: place[1], int))
    data = property(lambda self: self._part(lambda place, value: value, self._dtype))

    def _ordered(self):
        if self.format == "csc":
            return sorted(self._values.items(), key=lambda item: item[0][::-1])
        return sorted(self._values.items(), key=lambda item: item[0])

    def _part(self, of, dtype):
        return _np.array([of(place, value) for place, value in self._ordered()], dtype=dtype)

    @property
    def indices(self):
        return self.row if self.format == "csc" else self.col

    @property
    def indptr(self):
        axis = 1 if self.format == "csc" else 0
        ends = [0] * (self._shape[axis] + 1)
        for place in self._values:
            ends[place[axis] + 1] += 1
        for n in range(1, len(ends)):
            ends[n] += ends[n - 1]
        return _np.array(ends, dtype=int)

    def items(self):
        return [(place, _np.array(value, dtype=self._dtype)[()]) for place, value in self._ordered()]

    def nonzero(self):
        places = [place for place, value in self._ordered() if value]
        return _np.array([i for i, _ in places], dtype=int), _np.array([j for _, j in places], dtype=int)

    def count_nonzero(self):
        return sum(1 for value in self._values.values() if value)

    def diagonal(self, k=0):
        rows, columns = self._shape
        length = max(0, min(rows + min(k, 0), columns - max(k, 0)))
        start = max(0, -k)
        return _np.array([self._values.get((i + start, i + start + k), 0) for i in range(length)], dtype=self._dtype)

    def trace(self, offset=0):
        return self.diagonal(offset).sum()

    # ---- other forms ----

    def toarray(self, order=None, out=None):
        dense = _np.zeros(self._shape, dtype=self._dtype)
        for place, value in self._values.items():
            dense[place] = value
        return dense

    def todense(self, order=None, out=None):
        return self.toarray()

    def __array__(self, dtype=None):
        return self.toarray() if dtype is None else self.toarray().astype(dtype)

    def asformat(self, format, copy=False):
        if format is None or format == self.format:
            return self
        if format not in _FORMATS:
            raise ValueError(f"Format {format} is unknown.")
        made = object.__new__(_CLASSES[format, self._kind])
        made._values, made._shape, made._dtype = dict(self._values), self._shape, self._dtype
        return made

    def astype(self, dtype, casting="unsafe", copy=True):
        return type(self)(self, dtype=dtype)

    def copy(self):
        return self._like(dict(self._values))

    def transpose(self, axes=None, copy=False):
        return self._like({(j, i): value for (i, j), value in self._values.items()}, self._shape[::-1])

    def eliminate_zeros(self):
        self._values = {place: value for place, value in self._values.items() if value}

    # ---- elements ----

    def __getitem__(self, key):
        if isinstance(key, tuple) and len(key) == 2 and all(_is_number(n) for n in key):
            i, j = (int(n) + (size if n < 0 else 0) for n, size in zip(key, self._shape))
            if not (0 <= i < self._shape[0] and 0 <= j < self._shape[1]):
                raise IndexError(f"index {key} is out of range")
            return _np.array(self._values.get((i, j), 0), dtype=self._dtype)[()]
        part = self.toarray()[key]
        return part if part.ndim != 2 else type(self)(part)

    def __setitem__(self, key, value):
        if isinstance(key, tuple) and len(key) == 2 and all(_is_number(n) for n in key):
            i, j = (int(n) + (size if n < 0 else 0) for n, size in zip(key, self._shape))
            if not (0 <= i < self._shape[0] and 0 <= j < self._shape[1]):
                raise IndexError(f"index {key} is out of range")
            self._values[i, j] = _np.array(value).astype(self._dtype).item()
        else:
            dense = self.toarray()
            dense[key] = value
            self._values = type(self)(dense)._values

    # ---- arithmetic ----

    def _combined(self, other, sign):
        if not isinstance(other, _Sparse):
            if _is_number(other) and not other:
                return self.copy()
            return self.toarray() + other * sign
        if self._shape != other._shape:
            raise ValueError("inconsistent shapes")
        values = dict(self._values)
        for place, value in other._values.items():
            values[place] = values.get(place, 0) + sign * value
        return self._like({p: v for p, v in values.items() if v}, dtype=_np.promote_types(self._dtype, other._dtype))

    def __add__(self, other):
        return self._combined(other, 1)

    __radd__ = __add__

    def __sub__(self, other):
        return self._combined(other, -1)

    def __rsub__(self, other):
        return -self + other

    def __neg__(self):
        return self._like({place: -value for place, value in self._values.items()})

    def __abs__(self):
        return self._like({place: abs(value) for place, value in self._values.items()})

    def _scaled(self, function):
        values = _np.array(list(self._values.values()), dtype=self._dtype)
        changed = function(values)
        return self._like(dict(zip(self._values, changed.tolist())), dtype=changed.dtype)

    def multiply(self, other):
        if _is_number(other):
            return self._scaled(lambda values: values * other)
        dense = _np.broadcast_to(_np.atleast_2d(_np.asarray(other)), self._shape)
        return type(self)(self.toarray() * dense)

    def __mul__(self, other):
        return self @ other if self._kind == "matrix" and not _is_number(other) else self.multiply(other)

    def __rmul__(self, other):
        return other @ self if self._kind == "matrix" and not _is_number(other) else self.multiply(other)

    def __truediv__(self, other):
        if _is_number(other):
            return self._scaled(lambda values: values / other)
        return self.toarray() / other

    def power(self, n, dtype=None):
        return self._scaled(lambda values: values**n)

    def __pow__(self, n):
        return _power(self, n) if self._kind == "matrix" else self.power(n)

    def dot(self, other):
        return self @ other

    def __matmul__(self, other):
        if isinstance(other, _Sparse):
            if self._shape[1] != other._shape[0]:
                raise ValueError("dimension mismatch")
            rows = {}
            for (i, j), value in other._values.items():
                rows.setdefault(i, []).append((j, value))
            values = {}
            for (i, k), left in sorted(self._values.items()):
                for j, right in rows.get(k, ()):
                    values[i, j] = values.get((i, j), 0) + left * right
            shape = (self._shape[0], other._shape[1])
            return self._like(values, shape, _np.promote_types(self._dtype, other._dtype))
        dense = _np.asarray(other)
        if dense.ndim not in (1, 2) or dense.shape[0] != self._shape[1]:
            raise ValueError(f"dimension mismatch: {self._shape} and {dense.shape}")
        columns = [dense.tolist()] if dense.ndim == 1 else dense.T.tolist()
        out = _np.zeros((self._shape[0], len(columns)), dtype=_np.promote_types(self._dtype, dense.dtype))
        for j, column in enumerate(columns):
            sums = [0] * self._shape[0]
            for (i, k), value in sorted(self._values.items()):
                sums[i] += value * column[k]
            out[:, j] = sums
        return out[:, 0].copy() if dense.ndim == 1 else out

    def __rmatmul__(self, other):
        return (self.transpose() @ _np.asarray(other).T).T

    def sum(self, axis=None, dtype=None, out=None):
        if axis is None:
            return self.data.sum()
        sums = [0] * self._shape[1 if axis in (0, -2) else 0]
        for place, value in sorted(self._values.items()):
            sums[place[1 if axis in (0, -2) else 0]] += value
        sums = _np.array(sums, dtype=self._dtype)
        return sums if self._kind == "array" else sums.reshape((1, -1) if axis in (0, -2) else (-1, 1))

    def mean(self, axis=None):
        size = self._shape[0] * self._shape[1] if axis is None else self._shape[0 if axis in (0, -2) else 1]
        return self.sum(axis) / size

    def max(self, axis=None):
        return self.toarray().max(axis)

    def min(self, axis=None):
        return self.toarray().min(axis)

    def __eq__(self, other):
        return type(self)(self.toarray() == _np.asarray(other))

    def __ne__(self, other):
        return type(self)(self.toarray() != _np.asarray(other))

    def __len__(self):
        raise TypeError("sparse array length is ambiguous; use getnnz()")

    def getnnz(self, axis=None):
        return self.nnz

    def __bool__(self):
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all().")

    # ---- as scipy 1.10 prints ----

    def __repr__(self):
        rows, columns = self._shape
        return (f"<{rows}x{columns} sparse {self._kind} of type '{self._dtype.type!r}'\n"
                f"\twith {self.nnz} stored elements in {_FORMATS[self.format]} format>")  # fmt: skip

    def __str__(self):
        return "\n".join(f"  {place}\t{value}" for place, value in self.items())


for _name in _FORMATS:
    setattr(_Sparse, f"to{_name}", lambda self, copy=False, _format=_name: self.asformat(_format))


def _is_number(value):
    return isinstance(value, (int, float, complex, _np.generic)) and not isinstance(value, _np.ndarray)


_CLASSES = {
    (format, kind): type(f"{format}_{kind}", (_Sparse,), {"format": format, "_kind": kind, "__module__": "scipy.sparse"})
    for format in _FORMATS
    for kind in ("array", "matrix")
}
globals().update({kind.__name__: kind for kind in _CLASSES.values()})


def _power(matrix, n):
    if matrix.shape[0] != matrix.shape[1] or not isinstance(n, int) or n < 0:
        raise ValueError(f"the power {n} of a matrix of shape {matrix.shape}")
    result = eye_array(matrix.shape[0], dtype=matrix.dtype, format=matrix.format)
    for _ in range(n):
        result = result @ matrix
    return matrix._like(result._values)


def _dense(x):
    return x.toarray() if isinstance(x, _Sparse) else _np.asarray(x)


def issparse(x):
    return isinstance(x, _Sparse)


def isspmatrix(x):
    return issparse(x) and x._kind == "matrix"


def eye_array(m, n=None, *, k=0, dtype=float, format=None):
    n = m if n is None else n
    places = [(i, i + k) for i in range(m) if 0 <= i + k < n]
    parts = ([1] * len(places), ([i for i, _ in places], [j for _, j in places]))
    return coo_array(parts, shape=(m, n), dtype=dtype).asformat(format or "dia")  # noqa: F821


def eye(m, n=None, k=0, dtype=float, format=None):
    return _CLASSES[format or "dia", "matrix"](eye_array(m, n, k=k, dtype=dtype))


def identity(n, dtype="d", format=None):
    return eye(n, dtype=float if dtype == "d" else dtype, format=format)


def __getattr__(name):
    if name == "linalg":
        __import__("scipy.sparse.linalg")
        return globals()["linalg"]
    if name.startswith("__"):
        raise AttributeError(f"module 'scipy.sparse' has no attribute {name!r}")
    raise refusal("scipy.sparse", name, [name for name in globals() if not name.startswith("_")])
