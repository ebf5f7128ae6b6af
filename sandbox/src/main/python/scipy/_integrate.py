# Integrals and differential equations, by the published algorithms, in Python, so that the functions that a program
# gives are called from Python.
import math

from numpy._array import asarray, ndarray, new
from numpy._lazy import NotProvidedError
from numpy._types import FLOAT, INT, float64, inf, nan, plain
from scipy._vectors import floats, vector

__all__ = """
quad dblquad tplquad odeint solve_ivp simpson simps trapezoid trapz cumulative_trapezoid cumtrapz romberg fixed_quad
quadrature romb IntegrationWarning OdeResult
""".replace("romb ", "").replace(" OdeResult", "").split()

EPS = 2.220446049250313e-16
TINY = 2.2250738585072014e-308


class IntegrationWarning(UserWarning):
    pass


# Gauss-Kronrod rules (QUADPACK): nodes, their weights, and those of the Gauss rule within.
_NODES_21 = (
    0.995657163025808080735527280689003, 0.973906528517171720077964012084452, 0.930157491355708226001207180059508,
    0.865063366688984510732096688423493, 0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
    0.562757134668604683339000099272694, 0.433395394129247190799265943165784, 0.294392862701460198131126603103866,
    0.14887433898163121088482600112972, 0.0,
)  # fmt: skip
_WEIGHTS_21 = (
    0.011694638867371874278064396062192, 0.03255816230796472747881897245938964, 0.05475589657435199603138130024458,
    0.07503967481091995276704314091619, 0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
    0.123491976262065851077958109585166, 0.134709217311473325928054001771707, 0.142775938577060080797094273138717,
    0.147739104901338491374841515972068, 0.149445554002916905664936468389821,
)  # fmt: skip
_GAUSS_10 = (
    0.066671344308688137593568809893332, 0.149451349150580593145863396957658, 0.219086362515982043995534934228163,
    0.269266719309996355091226921569469, 0.295524224714752870173815619188769,
)  # fmt: skip
_NODES_15 = (
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
    0.741531185599394439863864773280788, 0.58608723546769113029414483825873, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0,
)  # fmt: skip
_WEIGHTS_15 = (
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
    0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
)  # fmt: skip
_GAUSS_7 = (
    0.129484966168869693270611432679082, 0.27970539148927666790146777142378, 0.381830050505118944950369775488975,
    0.417959183673469387755102040816327,
)  # fmt: skip


def _estimate(result, gauss, absolute, spread_, scale):
    error = abs((result - gauss) * scale)
    if spread_ != 0.0 and error != 0.0:
        error = spread_ * min(1.0, (200.0 * error / spread_) ** 1.5)
    if absolute > TINY / (50.0 * EPS):
        error = max(EPS * 50.0 * absolute, error)
    return error


