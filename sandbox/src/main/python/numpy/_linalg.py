# Linear algebra. Small systems are solved here as LAPACK does it, by rows exchanged for the largest pivot; what needs
# iteration is LAPACK's own, in Java.
import builtins
import math

from numpy._array import asarray, check_size, count, ndarray, new, result_of, steps_of
from numpy._bridge import LinAlgError, compute
from numpy._lazy import NotProvidedError
from numpy._products import dot, matmul
from numpy._types import BOOL, COMPLEX, FLOAT, INT, OBJECT, box, float64, plain
from numpy import _ufuncs as u

__all__ = """
LinAlgError det inv solve eig eigvals eigh eigvalsh svd matrix_rank norm lstsq pinv qr cholesky matrix_power slogdet cond
multi_dot tensorsolve
""".split()

EPS = 2.220446049250313e-16


def _matrix(a, square=True, name="a"):
    a = asarray(a)
    if a.ndim < 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")
    if square and a._shape[-1] != a._shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    if a._dtype.kind in "OU":
        raise u_type_error()
    return a


def u_type_error():
    return TypeError("ufunc not supported for the input types, and the inputs could not be safely coerced to any "
                     "supported types according to the casting rule ''safe''")


def _kind(*arrays):
    return COMPLEX if builtins.any(a._dtype.kind == "c" for a in arrays) else FLOAT


def _each(a, function):
    """Applies a function of one matrix to a stack of them."""
    if a.ndim == 2:
        return None
    head = a._shape[:-2]
    size = a._shape[-1] * a._shape[-2]
    items = a._items()
    parts = [function(new(items[i * size : (i + 1) * size], a._shape[-2:], a._dtype)) for i in range(count(head))]
    from numpy._shape import stack

    if isinstance(parts[0], tuple):
        return tuple(stack([asarray(p[k]) for p in parts]).reshape(head + asarray(parts[0][k])._shape)
                     for k in range(len(parts[0])))
    return stack([asarray(p) for p in parts]).reshape(head + asarray(parts[0])._shape)


def _size_of(a):
    return max((abs(v.real) + abs(v.imag) if isinstance(v, complex) else abs(v)) for v in a)


def factor(rows):
    """LU in place, column by column as OpenBLAS does it: the exchanges, and whether a pivot was zero."""
    n = len(rows)
    exchanges = list(range(n))
    singular = False
    for j in range(n):
        column = [row[j] for row in rows]
        for i in range(j):
            column[i], column[exchanges[i]] = column[exchanges[i]], column[i]
        for i in range(1, n):
            row = rows[i]
            total = 0.0
            for k in range(min(i, j)):
                total += row[k] * column[k]
            column[i] -= total
        largest, at = -1.0, j
        for i in range(j, n):
            v = column[i]
            size = abs(v.real) + abs(v.imag) if isinstance(v, complex) else abs(v)
            if size > largest:
                largest, at = size, i
        exchanges[j] = at
        for i in range(n):
            rows[i][j] = column[i]
        if at != j:
            a, b = rows[at], rows[j]
            for k in range(j + 1):
                a[k], b[k] = b[k], a[k]
        pivot = rows[j][j]
        if pivot == 0 or pivot != pivot:
            singular = singular or pivot == 0
            continue
        scale = 1.0 / pivot
        for i in range(j + 1, n):
            rows[i][j] *= scale
    return exchanges, singular


def _rows(a, kind):
    items = [kind.cast(v) for v in a._items()]
    n, m = a._shape
    return [items[i * m : (i + 1) * m] for i in range(n)]


def det(a):
    a = _matrix(a)
    many = _each(a, det)
    if many is not None:
        return many
    kind = _kind(a)
    rows = _rows(a, kind)
    exchanges, singular = factor(rows)
    if singular:
        return box(kind.cast(0), kind)
    # As numpy: the product's sign and the logarithm of its size, put together again.
    sign = 1.0
    for i, at in enumerate(exchanges):
        if at != i:
            sign = -sign
    logarithm = 0.0
    for i, row in enumerate(rows):
        d = row[i]
        if kind is COMPLEX:
            size = abs(d)
            sign *= d / size
        else:
            size = abs(d)
            sign = -sign if d < 0 else sign
        logarithm += math.log(size) if size == size else size
    return box(kind.cast(sign * u.quiet(math.exp)(logarithm)), kind)


def slogdet(a):
    a = _matrix(a)
    value = plain(det(a))
    if value == 0:
        return float64(0.0), float64(-math.inf)
    rows = _rows(a, _kind(a))
    factor(rows)
    return asarray(value / abs(value))[()], float64(sum(math.log(abs(row[i])) for i, row in enumerate(rows)))


