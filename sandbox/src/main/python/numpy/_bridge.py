# The way to what is computed in Java: names of operations and numbers go there, numbers come back.
import struct

from _tusk_numerics import call


class LinAlgError(Exception):
    pass


LinAlgError.__module__ = "numpy.linalg"


def compute(operation, rows, columns, values, what):
    """The numbers that an operation gives for a matrix of floats."""
    answer = call(operation, rows, columns, struct.pack(f"<{len(values)}d", *values))
    if answer.startswith("!"):
        if "converge" in answer:
            raise LinAlgError(f"{what} did not converge")
        raise ValueError(f"{what}: {answer[1:]}")
    return [float(word) for word in answer.split()]
