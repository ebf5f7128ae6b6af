# Roots, minima, fits and linear programs. The function that a program gives is called from Python here, never from
# Java, so that limits, exceptions and recursion are as anywhere in the program.
import math

from numpy._array import asarray, ndarray, new
from numpy._lazy import NotProvidedError
from numpy._types import BOOL, FLOAT, INT, float64, inf, nan, plain
from scipy._vectors import floats, vector

EPS = 2.220446049250313e-16
ROOT_EPS = math.sqrt(EPS)

__all__ = """
OptimizeResult OptimizeWarning fsolve root root_scalar newton bisect brentq brenth ridder minimize minimize_scalar fmin
fminbound brent golden fmin_bfgs linprog curve_fit leastsq least_squares linear_sum_assignment nnls approx_fprime
fixed_point Bounds LinearConstraint NonlinearConstraint lsq_linear milp
""".replace("lsq_linear milp", "").split()


class OptimizeWarning(UserWarning):
    pass


class OptimizeResult(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__

    def __dir__(self):
        return list(self)

    def __repr__(self):
        order = ["message", "success", "status", "fun", "x", "nit", "jac"]
        names = [n for n in order if n in self] + sorted(n for n in self if n not in order)
        width = max(map(len, names), default=0) + 1
        lines = []
        for name in names:
            value = self[name]
            text = str(value) if isinstance(value, (str, ndarray)) else repr(value) if not isinstance(value, ndarray) else ""
            if isinstance(value, ndarray):
                text = _compact(value)
            lines.append(name.rjust(width) + ": " + text.replace("\n", "\n" + " " * (width + 2)))
        return "\n".join(lines)


def _compact(array):
    from numpy._print import layout

    return layout(array, " ", "", "", {"precision": 3, "floatmode": None} if array.dtype.kind == "f" else {})


def _norm(values):
    return math.sqrt(sum(v * v for v in values))


def _dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def _number(value):
    # What a function gave, as a float.
    if isinstance(value, (list, tuple)) or isinstance(value, ndarray) and value.size != 1:
        raise TypeError("only size-1 arrays can be converted to Python scalars")
    value = plain(value.item() if isinstance(value, ndarray) else value)
    if isinstance(value, complex):
        raise TypeError("can't convert complex to float")
    return float(value)


# ---- systems of equations: MINPACK's hybrd (Powell's hybrid method) ----


def _qr(matrix, n):
    # Householder reflections; gives Q transposed as rows, and R.
    r = [row[:] for row in matrix]
    q = [[float(i == j) for j in range(n)] for i in range(n)]
    for k in range(n):
        size = _norm([r[i][k] for i in range(k, n)])
        if not size:
            continue
        if r[k][k] > 0:
            size = -size
        v = [r[i][k] for i in range(k, n)]
        v[0] -= size
        square = _dot(v, v)
        if not square:
            continue
        for rows in (r, q):
            for j in range(n):
                s = 2.0 * sum(v[i - k] * rows[i][j] for i in range(k, n)) / square
                if s:
                    for i in range(k, n):
                        rows[i][j] -= s * v[i - k]
        for i in range(k + 1, n):
            r[i][k] = 0.0
    return q, r


def _dogleg(r, diagonal, qtf, delta, n):
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        pivot = r[i][i]
        if not pivot:
            pivot = EPS * max((abs(r[k][i]) for k in range(i + 1)), default=0.0) or EPS
        x[i] = (qtf[i] - sum(r[i][j] * x[j] for j in range(i + 1, n))) / pivot
    newton_size = _norm([d * v for d, v in zip(diagonal, x)])
    if newton_size <= delta:
        return x
    slope = [sum(r[i][j] * qtf[i] for i in range(j + 1)) / diagonal[j] for j in range(n)]
    slope_size = _norm(slope)
    step_size, alpha = 0.0, delta / newton_size
    if slope_size:
        slope = [v / slope_size / d for v, d in zip(slope, diagonal)]
        size = _norm([sum(r[i][j] * slope[j] for j in range(i, n)) for i in range(n)])
        step_size = slope_size / size / size
        alpha = 0.0
        if step_size < delta:
            b = _norm(qtf)
            t = (b / slope_size) * (b / newton_size) * (step_size / delta)
            ratio = delta / newton_size
            part = (step_size / delta) ** 2
            t = t - ratio * part + math.sqrt((t - ratio) ** 2 + (1.0 - ratio**2) * (1.0 - part))
            alpha = ratio * (1.0 - part) / t
    factor = (1.0 - alpha) * min(step_size, delta)
    return [factor * s + alpha * v for s, v in zip(slope, x)]


_HYBRID_MESSAGES = {
    0: "Improper input parameters were entered.",
    1: "The solution converged.",
    2: "The number of calls to function has reached maxfev = {}.",
    3: "xtol={:f} is too small, no further improvement in the approximate\n  solution is possible.",
    4: "The iteration is not making good progress, as measured by the \n  improvement from the last five Jacobian "
    "evaluations.",
    5: "The iteration is not making good progress, as measured by the \n  improvement from the last ten iterations.",
}


def _hybrid(function, x, jacobian, xtol, maxfev, factor=100.0):
    n = len(x)
    f = function(x)
    if len(f) != n:
        raise TypeError(f"fsolve: there is a mismatch between the input and output shape of the 'func' argument "
                        f"'{getattr(function, 'name', 'func')}'.Shape should be ({n},) but it is ({len(f)},).")
    calls, iteration = 1, 1
    size = _norm(f)
    successes = failures = slow1 = slow2 = 0
    diagonal, delta, x_size = None, 0.0, 0.0
    while True:
        fresh = True
        if jacobian is None:
            columns = []
            for j in range(n):
                h = ROOT_EPS * abs(x[j]) or ROOT_EPS
                moved = x[:]
                moved[j] += h
                columns.append([(a - b) / h for a, b in zip(function(moved), f)])
            calls += n
            b = [[columns[j][i] for j in range(n)] for i in range(n)]
        else:
            b = jacobian(x)
        sizes = [_norm([row[j] for row in b]) for j in range(n)]
        qt, r = _qr(b, n)
        if iteration == 1:
            diagonal = [s or 1.0 for s in sizes]
            x_size = _norm([d * v for d, v in zip(diagonal, x)])
            delta = factor * x_size or factor
        qtf = [_dot(row, f) for row in qt]
        diagonal = [max(d, s) for d, s in zip(diagonal, sizes)]
        while True:
            p = [-v for v in _dogleg(r, diagonal, qtf, delta, n)]
            trial = [a + c for a, c in zip(x, p)]
            scaled = [d * v for d, v in zip(diagonal, p)]
            p_size = _norm(scaled)
            if iteration == 1:
                delta = min(delta, p_size)
            f_trial = function(trial)
            calls += 1
            trial_size = _norm(f_trial)
            actual = 1.0 - (trial_size / size) ** 2 if trial_size < size else -1.0
            model = [a + sum(r[i][j] * p[j] for j in range(i, n)) for i, a in enumerate(qtf)]
            model_size = _norm(model)
            predicted = 1.0 - (model_size / size) ** 2 if model_size < size else 0.0
            ratio = actual / predicted if predicted > 0 else 0.0
            if ratio >= 0.1:
                failures = 0
                successes += 1
                if ratio >= 0.5 or successes > 1:
                    delta = max(delta, p_size / 0.5)
                if abs(ratio - 1.0) <= 0.1:
                    delta = p_size / 0.5
            else:
                successes = 0
                failures += 1
                delta *= 0.5
            accepted = ratio >= 1e-4
            if accepted:
                x, f = trial, f_trial
                x_size = _norm([d * v for d, v in zip(diagonal, x)])
                size = trial_size
                iteration += 1
            slow1 = 0 if actual >= 0.001 else slow1 + 1
            if fresh:
                slow2 += 1
            if actual >= 0.1:
                slow2 = 0
            info = 0
            if delta <= xtol * x_size or size == 0:
                info = 1
            elif calls >= maxfev:
                info = 2
            elif 0.1 * max(0.1 * delta, p_size) <= EPS * x_size:
                info = 3
            elif slow2 == 5:
                info = 4
            elif slow1 == 10:
                info = 5
            elif trial_size != trial_size:
                info = 5
            if info:
                return x, f, info, calls, iteration, qt, r, qtf
            if failures == 2:
                break
            # Broyden's update of the matrix, factored anew.
            change = [(_dot(row, f_trial) - m) / p_size for row, m in zip(qt, model)]
            direction = [d * s / p_size for d, s in zip(diagonal, scaled)]
            column = [sum(qt[k][i] * change[k] for k in range(n)) for i in range(n)]
            b = [[b[i][j] + column[i] * direction[j] for j in range(n)] for i in range(n)]
            qt, r = _qr(b, n)
            qtf = [_dot(row, f) for row in qt]
            fresh = False


def _wrapped(func, args, shape=None):
    def function(values):
        return floats(func(vector(values), *args))

    function.name = getattr(func, "__name__", "func")
    return function


def _tuple(args):
    return args if isinstance(args, tuple) else (args,)


def fsolve(func, x0, args=(), fprime=None, full_output=0, col_deriv=0, xtol=1.49012e-08, maxfev=0, band=None,
           epsfcn=None, factor=100, diag=None):
    start = floats(x0)
    args = _tuple(args)
    n = len(start)
    jacobian = None
    if fprime is not None:

        def jacobian(x):
            m = asarray(fprime(vector(x), *args)) * 1.0
            m = m.reshape(n, n)
            return (m.T if col_deriv else m).tolist()

    limit = maxfev or 200 * (n + 1) if jacobian is None else maxfev or 100 * (n + 1)
    x, f, info, calls, _, qt, r, qtf = _hybrid(_wrapped(func, args), start, jacobian, xtol, limit, float(factor))
    message = _HYBRID_MESSAGES[info].format(limit if info == 2 else xtol)
    if full_output:
        return vector(x), {"nfev": calls, "fvec": vector(f), "qtf": vector(qtf)}, info, message
    return vector(x)


def root(fun, x0, args=(), method="hybr", jac=None, tol=None, callback=None, options=None):
    if method not in ("hybr", "lm"):
        raise NotProvidedError(f"scipy.optimize.root with method {method!r} is not provided by this sandbox; hybr is")
    x, infos, info, message = fsolve(fun, x0, args, jac if callable(jac) else None, 1,
                                     xtol=1.49012e-08 if tol is None else tol)
    return OptimizeResult(x=x, success=info == 1, status=info, message=message, fun=infos["fvec"], nfev=infos["nfev"],
                          method=method)


# ---- roots of one function ----


class RootResults(OptimizeResult):
    pass


def _root_result(r, full_output, root_, iterations, calls, converged=True):
    if not full_output:
        return root_
    return root_, RootResults(root=root_, iterations=iterations, function_calls=calls, converged=converged,
                              flag="converged" if converged else "convergence error")


def _checked(xtol, rtol, maxiter):
    if xtol <= 0:
        raise ValueError(f"xtol too small ({xtol:g} <= 0)")
    if maxiter < 1:
        raise ValueError("maxiter must be greater than 0")


def _ends(f, a, b, args):
    def function(x):
        value = _number(f(x, *args))
        if value != value:
            raise ValueError(f"The function value at x={x} is NaN; solver cannot continue.")
        return value

    a, b = float(a), float(b)
    fa, fb = function(a), function(b)
    if fa * fb > 0:
        raise ValueError("f(a) and f(b) must have different signs")
    return function, a, b, fa, fb


def bisect(f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, full_output=False, disp=True):
    _checked(xtol, rtol, maxiter)
    function, a, b, fa, fb = _ends(f, a, b, _tuple(args))
    if fa == 0:
        return _root_result(None, full_output, a, 0, 2)
    if fb == 0:
        return _root_result(None, full_output, b, 0, 2)
    step = b - a
    for i in range(maxiter):
        step *= 0.5
        middle = a + step
        value = function(middle)
        if value * fa >= 0:
            a = middle
        if value == 0 or abs(step) < xtol + rtol * abs(middle):
            return _root_result(None, full_output, middle, i + 1, i + 3)
    if disp:
        raise RuntimeError(f"Failed to converge after {maxiter} iterations.")
    return _root_result(None, full_output, a, maxiter, maxiter + 2, False)


def brentq(f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100, full_output=False, disp=True):
    _checked(xtol, rtol, maxiter)
    function, before, now, f_before, f_now = _ends(f, a, b, _tuple(args))
    if f_before == 0:
        return _root_result(None, full_output, before, 0, 2)
    if f_now == 0:
        return _root_result(None, full_output, now, 0, 2)
    block = f_block = step_before = step = 0.0
    for i in range(maxiter):
        if f_before != 0 and f_now != 0 and (f_before > 0) != (f_now > 0):
            block, f_block = before, f_before
            step_before = step = now - before
        if abs(f_block) < abs(f_now):
            before, now, block = now, block, now
            f_before, f_now, f_block = f_now, f_block, f_now
        delta = (xtol + rtol * abs(now)) / 2
        half = (block - now) / 2
        if f_now == 0 or abs(half) < delta:
            return _root_result(None, full_output, now, i + 1, i + 2)
        if abs(step_before) > delta and abs(f_now) < abs(f_before):
            if before == block:
                trial = -f_now * (now - before) / (f_now - f_before)
            else:
                d_before = (f_before - f_now) / (before - now)
                d_block = (f_block - f_now) / (block - now)
                trial = -f_now * (f_block * d_block - f_before * d_before) / (d_block * d_before * (f_block - f_before))
            if 2 * abs(trial) < min(abs(step_before), 3 * abs(half) - delta):
                step_before, step = step, trial
            else:
                step_before = step = half
        else:
            step_before = step = half
        before, f_before = now, f_now
        now += step if abs(step) > delta else (delta if half > 0 else -delta)
        f_now = function(now)
    if disp:
        raise RuntimeError(f"Failed to converge after {maxiter} iterations.")
    return _root_result(None, full_output, now, maxiter, maxiter + 2, False)


brenth = ridder = brentq


def newton(func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, fprime2=None, x1=None, rtol=0.0,
           full_output=False, disp=True):
    if tol <= 0:
        raise ValueError(f"tol too small ({tol:g} <= 0)")
    if maxiter < 1:
        raise ValueError("maxiter must be greater than 0")
    args = _tuple(args)
    if isinstance(x0, (list, tuple, ndarray)) and asarray(x0).size > 1:
        raise NotProvidedError("scipy.optimize.newton is provided by this sandbox for one number; see fsolve")
    p0 = plain(asarray(x0)._items()[0]) * 1.0
    calls = 0

    def close(a, b):
        return abs(a - b) <= tol + rtol * abs(b)

    def value_of(function, p):
        value = function(p, *args)
        return plain(value.item() if isinstance(value, ndarray) else value)

    if fprime is not None:
        for i in range(maxiter):
            value = value_of(func, p0)
            calls += 1
            if value == 0:
                return _root_result(None, full_output, p0, i, calls)
            slope = value_of(fprime, p0)
            calls += 1
            if slope == 0:
                if disp:
                    raise RuntimeError(f"Derivative was zero. Failed to converge after {i + 1} iterations, value is "
                                       f"{p0}.")
                return _root_result(None, full_output, p0, i + 1, calls, False)
            step = value / slope
            if fprime2 is not None:
                adjustment = step * value_of(fprime2, p0) / slope / 2
                if abs(adjustment) < 1:
                    step /= 1.0 - adjustment
            p = p0 - step
            if close(p, p0):
                return _root_result(None, full_output, p, i + 1, calls)
            p0 = p
    else:
        if x1 is not None:
            if x1 == x0:
                raise ValueError("x1 and x0 must be different")
            p1 = plain(x1) * 1.0
        else:
            p1 = p0 * (1 + 1e-4)
            p1 += 1e-4 if p1 >= 0 else -1e-4
        q0, q1 = value_of(func, p0), value_of(func, p1)
        calls = 2
        if abs(q1) < abs(q0):
            p0, p1, q0, q1 = p1, p0, q1, q0
        for i in range(maxiter):
            if q1 == q0:
                if p1 != p0 and disp:
                    raise RuntimeError(f"Tolerance of {p1 - p0} reached. Failed to converge after {i + 1} iterations, "
                                       f"value is {p1}.")
                return _root_result(None, full_output, (p1 + p0) / 2.0, i + 1, calls, p1 == p0)
            if abs(q1) > abs(q0):
                p = (-q0 / q1 * p1 + p0) / (1 - q0 / q1)
            else:
                p = (-q1 / q0 * p0 + p1) / (1 - q1 / q0)
            if close(p, p1):
                return _root_result(None, full_output, p, i + 1, calls)
            p0, q0 = p1, q1
            p1 = p
            q1 = value_of(func, p1)
            calls += 1
        p = p1
    if disp:
        raise RuntimeError(f"Failed to converge after {maxiter} iterations, value is {p}.")
    return _root_result(None, full_output, p, maxiter, calls, False)


def root_scalar(f, args=(), method=None, bracket=None, fprime=None, fprime2=None, x0=None, x1=None, xtol=None, rtol=None,
                maxiter=None, options=None):
    method = (method or ("brentq" if bracket is not None else "newton" if fprime else "secant")).lower()
    more = {}
    if maxiter is not None:
        more["maxiter"] = maxiter
    if method in ("brentq", "bisect", "brenth", "ridder", "toms748"):
        if xtol is not None:
            more["xtol"] = xtol
        if bracket is None:
            raise ValueError(f"Bracket needed for {method}")
        function = bisect if method == "bisect" else brentq
        value, result = function(f, bracket[0], bracket[1], args, full_output=True, disp=False, **more)
        return result
    if x0 is None:
        raise ValueError(f"x0 must not be None for {method}")
    if xtol is not None:
        more["tol"] = xtol
    if method == "secant" and x1 is None:
        raise ValueError("x1 must not be None for secant")
    value, result = newton(f, x0, fprime if method != "secant" else None, args, fprime2=fprime2 if method == "halley"
                           else None, x1=x1 if method == "secant" else None, full_output=True, disp=False, **more)
    return result


def fixed_point(func, x0, args=(), xtol=1e-8, maxiter=500, method="del2"):
    x = asarray(x0) * 1.0
    args = _tuple(args)
    for _ in range(maxiter):
        p1 = asarray(func(x, *args)) * 1.0
        if method == "del2":
            p2 = asarray(func(p1, *args)) * 1.0
            d = p2 - 2.0 * p1 + x
            values = [b if not e else a - (c - a) ** 2 / e
                      for a, c, b, e in zip(*(asarray(v)._items() for v in (x, p1, p2, d)))]
            p = vector(values).reshape(x.shape)
        else:
            p = p1
        pairs = zip(asarray(p)._items(), asarray(x)._items())
        if all(abs((a - b) / b if b else a) < xtol for a, b in pairs):
            return p[()] if not p.shape else p
        x = p
    raise RuntimeError(f"Failed to converge after {maxiter} iterations, value is {x}")


# ---- minima of one variable ----


class _Counted:
    def __init__(self, f, args):
        self.f, self.args, self.calls = f, args, 0

    def __call__(self, x):
        self.calls += 1
        return _number(self.f(x, *self.args))


def _bracket(f, xa, xb):
    gold, tiny, limit = 1.618034, 1e-21, 110.0
    fa, fb = f(xa), f(xb)
    if fa < fb:
        xa, xb, fa, fb = xb, xa, fb, fa
    xc = xb + gold * (xb - xa)
    fc = f(xc)
    for _ in range(1000):
        if not fc < fb:
            break
        t1 = (xb - xa) * (fb - fc)
        t2 = (xb - xc) * (fb - fa)
        v = t2 - t1
        d = 2.0 * tiny if abs(v) < tiny else 2.0 * v
        w = xb - ((xb - xc) * t2 - (xb - xa) * t1) / d
        wlim = xb + limit * (xc - xb)
        if (w - xc) * (xb - w) > 0.0:
            fw = f(w)
            if fw < fc:
                return xb, w, xc, fb, fw, fc
            if fw > fb:
                return xa, xb, w, fa, fb, fw
            w = xc + gold * (xc - xb)
            fw = f(w)
        elif (w - wlim) * (wlim - xc) >= 0.0:
            w = wlim
            fw = f(w)
        elif (w - wlim) * (xc - w) > 0.0:
            fw = f(w)
            if fw < fc:
                xb, xc, w = xc, w, w + gold * (w - xc)
                fb, fc, fw = fc, fw, f(w)
        else:
            w = xc + gold * (xc - xb)
            fw = f(w)
        xa, xb, xc, fa, fb, fc = xb, xc, w, fb, fc, fw
    else:
        raise RuntimeError("Too many iterations.")
    return xa, xb, xc, fa, fb, fc


def _brent(f, bracket, tol, maxiter):
    if bracket is None:
        xa, xb, xc, fa, fb, fc = _bracket(f, 0.0, 1.0)
    elif len(bracket) == 2:
        xa, xb, xc, fa, fb, fc = _bracket(f, float(bracket[0]), float(bracket[1]))
    else:
        xa, xb, xc = map(float, bracket)
        if xa > xc:
            xa, xc = xc, xa
        if not xa < xb < xc:
            raise ValueError("Bracketing values (xa, xb, xc) do not fulfill this requirement: (xa < xb) and (xb < xc)")
        fa, fb, fc = f(xa), f(xb), f(xc)
        if not (fb < fa and fb < fc):
            raise ValueError("Bracketing values (xa, xb, xc) do not fulfill this requirement: (f(xb) < f(xa)) and "
                             "(f(xb) < f(xc))")
    golden_ratio = 0.3819660
    x = w = v = xb
    fx = fw = fv = fb
    a, b = (xa, xc) if xa < xc else (xc, xa)
    deltax = 0.0
    rat = 0.0
    iterations = 0
    while iterations < maxiter:
        tol1 = tol * abs(x) + 1.0e-11
        tol2 = 2.0 * tol1
        xmid = 0.5 * (a + b)
        if abs(x - xmid) < tol2 - 0.5 * (b - a):
            break
        if abs(deltax) <= tol1:
            deltax = a - x if x >= xmid else b - x
            rat = golden_ratio * deltax
        else:
            t1 = (x - w) * (fx - fv)
            t2 = (x - v) * (fx - fw)
            p = (x - v) * t2 - (x - w) * t1
            t2 = 2.0 * (t2 - t1)
            if t2 > 0.0:
                p = -p
            t2 = abs(t2)
            before = deltax
            deltax = rat
            if p > t2 * (a - x) and p < t2 * (b - x) and abs(p) < abs(0.5 * t2 * before):
                rat = p * 1.0 / t2
                u = x + rat
                if u - a < tol2 or b - u < tol2:
                    rat = tol1 if xmid - x >= 0 else -tol1
            else:
                deltax = a - x if x >= xmid else b - x
                rat = golden_ratio * deltax
        if abs(rat) < tol1:
            u = x + tol1 if rat >= 0 else x - tol1
        else:
            u = x + rat
        fu = f(u)
        if fu > fx:
            if u < x:
                a = u
            else:
                b = u
            if fu <= fw or w == x:
                v, w, fv, fw = w, u, fw, fu
            elif fu <= fv or v == x or v == w:
                v, fv = u, fu
        else:
            if u >= x:
                a = x
            else:
                b = x
            v, w, x = w, x, u
            fv, fw, fx = fw, fx, fu
        iterations += 1
    return x, fx, iterations


def _bounded(f, x1, x2, xatol, maxiter):
    root_eps = math.sqrt(2.2e-16)
    golden_mean = 0.5 * (3.0 - math.sqrt(5.0))
    a, b = x1, x2
    fulc = a + golden_mean * (b - a)
    nfc = xf = fulc
    rat = e = 0.0
    x = xf
    fx = f(x)
    calls = 1
    fu = inf
    ffulc = fnfc = fx
    xm = 0.5 * (a + b)
    tol1 = root_eps * abs(xf) + xatol / 3.0
    tol2 = 2.0 * tol1
    flag = 0
    while abs(xf - xm) > tol2 - 0.5 * (b - a):
        golden_step = True
        if abs(e) > tol1:
            golden_step = False
            r = (xf - nfc) * (fx - ffulc)
            q = (xf - fulc) * (fx - fnfc)
            p = (xf - fulc) * q - (xf - nfc) * r
            q = 2.0 * (q - r)
            if q > 0.0:
                p = -p
            q = abs(q)
            r = e
            e = rat
            if abs(p) < abs(0.5 * q * r) and p > q * (a - xf) and p < q * (b - xf):
                rat = (p + 0.0) / q
                x = xf + rat
                if x - a < tol2 or b - x < tol2:
                    si = (xm - xf > 0) - (xm - xf < 0) + (xm - xf == 0)
                    rat = tol1 * si
            else:
                golden_step = True
        if golden_step:
            e = a - xf if xf >= xm else b - xf
            rat = golden_mean * e
        si = (rat > 0) - (rat < 0) + (rat == 0)
        x = xf + si * max(abs(rat), tol1)
        fu = f(x)
        calls += 1
        if fu <= fx:
            if x >= xf:
                a = xf
            else:
                b = xf
            fulc, ffulc = nfc, fnfc
            nfc, fnfc = xf, fx
            xf, fx = x, fu
        else:
            if x < xf:
                a = x
            else:
                b = x
            if fu <= fnfc or nfc == xf:
                fulc, ffulc = nfc, fnfc
                nfc, fnfc = x, fu
            elif fu <= ffulc or fulc == xf or fulc == nfc:
                fulc, ffulc = x, fu
        xm = 0.5 * (a + b)
        tol1 = root_eps * abs(xf) + xatol / 3.0
        tol2 = 2.0 * tol1
        if calls >= maxiter:
            flag = 1
            break
    return xf, fx, flag, calls


def minimize_scalar(fun, bracket=None, bounds=None, args=(), method=None, tol=None, options=None):
    f = _Counted(fun, _tuple(args))
    options = dict(options or {})
    method = (method or ("bounded" if bounds is not None else "brent")).lower()
    if method == "bounded":
        if bounds is None:
            raise ValueError("The `bounds` parameter is mandatory for method `bounded`.")
        low, high = map(float, bounds)
        if low > high:
            raise ValueError("The lower bound exceeds the upper bound.")
        x, value, flag, calls = _bounded(f, low, high, options.get("xatol", tol or 1e-5), options.get("maxiter", 500))
        return OptimizeResult(fun=value, status=flag, success=flag == 0, x=x, nfev=calls, nit=calls,
                              message="Solution found." if not flag else "Maximum number of function calls reached.")
    if method not in ("brent", "golden"):
        raise ValueError(f"Unknown solver {method}")
    x, value, iterations = _brent(f, bracket, options.get("xtol", tol or 1.48e-8), options.get("maxiter", 500))
    return OptimizeResult(fun=value, x=x, nit=iterations, nfev=f.calls, success=True,
                          message="\nOptimization terminated successfully;\nThe returned value satisfies the "
                          "termination criteria\n(using xtol = 1.48e-08 )")


def brent(func, args=(), brack=None, tol=1.48e-8, full_output=0, maxiter=500):
    result = minimize_scalar(func, brack, None, args, "brent", tol)
    return (result.x, result.fun, result.nit, result.nfev) if full_output else result.x


golden = brent


def fminbound(func, x1, x2, args=(), xtol=1e-5, maxfun=500, full_output=0, disp=1):
    result = minimize_scalar(func, None, (x1, x2), args, "bounded", xtol)
    return (result.x, result.fun, result.status, result.nfev) if full_output else result.x


# ---- minima of several variables ----


class Bounds:
    def __init__(self, lb=-inf, ub=inf, keep_feasible=False):
        self.lb, self.ub = asarray(lb), asarray(ub)


class LinearConstraint:
    def __init__(self, A, lb=-inf, ub=inf, keep_feasible=False):
        self.A, self.lb, self.ub = asarray(A), lb, ub


class NonlinearConstraint:
    def __init__(self, fun, lb, ub, *ignored, **unused):
        self.fun, self.lb, self.ub = fun, lb, ub


def _gradient(f, x, fx, low=None, high=None):
    result = []
    for i, v in enumerate(x):
        h = ROOT_EPS * (1.0 if v >= 0 else -1.0) * max(1.0, abs(v)) if low is not None else ROOT_EPS * (
            1.0 if v >= 0 else -1.0) * max(1.0, abs(v))
        if high is not None and not low[i] <= v + h <= high[i]:
            h = -h
        moved = x[:]
        moved[i] = v + h
        result.append((f(moved) - fx) / (moved[i] - v))
    return result


def approx_fprime(xk, f, epsilon=ROOT_EPS, *args):
    x = floats(xk)

    def function(values):
        return _number(f(vector(values), *args))

    fx = function(x)
    steps = asarray(epsilon)._items() * (len(x) if asarray(epsilon).size == 1 else 1)
    out = []
    for i, h in enumerate(steps):
        moved = x[:]
        moved[i] += h
        out.append((function(moved) - fx) / (moved[i] - x[i]))
    return vector(out)


def _simplex_search(f, x0, xatol, fatol, maxiter, maxfev, bounds=None):
    n = len(x0)
    rho, chi, psi, sigma = 1, 2, 0.5, 0.5

    def clip(x):
        if bounds is None:
            return x
        return [min(max(v, a), b) for v, a, b in zip(x, *bounds)]

    simplex = [clip(x0[:])]
    for k in range(n):
        y = x0[:]
        y[k] = 1.05 * y[k] if y[k] != 0 else 0.00025
        simplex.append(clip(y))
    values = [f(x) for x in simplex]
    order = sorted(range(n + 1), key=lambda i: values[i])
    simplex, values = [simplex[i] for i in order], [values[i] for i in order]
    iterations = 1
    while f.calls < maxfev and iterations < maxiter:
        if (max(abs(a - b) for row in simplex[1:] for a, b in zip(row, simplex[0])) <= xatol
                and max(abs(values[0] - v) for v in values[1:]) <= fatol):
            break
        xbar = [sum(row[j] for row in simplex[:-1]) / n for j in range(n)]

        def point(factor):
            return clip([(1 + factor) * a - factor * b for a, b in zip(xbar, simplex[-1])])

        xr = point(rho)
        fxr = f(xr)
        shrink = False
        if fxr < values[0]:
            xe = point(rho * chi)
            fxe = f(xe)
            simplex[-1], values[-1] = (xe, fxe) if fxe < fxr else (xr, fxr)
        elif fxr < values[-2]:
            simplex[-1], values[-1] = xr, fxr
        elif fxr < values[-1]:
            xc = point(psi * rho)
            fxc = f(xc)
            if fxc <= fxr:
                simplex[-1], values[-1] = xc, fxc
            else:
                shrink = True
        else:
            xc = clip([(1 - psi) * a + psi * b for a, b in zip(xbar, simplex[-1])])
            fxc = f(xc)
            if fxc < values[-1]:
                simplex[-1], values[-1] = xc, fxc
            else:
                shrink = True
        if shrink:
            for j in range(1, n + 1):
                simplex[j] = clip([a + sigma * (b - a) for a, b in zip(simplex[0], simplex[j])])
                values[j] = f(simplex[j])
        iterations += 1
        order = sorted(range(n + 1), key=lambda i: values[i])
        simplex, values = [simplex[i] for i in order], [values[i] for i in order]
    done = f.calls < maxfev and iterations < maxiter
    return simplex[0], values[0], iterations, done


def _cubic_step(stx, fx, dx, sty, fy, dy, stp, fp, dp, bracketed, least, most):
    # dcstep of MINPACK-2.
    sgnd = dp * (dx / abs(dx)) if dx else 0.0
    if fp > fx:
        theta = 3.0 * (fx - fp) / (stp - stx) + dx + dp
        s = max(abs(theta), abs(dx), abs(dp))
        gamma = s * math.sqrt(max(0.0, (theta / s) ** 2 - (dx / s) * (dp / s)))
        if stp < stx:
            gamma = -gamma
        r = ((gamma - dx) + theta) / (((gamma - dx) + gamma) + dp)
        stpc = stx + r * (stp - stx)
        stpq = stx + ((dx / ((fx - fp) / (stp - stx) + dx)) / 2.0) * (stp - stx)
        stpf = stpc if abs(stpc - stx) < abs(stpq - stx) else stpc + (stpq - stpc) / 2.0
        bracketed = True
    elif sgnd < 0.0:
        theta = 3.0 * (fx - fp) / (stp - stx) + dx + dp
        s = max(abs(theta), abs(dx), abs(dp))
        gamma = s * math.sqrt(max(0.0, (theta / s) ** 2 - (dx / s) * (dp / s)))
        if stp > stx:
            gamma = -gamma
        r = ((gamma - dp) + theta) / (((gamma - dp) + gamma) + dx)
        stpc = stp + r * (stx - stp)
        stpq = stp + (dp / (dp - dx)) * (stx - stp)
        stpf = stpc if abs(stpc - stp) > abs(stpq - stp) else stpq
        bracketed = True
    elif abs(dp) < abs(dx):
        theta = 3.0 * (fx - fp) / (stp - stx) + dx + dp
        s = max(abs(theta), abs(dx), abs(dp))
        gamma = s * math.sqrt(max(0.0, (theta / s) ** 2 - (dx / s) * (dp / s)))
        if stp > stx:
            gamma = -gamma
        r = ((gamma - dp) + theta) / ((gamma + (dx - dp)) + gamma)
        if r < 0.0 and gamma != 0.0:
            stpc = stp + r * (stx - stp)
        else:
            stpc = most if stp > stx else least
        stpq = stp + (dp / (dp - dx)) * (stx - stp)
        if bracketed:
            stpf = stpc if abs(stpc - stp) < abs(stpq - stp) else stpq
            edge = stp + 0.66 * (sty - stp)
            stpf = min(edge, stpf) if stp > stx else max(edge, stpf)
        else:
            stpf = stpc if abs(stpc - stp) > abs(stpq - stp) else stpq
            stpf = max(least, min(most, stpf))
    else:
        if bracketed:
            theta = 3.0 * (fp - fy) / (sty - stp) + dy + dp
            s = max(abs(theta), abs(dy), abs(dp))
            gamma = s * math.sqrt(max(0.0, (theta / s) ** 2 - (dy / s) * (dp / s)))
            if stp > sty:
                gamma = -gamma
            r = ((gamma - dp) + theta) / (((gamma - dp) + gamma) + dy)
            stpf = stp + r * (sty - stp)
        else:
            stpf = most if stp > stx else least
    if fp > fx:
        sty, fy, dy = stp, fp, dp
    else:
        if sgnd < 0.0:
            sty, fy, dy = stx, fx, dx
        stx, fx, dx = stp, fp, dp
    return stx, fx, dx, sty, fy, dy, stpf, bracketed


def _wolfe(phi, derivative, phi0, phi0_before, slope0, ftol=1e-4, gtol=0.9, xtol=1e-14, least=1e-100, most=1e100):
    # dcsrch of MINPACK-2: a step that meets the strong Wolfe conditions, or None.
    stp = 1.0
    if phi0_before is not None and slope0 != 0:
        stp = min(1.0, 1.01 * 2 * (phi0 - phi0_before) / slope0)
        if stp < 0:
            stp = 1.0
    bracketed, stage = False, 1
    ginit, gtest = slope0, ftol * slope0
    if ginit >= 0:
        return None
    width = most - least
    width1 = width / 0.5
    stx = fx = sty = fy = 0.0
    fx = fy = phi0
    gx = gy = ginit
    low, high = 0.0, stp + 4.0 * stp
    for _ in range(100):
        f, g = phi(stp), derivative(stp)
        ftest = phi0 + stp * gtest
        if stage == 1 and f <= ftest and g >= 0.0:
            stage = 2
        if f <= ftest and abs(g) <= gtol * -ginit:
            return stp, f
        if (bracketed and (stp <= low or stp >= high or high - low <= xtol * high)) or (
            stp == most and f <= ftest and g <= gtest) or (stp == least and (f > ftest or g >= gtest)):
            return None
        if stage == 1 and f <= fx and f > ftest:
            fm, fxm, fym = f - stp * gtest, fx - stx * gtest, fy - sty * gtest
            stx, fxm, gxm, sty, fym, gym, new_stp, bracketed = _cubic_step(
                stx, fxm, gx - gtest, sty, fym, gy - gtest, stp, fm, g - gtest, bracketed, low, high)
            fx, fy, gx, gy = fxm + stx * gtest, fym + sty * gtest, gxm + gtest, gym + gtest
            stp = new_stp
        else:
            stx, fx, gx, sty, fy, gy, stp, bracketed = _cubic_step(
                stx, fx, gx, sty, fy, gy, stp, f, g, bracketed, low, high)
        if bracketed:
            if abs(sty - stx) >= 0.66 * width1:
                stp = stx + 0.5 * (sty - stx)
            width1, width = width, abs(sty - stx)
            low, high = min(stx, sty), max(stx, sty)
        else:
            low, high = stp + 1.1 * (stp - stx), stp + 4.0 * (stp - stx)
        stp = min(max(stp, least), most)
        if bracketed and (stp <= low or stp >= high or high - low <= xtol * high):
            stp = stx
        if stp != stp or math.isinf(stp):
            return None
    return None


def _bfgs(f, gradient, x, gtol, maxiter):
    n = len(x)
    fx = f(x)
    g = gradient(x, fx)
    h = [[float(i == j) for j in range(n)] for i in range(n)]
    before = fx + _norm(g) / 2
    iterations, warning = 0, 0
    size = max(map(abs, g), default=0.0)
    while size > gtol and iterations < maxiter:
        p = [-_dot(row, g) for row in h]
        last = {}

        def phi(alpha):
            last["x"] = [a + alpha * b for a, b in zip(x, p)]
            last["f"] = f(last["x"])
            return last["f"]

        def slope(alpha):
            last["g"] = gradient(last["x"], last["f"])
            return _dot(last["g"], p)

        found = _wolfe(phi, slope, fx, before, _dot(g, p))
        if found is None:
            found = _backtrack(phi, slope, fx, _dot(g, p))
            if found is None:
                warning = 2
                break
        alpha, value = found
        before, fx = fx, value
        s = [alpha * v for v in p]
        x = [a + b for a, b in zip(x, s)]
        y = [a - b for a, b in zip(last["g"], g)]
        g = last["g"]
        iterations += 1
        size = max(map(abs, g))
        if size <= gtol:
            break
        if not math.isfinite(fx):
            warning = 2
            break
        ys = _dot(y, s)
        rho = 1000.0 if ys == 0 else 1.0 / ys
        hy = [_dot(row, y) for row in h]
        yhy = _dot(y, hy)
        h = [[h[i][j] - rho * (s[i] * hy[j] + hy[i] * s[j]) + rho * (rho * yhy + 1.0) * s[i] * s[j] for j in range(n)]
             for i in range(n)]
    if warning == 0 and iterations >= maxiter:
        warning = 1
    return x, fx, g, h, iterations, warning


def _backtrack(phi, slope, f0, g0):
    alpha = 1.0
    for _ in range(60):
        value = phi(alpha)
        if value <= f0 + 1e-4 * alpha * g0 and g0 < 0 and value < f0:
            slope(alpha)
            return alpha, value
        alpha *= 0.5
    return None


def _solve_dense(matrix, right):
    # Gaussian elimination with the largest pivot; None where the matrix is singular.
    n = len(matrix)
    rows = [list(row) + [b] for row, b in zip(matrix, right)]
    for k in range(n):
        at = max(range(k, n), key=lambda i: abs(rows[i][k]))
        if abs(rows[at][k]) < 1e-14:
            return None
        rows[k], rows[at] = rows[at], rows[k]
        for i in range(k + 1, n):
            c = rows[i][k] / rows[k][k]
            if c:
                for j in range(k, n + 1):
                    rows[i][j] -= c * rows[k][j]
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        x[i] = (rows[i][n] - sum(rows[i][j] * x[j] for j in range(i + 1, n))) / rows[i][i]
    return x


def _quadratic_program(b, g, equalities, inequalities):
    """min 1/2 d'Bd + g'd with a'd + c = 0 and a'd + c >= 0, by a dual active set: Goldfarb and Idnani (1983)."""
    n = len(g)
    active = list(range(len(equalities)))
    everything = equalities + inequalities
    m = len(equalities)

    def solve_with(which):
        size = n + len(which)
        matrix = [b[i] + [-everything[k][0][i] for k in which] for i in range(n)]
        matrix += [list(everything[k][0]) + [0.0] * len(which) for k in which]
        solution = _solve_dense(matrix, [-v for v in g] + [-everything[k][1] for k in which])
        return None if solution is None else (solution[:n], solution[n:])

    found = solve_with(active)
    if found is None:
        return None
    for _ in range(50 + 10 * len(everything)):
        d, multipliers = found
        negative = [(v, k) for v, k in zip(multipliers, active) if k >= m and v < -1e-12]
        worst, at = 0.0, None
        for k in range(m, len(everything)):
            if k not in active:
                a, c = everything[k]
                value = _dot(a, d) + c
                if value < worst - 1e-10 * (1 + abs(c)):
                    worst, at = value, k
        if negative:
            active.remove(min(negative)[1])
        elif at is None:
            return d, dict(zip(active, multipliers))
        else:
            active.append(at)
        new_found = solve_with(active)
        while new_found is None and len(active) > m + 1:
            # Dependent constraints: the oldest one that may go, goes.
            active.pop(m)
            new_found = solve_with(active)
        if new_found is None:
            return None
        found = new_found
    return found[0], dict(zip(active, found[1]))


def _sequential_quadratic(f, gradient, x, constraints, low, high, ftol, maxiter):
    n = len(x)
    x = [min(max(v, a), b) for v, a, b in zip(x, low, high)]
    b = [[float(i == j) for j in range(n)] for i in range(n)]
    fx, g = f(x), None
    g = gradient(x, fx)
    weights = {}
    message, status = "Iteration limit reached", 9
    iteration = 0

    def linearised(point):
        eq, ineq = [], []
        for kind, function in constraints:
            values = function(point)
            rows = [[0.0] * n for _ in values]
            for j in range(n):
                h = ROOT_EPS * max(1.0, abs(point[j]))
                if point[j] + h > high[j]:
                    h = -h
                moved = point[:]
                moved[j] += h
                for row, new_value, old in zip(rows, function(moved), values):
                    row[j] = (new_value - old) / h
            (eq if kind == "eq" else ineq).extend(zip(rows, values))
        return eq, ineq

    eq, ineq = linearised(x)
    for iteration in range(1, maxiter + 1):
        limits = []
        for j in range(n):
            if low[j] > -inf:
                limits.append(([float(i == j) for i in range(n)], x[j] - low[j]))
            if high[j] < inf:
                limits.append(([-float(i == j) for i in range(n)], high[j] - x[j]))
        found = _quadratic_program(b, g, eq, ineq + limits)
        if found is None:
            message, status = "Singular matrix C in LSQ subproblem", 6
            break
        d, multipliers = found
        count = len(eq) + len(ineq)
        for k in range(count):
            mu = abs(multipliers.get(k, 0.0))
            weights[k] = max(mu, (weights.get(k, mu) + mu) / 2)

        def broken(values):
            return sum(weights[k] * (abs(c) if k < len(eq) else max(0.0, -c)) for k, c in enumerate(values))

        def values_at(point):
            first = [v for kind, function in constraints if kind == "eq" for v in function(point)]
            return first + [v for kind, function in constraints if kind != "eq" for v in function(point)]

        current = [c for _, c in eq] + [c for _, c in ineq]
        violation = sum(abs(c) for _, c in eq) + sum(max(0.0, -c) for _, c in ineq)
        slope = _dot(g, d) - broken(current)
        if abs(_dot(g, d)) + violation < ftol and violation < ftol:
            message, status = "Optimization terminated successfully", 0
            break
        merit = fx + broken(current)
        alpha = 1.0
        while True:
            trial = [min(max(a + alpha * c, lo), hi) for a, c, lo, hi in zip(x, d, low, high)]
            f_trial = f(trial)
            value = f_trial + broken(values_at(trial))
            if value <= merit + 0.1 * alpha * slope or alpha < 1e-10:
                break
            predicted = 0.5 * alpha * alpha * -slope / (value - merit - alpha * slope) if math.isfinite(value) else 0.0
            alpha = max(0.1 * alpha, min(0.5 * alpha, predicted))
        step = [a - c for a, c in zip(trial, x)]
        old_f, old_g, old_eq, old_ineq = fx, g, eq, ineq
        x, fx = trial, f_trial
        g = gradient(x, fx)
        eq, ineq = linearised(x)
        violation = sum(abs(c) for _, c in eq) + sum(max(0.0, -c) for _, c in ineq)
        if (abs(fx - old_f) < ftol or _norm(step) < ftol) and violation < ftol:
            message, status = "Optimization terminated successfully", 0
            break

        def lagrangian(gradient_, first, second):
            out = list(gradient_)
            for k, (row, _) in enumerate(first + second):
                mu = multipliers.get(k, 0.0)
                if mu:
                    out = [o - mu * r for o, r in zip(out, row)]
            return out

        y = [a - c for a, c in zip(lagrangian(g, eq, ineq), lagrangian(old_g, old_eq, old_ineq))]
        bs = [_dot(row, step) for row in b]
        sbs, sy = _dot(step, bs), _dot(step, y)
        if sbs <= 0:
            continue
        if sy < 0.2 * sbs:
            theta = 0.8 * sbs / (sbs - sy)
            y = [theta * p + (1 - theta) * q for p, q in zip(y, bs)]
            sy = _dot(step, y)
        b = [[b[i][j] - bs[i] * bs[j] / sbs + y[i] * y[j] / sy for j in range(n)] for i in range(n)]
    return x, fx, g, iteration, status, message


def _constraint_list(constraints, n):
    if constraints is None:
        return []
    if isinstance(constraints, (dict, LinearConstraint, NonlinearConstraint)):
        constraints = [constraints]
    out = []
    for c in constraints:
        if isinstance(c, dict):
            kind = c["type"].lower()
            if kind not in ("eq", "ineq"):
                raise ValueError(f"Unknown constraint type '{c['type']}'.")
            out.append((kind, lambda x, c=c: floats(c["fun"](vector(x), *_tuple(c.get("args", ()))))))
            continue
        function = (lambda x, c=c: floats(c.fun(vector(x)))) if isinstance(c, NonlinearConstraint) else (
            lambda x, c=c: floats(asarray(c.A).reshape(-1, n).dot(vector(x))))
        size = len(function([0.0] * n)) if not isinstance(c, NonlinearConstraint) else None
        low, high = floats(c.lb), floats(c.ub)

        def pick(x, function=function, low=low, high=high, what="eq"):
            values = function(x)
            lows = low * len(values) if len(low) == 1 else low
            highs = high * len(values) if len(high) == 1 else high
            if what == "eq":
                return [v - a for v, a, b in zip(values, lows, highs) if a == b]
            return [v - a for v, a, b in zip(values, lows, highs) if a != b and a > -inf] + [
                b - v for v, a, b in zip(values, lows, highs) if a != b and b < inf]

        out.append(("eq", pick))
        out.append(("ineq", lambda x, pick=pick: pick(x, what="ineq")))
    return out


class _Objective:
    def __init__(self, fun, args, pair):
        self.fun, self.args, self.pair, self.calls, self.slope = fun, args, pair, 0, None

    def __call__(self, values):
        self.calls += 1
        result = self.fun(vector(values), *self.args)
        if self.pair:
            result, slope = result
            self.slope = floats(slope)
        try:
            return _number(result)
        except TypeError:
            if asarray(result).size != 1:
                raise ValueError("The user-provided objective function must return a scalar value.") from None
            raise


def minimize(fun, x0, args=(), method=None, jac=None, hess=None, hessp=None, bounds=None, constraints=(), tol=None,
             callback=None, options=None):
    x = floats(x0)
    n = len(x)
    args = _tuple(args)
    options = dict(options or {})
    if method is None:
        method = "SLSQP" if constraints else "L-BFGS-B" if bounds is not None else "BFGS"
    name = method.lower() if isinstance(method, str) else ""
    f = _Objective(fun, args, jac is True)
    low, high = [-inf] * n, [inf] * n
    if bounds is not None:
        if isinstance(bounds, Bounds):
            pairs = list(zip(_spread(bounds.lb, n), _spread(bounds.ub, n)))
        else:
            pairs = list(bounds)
            if len(pairs) != n:
                raise ValueError("The number of bounds is not compatible with the length of `x0`.")
        low = [-inf if a is None else float(a) for a, _ in pairs]
        high = [inf if b is None else float(b) for _, b in pairs]
        if any(a > b for a, b in zip(low, high)):
            raise ValueError("An upper bound is less than the corresponding lower bound.")

    def gradient(point, value):
        if callable(jac):
            return floats(jac(vector(point), *args))
        if jac is True:
            f(point)
            return f.slope
        return _gradient(f, point, value, low, high)

    if name == "nelder-mead":
        maxiter = options.get("maxiter", n * 200)
        x, value, iterations, done = _simplex_search(
            f, x, options.get("xatol", tol or 1e-4), options.get("fatol", tol or 1e-4), maxiter,
            options.get("maxfev", n * 200), (low, high) if bounds is not None else None)
        return OptimizeResult(x=vector(x), fun=value, nit=iterations, nfev=f.calls, status=0 if done else 2, success=done,
                              message="Optimization terminated successfully." if done else
                              "Maximum number of function evaluations has been exceeded.")
    if name in ("bfgs", "cg", "newton-cg", "powell") and not constraints and name in ("bfgs", "cg"):
        x, value, g, h, iterations, warning = _bfgs(f, gradient, x, options.get("gtol", tol or 1e-5),
                                                    options.get("maxiter", n * 200))
        message = {0: "Optimization terminated successfully.", 1: "Maximum number of iterations has been exceeded.",
                   2: "Desired error not necessarily achieved due to precision loss."}[warning]
        return OptimizeResult(x=vector(x), fun=value, jac=vector(g), nit=iterations, nfev=f.calls, status=warning,
                              success=not warning, message=message, hess_inv=asarray(h))
    if name in ("slsqp", "l-bfgs-b", "tnc", "trust-constr", "cobyla"):
        tolerance = options.get("ftol", tol or 1e-6) if name == "slsqp" else 1e-10
        x, value, g, iterations, status, message = _sequential_quadratic(
            f, gradient, x, _constraint_list(constraints, n), low, high, min(tolerance, 1e-6) * 1e-2,
            options.get("maxiter", 100 if name == "slsqp" else 500))
        if name == "l-bfgs-b" and not status:
            message = "CONVERGENCE: NORM_OF_PROJECTED_GRADIENT_<=_PGTOL"
        return OptimizeResult(x=vector(x), fun=value, jac=vector(g), nit=iterations, nfev=f.calls, status=status,
                              success=not status, message=message)
    raise NotProvidedError(f"scipy.optimize.minimize with method {method!r} is not provided by this sandbox; BFGS, CG, "
                           "Nelder-Mead, L-BFGS-B, TNC, COBYLA, trust-constr and SLSQP are")


def _spread(values, n):
    items = floats(values)
    return items * n if len(items) == 1 else items


def fmin(func, x0, args=(), xtol=1e-4, ftol=1e-4, maxiter=None, maxfun=None, full_output=0, disp=1, retall=0,
         callback=None, initial_simplex=None):
    options = {"xatol": xtol, "fatol": ftol}
    result = minimize(func, x0, args, "Nelder-Mead", options=options)
    if disp:
        print(result.message)
        print(f"         Current function value: {result.fun:f}")
        print(f"         Iterations: {result.nit}")
        print(f"         Function evaluations: {result.nfev}")
    return (result.x, result.fun, result.nit, result.nfev, result.status) if full_output else result.x


def fmin_bfgs(f, x0, fprime=None, args=(), gtol=1e-5, norm=inf, epsilon=ROOT_EPS, maxiter=None, full_output=0, disp=1,
              *ignored, **unused):
    result = minimize(f, x0, args, "BFGS", fprime, options={"gtol": gtol})
    if disp:
        print(result.message)
        print(f"         Current function value: {result.fun:f}")
        print(f"         Iterations: {result.nit}")
        print(f"         Function evaluations: {result.nfev}")
    return result.x


# ---- fits ----


def _least_squares(function, x, maxiter=400, low=None, high=None):
    # Levenberg and Marquardt's method on the normal equations, until nothing changes any more.
    n = len(x)
    r = function(x)
    cost = _dot(r, r)
    damping = 1e-3
    jacobian = None
    for _ in range(maxiter):
        columns = []
        for j in range(n):
            h = ROOT_EPS * abs(x[j]) or ROOT_EPS
            ahead, behind = x[:], x[:]
            h = h ** (2 / 3) if abs(h) < 1 else h
            ahead[j] += h
            behind[j] -= h
            columns.append([(a - b) / (ahead[j] - behind[j]) for a, b in zip(function(ahead), function(behind))])
        jacobian = columns
        normal = [[_dot(a, b) for b in columns] for a in columns]
        slope = [_dot(a, r) for a in columns]
        improved = False
        for _ in range(60):
            matrix = [[v + (damping * (normal[i][i] or 1e-12) if i == j else 0.0) for j, v in enumerate(row)]
                      for i, row in enumerate(normal)]
            step = _solve_dense(matrix, [-s for s in slope])
            if step is None:
                damping = max(damping, 1e-12) * 10
                continue
            trial = [a + b for a, b in zip(x, step)]
            if low is not None:
                trial = [min(max(v, a), b) for v, a, b in zip(trial, low, high)]
            r_trial = function(trial)
            new_cost = _dot(r_trial, r_trial)
            if new_cost <= cost:
                improved = True
                break
            damping *= 10
        if not improved:
            break
        change = max(abs(a - b) / max(1e-300, abs(a)) for a, b in zip(trial, x))
        x, r, cost, old = trial, r_trial, new_cost, cost
        damping = max(damping / 30, 1e-18)
        if change < 1e-13 or not cost:
            break
    return x, r, cost, jacobian


def leastsq(func, x0, args=(), Dfun=None, full_output=False, *ignored, **unused):
    args = _tuple(args)
    function = _wrapped(func, args)
    x, r, cost, jacobian = _least_squares(function, floats(x0))
    message = "Both actual and predicted relative reductions in the sum of squares\n  are at most 0.000000"
    if full_output:
        return vector(x), _covariance(jacobian), {"fvec": vector(r)}, message, 1
    return vector(x), 1


def _covariance(columns):
    normal = [[_dot(a, b) for b in columns] for a in columns]
    n = len(normal)
    out = []
    for k in range(n):
        column = _solve_dense(normal, [float(i == k) for i in range(n)])
        if column is None:
            return None
        out.append(column)
    return asarray(out)


def least_squares(fun, x0, jac="2-point", bounds=(-inf, inf), method="trf", *ignored, args=(), kwargs=None, **unused):
    start = floats(x0)
    n = len(start)
    low, high = (_spread(b, n) for b in ((bounds.lb, bounds.ub) if isinstance(bounds, Bounds) else bounds))
    kwargs = kwargs or {}

    def function(x):
        return floats(fun(vector(x), *args, **kwargs))

    x, r, cost, jacobian = _least_squares(function, start, low=low, high=high)
    return OptimizeResult(x=vector(x), cost=0.5 * cost, fun=vector(r), jac=asarray(jacobian).T, success=True, status=1,
                          message="`gtol` termination condition is satisfied.", nfev=0)


def curve_fit(f, xdata, ydata, p0=None, sigma=None, absolute_sigma=False, check_finite=True, bounds=(-inf, inf),
              method=None, jac=None, full_output=False, **kwargs):
    if p0 is None:
        import inspect

        n = len(inspect.signature(f).parameters) - 1
        if n < 1:
            raise ValueError("Unable to determine number of fit parameters.")
        start = [1.0] * n
    else:
        start = floats(p0)
    n = len(start)
    x = asarray(xdata) * 1.0 if isinstance(xdata, (list, tuple, ndarray)) else xdata
    y = floats(ydata)
    if not y:
        raise ValueError("`ydata` must not be empty!")
    weights = [1.0] * len(y) if sigma is None else [1.0 / s for s in floats(sigma)]

    def function(parameters):
        values = floats(f(x, *map(float64, parameters)))
        values = values * len(y) if len(values) == 1 else values
        return [w * (a - b) for w, a, b in zip(weights, values, y)]

    if n > len(y):
        raise TypeError(f"The number of func parameters={n} must not exceed the number of data points={len(y)}")
    low, high = (_spread(b, n) for b in ((bounds.lb, bounds.ub) if isinstance(bounds, Bounds) else bounds))
    limited = any(a > -inf for a in low) or any(b < inf for b in high)
    best, r, cost, jacobian = _least_squares(function, start, low=low if limited else None,
                                             high=high if limited else None)
    covariance = _covariance(jacobian)
    if covariance is None or (not absolute_sigma and len(y) <= n):
        covariance = new([inf] * (n * n), (n, n), FLOAT)
    elif not absolute_sigma:
        covariance = covariance * (cost / (len(y) - n))
    return vector(best), covariance


def nnls(A, b, maxiter=None):
    a, right = asarray(A) * 1.0, floats(b)
    rows = a.tolist()
    n = a.shape[1]
    columns = [[row[j] for row in rows] for j in range(n)]
    passive, x = [], [0.0] * n
    for _ in range(maxiter or 3 * n):
        rest = [c - _dot(row, x) for c, row in zip(right, rows)]
        slope = [_dot(column, rest) for column in columns]
        free = [j for j in range(n) if j not in passive and slope[j] > 1e-10]
        if not free:
            break
        passive.append(max(free, key=lambda j: slope[j]))
        while True:
            s = _solve_dense([[_dot(columns[i], columns[j]) for j in passive] for i in passive],
                             [_dot(columns[i], right) for i in passive])
            if s is None:
                passive.pop()
                break
            if min(s) > 0:
                x = [0.0] * n
                for j, v in zip(passive, s):
                    x[j] = v
                break
            alpha = min(x[j] / (x[j] - v) for j, v in zip(passive, s) if v <= 0)
            for j, v in zip(passive, s):
                x[j] += alpha * (v - x[j])
            passive = [j for j in passive if x[j] > 1e-12]
    return vector(x), _norm([c - _dot(row, x) for c, row in zip(right, rows)])


# ---- linear programs ----


def _simplex(rows, right, costs, allowed):
    """Minimises over x >= 0 with rows x = right >= 0, in two phases; the least index breaks ties (Bland)."""
    m, n = len(rows), len(costs)
    tiny = 1e-10
    table = [row[:] + [float(i == k) for k in range(m)] + [b] for i, (row, b) in enumerate(zip(rows, right))]
    basis = list(range(n, n + m))
    steps = 0

    def run(objective, columns):
        nonlocal steps
        while True:
            steps += 1
            if steps > 20000:
                return "limit"
            prices = [objective[b] for b in basis]
            entering, best = None, -tiny
            for j in range(columns):
                if j in basis:
                    continue
                reduced = objective[j] - sum(p * row[j] for p, row in zip(prices, table) if p)
                if reduced < best:
                    entering = j
                    if steps > 200:
                        break
                    best = reduced
            if entering is None:
                return "done"
            leaving, least = None, inf
            for i, row in enumerate(table):
                if row[entering] > tiny:
                    ratio = row[-1] / row[entering]
                    if ratio < least - 1e-14 or (ratio <= least and basis[i] < basis[leaving]):
                        leaving, least = i, ratio
            if leaving is None:
                return "unbounded"
            _pivot(table, leaving, entering)
            basis[leaving] = entering

    state = run([0.0] * n + [1.0] * m, n)
    if state == "limit":
        return state, None
    if sum(row[-1] for row, b in zip(table, basis) if b >= n) > 1e-8 * max(1.0, max(right, default=0.0)):
        return "infeasible", None
    for i in range(m - 1, -1, -1):
        if basis[i] >= n:
            column = next((j for j in range(n) if abs(table[i][j]) > tiny and j not in basis), None)
            if column is None:
                del table[i], basis[i]
            else:
                _pivot(table, i, column)
                basis[i] = column
    state = run(costs + [0.0] * m, n)
    if state != "done":
        return state, None
    x = [0.0] * n
    for row, b in zip(table, basis):
        x[b] = row[-1]
    return "done", x


def _pivot(table, at, column):
    row = table[at]
    scale = row[column]
    row[:] = [v / scale for v in row]
    for i, other in enumerate(table):
        if i != at:
            c = other[column]
            if c:
                other[:] = [a - c * b for a, b in zip(other, row)]


def linprog(c, A_ub=None, b_ub=None, A_eq=None, b_eq=None, bounds=(0, None), method="highs", callback=None, options=None,
            x0=None, integrality=None):
    if integrality is not None and any(floats(integrality)):
        raise NotProvidedError("scipy.optimize.linprog with integrality is not provided by this sandbox")
    costs = floats(c)
    n = len(costs)
    upper = [] if A_ub is None else asarray(A_ub).reshape(-1, n).tolist()
    upper_right = [] if b_ub is None else floats(b_ub)
    equal = [] if A_eq is None else asarray(A_eq).reshape(-1, n).tolist()
    equal_right = [] if b_eq is None else floats(b_eq)
    if len(upper) != len(upper_right) or len(equal) != len(equal_right):
        raise ValueError("Invalid input for linprog: the number of rows in A and the number of values in b must agree")
    if len(upper) + len(equal) > 400 or n > 400:
        raise NotProvidedError("scipy.optimize.linprog is provided by this sandbox for up to 400 variables and rows only")
    if bounds is None:
        bounds = [(0, None)] * n
    elif isinstance(bounds, Bounds):
        bounds = list(zip(_spread(bounds.lb, n), _spread(bounds.ub, n)))
    else:
        bounds = list(bounds)
        if len(bounds) == 2 and not isinstance(bounds[0], (list, tuple, ndarray)):
            bounds = [tuple(bounds)] * n
        elif len(bounds) == 1:
            bounds = bounds * n
    if len(bounds) != n:
        raise ValueError("Invalid input for linprog: The length of bounds is inconsistent with the length of c.")
    # Each variable becomes a shift plus or minus one that is not negative, or the difference of two.
    parts = []
    columns = 0
    extra = []
    for j, (low, high) in enumerate(bounds):
        low = -inf if low is None else float(low)
        high = inf if high is None else float(high)
        if low > high:
            return _linear_result(None, 2, n)
        if low > -inf:
            parts.append((low, [(columns, 1.0)]))
            if high < inf:
                extra.append((columns, high - low))
            columns += 1
        elif high < inf:
            parts.append((high, [(columns, -1.0)]))
            columns += 1
        else:
            parts.append((0.0, [(columns, 1.0), (columns + 1, -1.0)]))
            columns += 2
    slack = len(upper) + len(extra)
    total = columns + slack
    rows, right = [], []

    def put(row, b, slack_at=None):
        out = [0.0] * total
        for value, (shift, terms) in zip(row, parts):
            b -= value * shift
            for column, sign in terms:
                out[column] += value * sign
        if slack_at is not None:
            out[columns + slack_at] = 1.0
        rows.append([-v for v in out] if b < 0 else out)
        right.append(abs(b))

    for i, (row, b) in enumerate(zip(upper, upper_right)):
        if b < inf:
            put(row, b, i)
    for row, b in zip(equal, equal_right):
        put(row, b)
    for i, (column, width) in enumerate(extra):
        out = [0.0] * total
        out[column] = 1.0
        out[columns + len(upper) + i] = 1.0
        rows.append(out)
        right.append(width)
    objective = [0.0] * total
    for value, (shift, terms) in zip(costs, parts):
        for column, sign in terms:
            objective[column] += value * sign
    state, solution = _simplex(rows, right, objective, total)
    if state != "done":
        return _linear_result(None, {"infeasible": 2, "unbounded": 3, "limit": 1}[state], n)
    x = [shift + sum(sign * solution[column] for column, sign in terms) for shift, terms in parts]
    result = _linear_result(x, 0, n)
    result["fun"] = _dot(costs, x)
    result["slack"] = vector([b - _dot(row, x) for row, b in zip(upper, upper_right)])
    result["con"] = vector([b - _dot(row, x) for row, b in zip(equal, equal_right)])
    return result


def _linear_result(x, status, n):
    message = {
        0: "Optimization terminated successfully. (HiGHS Status 7: Optimal)",
        1: "Iteration limit reached. (HiGHS Status 14: Iteration limit reached)",
        2: "The problem is infeasible. (HiGHS Status 8: model_status is Infeasible; primal_status is At lower/fixed "
        "bound)",
        3: "The problem is unbounded. (HiGHS Status 10: model_status is Unbounded; primal_status is At upper bound)",
    }[status]
    return OptimizeResult(x=None if x is None else vector(x), fun=None, success=not status, status=status,
                          message=message, nit=0)


def linear_sum_assignment(cost_matrix, maximize=False):
    # The Hungarian method with potentials, row by row.
    a = asarray(cost_matrix) * 1.0
    if a.ndim != 2:
        raise ValueError(f"expected a matrix (2-D array), got a {a.ndim} array")
    turned = a.shape[0] > a.shape[1]
    rows = (a.T if turned else a).tolist()
    if maximize:
        rows = [[-v for v in row] for row in rows]
    n, m = len(rows), len(rows[0]) if rows else 0
    u, v, match = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        match[0] = i
        least, used, way = [inf] * (m + 1), [False] * (m + 1), [0] * (m + 1)
        j0 = 0
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], inf, 0
            for j in range(1, m + 1):
                if not used[j]:
                    current = rows[i0 - 1][j - 1] - u[i0] - v[j]
                    if current < least[j]:
                        least[j], way[j] = current, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if not match[j0]:
                break
        while j0:
            match[j0], j0 = match[way[j0]], way[j0]
    pairs = sorted((match[j] - 1, j - 1) if not turned else (j - 1, match[j] - 1) for j in range(1, m + 1) if match[j])
    return (new([p for p, _ in pairs], (len(pairs),), INT), new([q for _, q in pairs], (len(pairs),), INT))
