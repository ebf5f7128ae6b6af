package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Cases;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Interval;
import dev.tusk.symbolic.grading.Node.Listing;
import dev.tusk.symbolic.grading.Node.Matrix;
import dev.tusk.symbolic.grading.Node.NamedSet;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Percent;
import dev.tusk.symbolic.grading.Node.PlusMinus;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Quantity;
import dev.tusk.symbolic.grading.Node.Ratio;
import dev.tusk.symbolic.grading.Node.Relation;
import dev.tusk.symbolic.grading.Node.Relator;
import dev.tusk.symbolic.grading.Node.SetOf;
import dev.tusk.symbolic.grading.Node.SetOperation;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.Node.Text;
import dev.tusk.symbolic.grading.Node.Tuple;
import dev.tusk.symbolic.grading.NormalForm.Fraction;
import dev.tusk.symbolic.grading.NormalForm.Unsupported;
import dev.tusk.symbolic.grading.Policy.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two readings by their structure, and their values by {@link Scalars}. */
final class Comparison {
  private static final int MAX_ITEMS = 400;

  private final Policy policy;
  private final Budget budget;
  private final Scalars scalars;

  Comparison(Policy policy, Budget budget, ClosedForms algebra) {
    this.policy = policy;
    this.budget = budget;
    this.scalars = new Scalars(policy, budget, algebra);
  }

  private boolean strict() {
    return policy.mode() == Mode.STRICT;
  }

  private boolean mathVerify() {
    return policy.mode() == Mode.MATH_VERIFY;
  }

  Outcome compare(Node reference, Node candidate) {
    budget.spend(1);
    if (reference.equals(candidate) && !hasUndefined(reference)) {
      return Outcome.same(Kind.IDENTICAL, "the same expression");
    }
    Node a = simplified(reference);
    Node b = simplified(candidate);
    Outcome relations = relations(a, b);
    if (relations != null) {
      return relations;
    }
    Node left = value(a);
    Node right = value(b);
    if (!left.equals(a) || !right.equals(b)) {
      return compare(left, right);
    }
    return structures(a, b);
  }

  private static boolean hasUndefined(Node node) {
    return node == Constant.UNDEFINED;
  }

  // ---- simplification of notation

  /** Plus-minus becomes two values, matrix arithmetic a matrix, a set of one its element. */
  private Node simplified(Node node) {
    Node result = node;
    if (Trees.contains(result, Comparison::isVectorNorm)) {
      result = lengths(result);
    }
    if (Trees.contains(result, n -> n instanceof PlusMinus)) {
      result = expanded(result);
    }
    if (Trees.contains(result, n -> n instanceof Matrix) && !(result instanceof Matrix)) {
      Matrix matrix = matrix(result);
      if (matrix != null) {
        result = matrix;
      }
    }
    if (!strict()
        && result instanceof SetOf set
        && set.items().size() == 1
        && !(set.items().getFirst() instanceof Text)) {
      result = set.items().getFirst();
    }
    if (result instanceof Relation relation) {
      result = chained(relation);
    }
    return result;
  }

  private static boolean isVectorNorm(Node node) {
    return node instanceof Call c && c.function().equals("norm") && entries(c) != null;
  }

  private static @Nullable List<Node> entries(Call norm) {
    return switch (norm.arguments().getFirst()) {
      case Matrix m when isVector(m) -> m.rows().stream().flatMap(List::stream).toList();
      case Tuple t -> t.items();
      default -> null;
    };
  }

  private static Node lengths(Node node) {
    Node mapped = Trees.map(node, Comparison::lengths);
    List<Node> entries = mapped instanceof Call c && isVectorNorm(c) ? entries(c) : null;
    if (entries == null) {
      return mapped;
    }
    List<Node> squares = new ArrayList<>();
    entries.forEach(e -> squares.add(new Power(new Call("abs", List.of(e)), Node.number(2))));
    return new Call("root", List.of(new Sum(List.copyOf(squares)), Node.number(2)));
  }

  /** {@code a = b = c} says a = c where a names something, or else b = c. */
  private static Node chained(Relation relation) {
    int last = relation.operands().size() - 1;
    if (last < 2) {
      return relation.relators().getFirst() == Relator.SUPERSET
          ? new Relation(relation.operands().reversed(), List.of(Relator.SUBSET))
          : relation;
    }
    for (Relator relator : relation.relators()) {
      if (relator != Relator.EQUAL && relator != Relator.APPROXIMATE) {
        return relation;
      }
    }
    Node first = relation.operands().getFirst();
    Node end = relation.operands().get(last);
    Node start = isLabel(first) ? first : relation.operands().get(last - 1);
    if (!isLabel(start)) {
      // 1 = z = x = 0: some name in the chain.
      for (Node operand : relation.operands()) {
        if (isLabel(operand)) {
          start = operand;
        }
      }
    }
    return new Relation(List.of(start, end), List.of(Relator.EQUAL));
  }

  private static Node expanded(Node node) {
    if (node instanceof SetOf set) {
      return new SetOf(spread(set.items()));
    }
    if (node instanceof Listing list) {
      return new Listing(spread(list.items()));
    }
    if (node instanceof Relation relation && relation.relators().size() == 1) {
      return new Relation(
          List.of(relation.operands().get(0), expanded(relation.operands().get(1))),
          relation.relators());
    }
    if (node instanceof Tuple tuple) {
      List<Node> items = new ArrayList<>();
      tuple.items().forEach(item -> items.add(expanded(item)));
      return new Tuple(List.copyOf(items));
    }
    if (!Trees.contains(node, n -> n instanceof PlusMinus)) {
      return node;
    }
    Node plus = signed(node, true);
    Node minus = signed(node, false);
    return new SetOf(plus.equals(minus) ? List.of(plus) : List.of(plus, minus));
  }

  private static List<Node> spread(List<Node> items) {
    List<Node> result = new ArrayList<>();
    for (Node item : items) {
      if (expanded(item) instanceof SetOf set && !(item instanceof SetOf)) {
        result.addAll(set.items());
      } else {
        result.add(item);
      }
    }
    return List.copyOf(result);
  }

  private static Node signed(Node node, boolean upper) {
    if (node instanceof PlusMinus p) {
      Node left = signed(p.left(), upper);
      Node right = signed(p.right(), upper);
      boolean plus = upper != p.minusFirst();
      Node term = plus ? right : Node.negate(right);
      return left.equals(Node.number(0)) ? term : new Sum(List.of(left, term));
    }
    return Trees.map(node, child -> signed(child, upper));
  }

  // ---- relations

  /** Whether it only names something: x, f(x), (p, q), NO/BO, |AB|, A:B. */
  private static boolean isLabel(Node node) {
    return switch (node) {
      case Sym s -> true;
      case Constant c -> c == Constant.I || c == Constant.E;
      case Tuple t -> t.items().stream().allMatch(Comparison::isLabel);
      case Product p -> p.factors().stream().allMatch(f -> isLabel(f) || isInverseLabel(f));
      case Power p -> isInverseLabel(p);
      case Ratio r -> r.terms().stream().allMatch(Comparison::isLabel);
      case Call c ->
          switch (c.function()) {
            case "sin", "cos", "tan", "ln", "log", "root", "logBase", "factorial", "binomial" ->
                false;
            default ->
                c.arguments().stream().allMatch(x -> isLabel(x) || x instanceof Num)
                    && (!c.function().equals("abs") || isLabel(c.arguments().getFirst()));
          };
      case Text t -> true;
      default -> false;
    };
  }

