#!/usr/bin/env python3
"""Writes where each public name of networkx and of its two largest packages comes from, for networkx/_lazy.py.

usage: names.py > ../main/python/networkx/_names.py

Run it under CPython with the networkx of requirements.txt as published, whenever that changes.
"""
import sys
import types

import networkx

PACKAGES = ("networkx", "networkx.algorithms", "networkx.generators")

# What networkx/__init__.py goes on loading at once.
AT_ONCE = ("networkx.exception", "networkx.utils", "networkx.classes", "networkx.convert", "networkx.convert_matrix",
           "networkx.relabel", "networkx.lazy_imports")


def loaded_at_once(module):
    return module.startswith(("networkx.utils.", "networkx.classes.")) or module in AT_ONCE


def source_of(name, value):
    if isinstance(value, types.ModuleType):
        return value.__name__
    defining = getattr(value, "__module__", None)
    having = [module for module in sys.modules
              if module.startswith("networkx.") and module not in PACKAGES and vars(sys.modules[module]).get(name) is value]
    return defining if defining in having else min(having, key=lambda module: (module.count("."), module))


def names_of(package):
    """The modules that stand for themselves, and the names that each other module has."""
    modules, names = [], {}
    for name, value in sorted(vars(sys.modules[package]).items()):
        if name.startswith("_"):
            continue
        source = source_of(name, value)
        if isinstance(value, types.ModuleType):
            if source.rpartition(".")[2] != name:
                raise SystemExit(f"{package}.{name} is the module {source}")
            if source not in AT_ONCE and not loaded_at_once(source):
                modules.append(source)
        elif source == f"{package}.{name}":
            # Importing the module would put it in the place of the function: loaded at once.
            print(f"# at once: {package}.{name}", file=sys.stderr)
        elif package != "networkx" or not loaded_at_once(source):
            names.setdefault(source, []).append(name)
    return modules, names


def main():
    print("# Written by src/build/names.py: where each name of a package comes from.")
    print("MODULES = {}\nNAMES = {}")
    for package in PACKAGES:
        modules, names = names_of(package)
        print(f'MODULES["{package}"] = """\n' + "\n".join(modules) + '\n"""')
        print(f'NAMES["{package}"] = """\n' + "\n".join(" ".join([m, *n]) for m, n in sorted(names.items())) + '\n"""')


if __name__ == "__main__":
    main()
