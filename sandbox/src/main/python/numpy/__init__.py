# numpy for programs of mathematics, in Python alone: what CPython's numpy 1.24 gives and prints, as far as it goes.
# Importing it loads nothing: that is done when something of it is first asked for.
from numpy._lazy import provide

__version__ = "1.24.2"
__getattr__, __dir__ = provide(
    __name__, "numpy._core", {"linalg": "linalg", "random": "random", "polynomial": "polynomial", "fft": "fft"}
)
del provide