  private static boolean isInverseLabel(Node node) {
    return node instanceof Power p && p.exponent().equals(Node.number(-1)) && isLabel(p.base());
  }

  private static boolean isAssignment(Node node) {
    return node instanceof Relation r
        && r.relators().size() == 1
        && (r.relators().getFirst() == Relator.EQUAL
            || r.relators().getFirst() == Relator.APPROXIMATE
            || r.relators().getFirst() == Relator.IN)
        && isLabel(r.operands().getFirst());
  }

  private static boolean isMembership(Relation relation) {
    return isAssignment(relation) && relation.relators().getFirst() == Relator.IN;
  }

  /** The right side of {@code x = 5}, or of {@code x ∈ S}; of {@code 5 = x} the left. */
  private static Node value(Node node) {
    if (node instanceof Relation r && isAssignment(r)) {
      return r.operands().get(1);
    }
    if (node instanceof Relation r
        && r.relators().size() == 1
        && r.relators().getFirst() == Relator.EQUAL
        && isLabel(r.operands().get(1))
        && r.operands().get(0) instanceof Num) {
      return r.operands().get(0);
    }
    if (node instanceof Listing list && list.items().stream().anyMatch(Comparison::isAssignment)) {
      return new Listing(list.items().stream().map(Comparison::value).toList());
    }
    if (node instanceof SetOf set && set.items().stream().anyMatch(Comparison::isAssignment)) {
      return new SetOf(set.items().stream().map(Comparison::value).toList());
    }
    if (node instanceof Tuple tuple && tuple.items().stream().anyMatch(Comparison::isAssignment)) {
      return new Tuple(tuple.items().stream().map(Comparison::value).toList());
    }
    return node;
  }

  private static boolean isRelational(Node node) {
    return node instanceof Relation;
  }

  /** Both are relations, or one is and the other is a set; null where this does not apply. */
  private @Nullable Outcome relations(Node a, Node b) {
    if (a instanceof Relation left && b instanceof Relation right) {
      if (isMembership(left) && !isAssignment(right)) {
        return relationAndSet(right, value(left), false);
      }
      if (isMembership(right) && !isAssignment(left)) {
        return relationAndSet(left, value(right), true);
      }
      return bothRelations(left, right);
    }
    if (isRelational(a) && !isAssignment(a) && !isRelational(b)) {
      return relationAndSet((Relation) a, b, true);
    }
    if (isRelational(b) && !isAssignment(b) && !isRelational(a)) {
      return relationAndSet((Relation) b, a, false);
    }
    if (isAssignment(a) != isAssignment(b)
        && (isAssignment(a) ? equationBecomesValue(b) : equationBecomesValue(a))) {
      return null;
    }
    if (a instanceof Listing left
        && b instanceof Listing right
        && left.items().stream().allMatch(Comparison::isAssignment)
        && right.items().stream().allMatch(Comparison::isAssignment)) {
      return unordered(left.items(), right.items(), Kind.SET, false);
    }
    Relation single = soleInequalities(a);
    Relation other = soleInequalities(b);
    if (single != null && isSetLike(b)) {
      return setOfInequalities((Listing) a, b);
    }
    if (other != null && isSetLike(a)) {
      return setOfInequalities((Listing) b, a);
    }
    return null;
  }

  private static boolean equationBecomesValue(Node other) {
    return !(other instanceof Relation);
  }

  private static @Nullable Relation soleInequalities(Node node) {
    if (node instanceof Listing list
        && list.items().size() == 2
        && list.items().stream()
            .allMatch(
                n -> n instanceof Relation r && r.relators().stream().allMatch(Relator::isOrder))) {
      return (Relation) list.items().getFirst();
    }
    return null;
  }

  private static boolean isSetLike(Node node) {
    return node instanceof Interval
        || node instanceof SetOperation
        || node instanceof Tuple
        || node instanceof NamedSet
        || node instanceof Node.Builder;
  }

  private Outcome setOfInequalities(Listing list, Node other) {
    RealSet.Order order = this::order;
    try {
      RealSet first = solutions((Relation) list.items().get(0), order);
      RealSet second = solutions((Relation) list.items().get(1), order);
      RealSet set = RealSet.of(setForm(other), order);
      if (first == null || second == null || set == null) {
        return Outcome.open("inequalities against a set");
      }
      RealSet union = first.union(second, order);
      boolean whole = union.equalTo(RealSet.ALL, order);
      return sets(whole ? first.intersection(second, order) : union, set, order);
    } catch (RealSet.Unordered e) {
      return Outcome.open("ends that cannot be ordered");
    }
  }

  private Outcome relationAndSet(Relation relation, Node set, boolean referenceIsRelation) {
    boolean order = relation.relators().stream().anyMatch(r -> r != Relator.EQUAL);
    if (!order) {
      Node result = computed(relation);
      if (result != null) {
        return referenceIsRelation ? compare(result, set) : compare(set, result);
      }
      return mathVerify()
          ? Outcome.different(Kind.RELATION, "an equation is not a value")
          : openOrDifferent(Kind.RELATION, "an equation and a value", !isSetLike(set) && strict());
    }
    if (mathVerify() && !referenceIsRelation && !policy.setRelation()) {
      return Outcome.different(
          Kind.RELATION, "an inequality where a set is asked, and set_relation is off");
    }
    RealSet.Order compare = this::order;
    try {
      RealSet solutions = solutions(relation, compare);
      RealSet other = RealSet.of(setForm(set), compare);
      if (solutions != null && other != null) {
        return sets(solutions, other, compare);
      }
    } catch (RealSet.Unordered e) {
      return Outcome.open("ends that cannot be ordered");
    }
    Interval interval = asInterval(relation);
    if (interval != null && setForm(set) instanceof Interval given) {
      return intervals(interval, given);
    }
    return openOrDifferent(Kind.RELATION, "a relation and " + Canonical.brief(set), mathVerify());
  }

  /** The end of a true computation such as {@code 6·7 = 42}, or null. */
  private @Nullable Node computed(Relation relation) {
    if (!Trees.symbols(relation).isEmpty()
        || relation.operands().stream()
            .anyMatch(o -> Trees.contains(o, n -> n instanceof Text || n instanceof Relation))
        || relation.operands().size() != 2
        || relation.operands().getFirst() instanceof Num) {
      return null;
    }
    Outcome holds = compare(relation.operands().getFirst(), relation.operands().getLast());
    return holds.isSame() ? relation.operands().getLast() : null;
  }

  private static Outcome openOrDifferent(Kind kind, String reason, boolean different) {
    return different ? Outcome.different(kind, reason) : Outcome.open(reason);
  }

