from numpy._lazy import provide

__getattr__, __dir__ = provide(__name__, "scipy._constants")
del provide