def _rule(f, a, b, nodes, weights, gauss_weights):
    """Integral, error, integral of |f|, and of |f - mean|: QUADPACK's qk21 and qk15."""
    center, half = 0.5 * (a + b), 0.5 * (b - a)
    middle = f(center)
    last = len(nodes) - 1
    total = weights[last] * middle
    absolute = abs(total)
    odd_gauss = len(gauss_weights) * 2 > len(nodes) - 1 and len(nodes) % 2 == 0
    gauss = gauss_weights[-1] * middle if odd_gauss else 0.0
    pairs = [None] * last
    order = [2 * j + 1 for j in range(last // 2)] + [2 * j for j in range((last + 1) // 2)]
    for j in order:
        step = half * nodes[j]
        low, high = f(center - step), f(center + step)
        pairs[j] = (low, high)
        both = low + high
        if j % 2:
            gauss += gauss_weights[j // 2] * both
        total += weights[j] * both
        absolute += weights[j] * (abs(low) + abs(high))
    mean = total * 0.5
    spread_ = weights[last] * abs(middle - mean)
    for j in range(last):
        spread_ += weights[j] * (abs(pairs[j][0] - mean) + abs(pairs[j][1] - mean))
    size = abs(half)
    return total * half, _estimate(total, gauss, absolute * size, spread_ * size, half), absolute * size, spread_ * size


def _adaptive(rule, a, b, epsabs, epsrel, limit):
    value, error, absolute, spread_ = rule(a, b)
    bound = max(epsabs, epsrel * abs(value))
    if (error <= 50.0 * EPS * absolute and error > bound) or (error <= bound and error != spread_) or error == 0.0:
        return value, error, 1
    # Beyond the first rule: halves of the worst interval, until the tolerance is met with room to spare, because
    # QUADPACK's extrapolation, which is not here, gets to better than it asks for.
    import heapq

    parts = [(-error, 0, a, b, value)]
    serial = 0
    total, total_error = value, error
    for _ in range(max(limit, 50) * 8):
        if total_error <= max(epsabs, epsrel * abs(total)) * 1e-4:
            break
        worst, _, low, high, part = heapq.heappop(parts)
        middle = 0.5 * (low + high)
        if not low < middle < high or abs(high - low) <= 100 * EPS * max(abs(low), abs(high), TINY):
            heapq.heappush(parts, (0.0, serial + 1, low, high, part))
            serial += 1
            total_error = -math.fsum(p[0] for p in parts)
            if not total_error:
                break
            continue
        first, second = rule(low, middle), rule(middle, high)
        if -worst <= 4e-15 * abs(total):
            heapq.heappush(parts, (worst, serial, low, high, part))
            break
        serial += 2
        heapq.heappush(parts, (-first[1], serial - 1, low, middle, first[0]))
        heapq.heappush(parts, (-second[1], serial, middle, high, second[0]))
        total = math.fsum(p[4] for p in parts)
        total_error = -math.fsum(p[0] for p in parts)
        if total != total:
            break
    return total, total_error, len(parts)


def quad(func, a, b, args=(), full_output=0, epsabs=1.49e-08, epsrel=1.49e-08, limit=50, points=None, weight=None,
         wvar=None, wopts=None, maxp1=50, limlst=50, complex_func=False):
    if weight is not None or complex_func:
        raise NotProvidedError("scipy.integrate.quad with weight or complex_func is not provided by this sandbox")
    args = args if isinstance(args, tuple) else (args,)

    def f(x):
        value = func(x, *args)
        value = plain(value.item() if isinstance(value, ndarray) else value)
        if isinstance(value, complex):
            raise TypeError("must be real number, not complex")
        return float(value)

    a, b = float(a), float(b)
    if a > b:
        value, error = quad(func, b, a, args, 0, epsabs, epsrel, limit, points)[:2]
        return (-value, error) if not full_output else (-value, error, {})
    calls = [0]

    def finite(low, high):
        return _rule(f, low, high, _NODES_21, _WEIGHTS_21, _GAUSS_10)

    if math.isinf(a) or math.isinf(b):
        both = math.isinf(a) and math.isinf(b)
        sign = -1.0 if math.isinf(a) and not both else 1.0
        bound = 0.0 if both else (b if math.isinf(a) else a)

        def mapped(t):
            x = bound + sign * (1.0 - t) / t
            value = f(x)
            if both:
                value += f(-x)
            return value / t / t

        def rule(low, high):
            return _rule(mapped, low, high, _NODES_15, _WEIGHTS_15, _GAUSS_7)

        value, error, parts = _adaptive(rule, 0.0, 1.0, epsabs, epsrel, limit)
    elif a == b:
        value, error, parts = 0.0, 0.0, 1
    elif points is not None:
        edges = [a] + sorted(float(p) for p in points if a < p < b) + [b]
        found = [_adaptive(finite, p, q, epsabs / len(edges), epsrel, limit) for p, q in zip(edges, edges[1:])]
        value, error, parts = math.fsum(p[0] for p in found), sum(p[1] for p in found), len(found)
    else:
        value, error, parts = _adaptive(finite, a, b, epsabs, epsrel, limit)
    if full_output:
        return value, error, {"neval": 21 * (2 * parts - 1), "last": parts}
    return value, error


def dblquad(func, a, b, gfun, hfun, args=(), epsabs=1.49e-8, epsrel=1.49e-8):
    def inner(x):
        low = gfun(x) if callable(gfun) else gfun
        high = hfun(x) if callable(hfun) else hfun
        return quad(lambda y: func(y, x, *args), low, high, (), 0, epsabs, epsrel)[0]

    return quad(inner, a, b, (), 0, epsabs, epsrel)


def tplquad(func, a, b, gfun, hfun, qfun, rfun, args=(), epsabs=1.49e-8, epsrel=1.49e-8):
    def inner(y, x):
        low = qfun(x, y) if callable(qfun) else qfun
        high = rfun(x, y) if callable(rfun) else rfun
        return quad(lambda z: func(z, y, x, *args), low, high, (), 0, epsabs, epsrel)[0]

    return dblquad(inner, a, b, gfun, hfun, (), epsabs, epsrel)


def fixed_quad(func, a, b, args=(), n=5):
    nodes, weights = _gauss_legendre(n)
    x = asarray([(b - a) * (t + 1) / 2.0 + a for t in nodes])
    y = asarray(func(x, *args))
    return (b - a) / 2.0 * (y * asarray(weights)).sum(axis=-1), None


def _gauss_legendre(n):
    nodes, weights = [0.0] * n, [0.0] * n
    for i in range(n):
        x = math.cos(math.pi * (i + 0.75) / (n + 0.5))
        for _ in range(100):
            before, value = 1.0, x
            for k in range(2, n + 1):
                before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
            slope = n * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-16:
                break
        nodes[n - 1 - i], weights[n - 1 - i] = x, 2 / ((1 - x * x) * slope * slope)
    return nodes, weights


def quadrature(func, a, b, args=(), tol=1.49e-8, rtol=1.49e-8, maxiter=50, vec_func=True, miniter=1):
    value, error = inf, inf
    for n in range(max(miniter, 1), maxiter + 1):
        new_value = fixed_quad(func, a, b, args, n)[0] if vec_func else fixed_quad(
            lambda xs: asarray([func(x, *args) for x in xs]), a, b, (), n)[0]
        error, value = abs(new_value - value), new_value
        if error < tol or error < rtol * abs(value):
            break
    return value, error


def romberg(function, a, b, args=(), tol=1.48e-8, rtol=1.48e-8, show=False, divmax=10, vec_func=False):
    n, width = 1, float(b - a)
    total = function(a, *args) + function(b, *args)
    result = width * total / 2
    row = [result]
    for level in range(1, divmax + 1):
        n *= 2
        h = width / n * 2
        total_new = math.fsum(plain(function(a + h / 2 + i * h, *args)) for i in range(n // 2))
        total += 2 * total_new
        new_row = [width * total / (2 * n)]
        for k in range(level):
            p = 4.0 ** (k + 1)
            new_row.append((p * new_row[k] - row[k]) / (p - 1.0))
        result = new_row[level]
        error = abs(result - row[level - 1])
        row = new_row
        if error < tol or error < rtol * abs(result):
            break
    return result


# ---- samples ----


def trapezoid(y, x=None, dx=1.0, axis=-1):
    from numpy._products import trapz as numpy_trapz

    return numpy_trapz(y, x, dx, axis)


trapz = trapezoid


def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1, initial=None):
    y = asarray(y) * 1.0
    if y.ndim != 1:
        raise NotProvidedError("scipy.integrate.cumulative_trapezoid is provided by this sandbox for one dimension only")
    values = y._items()
    steps = [dx] * (len(values) - 1) if x is None else [b - a for a, b in zip(asarray(x)._items(), asarray(x)._items()[1:])]
    out, total = ([] if initial is None else [float(initial)]), 0.0
    for h, a, b in zip(steps, values, values[1:]):
        total += h * (a + b) / 2.0
        out.append(total)
    return new(out, (len(out),), FLOAT)


cumtrapz = cumulative_trapezoid


def simpson(y, x=None, dx=1.0, axis=-1, even="avg"):
    y = asarray(y) * 1.0
    if y.ndim != 1:
        raise NotProvidedError("scipy.integrate.simpson is provided by this sandbox for one dimension only")
    values = y._items()
    n = len(values)
    points = None if x is None else floats(x)

    def basic(start, stop):
        total = 0.0
        for i in range(start, stop, 2):
            if points is None:
                total += values[i] + 4 * values[i + 1] + values[i + 2]
                continue
            h0, h1 = points[i + 1] - points[i], points[i + 2] - points[i + 1]
            both, product, ratio = h0 + h1, h0 * h1, h0 / h1 if h1 else 0.0
            total += both / 6.0 * (values[i] * (2.0 - (1.0 / ratio if ratio else 0.0))
                                   + values[i + 1] * (both * both / product if product else 0.0)
                                   + values[i + 2] * (2.0 - ratio))
        return total * dx / 3.0 if points is None else total

    if n % 2:
        return float64(basic(0, n - 2))
    if n == 2:
        h = dx if points is None else points[1] - points[0]
        return float64(0.5 * h * (values[0] + values[1]))
    value = total = 0.0
    if even in ("avg", "first"):
        h = dx if points is None else points[-1] - points[-2]
        value += 0.5 * h * (values[-2] + values[-1])
        total += basic(0, n - 3)
    if even in ("avg", "last"):
        h = dx if points is None else points[1] - points[0]
        value += 0.5 * h * (values[0] + values[1])
        total += basic(1, n - 2)
    if even == "avg":
        value, total = value / 2.0, total / 2.0
    return float64(value + total)


simps = simpson

# ---- differential equations ----

# Dormand and Prince's pair of orders 5 and 4, with Shampine's dense output.
_C = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0)
_A = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
)
_B = (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84)
_E = (-71 / 57600, 0.0, 71 / 16695, -71 / 1920, 17253 / 339200, -22 / 525, 1 / 40)
_P = (
    (1.0, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432),
    (0.0, 0.0, 0.0, 0.0),
    (0.0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799),
    (0.0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072),
    (0.0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632),
    (0.0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844),
    (0.0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423),
)


def _rms(values):
    return math.sqrt(sum(v * v for v in values)) / len(values) ** 0.5


def _first_step(f, t0, y0, f0, direction, rtol, atol):
    if not y0:
        return inf
    scale = [a + abs(v) * rtol for a, v in zip(atol, y0)]
    d0 = _rms([v / s for v, s in zip(y0, scale)])
    d1 = _rms([v / s for v, s in zip(f0, scale)])
    h0 = 1e-6 if d0 < 1e-5 or d1 < 1e-5 else 0.01 * d0 / d1
    y1 = [v + h0 * direction * w for v, w in zip(y0, f0)]
    f1 = f(t0 + h0 * direction, y1)
    d2 = _rms([(b - a) / s for a, b, s in zip(f0, f1, scale)]) / h0
    h1 = max(1e-6, h0 * 1e-3) if d1 <= 1e-15 and d2 <= 1e-15 else (0.01 / max(d1, d2)) ** 0.2
    return min(100 * h0, h1)


class _Steps:
    """Steps of the Dormand-Prince pair from t0 towards a bound, with scipy's control of their size."""

    def __init__(self, f, t0, y0, bound, rtol, atol, max_step=inf, first_step=None):
        self.f, self.t, self.y, self.bound = f, t0, y0, bound
        self.rtol, self.atol, self.max_step = max(rtol, 100 * EPS), atol, max_step
        self.direction = 1.0 if bound >= t0 else -1.0
        self.slope = f(t0, y0)
        if len(self.slope) != len(y0):
            raise ValueError("`fun` return is expected to have shape ({},)".format(len(y0)))
        self.h = first_step if first_step is not None else _first_step(
            f, t0, y0, self.slope, self.direction, self.rtol, atol)
        self.calls = 2

    def advance(self):
        """One step; false where it would have to be smaller than the floats allow."""
        t, y = self.t, self.y
        least = 10 * abs(math.nextafter(t, self.direction * inf) - t)
        h = min(max(self.h, least), self.max_step)
        rejected = False
        while True:
            if h < least or h != h:
                return False
            step = h * self.direction
            t_new = t + step
            if self.direction * (t_new - self.bound) > 0:
                t_new = self.bound
            step = t_new - t
            h = abs(step)
            k = [self.slope]
            for a, c in zip(_A[1:], _C[1:]):
                moved = [v + sum(w * row[i] for w, row in zip(a, k)) * step for i, v in enumerate(y)]
                k.append(self.f(t + c * step, moved))
            y_new = [v + step * sum(w * row[i] for w, row in zip(_B, k)) for i, v in enumerate(y)]
            k.append(self.f(t + step, y_new))
            self.calls += 6
            error = _rms([
                step * sum(w * row[i] for w, row in zip(_E, k)) / (a + max(abs(v), abs(n)) * self.rtol)
                for i, (v, n, a) in enumerate(zip(y, y_new, self.atol))
            ]) if y else 0.0
            if error < 1:
                factor = 10.0 if error == 0 else min(10.0, 0.9 * error**-0.2)
                if rejected:
                    factor = min(1.0, factor)
                self.h = h * factor
                break
            if error != error:
                return False
            h *= max(0.2, 0.9 * error**-0.2)
            rejected = True
        self.t_old, self.y_old, self.k = t, y, k
        self.t, self.y, self.slope = t_new, y_new, k[-1]
        return True

    def interpolant(self):
        t_old, y_old, width = self.t_old, self.y_old, self.t - self.t_old
        q = [[sum(row[i] * p[j] for row, p in zip(self.k, _P)) for j in range(4)] for i in range(len(y_old))]

        def at(t):
            x = (t - t_old) / width
            return [v + width * (((c[3] * x + c[2]) * x + c[1]) * x + c[0]) * x for v, c in zip(y_old, q)]

        return at


class OdeResult(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    __setattr__ = dict.__setitem__

    def __dir__(self):
        return list(self)

    def __repr__(self):
        width = max(map(len, self), default=0) + 1
        return "\n".join(f"{name.rjust(width)}: {value}" for name, value in self.items())


def _real(result):
    if asarray(result).dtype.kind == "c":
        raise NotProvidedError("differential equations of complex numbers are not provided by this sandbox")
    return floats(result)


def solve_ivp(fun, t_span, y0, method="RK45", t_eval=None, dense_output=False, events=None, vectorized=False, args=None,
              **options):
    name = method if isinstance(method, str) else getattr(method, "__name__", "")
    if name not in ("RK45", "RK23", "DOP853", "Radau", "BDF", "LSODA"):
        raise ValueError("`method` must be one of RK23, RK45, DOP853, Radau, BDF, LSODA or OdeSolver class.")
    if name != "RK45":
        raise NotProvidedError(f"scipy.integrate.solve_ivp with method {name} is not provided by this sandbox; RK45 is")
    t0, tf = map(float, t_span)
    args = () if args is None else tuple(args)

    def f(t, y):
        return _real(fun(t, vector(y), *args))

    start = _real(y0)
    atol = floats(options.get("atol", 1e-6))
    atol = atol * len(start) if len(atol) == 1 else atol
    solver = _Steps(f, t0, start, tf, options.get("rtol", 1e-3), atol, options.get("max_step", inf),
                    options.get("first_step"))
    wanted = None if t_eval is None else floats(t_eval)
    if wanted is not None:
        if any(t < min(t0, tf) or t > max(t0, tf) for t in wanted):
            raise ValueError("Values in `t_eval` are not within `t_span`.")
        if any((b - a) * solver.direction <= 0 for a, b in zip(wanted, wanted[1:])):
            raise ValueError("Values in `t_eval` are not properly sorted.")
    ts, ys = ([t0], [start]) if wanted is None else ([], [])
    event_functions = [] if events is None else list(events) if isinstance(events, (list, tuple)) else [events]
    found_t, found_y = [[] for _ in event_functions], [[] for _ in event_functions]
    last = [_event(e, t0, start, args) for e in event_functions]
    pieces, status, message, at = [], 0, "The solver successfully reached the end of the integration interval.", 0
    while solver.direction * (solver.t - tf) < 0:
        if not solver.advance():
            status, message = -1, "Required step size is less than spacing between numbers."
            break
        piece = solver.interpolant()
        if dense_output:
            pieces.append((solver.t_old, solver.t, piece))
        t_end, y_end, stop = solver.t, solver.y, False
        now = [_event(e, solver.t, solver.y, args) for e in event_functions]
        for n, e in enumerate(event_functions):
            direction = getattr(e, "direction", 0)
            up, down = last[n] <= 0 <= now[n], last[n] >= 0 >= now[n]
            if (up and direction > 0) or (down and direction < 0) or ((up or down) and direction == 0):
                from scipy._optimize import brentq

                if last[n] == now[n]:
                    continue
                t_event = brentq(lambda t, e=e: _event(e, t, piece(t), args), solver.t_old, solver.t,
                                 xtol=4 * EPS, rtol=4 * EPS)
                found_t[n].append(t_event)
                found_y[n].append(piece(t_event))
                if getattr(e, "terminal", False) and (not stop or (t_event - t_end) * solver.direction < 0):
                    stop, t_end, y_end = True, t_event, piece(t_event)
        last = now
        if stop:
            status, message = 1, "A termination event occurred."
        if wanted is None:
            ts.append(t_end)
            ys.append(y_end)
        else:
            while at < len(wanted) and solver.direction * (wanted[at] - t_end) <= 0:
                ts.append(wanted[at])
                ys.append(piece(wanted[at]))
                at += 1
        if stop:
            break
    if wanted is not None and t0 == tf:
        ts, ys = wanted, [start] * len(wanted)
    n = len(start)
    result = OdeResult(
        message=message, success=status >= 0, status=status, t=vector(ts),
        y=new([row[i] for i in range(n) for row in ys], (n, len(ys)), FLOAT), sol=None,
        t_events=None if events is None else [vector(t) for t in found_t],
        y_events=None if events is None else [asarray(y) for y in found_y], nfev=solver.calls, njev=0, nlu=0,
    )  # fmt: skip
    if dense_output:
        result["sol"] = _Dense(pieces)
    return result


def _event(event, t, y, args):
    return float(plain(asarray(event(t, vector(y), *args))._items()[0]))


class _Dense:
    def __init__(self, pieces):
        self._pieces = pieces

    def __call__(self, t):
        def one(v):
            for low, high, piece in self._pieces:
                if min(low, high) <= v <= max(low, high):
                    return piece(v)
            return self._pieces[0 if abs(v - self._pieces[0][0]) < abs(v - self._pieces[-1][1]) else -1][2](v)

        times = asarray(t)
        if not times.ndim:
            return vector(one(float(times)))
        rows = [one(float(v)) for v in times._items()]
        n = len(rows[0])
        return new([row[i] for i in range(n) for row in rows], (n, len(rows)), FLOAT)


def odeint(func, y0, t, args=(), Dfun=None, col_deriv=0, full_output=0, ml=None, mu=None, rtol=None, atol=None, tcrit=None,
           h0=0.0, hmax=0.0, hmin=0.0, ixpr=0, mxstep=0, mxhnil=0, mxordn=12, mxords=5, printmessg=0, tfirst=False):
    """By the Dormand-Prince pair to tight tolerances: nearer to the solution than LSODA, whose digits it does not
    repeat."""
    args = args if isinstance(args, tuple) else (args,)

    def f(time, y):
        return _real(func(time, vector(y), *args) if tfirst else func(vector(y), time, *args))

    times = floats(t)
    y = _real(y0)
    rows = [y]
    for a, b in zip(times, times[1:]):
        if a != b:
            solver = _Steps(f, a, y, b, 1e-10, [1e-12] * len(y))
            while solver.direction * (solver.t - b) < 0:
                if not solver.advance():
                    break
            y = solver.y
        rows.append(y)
    result = new([v for row in rows for v in row], (len(rows), len(y)), FLOAT)
    return (result, {"message": "Integration successful."}) if full_output else result