  private Outcome sets(RealSet a, RealSet b, RealSet.Order order) {
    return a.equalTo(b, order)
        ? Outcome.same(Kind.INTERVAL, "the same set of reals")
        : Outcome.different(Kind.INTERVAL, "different sets of reals");
  }

  private int order(Node a, Node b) {
    int infinityA = Scalars.infinity(a);
    int infinityB = Scalars.infinity(b);
    if (infinityA != 0 || infinityB != 0) {
      return Integer.compare(infinityA, infinityB);
    }
    if (a instanceof Num x && b instanceof Num y) {
      if (!strict() && scalars.compare(a, b).isSame()) {
        return 0;
      }
      return x.value().compareTo(y.value());
    }
    Outcome same = scalars.compare(a, b);
    if (same.isSame()) {
      return 0;
    }
    int sign = new Enclosures(budget, false).sign(Node.difference(a, b));
    if (sign == Enclosures.UNKNOWN) {
      throw new RealSet.Unordered();
    }
    return sign;
  }

  /** A name whose range of values a relation can state; |x| is no such name. */
  private static boolean isVariable(Node node) {
    return isLabel(node) && !(node instanceof Call c && c.function().equals("abs"));
  }

  private static @Nullable Node variable(Relation relation) {
    for (Node operand : relation.operands()) {
      if (isVariable(operand)) {
        return operand;
      }
    }
    return null;
  }

  /** Whether both may be about one variable: neither names one that the other does not. */
  private static boolean sameVariable(Relation a, Relation b) {
    Node x = variable(a);
    Node y = variable(b);
    return x == null || y == null || x.equals(y);
  }

  /** The solutions of {@code |x| < c} and its like, for a constant c. */
  private @Nullable RealSet ofAbsolute(
      Node left, Relator relator, Node right, RealSet.Order order) {
    if (left instanceof Call call
        && call.function().equals("abs")
        && Trees.symbols(right).isEmpty()) {
      Node inner = call.arguments().getFirst();
      boolean open = relator == Relator.LESS || relator == Relator.GREATER_OR_EQUAL;
      Relation upper = linear(inner, right, open ? Relator.LESS : Relator.LESS_OR_EQUAL);
      Relation lower =
          linear(inner, Node.negate(right), open ? Relator.GREATER : Relator.GREATER_OR_EQUAL);
      Interval below = upper == null ? null : asInterval(upper);
      Interval above = lower == null ? null : asInterval(lower);
      RealSet first = below == null ? null : RealSet.of(below, order);
      RealSet second = above == null ? null : RealSet.of(above, order);
      if (first == null || second == null) {
        return null;
      }
      RealSet inside = first.intersection(second, order);
      boolean less = relator == Relator.LESS || relator == Relator.LESS_OR_EQUAL;
      return less ? inside : inside.complement();
    }
    return null;
  }

  /** An interval that a chain of inequalities about one symbol states, its ends as written. */
  private static @Nullable Interval asInterval(Relation relation) {
    List<Node> operands = relation.operands();
    List<Relator> relators = relation.relators();
    if (relators.stream().noneMatch(Relator::isOrder)) {
      return null;
    }
    Node low = RealSet.MINUS_INFINITY;
    Node high = Constant.INFINITY;
    boolean lowOpen = true;
    boolean highOpen = true;
    int at = -1;
    for (int i = 0; i < operands.size(); i++) {
      if (isVariable(operands.get(i))) {
        if (at >= 0) {
          return null;
        }
        at = i;
      }
    }
    if (at < 0 || operands.size() > 3) {
      return null;
    }
    for (int i = 0; i < relators.size(); i++) {
      Relator relator = relators.get(i);
      Node bound;
      if (i + 1 == at) {
        bound = operands.get(i);
        relator = relator.mirrored();
      } else if (i == at) {
        bound = operands.get(i + 1);
      } else {
        return null;
      }
      switch (relator) {
        case LESS, LESS_OR_EQUAL -> {
          high = bound;
          highOpen = relator == Relator.LESS;
        }
        case GREATER, GREATER_OR_EQUAL -> {
          low = bound;
          lowOpen = relator == Relator.GREATER;
        }
        default -> {
          return null;
        }
      }
    }
    return new Interval(low, high, lowOpen, highOpen);
  }

  /** The solutions of a relation in one variable, where they are read off. */
  private @Nullable RealSet solutions(Relation relation, RealSet.Order order) {
    if (relation.relators().size() == 1) {
      Node left = relation.operands().get(0);
      Node right = relation.operands().get(1);
      Relator relator = relation.relators().getFirst();
      if (relator == Relator.NOT_EQUAL && isLabel(left)) {
        RealSet points =
            RealSet.of(
                right instanceof Listing list ? new SetOf(list.items()) : new SetOf(List.of(right)),
                order);
        return points == null ? null : points.complement();
      }
      if (relator == Relator.EQUAL && isLabel(left)) {
        return RealSet.of(new SetOf(List.of(right)), order);
      }
      if (relator == Relator.IN && isLabel(left)) {
        return RealSet.of(setForm(right), order);
      }
      if (relator.isOrder()) {
        RealSet absolute = ofAbsolute(left, relator, right, order);
        if (absolute == null) {
          absolute = ofAbsolute(right, relator.mirrored(), left, order);
        }
        if (absolute != null) {
          return absolute;
        }
        Relation solved = linear(left, right, relator);
        if (solved != null) {
          Interval interval = asInterval(solved);
          return interval == null ? null : RealSet.of(interval, order);
        }
      }
    }
    Interval interval = asInterval(relation);
    return interval == null ? null : RealSet.of(interval, order);
  }

  /** {@code a·x + b < 0} solved for x, with rational a. */
  private @Nullable Relation linear(Node left, Node right, Relator relator) {
    Set<String> names = Trees.symbols(Node.difference(left, right));
    if (names.size() != 1) {
      return null;
    }
    try {
      NormalForm forms = new NormalForm(budget, false);
      Fraction form = forms.minus(forms.of(left), forms.of(right));
      Polynomial.Monomial x =
          Polynomial.Monomial.of(Map.of("v:" + names.iterator().next(), Rational.ONE));
      if (!form.bottom().isOne()) {
        return null;
      }
      Rational slope = form.top().terms().get(x);
      if (slope == null) {
        return null;
      }
      for (Polynomial.Monomial monomial : form.top().terms().keySet()) {
        if (!monomial.equals(x)
            && monomial.factors().stream().anyMatch(f -> f.atom().contains("v:"))) {
          return null;
        }
      }
      // x = (constant part)/-slope, as an expression of the original sides at x = 0.
      Sym symbol = new Sym(names.iterator().next());
      Node rest = Trees.replace(Node.difference(left, right), symbol, Node.number(0));
      Fraction constant = forms.of(rest);
      Rational number = constant.number();
      Node bound =
          number != null
              ? Num.of(number.over(slope).negate())
              : new Product(List.of(Num.of(slope.inverse().negate()), rest));
      return new Relation(
          List.of(symbol, bound), List.of(slope.signum() > 0 ? relator : relator.mirrored()));
    } catch (Unsupported e) {
      return null;
    }
  }

