# Between the arrays of a program and the lists of floats that the algorithms here compute with.
from numpy._array import asarray, new
from numpy._types import FLOAT


def floats(values):
    return [float(v) for v in asarray(values)._items()]


def vector(values):
    return new(list(values), (len(values),), FLOAT)
