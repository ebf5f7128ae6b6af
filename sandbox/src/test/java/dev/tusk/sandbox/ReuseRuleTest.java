package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.sandbox.Program.Style;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseRuleTest {
  private static boolean reusable(String source) {
    return ReuseRule.leavesNothingBehind(List.of(SyntaxTree.parse(source).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ans = 1 + 2",
        "import math\nans = math.sqrt(2) * math.pi",
        "from math import *\nprint(f'{sin(1):.2f}')",
        "from sympy import *\nx = symbols('x')\nans = solve(x**2 - 1, x)[0].evalf()",
        "import sympy as sp\nx = sp.Symbol('x')\nprint(sp.diff(sp.sin(x), x).subs(x, 0))",
        "import datetime\nfrom dateutil.relativedelta import relativedelta\n"
            + "ans = (datetime.datetime(2020, 1, 1) + relativedelta(days=1)).strftime('%d')",
        "dp = [0] * 5\ndp[0] = 1\ngrid = [[0]]\ngrid[0][0] += 1\ndel dp[1]",
        "def f(n, memo={}):\n    memo[n] = n\n    return memo[n]\nf(1)",
        "from collections import Counter\nc = Counter('ab')\nc.update('c')\nc['d'] = 1",
        "import numpy as np\nimport statistics\nans = np.array([1])",
        "import numpy as np\na = np.zeros((2, 2))\na[0, 1] += 3\na.sort()\nprint(a.T.shape, np.linalg.det(a))",
        "import numpy as np\nnp.random.seed(3)\nprint(np.random.rand(3), np.add.reduce([1, 2]))",
        "from scipy.stats import binom, norm\nprint(binom.cdf(1, 2, 0.5), norm(0, 1).ppf(0.9))",
        "from scipy.optimize import minimize\nr = minimize(lambda x: x**2, 1)\nprint(r.x, r.fun, r.success)",
        "import pandas as pd\nprint(pd.Series)",
        "total = 0\ndef add():\n    global total\n    total += 1\nadd()",
        "if __name__ == '__main__':\n    print(3)",
        "try:\n    x = int('a')\nexcept ValueError as e:\n    print(e)",
        "g = (i for i in range(3))\nnext(g)",
        "import sys\nsys.setrecursionlimit(5000)",
        "from decimal import *\ngetcontext().prec = 50\nprint(Decimal(2).sqrt())",
        "from decimal import Decimal, getcontext\ngetcontext().rounding = 'ROUND_UP'",
        "import calendar\nprint(calendar.THURSDAY)"
      })
  void letsProgramsShareTheirContextThatChangeOnlyTheirOwn(String source) {
    assertThat(reusable(source)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import math\nmath.pi = 3",
        "import numpy as np\nnp.set_printoptions(precision=2)",
        "import numpy as np\nnp.seterr(all='raise')",
        "import numpy as np\nwith np.errstate(all='raise'): pass",
        "import numpy as np\nnp.pi = 3",
        "import numpy as np\nnp.ndarray.sum = 3",
        "import numpy as np\nclass A(np.ndarray): pass",
        "from scipy.constants import physical_constants\nd = physical_constants\nd['x'] = 1",
        "from scipy.stats import norm\nnorm.name = 'x'",
        "import _tusk_numerics",
        "import numpy._types",
        "import math\nfor math.pi in [3]: pass",
        "import math\nm = math\nm.pi = 3",
        "import math\ndel math.pi",
        "import math\nmath.__dict__['pi'] = 3",
        "import math\nsetattr(math, 'pi', 3)",
        "import math\nf = setattr\nf(math, 'pi', 3)",
        "import math\nexec('math.pi = 3')",
        "import math\nvars(math)['pi'] = 3",
        "import builtins\nbuiltins.len = None",
        "__builtins__.len = None",
        "import os",
        "import sys\nsys.path.append('x')",
        "import sys\nsys.modules['math'] = None",
        "from sys import modules\nmodules['math'] = None",
        "import calendar\ncalendar.mdays[2] = 30",
        "from calendar import mdays\nmdays[2] = 30",
        "import decimal\ndecimal.getcontext().prec = 5",
        "from decimal import *\ngetcontext()",
        "from decimal import getcontext\nc = getcontext()\nc.prec = 5",
        "from decimal import getcontext\ngetcontext().traps['x'] = 5",
        "from decimal import getcontext as g\ng().prec = 5",
        "from decimal import getcontext\nimport math\ngetcontext = lambda: math\ngetcontext().prec = 5",
        "from decimal import getcontext\nimport math\ndef getcontext(): return math\ngetcontext().prec = 5",
        "from decimal import getcontext\nimport math\ndef f(getcontext): getcontext().prec = 5\nf(lambda: math)",
        "from decimal import getcontext\nimport math as getcontext\ngetcontext().prec = 5",
        "from decimal import getcontext\nmatch [1]:\n    case [*getcontext]: getcontext().prec = 5",
        "from decimal import getcontext\nmatch 1:\n    case getcontext: getcontext().prec = 5",
        "from decimal import getcontext\nmatch {}:\n    case {**getcontext}: getcontext().prec = 5",
        "from decimal import getcontext\ntry: f()\nexcept NameError as getcontext: getcontext().prec = 5",
        "from decimal import getcontext\nfor getcontext in [int]: getcontext().prec = 5",
        "from decimal import getcontext, Context as getcontext\ngetcontext().prec = 5",
        "import decimal\nf = decimal.getcontext\nf().prec = 5",
        "def f():\n    getcontext().prec = 5\nfrom decimal import *\ngetcontext, x = len, 1",
        "from decimal import getcontext\ngetcontext().prec.real = 5",
        "from mpmath import mp\nmp.dps = 50",
        "import mpmath\nmpmath.mp.dps = 50",
        "import sympy\nsympy.core.cache.clear_cache()",
        "from sympy import *\nsieve.extend(10)",
        "from sympy import *\ninit_printing()",
        "import sympy\nsympy.FU.clear()",
        "from sympy.core.sympify import converter\nconverter[int] = str",
        "from sympy.assumptions.assume import global_assumptions",
        "from sympy import *\nSymbol.default_assumptions.update({})",
        "from sympy import *\nd = Symbol.default_assumptions\nd['x'] = 1",
        "from sympy import *\nx = Symbol('x')\nx._assumptions['a'] = 1",
        "from sympy import *\nlambdify(Symbol('x'), 'exec(1)')",
        "import numbers\nnumbers.Number.register(str)",
        "class A: pass",
        "type('A', (int,), {})",
        "T = type(type(1))\nT('E', (int,), {})",
        "from sympy import Function\nFunction('x', __dict__={})",
        "from sympy import Function\nFunction('x', bases=(int,))",
        "from sympy import Function\nd = {}\nFunction('x', **d)",
        "from sympy import seterr\nseterr(divide=True)",
        "t = type\nt('A', (int,), {})",
        "import functools\nfunctools.update_wrapper(functools, len)",
        "from functools import wraps\nwraps(len)(print)",
        "import string\nstring.Formatter().get_field('0.pi', [string], {})",
        "import operator\noperator.attrgetter('pi')",
        "def g():\n    try:\n        yield 1\n    finally:\n        print('late')\nnext(g())",
        "with open('x') as f: pass",
        "import random\nrandom.setstate(None)",
        "(1).__class__",
        "[c for c in ().__class__.__base__.__subclasses__()]",
        "def __getattr__(n): pass",
        "import collections\ncollections.abc",
        "match 1:\n    case int(real=r): pass"
      })
  void keepsProgramsApartThatMightChangeMore(String source) {
    assertThat(reusable(source)).isFalse();
  }

  @Test
  void letsTheCommonPreamblesShare() {
    String preamble =
        """
        import math
        import statistics
        from math import isclose
        import numpy as np
        import sympy
        from sympy import Symbol, Eq, simplify, solve

        def solve_it(equations, variables):
            found = solve(equations, variables, dict=True)
            if found:
                return found[0]
            if isinstance(variables, list):
                return dict.fromkeys(variables)
            return {variables: None}
        """;
    ProgramAnalysis analysis =
        ProgramAnalysis.of(
            new Program("x = Symbol('x')\nans = solve_it(x - 1, x)[x]", Style.ANS, preamble));
    assertThat(analysis.reusable()).isTrue();
    assertThat(analysis.imports()).contains("sympy", "math", "statistics");
  }

  @Test
  void judgesPreambleAndCellsToo() {
    assertThat(ProgramAnalysis.of(new Program("1", Style.ANS, "import os")).reusable()).isFalse();
    assertThat(ProgramAnalysis.of(Program.of("1\n\n# %%\nimport os\n\n# %%\n2")).reusable())
        .isFalse();
  }
}