  private Outcome bothRelations(Relation a, Relation b) {
    if (isAssignment(a) && isAssignment(b)) {
      Node labelA = a.operands().getFirst();
      Node labelB = b.operands().getFirst();
      Outcome values = compare(a.operands().get(1), b.operands().get(1));
      if (values.isSame() && strict() && !sameLabel(labelA, labelB)) {
        return Outcome.different(
            Kind.RELATION,
            "the values agree, but they are of "
                + Canonical.brief(labelA)
                + " and of "
                + Canonical.brief(labelB));
      }
      if (values.isSame() || !isPlainEquation(a) || !isPlainEquation(b)) {
        return values;
      }
      if (values.isDifferent() && sameLabel(labelA, labelB)) {
        return values;
      }
      // x = y + 2 and y = x - 2: names on both sides.
      Outcome whole = equations(a, b, values);
      return mathVerify() && !whole.isSame() ? values : whole;
    }
    boolean orders =
        a.relators().stream().allMatch(r -> r.isOrder() || r == Relator.NOT_EQUAL)
            && b.relators().stream().allMatch(r -> r.isOrder() || r == Relator.NOT_EQUAL);
    if (orders && Trees.symbols(a).equals(Trees.symbols(b)) && sameVariable(a, b)) {
      RealSet.Order order = this::order;
      try {
        RealSet left = solutions(a, order);
        RealSet right = solutions(b, order);
        if (left != null && right != null) {
          Outcome result = sets(left, right, order);
          return new Outcome(result.verdict(), Method.of(Kind.RELATION), result.reason());
        }
      } catch (RealSet.Unordered e) {
        // The ends may still be equal as expressions: compared link by link below.
      }
    }
    if (a.relators().size() == 1 && b.relators().size() == 1) {
      return equations(a, b, Outcome.open("different relations"));
    }
    Outcome congruent = congruences(a, b);
    if (congruent != null) {
      return congruent;
    }
    Outcome straight = links(a.operands(), a.relators(), b);
    if (straight.isSame()) {
      return straight;
    }
    List<Node> reversed = a.operands().reversed();
    List<Relator> mirrored = a.relators().reversed().stream().map(Relator::mirrored).toList();
    Outcome backwards = links(reversed, mirrored, b);
    if (backwards.isSame()) {
      return backwards;
    }
    // Another spelling of a chain may mean the same: only Math-Verify calls it different.
    return openOrDifferent(Kind.RELATION, "different chains of relations", mathVerify());
  }

  /** {@code x ≡ 2 (mod 5)} on both sides, of one name and one modulus; else null. */
  private @Nullable Outcome congruences(Relation a, Relation b) {
    List<Relator> signs = List.of(Relator.CONGRUENT, Relator.CONGRUENT);
    if (!a.relators().equals(signs) || !b.relators().equals(signs)) {
      return null;
    }
    Node modulus = a.operands().getLast();
    if (!modulus.equals(b.operands().getLast())
        || !sameLabel(a.operands().getFirst(), b.operands().getFirst())
        || !(modulus instanceof Call c && c.arguments().getFirst() instanceof Num m)
        || m.value().signum() <= 0
        || !(a.operands().get(1) instanceof Num x)
        || !(b.operands().get(1) instanceof Num y)) {
      return null;
    }
    return x.value().minus(y.value()).over(m.value()).isInteger()
        ? Outcome.same(Kind.RELATION, "the same residue class")
        : Outcome.different(Kind.RELATION, "different residue classes");
  }

  private static boolean sameLabel(Node a, Node b) {
    if (a.equals(b)) {
      return true;
    }
    return Canonical.text(a)
        .toLowerCase(Locale.ROOT)
        .equals(Canonical.text(b).toLowerCase(Locale.ROOT));
  }

  private static boolean isPlainEquation(Relation relation) {
    return relation.relators().equals(List.of(Relator.EQUAL));
  }

  private Outcome links(List<Node> operands, List<Relator> relators, Relation b) {
    if (!relators.equals(b.relators())) {
      return Outcome.different(Kind.RELATION, "different signs of relation");
    }
    return components(operands, b.operands(), Kind.RELATION);
  }

  /** One relation each: equal where the differences of their sides are proportional. */
  private Outcome equations(Relation a, Relation b, Outcome otherwise) {
    Relator first = a.relators().getFirst();
    Relator second = b.relators().getFirst();
    try {
      NormalForm forms = new NormalForm(budget, false);
      Fraction left = forms.minus(forms.of(a.operands().get(0)), forms.of(a.operands().get(1)));
      Fraction right = forms.minus(forms.of(b.operands().get(0)), forms.of(b.operands().get(1)));
      if (left.isZero() || right.isZero()) {
        return left.isZero() && right.isZero() && first == second
            ? Outcome.same(Kind.RELATION, "both hold always")
            : otherwise;
      }
      Fraction quotient = forms.times(left, forms.inverse(right));
      Rational factor = quotient.number();
      if (factor == null) {
        factor = proportion(left, right);
      }
      if (factor != null) {
        Relator expected = factor.signum() < 0 ? second.mirrored() : second;
        return first == expected
            ? Outcome.same(Kind.RELATION, "one is " + factor + " times the other")
            : Outcome.different(Kind.RELATION, "the same sides, another relation");
      }
      if (mathVerify()) {
        return Outcome.different(Kind.RELATION, "neither relation is a multiple of the other");
      }
      if (first == Relator.EQUAL && second == Relator.EQUAL && isLinear(left) && isLinear(right)) {
        return Outcome.different(Kind.RELATION, "different linear equations");
      }
      return otherwise;
    } catch (Unsupported e) {
      Outcome linked = links(a.operands(), a.relators(), b);
      if (linked.isSame()) {
        return linked;
      }
      return mathVerify() && linked.isDifferent() ? linked : otherwise;
    }
  }

  private static @Nullable Rational proportion(Fraction left, Fraction right) {
    if (!left.bottom().equals(right.bottom())) {
      return null;
    }
    Rational a = left.top().terms().firstEntry().getValue();
    Rational b = right.top().terms().firstEntry().getValue();
    Rational factor = a.over(b);
    return left.top().equals(right.top().scaled(factor)) ? factor : null;
  }

  private static boolean isLinear(Fraction form) {
    if (!form.bottom().isOne()) {
      return false;
    }
    for (Polynomial.Monomial monomial : form.top().terms().keySet()) {
      if (monomial.factors().size() > 1
          || (monomial.factors().size() == 1
              && (!monomial.factors().getFirst().exponent().isOne()
                  || !monomial.factors().getFirst().atom().startsWith("v:")))) {
        return false;
      }
    }
    return true;
  }

  // ---- structures

