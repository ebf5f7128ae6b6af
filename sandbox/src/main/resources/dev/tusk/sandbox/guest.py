# The trusted side of a guest context: runs programs and encodes what they leave behind.
# Evaluated once in each context; its value is (prepare, run, forget), which the worker calls.
def _tusk(modules, absent_roots, missing_packs, code_point_of, cube_root, numerics):
    import builtins
    import sys

    # Names of our own, so that a program that changes builtins does not change what is said of it.
    from builtins import (
        BaseException, Exception, ImportError, KeyError, MemoryError, ModuleNotFoundError, NameError, OverflowError,
        RecursionError, SyntaxError, SystemExit, ValueError, AttributeError, __import__, bool, chr, compile, complex,
        dict, eval, exec, float, format, frozenset, getattr, int, isinstance, len, list, max, object, print, range,
        repr, set, setattr, str, tuple, type,
    )

    ModuleType = type(sys)
    ModuleSpec = type(sys.__spec__)
    absent = frozenset(absent_roots.split())
    get_frame = sys._getframe
    loaded = sys.modules
    state = {"lazy": False, "clean": True, "watched": False, "decimal": False}

    # datetime in Python: the clock of GraalPy's own, in Java, cannot be set.
    loaded["_datetime"] = None

    # ---- exit() and quit(), which CPython's site module provides ----

    def exit(code=None):
        raise SystemExit(code)

    def quit(code=None):
        raise SystemExit(code)

    builtins.exit = exit
    builtins.quit = quit

    # ---- packages that are not here: importing them is harmless, using them is an error ----

    # By the artifact that would bring them.
    packs = dict(pair.split("=") for pair in missing_packs.split())

    # Of these a part is here; what they have not stands in like an absent package.
    partial = ("numpy", "scipy")

    def not_provided(name):
        package, _, last = name.rpartition(".")
        return package.partition(".")[0] in partial and last in loaded["numpy._lazy"].original_names(package)

    def missing(name):
        if name.partition(".")[0] in partial:
            package, _, last = name.rpartition(".")
            return loaded["numpy._lazy"].refusal(package, last, getattr(loaded.get(package), "__all__", ()))
        artifact = packs.get(name.partition(".")[0])
        where = f": the artifact {artifact} brings it" if artifact else ""
        error = ModuleNotFoundError(f"No module named {name!r}{where}")
        error.name = name
        return error

    class Absent:
        __slots__ = ("_tusk_module",)

        def __init__(self, module):
            object.__setattr__(self, "_tusk_module", module)

        def __getattribute__(self, name):
            if name == "__class__":
                return Absent
            raise missing(object.__getattribute__(self, "_tusk_module"))

    def used(self, *args, **kwargs):
        raise missing(object.__getattribute__(self, "_tusk_module"))

    for operation in (
        "call setattr delattr str repr format bytes bool hash len iter next contains getitem setitem delitem "
        "int float complex index round trunc floor ceil neg pos abs invert enter exit lt le gt ge eq ne "
        "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or "
        "radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror "
        "iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ixor ior "
        "instancecheck subclasscheck mro_entries"
    ).split():
        setattr(Absent, f"__{operation}__", used)

    class AbsentModule(ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return Absent(self.__name__)

        def __call__(self, *args, **kwargs):
            # A function that our numpy has not is imported from it as a module would be.
            if self.__name__.partition(".")[0] in partial:
                raise missing(self.__name__)
            raise TypeError("'module' object is not callable")

    class AbsentLoader:
        def create_module(self, spec):
            module = AbsentModule(spec.name)
            module.__path__ = []
            module.__all__ = []
            return module

        def exec_module(self, module):
            pass

    loader = AbsentLoader()

    def importer():
        # The file of the code whose import statement is being carried out.
        frame = get_frame(1)
        while frame is not None:
            file = frame.f_code.co_filename
            if file != "<tusk>" and "importlib" not in file and file != "<frozen>":
                return file
            frame = frame.f_back
        return ""

    class AbsentFinder:
        # Only for imports that stand in the program itself: sympy and others look for optional
        # packages too, and must see that they are not there.
        def find_spec(self, name, path=None, target=None):
            root = name.partition(".")[0]
            if not state["lazy"] and root in packs and importer() in ("<program>", "<preamble>"):
                raise missing(name)
            if state["lazy"] and (root in absent or root in partial and not_provided(name)):
                if importer() in ("<program>", "<preamble>"):
                    return ModuleSpec(name, loader)
            return None

    sys.meta_path.append(AbsentFinder())

    # ---- ctypes, of which sympy wants the size of a C long and nothing else ----

    class LongSizeLoader:
        def create_module(self, spec):
            return None

        def exec_module(self, module):
            module.c_long = None
            module.sizeof = lambda kind: 8

    class LongSizeFinder:
        def find_spec(self, name, path=None, target=None):
            if name == "ctypes" and importer().endswith("/sympy/external/gmpy.py"):
                return ModuleSpec(name, LongSizeLoader())
            return None

    sys.meta_path.insert(0, LongSizeFinder())

    # ---- unicodedata, some of whose functions GraalPy takes from a native library ----

    import unicodedata

    def lookup(name):
        code = code_point_of(name) if isinstance(name, str) else -1
        if code < 0:
            raise KeyError(f"undefined character name {name!r}")
        return chr(code)

    def combining(character):
        return 230 if unicodedata.category(character) in ("Mn", "Me") else 0

    unicodedata.lookup = lookup
    unicodedata.combining = combining

    # ---- the way from our numpy and scipy to the numerics in Java ----

    bridge = ModuleType("_tusk_numerics")

    def call(operation, rows, columns, numbers):
        return numerics(operation, rows, columns, numbers)

    bridge.call = call
    loaded["_tusk_numerics"] = bridge

    # ---- functions of math that GraalPy does not have ----

    import math

    def cbrt(x, /):
        return cube_root(float(x))

    def exp2(x, /):
        try:
            return 2.0 ** float(x)
        except OverflowError:
            raise OverflowError("math range error") from None

    if not hasattr(math, "cbrt"):
        math.cbrt = cbrt
    if not hasattr(math, "exp2"):
        math.exp2 = exp2

    # ---- itertools.product, whose repeat GraalPy 25.0.3 takes only where it holds it in 32 bits ----

    import itertools
    from _operator import index

    class product(itertools.product):
        __slots__ = ()
        __doc__ = itertools.product.__doc__

        def __new__(cls, /, *iterables, **named):
            if "repeat" in named:
                repeat = index(named["repeat"])
                if not -(1 << 63) <= repeat < 1 << 63:
                    raise OverflowError("Python int too large to convert to C ssize_t")
                if repeat < 0:
                    raise ValueError("repeat argument cannot be negative")
                if repeat >= 1 << 31:
                    raise MemoryError() if repeat < 1 << 60 else OverflowError("repeat argument too large")
                # Read from its digits it has its smallest form.
                named["repeat"] = int(str(repeat))
            return made_product(cls, *iterables, **named)

    made_product = itertools.product.__new__
    product.__module__ = "itertools"
    product.__qualname__ = "product"
    itertools.product = product

    # ---- modules of GraalPy that CPython does not have ----

    foreign = ("java", "polyglot", "jarray")

    # Those that need native code, where GraalPy fails in ways of its own instead of raising.
    native = ("_ctypes", "_multiprocessing", "_posixshmem", "_ssl")

    class ForeignFinder:
        def find_spec(self, name, path=None, target=None):
            if name in native:
                raise missing(name)
            if name.partition(".")[0] in foreign and importer() in ("<program>", "<preamble>"):
                raise missing(name)
            return None

    sys.meta_path.insert(0, ForeignFinder())

    # ---- the clock, where one is set ----

    clock = {"ahead": None}

    def set_clock(nanoseconds):
        # From here on the clock shows this time and what passes after it.
        import time

        if clock["ahead"] is None:
            real = {name: getattr(time, name) for name in
                    ("time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime")}
            clock["real"] = real["time_ns"]

            def time_ns():
                return real["time_ns"]() + clock["ahead"]

            def now():
                return time_ns() / 1e9

            def localtime(seconds=None):
                return real["localtime"](now() if seconds is None else seconds)

            def gmtime(seconds=None):
                return real["gmtime"](now() if seconds is None else seconds)

            def ctime(seconds=None):
                return real["ctime"](now() if seconds is None else seconds)

            def asctime(moment=None):
                return real["asctime"](localtime() if moment is None else moment)

            def strftime(form, moment=None):
                return real["strftime"](form, localtime() if moment is None else moment)

            now.__name__ = now.__qualname__ = "time"
            for function in (time_ns, now, localtime, gmtime, ctime, asctime, strftime):
                function.__module__ = "time"
                setattr(time, function.__name__, function)
        clock["ahead"] = nanoseconds - clock["real"]()

    # ---- values ----

    def put(out, *texts):
        for text in texts:
            out.append(f"{len(text)}:")
            out.append(text)

    def type_name(value):
        kind = type(value)
        module = getattr(kind, "__module__", "")
        name = getattr(kind, "__qualname__", kind.__name__)
        if module in ("_pydatetime", "_pydecimal"):
            module = module[3:]
        return name if module in ("builtins", "__main__", None, "") else f"{module}.{name}"

    def text_of(value):
        # Past a limit that Python itself has, such as 4300 digits, a part of a value has no text.
        try:
            return str(value)
        except Exception:
            return ""

    budget = [0]

    def encode(out, value, depth):
        budget[0] -= 1
        kind = type(value)
        if depth > 60 or budget[0] < 0:
            put(out, "other", type_name(value), "")
        elif value is None:
            put(out, "none")
        elif kind is bool:
            put(out, "bool", "1" if value else "0")
        elif kind is int:
            put(out, "int", format(value, "x"))
        elif kind is float:
            put(out, "float", repr(value))
        elif kind is str:
            put(out, "text", value)
        elif kind is complex:
            put(out, "complex", repr(value.real), repr(value.imag))
        elif isinstance(value, bool) or kind.__name__ == "bool_" and kind.__module__ == "numpy":
            put(out, "bool", "1" if value else "0")
        elif isinstance(value, int):
            put(out, "int", format(int(value), "x"))
        elif isinstance(value, (list, tuple, set, frozenset)):
            name = "list" if isinstance(value, list) else "tuple" if isinstance(value, tuple) else "set"
            items = list(value)[: max(0, budget[0]) + 1]
            put(out, name, format(len(items), "d"))
            for item in items:
                encode(out, item, depth + 1)
        elif isinstance(value, dict):
            items = list(value.items())[: max(0, budget[0]) + 1]
            put(out, "dict", format(len(items), "d"))
            for key, item in items:
                encode(out, key, depth + 1)
                encode(out, item, depth + 1)
        elif isinstance(value, float):
            put(out, "float", repr(float(value)))
        elif isinstance(value, str):
            put(out, "text", str(value))
        else:
            module = getattr(kind, "__module__", None) or ""
            if module == "fractions" and "fractions" in loaded:
                put(out, "rational", format(value.numerator, "x"), format(value.denominator, "x"))
            elif module.startswith("sympy.") and "sympy" in loaded:
                encode_sympy(out, value, depth)
            else:
                put(out, "other", type_name(value), text_of(value))

    def encode_sympy(out, value, depth):
        sympy = loaded["sympy"]
        if isinstance(value, sympy.Integer):
            put(out, "int", format(value.p, "x"))
        elif isinstance(value, sympy.Rational) and value.q != 0:
            put(out, "rational", format(value.p, "x"), format(value.q, "x"))
        elif isinstance(value, sympy.Float) and value._prec == 53:
            put(out, "float", repr(float(value)))
        elif value is sympy.true or value is sympy.false:
            put(out, "bool", "1" if value is sympy.true else "0")
        elif isinstance(value, sympy.FiniteSet) or isinstance(value, sympy.Tuple):
            items = list(value.args)[: max(0, budget[0]) + 1]
            put(out, "set" if isinstance(value, sympy.FiniteSet) else "tuple", format(len(items), "d"))
            for item in items:
                encode(out, item, depth + 1)
        elif isinstance(value, (sympy.Basic, sympy.MatrixBase, sympy.Poly)):
            try:
                representation = sympy.srepr(value)
            except Exception:
                representation = ""
            put(out, "symbolic", text_of(value), representation, type_name(value))
        else:
            put(out, "other", type_name(value), text_of(value))

    # ---- running ----

    def program_line(error):
        line = 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<program>":
                line = trace.tb_lineno
            trace = trace.tb_next
        return line

    def message_of(error):
        try:
            return str(error)
        except Exception:
            return ""

    def rejected(error):
        message = getattr(error, "msg", None) or message_of(error)
        line = getattr(error, "lineno", None) or 0
        column = getattr(error, "offset", None) or 0
        out = []
        put(out, "rejected", type(error).__name__, str(message), format(line, "d"), format(column, "d"))
        return "".join(out)

    def raised(error):
        out = []
        line = program_line(error)
        if line == 0 and isinstance(error, SyntaxError):
            line = error.lineno or 0
        put(out, "raised", type(error).__name__, message_of(error), format(line, "d"))
        return "".join(out)

    def completed(value):
        out = []
        put(out, "completed", str(value))
        budget[0] = 20000
        encode(out, value, 0)
        return "".join(out)

    printed = "7:printed"

    def plain_exit(error):
        return isinstance(error, SystemExit) and (error.code is None or error.code == 0)

    def namespace():
        return {"__name__": "__main__", "__doc__": None, "__package__": None, "__loader__": None,
                "__spec__": None, "__builtins__": builtins}

    def run_cells(space, cells):
        last = None
        echoed = False
        failure = None
        refused = 0
        for n in range(0, len(cells), 2):
            failure = None
            try:
                body = compile(cells[n], "<program>", "exec")
                tail = compile(cells[n + 1], "<program>", "eval") if cells[n + 1] else None
            except Exception as error:
                failure = error
                refused += 1
                continue
            try:
                exec(body, space)
                value = eval(tail, space) if tail is not None else None
                if value is not None:
                    print(repr(value))
                    last = value
                    echoed = True
            except BaseException as error:
                failure = error
        if failure is not None:
            if refused * 2 == len(cells):
                return rejected(failure)
            if not plain_exit(failure):
                return raised(failure)
        return completed(last) if echoed else printed

    def run_program(style, space, source):
        try:
            code = compile(source, "<program>", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            return rejected(error)
        try:
            exec(code, space)
        except SystemExit as error:
            if not plain_exit(error):
                raise
        if style == "solution":
            function = space.get("solution") or space.get("solver")
            if function is None:
                raise NameError("the program defines neither solution() nor solver()")
            return completed(function())
        if style == "ans":
            if "ans" not in space and "answer" not in space:
                raise NameError("the program sets neither ans nor answer")
            return completed(space["ans"] if "ans" in space else space["answer"])
        return printed

    def run(style, lazy, preamble, *sources):
        state["lazy"] = lazy
        state["clean"] = True
        return attempt(style, preamble, sources), state["clean"]

    def attempt(style, preamble, sources):
        space = namespace()
        try:
            if preamble:
                exec(compile(preamble, "<preamble>", "exec"), space)
            if style == "notebook":
                return run_cells(space, sources)
            return run_program(style, space, sources[0])
        except BaseException as error:
            return raised(error)
        finally:
            state["lazy"] = False
            for name in [name for name, module in loaded.items() if type(module) is AbsentModule]:
                package, _, last = name.rpartition(".")
                if package in loaded:
                    vars(loaded[package]).pop(last, None)
                del loaded[name]
            for stream in (sys.__stdout__, sys.stdout):
                try:
                    stream.flush()
                except BaseException:
                    pass

    def watch_sympy():
        # sympy evaluates text. What could reach beyond sympy's own expressions makes the context
        # unfit for the next program; the text itself runs as it always does.
        import re

        parser = loaded["sympy.parsing.sympy_parser"]
        evaluate = parser.eval_expr
        suspicious = re.compile(
            r"__|[\w)\]]\s*\.\s*[A-Za-z_]|\b(exec|eval|compile|open|input|globals|locals|vars|[sgd]e[tl]attr|type|print"
            r"|breakpoint|sieve|factor_cache|FU|Q|plot\w*|init_\w+|register_handler|lambdify|preview|test|doctest)\b"
        ).search

        def eval_expr(code, local_dict, global_dict):
            if local_dict or not isinstance(code, str) or suspicious(code):
                state["clean"] = False
            return evaluate(code, local_dict, global_dict)

        parser.eval_expr = eval_expr

    def quicken_star_import():
        # An import with a star looks for each of sympy's 900 names, in Python, before it copies them. All of them
        # are there as soon as sympy is loaded.
        bootstrap = loaded["_frozen_importlib"]
        look_for = bootstrap._handle_fromlist
        sympy = loaded["sympy"]
        names = sympy.__all__
        count = len(names)
        star = ("*",)

        def handle_fromlist(module, fromlist, import_, *, recursive=False):
            if module is sympy and fromlist == star and module.__all__ is names and len(names) == count:
                return module
            return look_for(module, fromlist, import_, recursive=recursive)

        bootstrap._handle_fromlist = handle_fromlist

    def prepare(names, nanoseconds=None):
        # What a program is about to import is loaded before its clock starts, and the sources of
        # randomness begin at the same place for each program.
        for name in names.split():
            try:
                __import__(name)
            except ImportError:
                pass
        if "sympy" in loaded and not state["watched"]:
            state["watched"] = True
            watch_sympy()
            quicken_star_import()
        if nanoseconds is not None:
            set_clock(nanoseconds)
        for name in foreign:
            loaded.pop(name, None)
        if state["decimal"]:
            # Each program has a decimal context of its own, whose settings it may change.
            decimal = loaded["decimal"]
            decimal.setcontext(decimal.Context())
        state["decimal"] = "decimal" in names.split()
        sys.setrecursionlimit(1000)
        if "random" in loaded:
            loaded["random"].seed(0)
        for name in ("numpy._core", "numpy._random"):
            if name in loaded:
                loaded[name]._reset()
        if "sympy.core.random" in loaded:
            loaded["sympy.core.random"].seed(0)

    def forget():
        # What sympy's functions remember of arguments they have had.
        if "sympy.core.cache" in loaded:
            loaded["sympy.core.cache"].clear_cache()

    prepare(modules)
    return prepare, run, forget


_tusk
