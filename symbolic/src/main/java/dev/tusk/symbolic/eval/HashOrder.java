package dev.tusk.symbolic.eval;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which CPython 3 iterates a set of small integers that was filled by insertions only:
 * its open-addressing table (Objects/setobject.c: linear probes of 9, perturbation by 5 bits,
 * growth at three fifths), replayed. The order of other sets depends on the hash seed or on
 * history.
 */
final class HashOrder {
  private static final int LINEAR_PROBES = 9;

  private HashOrder() {}

  static List<Value> of(Value.SetValue set) {
    if (set.items.size() <= 1) {
      return new ArrayList<>(set.items.values());
    }
    Value[] table = new Value[8];
    long[] hashes = new long[8];
    int fill = 0;
    for (Value v : set.items.values()) {
      long hash = hash(v);
      insert(table, hashes, v, hash);
      fill++;
      int mask = table.length - 1;
      if (fill * 5L >= mask * 3L) {
        int size = fill > 50_000 ? fill * 2 : fill * 4;
        int length = 8;
        while (length <= size) {
          length <<= 1;
        }
        Value[] old = table;
        long[] oldHashes = hashes;
        table = new Value[length];
        hashes = new long[length];
        for (int i = 0; i < old.length; i++) {
          if (old[i] != null) {
            insert(table, hashes, old[i], oldHashes[i]);
          }
        }
      }
    }
    var ordered = new ArrayList<Value>();
    for (Value v : table) {
      if (v != null) {
        ordered.add(v);
      }
    }
    return ordered;
  }

  private static long hash(Value v) {
    BigInteger n =
        switch (v) {
          case Value.Int i -> i.value();
          case Value.Bool b -> b.value() ? BigInteger.ONE : BigInteger.ZERO;
          default -> throw Stop.random("the order of a set");
        };
    if (n.bitLength() > 60) {
      throw Stop.random("the order of a set of large integers");
    }
    long hash = n.longValue();
    return hash == -1 ? -2 : hash;
  }

  private static void insert(Value[] table, long[] hashes, Value v, long hash) {
    int mask = table.length - 1;
    long perturb = hash;
    int i = (int) (hash & mask);
    while (true) {
      int probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      for (int k = 0; k <= probes; k++) {
        if (table[i + k] == null) {
          table[i + k] = v;
          hashes[i + k] = hash;
          return;
        }
      }
      perturb >>>= 5;
      i = (int) ((i * 5L + 1 + perturb) & mask);
    }
  }
}