  private Outcome structures(Node a, Node b) {
    if (a instanceof Text || b instanceof Text) {
      return texts(a, b);
    }
    if (a instanceof Quantity || b instanceof Quantity) {
      return quantities(a, b);
    }
    if (a instanceof Percent || b instanceof Percent) {
      return percents(a, b);
    }
    if (a instanceof Matrix || b instanceof Matrix) {
      return matrices(a, b);
    }
    if (a instanceof Node.Builder || b instanceof Node.Builder) {
      Node left = setForm(a);
      Node right = setForm(b);
      if (!left.equals(a) || !right.equals(b)) {
        return compare(left, right);
      }
      if (a instanceof Node.Builder x && b instanceof Node.Builder named) {
        Node.Builder y = renamed(named, x);
        return components(
                append(x.conditions(), x.element()), append(y.conditions(), y.element()), Kind.SET)
            .within(Kind.SET);
      }
      return Outcome.open("a set by its condition");
    }
    if (isRealSet(a) || isRealSet(b)) {
      return realSets(a, b);
    }
    if (a instanceof Cases x && b instanceof Cases y) {
      return cases(x, y);
    }
    if (a instanceof Ratio x && b instanceof Ratio y) {
      return ratios(x, y);
    }
    List<Node> itemsA = items(a);
    List<Node> itemsB = items(b);
    if (itemsA != null || itemsB != null) {
      return collections(a, b, itemsA, itemsB);
    }
    if (a instanceof Cases || b instanceof Cases) {
      return openOrDifferent(Kind.SET, "cases and no cases", mathVerify());
    }
    Outcome result = scalars.compare(a, b);
    return result.verdict() == Outcome.Verdict.OPEN && mathVerify() && !isComputable(a, b)
        ? Outcome.different(Kind.EXACT_ALGEBRA, "no equality found: " + result.reason())
        : result;
  }

  /** The set with its one variable named as the other's one variable. */
  private static Node.Builder renamed(Node.Builder set, Node.Builder like) {
    Set<String> names = Trees.symbols(set);
    Set<String> wanted = Trees.symbols(like);
    return names.size() == 1
            && wanted.size() == 1
            && Trees.replace(
                    set, new Sym(names.iterator().next()), new Sym(wanted.iterator().next()))
                instanceof Node.Builder result
        ? result
        : set;
  }

  /** Whether a deadline or bound, and not the notation, may be what left it open. */
  private static boolean isComputable(Node a, Node b) {
    return a instanceof Num && b instanceof Num;
  }

  private static List<Node> append(List<Node> list, Node last) {
    List<Node> all = new ArrayList<>(list);
    all.add(last);
    return all;
  }

  private static @Nullable List<Node> items(Node node) {
    return switch (node) {
      case Listing l -> l.items();
      case SetOf s -> s.items();
      case Tuple t -> t.items();
      default -> null;
    };
  }

  private Outcome collections(
      Node a, Node b, @Nullable List<Node> itemsA, @Nullable List<Node> itemsB) {
    if (itemsA == null || itemsB == null) {
      List<Node> several = itemsA == null ? itemsB : itemsA;
      Node single = itemsA == null ? a : b;
      if (several != null && several.size() == 1) {
        return compare(
            itemsA == null ? a : several.getFirst(), itemsA == null ? several.getFirst() : b);
      }
      return Outcome.different(
          Kind.SET,
          (several == null ? 0 : several.size()) + " values against " + Canonical.brief(single));
    }
    boolean tupleA = a instanceof Tuple;
    boolean tupleB = b instanceof Tuple;
    if (tupleA && tupleB) {
      return components(itemsA, itemsB, Kind.TUPLE);
    }
    if (tupleA || tupleB) {
      boolean set = a instanceof SetOf || b instanceof SetOf;
      if (mathVerify()) {
        return unordered(itemsA, itemsB, Kind.SET, true);
      }
      if (strict() || set) {
        Outcome ordered = components(itemsA, itemsB, Kind.TUPLE);
        return ordered.isSame()
            ? Outcome.open("the same values, ordered on one side only")
            : unordered(itemsA, itemsB, Kind.SET, false).isSame()
                ? Outcome.open("the same values, ordered on one side only")
                : ordered;
      }
      return components(itemsA, itemsB, Kind.TUPLE);
    }
    boolean counted = a instanceof Listing && b instanceof Listing && strict();
    return unordered(itemsA, itemsB, Kind.SET, !counted);
  }

  private Outcome components(List<Node> a, List<Node> b, Kind kind) {
    if (a.size() != b.size()) {
      return Outcome.different(kind, a.size() + " components against " + b.size());
    }
    Outcome open = null;
    Outcome weakest = null;
    for (int i = 0; i < a.size(); i++) {
      Outcome each = compare(a.get(i), b.get(i));
      if (each.isDifferent()) {
        return Outcome.different(kind, "component " + (i + 1) + ": " + each.reason());
      }
      if (!each.isSame()) {
        open = each;
      }
      weakest = weaker(weakest, each);
    }
    if (open != null) {
      return open;
    }
    return weakest == null
        ? Outcome.same(kind, "both empty")
        : new Outcome(Outcome.Verdict.SAME, weakest.method(), "all components agree").within(kind);
  }

  private static Outcome weaker(@Nullable Outcome a, Outcome b) {
    if (a == null) {
      return b;
    }
    boolean weak =
        b.method().kind() == Kind.NUMERIC
            || (b.method().kind() == Kind.ROUNDED && a.method().kind() != Kind.NUMERIC);
    return weak ? b : a;
  }

  /** Every element has an equal on the other side; {@code asSets}: repeats do not count. */
  private Outcome unordered(List<Node> a, List<Node> b, Kind kind, boolean asSets) {
    if (a.size() > MAX_ITEMS || b.size() > MAX_ITEMS) {
      return Outcome.open("more than " + MAX_ITEMS + " elements");
    }
    if (!asSets && a.size() != b.size()) {
      return Outcome.different(kind, a.size() + " elements against " + b.size());
    }
    boolean[] used = new boolean[b.size()];
    Outcome weakest = null;
    boolean open = false;
    for (Node x : a) {
      boolean found = false;
      boolean doubt = false;
      for (int i = 0; i < b.size() && !found; i++) {
        if (!asSets && used[i]) {
          continue;
        }
        Outcome each = compare(x, b.get(i));
        if (each.isSame()) {
          used[i] = true;
          found = true;
          weakest = weaker(weakest, each);
        } else if (!each.isDifferent()) {
          doubt = true;
        }
      }
      if (!found && !doubt) {
        return Outcome.different(kind, Canonical.brief(x) + " is on one side only");
      }
      open |= !found;
    }
    for (int i = 0; i < b.size(); i++) {
      if (used[i]) {
        continue;
      }
      boolean found = false;
      boolean doubt = false;
      for (Node x : a) {
        Outcome each = compare(x, b.get(i));
        found |= asSets && each.isSame();
        doubt |= !each.isSame() && !each.isDifferent();
      }
      if (!found && !doubt) {
        return Outcome.different(kind, Canonical.brief(b.get(i)) + " is on one side only");
      }
      open |= !found;
    }
    if (open) {
      return Outcome.open("elements that could not be told apart");
    }
    return weakest == null
        ? Outcome.same(kind, "both empty")
        : new Outcome(Outcome.Verdict.SAME, weakest.method(), "the same elements").within(kind);
  }

  // ---- sets of reals

