# scipy.linalg where it is numpy.linalg, and the little more that programs use.
import math

from numpy import _linalg
from numpy._array import asarray, new
from numpy._linalg import LinAlgError, _rows, cholesky as _cholesky, cond, det, eigvals, factor, inv, lstsq, norm, pinv
from numpy._linalg import solve as _solve, svd, qr as _qr
from numpy._products import dot, matmul
from numpy._types import FLOAT

__all__ = """
LinAlgError det inv solve eig eigvals eigh eigvalsh svd svdvals norm lstsq pinv qr cholesky expm lu null_space orth
block_diag solve_triangular toeplitz hilbert
""".split()


def solve(a, b, *ignored, **unused):
    return _solve(a, b)


def eig(a, b=None, left=False, right=True, *ignored, **unused):
    values, vectors = _linalg.eig(a)
    values = values.astype(complex)
    return (values, vectors) if right else values


eigh, eigvalsh = _linalg.eigh, _linalg.eigvalsh


def svdvals(a, *ignored, **unused):
    return svd(a, compute_uv=False)


def qr(a, overwrite_a=False, lwork=None, mode="full", *ignored, **unused):
    a = asarray(a)
    if mode == "economic" or a.shape[0] <= a.shape[1]:
        return _qr(a)
    from numpy._lazy import NotProvidedError

    raise NotProvidedError("scipy.linalg.qr of a tall matrix is provided by this sandbox with mode='economic' only")


def cholesky(a, lower=False, *ignored, **unused):
    result = _cholesky(a)
    return result if lower else result.T.conj()


def expm(A):
    # Scaling and squaring around a Taylor polynomial.
    a = asarray(A) * 1.0
    n = a.shape[0]
    from numpy._make import eye

    size = float(norm(a, 1))
    halvings = max(0, math.ceil(math.log2(size)) + 4) if size else 0
    a = a / 2.0**halvings
    result = term = eye(n)
    for k in range(1, 20):
        term = dot(term, a) / k
        result = result + term
    for _ in range(halvings):
        result = dot(result, result)
    return result


def lu(a, permute_l=False, *ignored, **unused):
    a = asarray(a) * 1.0
    if a.shape[0] != a.shape[1]:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("scipy.linalg.lu is provided by this sandbox for square matrices only")
    n = a.shape[0]
    rows = _rows(a, FLOAT)
    exchanges, _ = factor(rows)
    order = list(range(n))
    for i, at in enumerate(exchanges):
        order[i], order[at] = order[at], order[i]
    p = [0.0] * (n * n)
    for i, at in enumerate(order):
        p[at * n + i] = 1.0
    low = [rows[i][j] if j < i else float(i == j) for i in range(n) for j in range(n)]
    high = [rows[i][j] if j >= i else 0.0 for i in range(n) for j in range(n)]
    p, low, high = (new(v, (n, n), FLOAT) for v in (p, low, high))
    return (dot(p, low), high) if permute_l else (p, low, high)


def null_space(A, rcond=None):
    a = asarray(A)
    _, s, vh = svd(a)
    limit = max(s._items()) * (2.220446049250313e-16 * max(a.shape) if rcond is None else rcond)
    return vh[len([v for v in s._items() if v > limit]) :].T.copy()


def orth(A, rcond=None):
    a = asarray(A)
    u, s, _ = svd(a, full_matrices=False)
    limit = max(s._items()) * (2.220446049250313e-16 * max(a.shape) if rcond is None else rcond)
    return u[:, : len([v for v in s._items() if v > limit])].copy()


def block_diag(*arrs):
    from numpy._make import zeros
    from numpy._shape import atleast_2d

    blocks = [atleast_2d(a) for a in arrs]
    out = zeros((sum(b.shape[0] for b in blocks), sum(b.shape[1] for b in blocks)),
                blocks[0].dtype if blocks else float)
    i = j = 0
    for b in blocks:
        out[i : i + b.shape[0], j : j + b.shape[1]] = b
        i, j = i + b.shape[0], j + b.shape[1]
    return out


def solve_triangular(a, b, trans=0, lower=False, *ignored, **unused):
    from numpy._make import tril, triu

    a = tril(a) if lower else triu(a)
    return _solve(a.T if trans else a, b)


def toeplitz(c, r=None):
    c = asarray(c)
    r = c if r is None else asarray(r)
    first, row = c._items(), r._items()
    values = [first[i - j] if i >= j else row[j - i] for i in range(len(first)) for j in range(len(row))]
    return asarray(values).reshape(len(first), len(row))


def hilbert(n):
    return asarray([1.0 / (i + j + 1) for i in range(n) for j in range(n)]).reshape(n, n)
