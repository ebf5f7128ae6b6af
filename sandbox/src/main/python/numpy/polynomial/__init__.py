from numpy._lazy import provide

__getattr__, __dir__ = provide(__name__, "numpy._polynomial", {"polynomial": "polynomial"})
del provide