  private static boolean isRealSet(Node node) {
    return node instanceof Interval || node instanceof SetOperation || node instanceof NamedSet;
  }

  /** A set written by a condition, as an interval where it is one. */
  private Node setForm(Node node) {
    if (node instanceof Node.Builder builder
        && builder.conditions().size() == 1
        && builder.conditions().getFirst() instanceof Relation relation) {
      if (relation.relators().equals(List.of(Relator.IN))
          && relation.operands().getFirst().equals(builder.element())) {
        return relation.operands().get(1);
      }
      Interval interval = asInterval(relation);
      if (interval != null) {
        return interval;
      }
      try {
        RealSet set = solutions(relation, this::order);
        if (set != null) {
          return asNode(set);
        }
      } catch (RealSet.Unordered e) {
        return node;
      }
    }
    return node;
  }

  private static Node asNode(RealSet set) {
    Node result = new SetOf(List.of());
    for (Interval piece : set.pieces()) {
      result =
          result instanceof SetOf ? piece : new SetOperation(Node.SetOperator.UNION, result, piece);
    }
    return result;
  }

  private Outcome realSets(Node a, Node b) {
    if (a instanceof NamedSet x && b instanceof NamedSet y) {
      return x.equals(y)
          ? Outcome.same(Kind.SET, "the same set")
          : Outcome.different(Kind.SET, "different sets of numbers");
    }
    RealSet.Order order = this::order;
    try {
      RealSet left = RealSet.of(a, order);
      RealSet right = RealSet.of(b, order);
      if (left != null
          && right != null
          && !(listLike(a) && b instanceof Interval)
          && !(listLike(b) && a instanceof Interval)) {
        return sets(left, right, order);
      }
    } catch (RealSet.Unordered e) {
      // Symbolic ends: compared as expressions.
    }
    Interval left = openPair(a);
    Interval right = openPair(b);
    if (left != null && right != null) {
      return intervals(left, right);
    }
    if (a instanceof SetOperation x
        && b instanceof SetOperation y
        && x.operator() == y.operator()) {
      if (x.operator() != Node.SetOperator.DIFFERENCE) {
        return unordered(operands(x, x.operator()), operands(y, y.operator()), Kind.INTERVAL, true);
      }
      return components(List.of(x.left(), x.right()), List.of(y.left(), y.right()), Kind.INTERVAL);
    }
    // A program prints [1, 2] for a list of two.
    if (!strict()) {
      List<Node> listA = printedList(a);
      List<Node> listB = printedList(b);
      if (listA != null && listB != null) {
        return policy.mode() == Mode.LENIENT || mathVerify()
            ? unordered(listA, listB, Kind.SET, true)
            : Outcome.open("an interval and a list");
      }
    }
    if (isRealSet(a) && isRealSet(b)) {
      return Outcome.open("sets that could not be compared");
    }
    Node set = isRealSet(a) ? a : b;
    Node other = isRealSet(a) ? b : a;
    return openOrDifferent(
        Kind.SET,
        Canonical.brief(set) + " is a set, " + Canonical.brief(other) + " is not",
        mathVerify() || isPlainValue(other));
  }

  private static boolean isPlainValue(Node node) {
    return switch (node) {
      case Num n -> true;
      case Constant c -> true;
      case Sum s -> Trees.symbols(s).isEmpty();
      case Product p -> Trees.symbols(p).isEmpty();
      case Power p -> Trees.symbols(p).isEmpty();
      case Call c -> Trees.symbols(c).isEmpty() && !c.arguments().isEmpty();
      default -> false;
    };
  }

  private static boolean listLike(Node node) {
    return node instanceof SetOf || node instanceof Listing;
  }

  private static @Nullable List<Node> printedList(Node node) {
    return node instanceof Interval i && !i.lowOpen() && !i.highOpen()
        ? List.of(i.low(), i.high())
        : node instanceof Listing
                || node instanceof SetOf
                || (node instanceof Tuple t && t.items().size() > 2)
            ? items(node)
            : null;
  }

  private static List<Node> operands(Node node, Node.SetOperator operator) {
    if (node instanceof SetOperation operation && operation.operator() == operator) {
      List<Node> all = new ArrayList<>(operands(operation.left(), operator));
      all.addAll(operands(operation.right(), operator));
      return all;
    }
    return List.of(node);
  }

  private static @Nullable Interval openPair(Node node) {
    return switch (node) {
      case Interval i -> i;
      case Tuple t when t.items().size() == 2 ->
          new Interval(t.items().get(0), t.items().get(1), true, true);
      default -> null;
    };
  }

  private Outcome intervals(Interval a, Interval b) {
    boolean lowOpen = a.lowOpen() || Scalars.infinity(a.low()) != 0;
    boolean highOpen = a.highOpen() || Scalars.infinity(a.high()) != 0;
    if (lowOpen != (b.lowOpen() || Scalars.infinity(b.low()) != 0)
        || highOpen != (b.highOpen() || Scalars.infinity(b.high()) != 0)) {
      return Outcome.different(Kind.INTERVAL, "an end is open on one side and closed on the other");
    }
    return components(List.of(a.low(), a.high()), List.of(b.low(), b.high()), Kind.INTERVAL);
  }

  // ---- matrices

  private Outcome matrices(Node a, Node b) {
    Matrix left = asMatrix(a);
    Matrix right = asMatrix(b);
    if (left == null || right == null) {
      return openOrDifferent(
          Kind.MATRIX,
          "a matrix and " + Canonical.brief(left == null ? a : b),
          mathVerify() || isPlainValue(a) || isPlainValue(b));
    }
    if (left.rows().size() != right.rows().size()
        || left.rows().getFirst().size() != right.rows().getFirst().size()) {
      boolean vectors =
          !strict()
              && left.rows().size() * left.rows().getFirst().size()
                  == right.rows().size() * right.rows().getFirst().size()
              && isVector(left)
              && isVector(right)
              && !(a instanceof Matrix && b instanceof Matrix);
      if (!vectors) {
        return Outcome.different(Kind.MATRIX, "matrices of different shapes");
      }
    }
    return components(
        left.rows().stream().flatMap(List::stream).toList(),
        right.rows().stream().flatMap(List::stream).toList(),
        Kind.MATRIX);
  }

  private static boolean isVector(Matrix matrix) {
    return matrix.rows().size() == 1 || matrix.rows().getFirst().size() == 1;
  }

  private static @Nullable Matrix asMatrix(Node node) {
    return switch (node) {
      case Matrix m -> m;
      case Tuple t -> new Matrix(t.items().stream().map(List::of).toList());
      case Interval i when !i.lowOpen() && !i.highOpen() ->
          new Matrix(List.of(List.of(i.low()), List.of(i.high())));
      default -> null;
    };
  }