def _solve_factored(rows, exchanges, right):
    n = len(rows)
    columns = len(right[0])
    for i, at in enumerate(exchanges):
        if at != i:
            right[i], right[at] = right[at], right[i]
    for i in range(n):
        row, target = rows[i], right[i]
        for k in range(i):
            c = row[k]
            if c:
                source = right[k]
                for m in range(columns):
                    target[m] -= c * source[m]
    for i in range(n - 1, -1, -1):
        row, target = rows[i], right[i]
        for k in range(n - 1, i, -1):
            c = row[k]
            if c:
                source = right[k]
                for m in range(columns):
                    target[m] -= c * source[m]
        pivot = row[i]
        if columns == 1:
            target[0] /= pivot
        else:
            scale = 1.0 / pivot
            for m in range(columns):
                target[m] *= scale
    return right


def solve(a, b):
    a = _matrix(a)
    b = asarray(b)
    n = a._shape[-1]
    if a.ndim > 2:
        head = a._shape[:-2]
        from numpy._shape import stack

        flat = a.reshape((-1, n, n))
        vectors = b.ndim == a.ndim - 1
        right = b.reshape((flat.shape[0],) + b._shape[-1 if vectors else -2 :])
        return stack([solve(flat[i], right[i]) for i in range(flat.shape[0])]).reshape(b._shape)
    if b._dtype.kind in "OU":
        raise u_type_error()
    if not b.ndim or b._shape[0] != n:
        signature = "(m,m),(m)->(m)" if b.ndim == 1 else "(m,m),(m,n)->(m,n)"
        raise ValueError(f"solve{'1' if b.ndim == 1 else ''}: Input operand 1 has a mismatch in its core dimension 0, "
                         f"with gufunc signature {signature} (size {b._shape[0] if b.ndim else 0} is different from "
                         f"{n})")
    kind = _kind(a, b)
    rows = _rows(a, kind)
    exchanges, singular = factor(rows)
    if singular:
        raise LinAlgError("Singular matrix")
    right = _rows(b if b.ndim == 2 else b.reshape(-1, 1), kind)
    solved = _solve_factored(rows, exchanges, right) if n else []
    return new([v for row in solved for v in row], b._shape, kind)


def inv(a):
    a = _matrix(a)
    many = _each(a, inv)
    if many is not None:
        return many
    kind = _kind(a)
    n = a._shape[0]
    rows = _rows(a, kind)
    exchanges, singular = factor(rows)
    if singular:
        raise LinAlgError("Singular matrix")
    right = [[kind.cast(i == j) for j in range(n)] for i in range(n)]
    solved = _solve_factored(rows, exchanges, right) if n else []
    return new([v for row in solved for v in row], (n, n), kind)


def _numbers(a, name):
    if a._dtype.kind == "c":
        if builtins.any(v.imag for v in a._items()):
            raise NotProvidedError(f"numpy.linalg.{name} of complex matrices is not provided by this sandbox")
        a = a.real
    values = [float(v) for v in a._items()]
    if builtins.any(not math.isfinite(v) for v in values):
        raise LinAlgError("Array must not contain infs or NaNs")
    if not values:
        raise LinAlgError("Arrays cannot be empty")
    return values


def eigvals(a):
    a = _matrix(a)
    many = _each(a, eigvals)
    if many is not None:
        return many
    n = a._shape[0]
    if not n:
        return new([], (0,), FLOAT)
    if a._dtype.kind == "c" and builtins.any(v.imag for v in a._items()):
        return _complex_eigenvalues(a)
    found = compute("EIGENVALUES", n, n, _numbers(a, "eigvals"), "Eigenvalues")
    return _values(found[:n], found[n:])


def _values(real, imaginary):
    n = len(real)
    if builtins.any(imaginary):
        return new([complex(x, y) for x, y in zip(real, imaginary)], (n,), COMPLEX)
    return new(real, (n,), FLOAT)


