#!/usr/bin/env python3
"""Writes the conformance set: each program with what CPython makes of it.

usage: expect.py > conformance.jsonl

Reads expressions.txt and cells.txt beside it. Needs CPython 3.11 with sympy 1.14.0, mpmath 1.3.0, python-dateutil
2.9.0.post0, numpy 1.24.2 and scipy 1.10.1, and no matplotlib: importing it without using it is no error in the sandbox, so
stand-ins take its place here. Read the difference before committing a new version.
"""
import ast
import concurrent.futures
import io
import multiprocessing
import json
import pathlib
import re
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent


class Absent:
    def __init__(self, module):
        self.module = module

    def __call__(self, *args, **kwargs):
        raise ModuleNotFoundError(f"No module named {self.module!r}")


def stand_in(name):
    module = types.ModuleType(name)
    module.__getattr__ = lambda attribute: Absent(name)
    module.__path__ = []
    sys.modules[name] = module


def programs():
    header = ""
    for line in (HERE / "expressions.txt").read_text().splitlines():
        if re.match(r"\[[a-z]+\]( |$)", line):
            header = line.partition("] ")[2]
        elif line and not line.startswith("#"):
            yield "ans=", "\n".join(header.split("; ") + [f"ans = {line}"]) if header else f"ans = {line}"
    style, lines = None, []
    for line in (HERE / "cells.txt").read_text().splitlines() + ["--- end"]:
        if line.startswith("--- "):
            if style:
                yield style, "\n".join(lines)
            style, lines = line[4:], []
        elif style:
            lines.append(line)


def last_line(text):
    return text.strip().split("\n")[-1]


def run(style, program):
    space = {"__name__": "__main__"}
    out, saved = io.StringIO(), sys.stdout
    sys.stdout = out
    try:
        if style == "notebook":
            return notebook(program, space, out)
        try:
            code = compile(program, "<program>", "exec")
        except SyntaxError as error:
            return {"status": "rejected", "type": type(error).__name__, "line": error.lineno}
        try:
            exec(code, space)
        except SystemExit as error:
            if error.code not in (None, 0):
                raise
        if style == "solution()":
            function = space.get("solution") or space.get("solver")
            if function is None:
                return {"status": "raised", "type": "NameError"}
            return {"status": "completed", "answer": str(function())}
        if style == "ans=":
            if "ans" not in space and "answer" not in space:
                raise NameError("the program sets neither ans nor answer")
            return {"status": "completed", "answer": str(space["ans"] if "ans" in space else space["answer"])}
        return {"status": "completed", "answer": last_line(out.getvalue())}
    except BaseException as error:
        # An import error names a file of this machine's.
        message = re.sub(r" \(/.*\)$", "", str(error))
        return {"status": "raised", "type": type(error).__name__, "message": message}
    finally:
        sys.stdout = saved


def notebook(program, space, out):
    last, echoed, failure, refused = None, False, None, 0
    cells = program.split("\n\n# %%\n")
    for cell in cells:
        failure = None
        try:
            tree = ast.parse(cell)
            tail = None
            if tree.body and isinstance(tree.body[-1], ast.Expr):
                tail = ast.Expression(tree.body.pop().value)
            exec(compile(tree, "<program>", "exec"), space)
            value = eval(compile(tail, "<program>", "eval"), space) if tail else None
            if value is not None:
                print(repr(value))
                last, echoed = value, True
        except SyntaxError as error:
            failure = error
            refused += 1
        except BaseException as error:
            failure = error
    if failure is not None:
        status = "rejected" if refused == len(cells) else "raised"
        return {"status": status, "type": type(failure).__name__}
    return {"status": "completed", "answer": str(last) if echoed else last_line(out.getvalue())}


def main():
    for name in ("matplotlib", "matplotlib.pyplot"):
        stand_in(name)
    for number, (style, program) in enumerate(programs()):
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as fresh:
            expected = fresh.submit(run, style, program).result()
        print(json.dumps({"id": number, "style": style, "program": program, **expected}, ensure_ascii=False))


main()
