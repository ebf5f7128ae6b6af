# A package whose names are loaded when they are first asked for: networkx as published loads its 280 modules at once.
import sys

from networkx._names import MODULES, NAMES


def provide(package):
    """A module's __getattr__, __dir__ and __all__."""
    target = vars(sys.modules[package])
    sources = {}
    for line in NAMES[package].split("\n"):
        module, *names = line.split() or ("",)
        for name in names:
            sources[name] = module
    modules = {module.rpartition(".")[2]: module for module in MODULES[package].split()}

    def __getattr__(name):
        source = modules.get(name) or sources.get(name)
        if source is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        __import__(source)
        value = sys.modules[source]
        if name not in modules:
            value = getattr(value, name)
        target[name] = value
        return value

    def __dir__():
        return sorted({*target, *modules, *sources})

    public = [name for name in target if not name.startswith("_")]
    return __getattr__, __dir__, sorted({*public, *modules, *sources})