  /** Sums, products and powers of matrices worked out; null where they do not fit. */
  private @Nullable Matrix matrix(Node node) {
    budget.spend(1);
    return switch (node) {
      case Matrix m -> m;
      case Sum s -> {
        Matrix total = null;
        for (Node term : s.terms()) {
          Matrix next = matrix(term);
          if (next == null || (total != null && !sameShape(total, next))) {
            yield null;
          }
          total = total == null ? next : added(total, next);
        }
        yield total;
      }
      case Product p -> {
        Matrix total = null;
        List<Node> factors = new ArrayList<>();
        for (Node factor : p.factors()) {
          if (!Trees.contains(factor, n -> n instanceof Matrix)) {
            factors.add(factor);
            continue;
          }
          Matrix next = matrix(factor);
          if (next == null) {
            yield null;
          }
          if (total != null && total.rows().getFirst().size() != next.rows().size()) {
            yield null;
          }
          total = total == null ? next : multiplied(total, next);
        }
        if (total == null) {
          yield null;
        }
        yield factors.isEmpty()
            ? total
            : new Matrix(
                total.rows().stream()
                    .map(row ->
                        row.stream().<Node>map(cell -> new Product(append(factors, cell))).toList())
                    .toList());
      }
      case Power p -> {
        Matrix base = matrix(p.base());
        if (base == null) {
          yield null;
        }
        if (p.exponent() instanceof Sym s && s.name().equals("T")) {
          List<List<Node>> rows = new ArrayList<>();
          for (int i = 0; i < base.rows().getFirst().size(); i++) {
            int column = i;
            rows.add(base.rows().stream().map(row -> row.get(column)).toList());
          }
          yield new Matrix(List.copyOf(rows));
        }
        int power = p.exponent() instanceof Num n ? n.value().intValueOr(0) : 0;
        if (power == -1) {
          yield inverted(base);
        }
        if (power < 1 || power > 8 || base.rows().size() != base.rows().getFirst().size()) {
          yield null;
        }
        Matrix total = base;
        for (int i = 1; i < power; i++) {
          total = multiplied(total, base);
        }
        yield total;
      }
      default -> null;
    };
  }

