"""Writes what CPython's own parser makes of Python sources, for SyntaxDifferentialTest.

    python3 dump_ast.py IN.jsonl [OUT.jsonl]

Each input line holds "id" and "program"; each output line "id" and either "tree", the canonical
dump of ast.parse (see TreeDump), or "error", the message of the refusal, with its "line"; "compile"
is the message and line of a refusal by the compiler alone. Positions are 1-based lines and 0-based
columns in code points, after a byte order mark; inside f-strings they are left out, as CPython before 3.12 misplaces them.
"""

import ast
import json
import struct
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def quoted(text):
    out = []
    data = text.encode("utf-16-be", "surrogatepass")
    for i in range(0, len(data), 2):
        unit = data[i] << 8 | data[i + 1]
        c = chr(unit)
        out.append(c if 32 <= unit < 127 and c not in '"\\' else "\\u%04x" % unit)
    return '"' + "".join(out) + '"'


class Dump:
    def __init__(self, source):
        self.lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.silent = 0

    def at(self, node):
        if self.silent:
            return ""
        line = self.lines[node.lineno - 1]
        column = node.col_offset
        if not line.isascii():
            column = len(line.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))
        return "@%d:%d" % (node.lineno, column)

    def value(self, value):
        if value is None:
            return "-"
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            return str(value) if abs(value) < 1 << 64 else "0x%x" % value
        if isinstance(value, str):
            return quoted(value)
        if isinstance(value, list):
            return "[" + " ".join(self.value(v) for v in value) + "]"
        return self.node(value)

    def node(self, node):
        kind = type(node).__name__
        if kind in ("Load", "Store", "Del"):
            return ""
        if isinstance(node, (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
            return kind
        if kind == "Constant":
            return "(" + kind + self.at(node) + " " + self.constant(node.value) + ")"
        if kind == "MatchSingleton":
            return "(" + kind + self.at(node) + " " + self.constant(node.value) + ")"
        if kind == "JoinedStr":
            where = self.at(node)
            self.silent += 1
            text = "(JoinedStr" + where + " " + self.joined(node) + ")"
            self.silent -= 1
            return text
        if kind == "FormattedValue":
            spec = "-" if node.format_spec is None else self.joined(node.format_spec)
            return "(FormattedValue %s %d %s)" % (self.node(node.value), node.conversion, spec)
        where = self.at(node) if hasattr(node, "lineno") else ""
        fields = [
            self.value(value)
            for name, value in ast.iter_fields(node)
            if name not in ("ctx", "kind", "type_comment", "type_ignores", "type_params")
        ]
        return "(" + kind + where + "".join(" " + f for f in fields) + ")"

    def joined(self, node):
        parts = [
            quoted(v.value) if isinstance(v, ast.Constant) else self.node(v) for v in node.values
        ]
        return "[" + " ".join(parts) + "]"

    def constant(self, value):
        if value is ...:
            return "Ellipsis"
        if value is None or isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            return str(value) if abs(value) < 1 << 64 else "0x%x" % value
        if isinstance(value, float):
            return "f" + struct.pack(">d", value).hex()
        if isinstance(value, complex):
            return "j" + struct.pack(">d", value.imag).hex()
        if isinstance(value, bytes):
            return "b" + quoted(value.decode("latin-1"))
        return quoted(value)


def record(row):
    source = row["program"].removeprefix("\ufeff")
    out = {"id": row["id"]}
    try:
        tree = ast.parse(source)
    except SyntaxError as e:
        out["error"] = e.msg
        out["line"] = e.lineno
        return out
    except (ValueError, RecursionError, MemoryError) as e:
        out["error"] = type(e).__name__ + ": " + str(e)
        return out
    out["tree"] = Dump(source).node(tree)
    try:
        compile(source, "program", "exec")
    except SyntaxError as e:
        out["compile"] = e.msg
        out["line"] = e.lineno
    except (ValueError, RecursionError, MemoryError) as e:
        out["compile"] = type(e).__name__ + ": " + str(e)
    return out


def main():
    out = open(sys.argv[2], "w") if len(sys.argv) > 2 else sys.stdout
    with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                out.write(json.dumps(record(json.loads(line))) + "\n")
    out.flush()


main()
