# The discrete Fourier transform: by halves where the length is even, else by its definition.
import cmath
import math

from numpy._array import asarray, check_size, new
from numpy._types import COMPLEX, FLOAT

__all__ = ["fft", "ifft", "rfft", "irfft", "fftfreq", "rfftfreq", "fftshift", "ifftshift"]


def _transform(values, sign):
    n = len(values)
    if n <= 1:
        return list(values)
    if n % 2 == 0:
        even, odd = _transform(values[::2], sign), _transform(values[1::2], sign)
        turned = [cmath.exp(sign * 2j * math.pi * k / n) * v for k, v in enumerate(odd)]
        return [a + b for a, b in zip(even, turned)] + [a - b for a, b in zip(even, turned)]
    check_size(n * n, (n, n))
    roots = [cmath.exp(sign * 2j * math.pi * k / n) for k in range(n)]
    return [sum(v * roots[j * k % n] for j, v in enumerate(values)) for k in range(n)]


def _line(a, n):
    a = asarray(a)
    if a.ndim != 1:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.fft is provided by this sandbox for one-dimensional arrays only")
    values = [complex(v) for v in a._items()]
    n = len(values) if n is None else n
    if n < 1:
        raise ValueError(f"Invalid number of FFT data points ({n}) specified.")
    check_size(n, (n,))
    return values[:n] + [0j] * (n - len(values))


def fft(a, n=None, axis=-1, norm=None):
    values = _transform(_line(a, n), -1)
    return new(values, (len(values),), COMPLEX)


def ifft(a, n=None, axis=-1, norm=None):
    values = _line(a, n)
    return new([v / len(values) for v in _transform(values, 1)], (len(values),), COMPLEX)


def rfft(a, n=None, axis=-1, norm=None):
    result = fft(a, n)
    return result[: result.size // 2 + 1]


def irfft(a, n=None, axis=-1, norm=None):
    half = [complex(v) for v in asarray(a)._items()]
    n = 2 * (len(half) - 1) if n is None else n
    full = half + [half[n - k].conjugate() for k in range(len(half), n)]
    return ifft(full[:n]).real


def fftfreq(n, d=1.0):
    order = list(range((n - 1) // 2 + 1)) + list(range(-(n // 2), 0))
    return new([k * (1.0 / (n * d)) for k in order], (n,), FLOAT)


def rfftfreq(n, d=1.0):
    return new([k * (1.0 / (n * d)) for k in range(n // 2 + 1)], (n // 2 + 1,), FLOAT)


def fftshift(x, axes=None):
    from numpy._shape import roll

    return roll(x, asarray(x).size // 2)


def ifftshift(x, axes=None):
    from numpy._shape import roll

    return roll(x, -(asarray(x).size // 2))