  /** The inverse by cofactors, for up to three rows; null where there may be none. */
  private @Nullable Matrix inverted(Matrix matrix) {
    int n = matrix.rows().size();
    if (n > 3 || n != matrix.rows().getFirst().size()) {
      return null;
    }
    Node determinant = determinant(matrix.rows());
    if (!Trees.symbols(determinant).isEmpty()
        || !scalars.compare(determinant, Node.number(0)).isDifferent()) {
      return null;
    }
    List<List<Node>> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Node> row = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        Node cofactor = n == 1 ? Node.number(1) : determinant(minor(matrix.rows(), j, i));
        row.add(
            new Product(
                List.of(
                    Node.number((i + j) % 2 == 0 ? 1 : -1), cofactor, Node.inverse(determinant))));
      }
      rows.add(List.copyOf(row));
    }
    return new Matrix(List.copyOf(rows));
  }

  private static List<List<Node>> minor(List<List<Node>> rows, int row, int column) {
    List<List<Node>> rest = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (i != row) {
        List<Node> cells = new ArrayList<>(rows.get(i));
        cells.remove(column);
        rest.add(cells);
      }
    }
    return rest;
  }

  private static Node determinant(List<List<Node>> rows) {
    if (rows.size() == 1) {
      return rows.getFirst().getFirst();
    }
    List<Node> terms = new ArrayList<>();
    for (int j = 0; j < rows.size(); j++) {
      terms.add(
          new Product(
              List.of(
                  Node.number(j % 2 == 0 ? 1 : -1),
                  rows.getFirst().get(j),
                  determinant(minor(rows, 0, j)))));
    }
    return new Sum(List.copyOf(terms));
  }

  private static boolean sameShape(Matrix a, Matrix b) {
    return a.rows().size() == b.rows().size()
        && a.rows().getFirst().size() == b.rows().getFirst().size();
  }

  private static Matrix added(Matrix a, Matrix b) {
    List<List<Node>> rows = new ArrayList<>();
    for (int i = 0; i < a.rows().size(); i++) {
      List<Node> row = new ArrayList<>();
      for (int j = 0; j < a.rows().get(i).size(); j++) {
        row.add(new Sum(List.of(a.rows().get(i).get(j), b.rows().get(i).get(j))));
      }
      rows.add(List.copyOf(row));
    }
    return new Matrix(List.copyOf(rows));
  }

  private Matrix multiplied(Matrix a, Matrix b) {
    List<List<Node>> rows = new ArrayList<>();
    for (List<Node> left : a.rows()) {
      List<Node> row = new ArrayList<>();
      for (int j = 0; j < b.rows().getFirst().size(); j++) {
        List<Node> terms = new ArrayList<>();
        for (int k = 0; k < left.size(); k++) {
          budget.spend(1);
          terms.add(new Product(List.of(left.get(k), b.rows().get(k).get(j))));
        }
        row.add(new Sum(List.copyOf(terms)));
      }
      rows.add(List.copyOf(row));
    }
    return new Matrix(List.copyOf(rows));
  }

  // ---- units, percent, ratios, texts, cases

  private Outcome quantities(Node a, Node b) {
    if (a instanceof Quantity x && b instanceof Quantity y) {
      if (x.unit().equals(y.unit())) {
        return compare(x.value(), y.value()).within(Kind.UNIT);
      }
      Units.Measure left = Units.measure(x.unit());
      Units.Measure right = Units.measure(y.unit());
      if (left != null && right != null) {
        if (left.dimension().equals(right.dimension())) {
          Outcome same =
              compare(
                  new Product(List.of(x.value(), Num.of(left.size()))),
                  new Product(List.of(y.value(), Num.of(right.size()))));
          return same.within(Kind.UNIT);
        }
        return mathVerify() || pounds(x.unit(), y.unit())
            ? compare(x.value(), y.value()).within(Kind.UNIT)
            : Outcome.different(Kind.UNIT, x.unit() + " is not " + y.unit());
      }
      if (pounds(x.unit(), y.unit())) {
        return compare(x.value(), y.value()).within(Kind.UNIT);
      }
      Outcome values = compare(x.value(), y.value());
      return values.isSame() && strict()
          ? Outcome.open("the values agree; " + x.unit() + " and " + y.unit() + " may not")
          : values.within(Kind.UNIT);
    }
    Quantity with = a instanceof Quantity q ? q : (Quantity) b;
    Node value = a instanceof Quantity x ? x.value() : a;
    Node other = b instanceof Quantity y ? y.value() : b;
    Rational count = Units.multiplier(with.unit());
    if (count != null) {
      Node plain = a instanceof Quantity ? b : a;
      Node counted = new Product(List.of(with.value(), Num.of(count)));
      Outcome scaled = a instanceof Quantity ? compare(counted, plain) : compare(plain, counted);
      if (scaled.isSame()) {
        return scaled.within(Kind.UNIT);
      }
    }
    Outcome values = compare(value, other);
    if (with.unit().equals("°") && !values.isSame() && !mathVerify()) {
      // 90° and π/2.
      Node plain = a instanceof Quantity ? b : a;
      if (Trees.contains(plain, n -> n == Constant.PI)) {
        Outcome radians = scalars.compare(with, plain);
        if (radians.isSame()) {
          return radians.within(Kind.UNIT);
        }
      }
    }
    if (!values.isSame()
        && with.unit().length() == 1
        && Character.isLetter(with.unit().charAt(0))) {
      // "2 m" may be twice a variable m.
      Node product = new Product(List.of(with.value(), new Sym(with.unit())));
      Outcome asVariable = compare(product, a instanceof Quantity ? b : a);
      if (asVariable.isSame()) {
        return asVariable;
      }
    }
    if (values.isSame() && strict()) {
      return Outcome.open("the values agree; the unit " + with.unit() + " is on one side only");
    }
    return values.within(Kind.UNIT);
  }

  /** "pounds" may be money or mass. */
  private static boolean pounds(String a, String b) {
    return (a.equals("£") && b.equals("lb")) || (a.equals("lb") && b.equals("£"));
  }

  private Outcome percents(Node a, Node b) {
    if (a instanceof Percent x && b instanceof Percent y) {
      return compare(x.value(), y.value()).within(Kind.PERCENT);
    }
    Percent percent = a instanceof Percent p ? p : (Percent) b;
    Node other = a instanceof Percent ? b : a;
    Node hundredth = hundredth(percent.value());
    Outcome exact = a instanceof Percent ? compare(hundredth, other) : compare(other, hundredth);
    if (exact.isSame() || strict()) {
      return exact.within(Kind.PERCENT);
    }
    Outcome plain =
        a instanceof Percent ? compare(percent.value(), other) : compare(other, percent.value());
    return plain.within(Kind.PERCENT);
  }

  private static Node hundredth(Node value) {
    return value instanceof Num n
        ? new Num(
            n.value().over(Rational.of(100)),
            n.decimals() < 0 ? -1 : n.decimals() + 2,
            n.significant())
        : new Product(List.of(value, Num.of(Rational.of(1, 100))));
  }

  private Outcome ratios(Ratio a, Ratio b) {
    if (a.terms().size() != b.terms().size()) {
      return Outcome.different(Kind.TUPLE, "ratios of different length");
    }
    Node firstA = a.terms().getFirst();
    Node firstB = b.terms().getFirst();
    Outcome weakest = null;
    for (int i = 1; i < a.terms().size(); i++) {
      Outcome each =
          scalars.compare(
              new Product(List.of(firstA, b.terms().get(i))),
              new Product(List.of(firstB, a.terms().get(i))));
      if (!each.isSame()) {
        return each.within(Kind.TUPLE);
      }
      weakest = weaker(weakest, each);
    }
    return weakest == null ? Outcome.open("ratios of one term") : weakest.within(Kind.TUPLE);
  }

  private Outcome cases(Cases a, Cases b) {
    List<Node> left = new ArrayList<>();
    List<Node> right = new ArrayList<>();
    for (int i = 0; i < a.values().size(); i++) {
      left.add(new Tuple(List.of(a.values().get(i), a.conditions().get(i), new Text("case"))));
    }
    for (int i = 0; i < b.values().size(); i++) {
      right.add(new Tuple(List.of(b.values().get(i), b.conditions().get(i), new Text("case"))));
    }
    Outcome result = unordered(left, right, Kind.SET, false);
    return result.isDifferent() && !mathVerify()
        ? Outcome.open("cases that are cut differently, or differ")
        : result;
  }

  private Outcome texts(Node a, Node b) {
    String left = words(a);
    String right = words(b);
    if (left != null && right != null) {
      if (left.equals(right)) {
        return Outcome.same(Kind.TEXT, "the same words");
      }
      Outcome choice = choices(left, right);
      if (choice != null) {
        return choice;
      }
      boolean single = !left.contains(" ") && !right.contains(" ");
      boolean opposite = !left.isEmpty() && !right.isEmpty();
      return (single && opposite) || mathVerify()
          ? Outcome.different(Kind.TEXT, "different words")
          : Outcome.open("different words, which may mean the same");
    }
    Node text = left == null ? b : a;
    Node value = left == null ? a : b;
    String content = left == null ? right : left;
    Node meant = content == null || mathVerify() ? null : inWords(content, value);
    if (meant != null) {
      return left == null ? compare(value, meant) : compare(meant, value);
    }
    if (value instanceof Num && content != null && content.matches("true|false|none|yes|no")) {
      return Outcome.different(Kind.TEXT, "a truth value is not a number");
    }
    if (value instanceof Quantity quantity && words(new Text(quantity.unit())) != null) {
      return Outcome.open("words against a value: " + Canonical.brief(text));
    }
    return mathVerify()
        ? Outcome.different(Kind.TEXT, "words against a value")
        : Outcome.open("words against a value: " + Canonical.brief(text));
  }

  /** What words mean beside a value: a number, all reals, the empty set; else null. */
  private static @Nullable Node inWords(String content, Node value) {
    Rational number = Decimals.inWords(content);
    if (number != null) {
      return Num.of(number);
    }
    return switch (content) {
      case "all real numbers", "all reals", "real numbers", "any real number", "all real x" ->
          new NamedSet("R");
      case "no solution", "no solutions", "no real solution", "no real solutions", "empty set" ->
          value instanceof SetOf ? new SetOf(List.of()) : null;
      default -> null;
    };
  }

  /** {@code C} and {@code (C) 12}: the letters of a multiple choice. */
  private @Nullable Outcome choices(String left, String right) {
    if (strict() || mathVerify()) {
      return null;
    }
    String a = choice(left);
    String b = choice(right);
    if (a == null || b == null) {
      return null;
    }
    return a.equals(b)
        ? Outcome.same(Kind.CHOICE, "the same choice")
        : Outcome.different(Kind.CHOICE, "different choices");
  }

  private static @Nullable String choice(String words) {
    String plain = words.replaceFirst("^(option|choice|answer) ", "");
    return plain.matches("[a-j]") || (plain.matches("[a-e] .*") && words.length() < 60)
        ? plain.substring(0, 1)
        : null;
  }

  /** Text in lower case without punctuation; letters count as words, other values do not. */
  static @Nullable String words(Node node) {
    return switch (node) {
      case Text t -> cleaned(t.content());
      case Sym s when s.name().matches("[A-Za-z]+") -> s.name().toLowerCase(Locale.ROOT);
      case Constant c when c == Constant.E -> "e";
      case Constant c when c == Constant.I -> "i";
      case Product p
          when p.factors().stream().allMatch(f -> f instanceof Sym || f instanceof Constant) -> {
        StringBuilder all = new StringBuilder();
        for (Node factor : p.factors()) {
          String word = words(factor);
          if (word == null) {
            yield null;
          }
          all.append(word);
        }
        yield all.toString();
      }
      default -> null;
    };
  }

  static String cleaned(String content) {
    String text = content.toLowerCase(Locale.ROOT).replaceAll("\\\\[a-z]+", " ");
    text = text.replaceAll("[^\\p{L}\\p{N}%°$€£/+.-]+", " ").strip();
    text = text.replaceAll("(?<![0-9])\\.|\\.(?![0-9])", " ").strip();
    return text.replaceAll("^(the|a|an) ", "").replaceAll("\\s+", " ");
  }
}
