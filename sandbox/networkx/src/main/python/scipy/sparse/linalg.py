# Of scipy.sparse.linalg what networkx needs, by the dense matrix.
import numpy as _np
from numpy._lazy import refusal
from scipy.sparse import _dense, _power as matrix_power

__all__ = ["ArpackError", "ArpackNoConvergence", "eigs", "eigsh", "matrix_power", "norm", "svds"]


class ArpackError(RuntimeError):
    pass


class ArpackNoConvergence(ArpackError):
    pass


def _chosen(values, k, which):
    """The places of the k values that are asked for, in the order in which values stand."""
    keys = {"LM": abs, "LA": lambda v: v, "LR": lambda v: v.real, "SM": lambda v: -abs(v), "SA": lambda v: -v,
            "SR": lambda v: -v.real}  # fmt: skip
    if which not in keys:
        raise refusal("scipy.sparse.linalg", f"eigs(which={which!r})", __all__)
    key = keys[which]
    order = sorted(range(len(values)), key=lambda n: key(values[n]), reverse=True)
    return sorted(order[:k])


def eigsh(A, k=6, M=None, sigma=None, which="LM", v0=None, ncv=None, maxiter=None, tol=0, return_eigenvectors=True):
    values, vectors = _np.linalg.eigh(_dense(A))
    places = _chosen(values.tolist(), k, which)
    return (values[places], vectors[:, places]) if return_eigenvectors else values[places]


def eigs(A, k=6, M=None, sigma=None, which="LM", v0=None, ncv=None, maxiter=None, tol=0, return_eigenvectors=True):
    values, vectors = _np.linalg.eig(_dense(A))
    places = _chosen(values.tolist(), k, which)
    values, vectors = values[places].astype(complex), vectors[:, places].astype(complex)
    return (values, vectors) if return_eigenvectors else values


def svds(A, k=6, ncv=None, tol=0, which="LM", v0=None, maxiter=None, return_singular_vectors=True):
    u, s, vt = _np.linalg.svd(_dense(A), full_matrices=False)
    places = _chosen(s.tolist(), k, which)[::-1]
    return (u[:, places], s[places], vt[places]) if return_singular_vectors else s[places]


def norm(x, ord=None, axis=None):
    return _np.linalg.norm(_dense(x), ord, axis)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'scipy.sparse.linalg' has no attribute {name!r}")
    raise refusal("scipy.sparse.linalg", name, __all__)
