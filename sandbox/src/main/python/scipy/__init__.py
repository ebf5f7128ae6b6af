# scipy for programs of mathematics, in Python alone, as far as it goes: what scipy 1.10 gives.
from numpy._lazy import provide

__version__ = "1.10.1"
__getattr__, __dir__ = provide(
    __name__,
    "scipy._top",
    {name: name for name in ("constants", "integrate", "interpolate", "linalg", "optimize", "special", "stats")},
)
del provide
