package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Iter;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Number theory by trial division; primality is proved so, or the check ends. */
final class Primes {
  private static final long TRIAL_LIMIT = 20_000_000;

  private final Interpreter in;

  Primes(Interpreter in) {
    this.in = in;
  }

  Value call(String name, Arguments a, Function<Value, BigInteger> integer) {
    BigInteger n = integer.apply(a.at(0));
    return switch (name) {
      case "isprime" -> Bool.of(prime(n));
      case "factorint" -> {
        var d = new Dict();
        factors(n).forEach((p, e) -> in.put(d, new Int(p), Int.of(e)));
        yield d;
      }
      case "primefactors", "prime_factors" ->
          new ListValue(factors(n).keySet().stream().<Value>map(Int::new).toList());
      case "divisors" -> {
        a.expect(name, 1, 1);
        yield new ListValue(divisors(n.abs()).stream().<Value>map(Int::new).toList());
      }
      case "divisor_count" -> sym(BigInteger.valueOf(divisors(n.abs()).size()));
      case "divisor_sigma" -> {
        BigInteger k = a.size() > 1 ? integer.apply(a.at(1)) : BigInteger.ONE;
        yield sym(
            divisors(n).stream()
                .map(d -> d.pow(k.intValueExact()))
                .reduce(BigInteger.ZERO, BigInteger::add));
      }
      case "totient" -> {
        BigInteger t = n;
        for (BigInteger p : factors(n).keySet()) {
          t = t.divide(p).multiply(p.subtract(BigInteger.ONE));
        }
        yield sym(t);
      }
      case "prime" -> {
        long k = bounded(n, 200_000);
        long p = 1;
        for (long i = 0; i < k; i++) {
          do {
            p++;
          } while (!prime(BigInteger.valueOf(p)));
        }
        yield Int.of(p);
      }
      case "primepi" -> {
        long k = bounded(n, 2_000_000);
        long count = 0;
        for (long p = 2; p <= k; p++) {
          count += prime(BigInteger.valueOf(p)) ? 1 : 0;
        }
        yield sym(BigInteger.valueOf(count));
      }
      case "nextprime" -> {
        BigInteger p = n.max(BigInteger.ONE);
        do {
          p = p.add(BigInteger.ONE);
        } while (!prime(p));
        yield new Int(p);
      }
      case "prevprime" -> {
        BigInteger p = n;
        if (n.compareTo(BigInteger.valueOf(3)) < 0) {
          throw PythonError.value("no preceding primes");
        }
        do {
          p = p.subtract(BigInteger.ONE);
        } while (!prime(p));
        yield new Int(p);
      }
      case "primerange" -> {
        BigInteger from = a.size() > 1 ? n : BigInteger.TWO;
        BigInteger to = a.size() > 1 ? integer.apply(a.at(1)) : n;
        var all = new ArrayList<Value>();
        for (BigInteger p = from.max(BigInteger.TWO);
            p.compareTo(to) < 0;
            p = p.add(BigInteger.ONE)) {
          if (prime(p)) {
            all.add(new Int(p));
          }
        }
        yield new Iter(all.iterator());
      }
      case "mod_inverse" -> {
        try {
          yield new Int(n.modInverse(integer.apply(a.at(1))));
        } catch (ArithmeticException e) {
          throw PythonError.value("inverse does not exist");
        }
      }
      case "fibonacci" -> {
        long k = bounded(n, 20_000);
        BigInteger x = BigInteger.ZERO;
        BigInteger y = BigInteger.ONE;
        for (long i = 0; i < k; i++) {
          in.budget.step();
          BigInteger z = x.add(y);
          x = y;
          y = z;
        }
        yield sym(x);
      }
      default -> throw Stop.unsupported("sympy." + name);
    };
  }

  private static Sym sym(BigInteger n) {
    return new Sym(new Term.ExactNumber(Rational.of(n)));
  }

  private static long bounded(BigInteger n, long bound) {
    if (n.signum() < 0 || n.compareTo(BigInteger.valueOf(bound)) > 0) {
      throw Stop.limit("number size", "an argument past " + bound);
    }
    return n.longValue();
  }

  boolean prime(BigInteger n) {
    if (n.compareTo(BigInteger.TWO) < 0) {
      return false;
    }
    if (n.bitLength() <= 62) {
      // The first twelve primes as Miller-Rabin bases decide up to 3.3 · 10^24.
      in.budget.spend(4);
      return n.isProbablePrime(60) && smallProof(n.longValue());
    }
    throw Stop.limit("number size", "primality of " + n.bitLength() + " bits");
  }

  private static boolean smallProof(long n) {
    BigInteger m = BigInteger.valueOf(n);
    BigInteger d = m.subtract(BigInteger.ONE);
    int s = Math.max(0, d.getLowestSetBit());
    BigInteger odd = d.shiftRight(s);
    for (int base : new int[] {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}) {
      BigInteger b = BigInteger.valueOf(base);
      if (m.equals(b)) {
        return true;
      }
      BigInteger x = b.modPow(odd, m);
      boolean witness = !x.equals(BigInteger.ONE) && !x.equals(d);
      for (int i = 1; i < s && witness; i++) {
        x = x.multiply(x).mod(m);
        witness = !x.equals(d);
      }
      if (witness) {
        return false;
      }
    }
    return true;
  }

  NavigableMap<BigInteger, Long> factors(BigInteger n) {
    var f = new TreeMap<BigInteger, Long>();
    BigInteger rest = n;
    if (rest.signum() < 0) {
      f.put(BigInteger.ONE.negate(), 1L);
      rest = rest.negate();
    }
    if (rest.signum() == 0) {
      f.put(BigInteger.ZERO, 1L);
      return f;
    }
    if (rest.bitLength() > 200) {
      throw Stop.limit("number size", "a factorization of " + rest.bitLength() + " bits");
    }
    for (long p = 2; rest.bitLength() > 1; p += p == 2 ? 1 : 2) {
      if (rest.bitLength() <= 62) {
        if (p * p > rest.longValue()) {
          f.merge(rest, 1L, Long::sum);
          break;
        }
        if (p > 1000 && prime(rest)) {
          f.merge(rest, 1L, Long::sum);
          break;
        }
      }
      if (p > TRIAL_LIMIT) {
        throw Stop.limit("number size", "a factorization by trial division");
      }
      in.budget.step();
      BigInteger q = BigInteger.valueOf(p);
      BigInteger[] parts = rest.divideAndRemainder(q);
      while (parts[1].signum() == 0) {
        f.merge(q, 1L, Long::sum);
        rest = parts[0];
        parts = rest.divideAndRemainder(q);
      }
    }
    return f;
  }

  List<BigInteger> divisors(BigInteger n) {
    if (n.signum() == 0) {
      return List.of();
    }
    List<BigInteger> d = List.of(BigInteger.ONE);
    for (var e : factors(n).entrySet()) {
      var next = new ArrayList<BigInteger>();
      BigInteger power = BigInteger.ONE;
      for (long i = 0; i <= e.getValue(); i++) {
        for (BigInteger x : d) {
          next.add(x.multiply(power));
        }
        power = power.multiply(e.getKey());
      }
      in.budget.items(next.size());
      d = next;
    }
    var sorted = new ArrayList<>(d);
    sorted.sort(null);
    return sorted;
  }
}
