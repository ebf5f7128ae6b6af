# Modules that load what they stand for when it is first asked for, and that say of what the original has and they
# have not that it is not provided.
import sys


class NotProvidedError(AttributeError, NotImplementedError):
    pass


def original_names(package):
    """The public names of the original, or nothing where it is not known."""
    from numpy._names import NAMES

    return frozenset(NAMES.get(package, "").split())


def refusal(package, name, exports):
    if len(exports) > 90:
        return NotProvidedError(f"{package}.{name} is not provided by this sandbox; dir({package}) lists what is")
    has = ", ".join(sorted(exports)) or "nothing"
    return NotProvidedError(f"{package}.{name} is not provided by this sandbox; of {package} it has: {has}")


def provide(package, implementation, below=None):
    """A module's __getattr__ and __dir__: its own names come from the implementation, its modules are loaded late."""
    below = below or {}
    exports = []

    def load():
        if not exports:
            # Arrays get their operators and methods there, and whatever is loaded makes arrays.
            __import__("numpy._core")
            __import__(implementation)
            source = sys.modules[implementation]
            names = list(source.__all__)
            target = vars(sys.modules[package])
            for name in names:
                target[name] = getattr(source, name)
            target["__all__"] = names + list(below)
            exports.extend(names)
        return exports

    def __getattr__(name):
        if name in below:
            __import__(f"{package}.{name}")
            return sys.modules[f"{package}.{name}"]
        if name.startswith("__") and name != "__all__":
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        load()
        found = vars(sys.modules[package])
        if name in found:
            return found[name]
        if name in original_names(package):
            try:
                # A pack may have brought it.
                __import__(f"{package}.{name}")
            except ModuleNotFoundError:
                raise refusal(package, name, exports + list(below)) from None
            return found[name]
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def __dir__():
        return sorted(load() + list(below))

    return __getattr__, __dir__
