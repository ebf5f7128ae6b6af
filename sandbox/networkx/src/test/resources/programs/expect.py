#!/usr/bin/env python3
"""Writes what CPython prints for each program of programs.txt.

usage: expect.py > expected.txt

Needs CPython 3.11 with networkx 3.6.1, numpy 1.24 to 1.26, scipy from 1.11 and sympy 1.14.0.
"""
import pathlib
import re
import subprocess
import sys


def main():
    text = (pathlib.Path(__file__).parent / "programs.txt").read_text()
    for name, program in re.findall(r"^--- (.*)\n((?:(?!--- ).*\n)*)", text, re.M):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{name}: {done.stderr}")
        print(f"--- {name}\n{done.stdout}", end="")


main()