def _complex_eigenvalues(a):
    # Of a complex matrix A + iB: those of [[A, -B], [B, A]] are these and their conjugates. Each is told apart by
    # whether it makes the complex matrix singular.
    n = a._shape[0]
    rows = _rows(a, COMPLEX)
    double = [[v.real for v in row] + [-v.imag for v in row] for row in rows]
    double += [[v.imag for v in row] + [v.real for v in row] for row in rows]
    values = eigvals(double)
    scale = max(1.0, _size_of([v for row in rows for v in row]))

    def smallest_pivot(value):
        shifted = [[v - (value if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(rows)]
        factor(shifted)
        return min(abs(row[i]) for i, row in enumerate(shifted)) / scale

    candidates = sorted(((smallest_pivot(complex(v)), k, complex(v)) for k, v in enumerate(values)), key=lambda c: c[:2])
    chosen = sorted(candidates[:n], key=lambda c: c[1])
    return new([c[2] for c in chosen], (n,), COMPLEX)


def eig(a):
    a = _matrix(a)
    many = _each(a, eig)
    if many is not None:
        return many
    n = a._shape[0]
    found = compute("EIGEN", n, n, _numbers(a, "eig"), "Eigenvalues")
    real, imaginary, packed = found[:n], found[n : 2 * n], found[2 * n :]
    if not builtins.any(imaginary):
        return new(real, (n,), FLOAT), new(packed, (n, n), FLOAT)
    vectors = [0j] * (n * n)
    j = 0
    while j < n:
        for i in range(n):
            if imaginary[j]:
                v = complex(packed[i * n + j], packed[i * n + j + 1])
                vectors[i * n + j], vectors[i * n + j + 1] = v, v.conjugate()
            else:
                vectors[i * n + j] = complex(packed[i * n + j])
        j += 2 if imaginary[j] else 1
    return _values(real, imaginary), new(vectors, (n, n), COMPLEX)


def eigh(a, UPLO="L"):
    a = _matrix(a)
    many = _each(a, lambda m: eigh(m, UPLO))
    if many is not None:
        return many
    n = a._shape[0]
    if UPLO.upper() == "U":
        a = a.T
    found = compute("SYMMETRIC_EIGEN", n, n, _numbers(a, "eigh"), "Eigenvalues")
    return new(found[:n], (n,), FLOAT), new(found[n:], (n, n), FLOAT)


def eigvalsh(a, UPLO="L"):
    return eigh(a, UPLO)[0]


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    a = _matrix(a, square=False)
    many = _each(a, lambda m: svd(m, full_matrices, compute_uv))
    if many is not None:
        return many
    rows, columns = a._shape
    k = min(rows, columns)
    found = compute("SINGULAR_VALUES", rows, columns, _numbers(a, "svd"), "SVD")
    s = new(found[:k], (k,), FLOAT)
    if not compute_uv:
        return s
    left = new(found[k : k + rows * rows], (rows, rows), FLOAT)
    right = new(found[k + rows * rows :], (columns, columns), FLOAT)
    if not full_matrices:
        left, right = left[:, :k].copy(), right[:k].copy()
    return left, s, right


def matrix_rank(A, tol=None, hermitian=False):
    A = asarray(A)
    if A.ndim < 2:
        return box(int(builtins.any(v != 0 for v in A._items())), INT)
    many = _each(A, lambda m: matrix_rank(m, tol))
    if many is not None:
        return many
    s = svd(A, compute_uv=False)._items()
    limit = (max(s) * max(A._shape) * EPS) if tol is None else plain(tol)
    return box(len([v for v in s if v > limit]), INT)


def cond(x, p=None):
    x = _matrix(x, square=False)
    if p is None or p in (2, -2):
        s = svd(x, compute_uv=False)._items()
        low, high = (s[-1], s[0]) if p != -2 else (s[0], s[-1])
        return float64(u.divide_floats(high, low))
    return norm(x, p) * norm(inv(x), p)


def norm(x, ord=None, axis=None, keepdims=False):
    x = asarray(x)
    if x._dtype.kind not in "fc":
        x = x.astype(FLOAT)
    if axis is None and (ord is None or (ord in ("f", "fro") and x.ndim == 2) or (ord == 2 and x.ndim == 1)):
        items = x._items()
        if x._dtype.kind == "c":
            total = 0.0
            for v in items:
                total += v.real * v.real
            more = 0.0
            for v in items:
                more += v.imag * v.imag
            total += more
        else:
            total = 0.0
            for v in items:
                total += v * v
        result = float64(u.quiet(math.sqrt)(total))
        return asarray(result).reshape((1,) * x.ndim) if keepdims else result
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    if len(axes) == 1:
        at = axes[0]
        sizes = u.absolute(x)
        if ord is None or ord == 2:
            return u.sqrt((sizes * sizes).sum(at, keepdims=keepdims))
        if ord == math.inf:
            return sizes.max(at, keepdims=keepdims)
        if ord == -math.inf:
            return sizes.min(at, keepdims=keepdims)
        if ord == 0:
            return (x != 0).astype(FLOAT).sum(at, keepdims=keepdims)
        if ord == 1:
            return sizes.sum(at, keepdims=keepdims)
        if isinstance(ord, str):
            raise ValueError(f"Invalid norm order '{ord}' for vectors")
        return u.power(u.power(sizes, float(ord)).sum(at, keepdims=keepdims), 1.0 / ord)
    if len(axes) != 2 or x.ndim != 2:
        raise ValueError("Improper number of dimensions to norm.")
    sizes = u.absolute(x)
    if ord in (None, "fro", "f"):
        return u.sqrt((sizes * sizes).sum())
    if ord == 1:
        return sizes.sum(0).max()
    if ord == -1:
        return sizes.sum(0).min()
    if ord == math.inf:
        return sizes.sum(1).max()
    if ord == -math.inf:
        return sizes.sum(1).min()
    if ord in (2, -2, "nuc"):
        s = svd(x, compute_uv=False)
        return s.sum() if ord == "nuc" else s.max() if ord == 2 else s.min()
    raise ValueError("Invalid norm order for matrices.")


def lstsq(a, b, rcond="warn"):
    a, b = _matrix(a, square=False), asarray(b)
    m, n = a._shape
    vector = b.ndim == 1
    if b._shape[0] != m:
        raise LinAlgError("Incompatible dimensions")
    limit = EPS if rcond in ("warn", -1) else EPS * max(m, n) if rcond is None else rcond
    right = (b.reshape(-1, 1) if vector else b) * 1.0
    left, s, vt = svd(a, full_matrices=False)
    sizes = s._items()
    rank = len([v for v in sizes if v > limit * sizes[0]])
    inverse = new([1.0 / v if v > limit * sizes[0] else 0.0 for v in sizes], s._shape, FLOAT)
    x = dot(vt.T, dot(left.T, right) * inverse.reshape(-1, 1))
    if rank == n and m > n:
        rest = dot(a, x) - right
        residues = (rest * rest).sum(axis=0)
    else:
        residues = new([], (0,), FLOAT)
    return (x.ravel() if vector else x), residues, rank, s


def pinv(a, rcond=1e-15, hermitian=False):
    left, s, vt = svd(a, full_matrices=False)
    limit = rcond * max(s._items())
    inverse = new([1.0 / v if v > limit else 0.0 for v in s._items()], s._shape, FLOAT)
    return dot(vt.T, left.T * inverse.reshape(-1, 1))


def qr(a, mode="reduced"):
    a = _matrix(a, square=False)
    if mode not in ("reduced", "r"):
        raise NotProvidedError(f"numpy.linalg.qr with mode {mode!r} is not provided by this sandbox; reduced and r are")
    rows, columns = a._shape
    k = min(rows, columns)
    found = compute("QR", rows, columns, _numbers(a, "qr"), "QR")
    q, r = new(found[: rows * k], (rows, k), FLOAT), new(found[rows * k :], (k, columns), FLOAT)
    return r if mode == "r" else (q, r)


def cholesky(a):
    a = _matrix(a)
    kind = _kind(a)
    rows = _rows(a, kind)
    n = len(rows)
    out = [[kind.cast(0)] * n for _ in range(n)]
    for j in range(n):
        d = rows[j][j].real - sum(abs(v) ** 2 for v in out[j][:j])
        if not d > 0:
            raise LinAlgError("Matrix is not positive definite")
        root = math.sqrt(d)
        out[j][j] = kind.cast(root)
        for i in range(j + 1, n):
            total = sum(out[i][k] * (out[j][k].conjugate()) for k in range(j))
            out[i][j] = (rows[i][j] - total) / root
    return new([v for row in out for v in row], (n, n), kind)


def matrix_power(a, n):
    a = asarray(a)
    if a.ndim < 2 or a._shape[-1] != a._shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    if n != int(n):
        raise TypeError("exponent must be an integer")
    if n < 0:
        a, n = inv(a), -n
    size = a._shape[-1]
    from numpy._make import eye

    result = None
    while n:
        if n & 1:
            result = a if result is None else matmul(result, a)
        n >>= 1
        if n:
            a = matmul(a, a)
    return eye(size, dtype=a._dtype) if result is None else result


def multi_dot(arrays, *, out=None):
    result = asarray(arrays[0])
    for a in arrays[1:]:
        result = dot(result, a)
    return result


def tensorsolve(a, b, axes=None):
    a, b = asarray(a), asarray(b)
    shape = a._shape[b.ndim :]
    return solve(a.reshape(-1, count(shape)), b.ravel()).reshape(shape)
