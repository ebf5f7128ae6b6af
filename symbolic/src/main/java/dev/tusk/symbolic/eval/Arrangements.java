package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Permutations, combinations and products, in itertools' order, made one at a time. */
final class Arrangements implements Iterator<Value> {
  private final List<List<Value>> pools;
  private final String kind;
  private final Budget budget;
  private final int[] index;
  private boolean done;

  Arrangements(List<Value> pool, int r, String kind, Budget budget) {
    budget.items(Math.max(0, r));
    this.kind = kind;
    this.budget = budget;
    this.pools = new ArrayList<>();
    for (int i = 0; i < r; i++) {
      pools.add(pool);
    }
    this.index = new int[Math.max(0, r)];
    boolean repeats = kind.equals("combinations_with_replacement");
    this.done = r < 0 || (repeats ? pool.isEmpty() && r > 0 : r > pool.size());
    if (!repeats) {
      for (int i = 0; i < index.length; i++) {
        index[i] = i;
      }
    }
  }

  Arrangements(List<List<Value>> pools, Budget budget) {
    this.pools = pools;
    this.kind = "product";
    this.budget = budget;
    this.index = new int[pools.size()];
    this.done = pools.stream().anyMatch(List::isEmpty);
  }

  @Override
  public boolean hasNext() {
    return !done;
  }

  @Override
  public Value next() {
    if (done) {
      throw new NoSuchElementException();
    }
    var items = new ArrayList<Value>();
    for (int i = 0; i < index.length; i++) {
      items.add(pools.get(i).get(index[i]));
    }
    advance();
    return new Tuple(List.copyOf(items));
  }

  private void advance() {
    do {
      budget.step();
      int i = index.length - 1;
      while (i >= 0 && index[i] >= last(i)) {
        i--;
      }
      if (i < 0) {
        done = true;
        return;
      }
      index[i]++;
      for (int j = i + 1; j < index.length; j++) {
        index[j] =
            switch (kind) {
              case "combinations" -> index[j - 1] + 1;
              case "combinations_with_replacement" -> index[i];
              default -> 0;
            };
      }
    } while (kind.equals("permutations") && repeats());
  }

  private int last(int i) {
    int n = pools.get(i).size();
    return kind.equals("combinations") ? n - index.length + i : n - 1;
  }

  private boolean repeats() {
    return Arrays.stream(index).distinct().count() < index.length;
  }
}
