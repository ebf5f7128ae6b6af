package dev.tusk.symbolic.grading;

import static java.util.Objects.requireNonNull;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.grading.Extraction.Source;
import dev.tusk.symbolic.grading.Judgement.Equivalent;
import dev.tusk.symbolic.grading.Judgement.NotEquivalent;
import dev.tusk.symbolic.grading.Judgement.Undecided;
import dev.tusk.symbolic.grading.Method.Kind;
import dev.tusk.symbolic.grading.NormalForm.Unsupported;
import dev.tusk.symbolic.grading.Page.Candidate;
import dev.tusk.symbolic.grading.Policy.Mode;
import dev.tusk.symbolic.grading.Policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a candidate's answer equals a reference.
 *
 * <p>Immutable and thread-safe; a verdict depends on the two texts and the policy alone, not on the
 * thread it is made on. No input makes it throw: what cannot be read or decided within the policy's
 * bounds is {@link Undecided}.
 */
public final class Grader {
  private static final Pattern DECIMAL_COMMA = Pattern.compile("-?[0-9]{1,30},[0-9]{1,30}");

  private final Policy policy;
  private final ClosedForms algebra;

  private Grader(Policy policy, ClosedForms algebra) {
    this.policy = policy;
    this.algebra = algebra;
  }

  /** A grader under {@code policy} without computer algebra. */
  public static Grader of(Policy policy) {
    return of(policy, Algebra.none());
  }

  /**
   * A grader under {@code policy} that has closed forms of integrals, limits and infinite sums from
   * {@code algebra}. What rests on them is equivalent by the method {@link Method.Kind#ALGEBRA},
   * and undecided under the strict policy. The deadline holds as far as the algebra keeps the one
   * that it is given: {@link Algebra#inProcess} may go on working after the judgement.
   */
  public static Grader of(Policy policy, Algebra algebra) {
    return new Grader(
        requireNonNull(policy, "policy"), new ClosedForms(requireNonNull(algebra, "algebra")));
  }

  /** The policy. */
  public Policy policy() {
    return policy;
  }

  /**
   * Judges what {@code candidate} answers, which may be a page of reasoning, against {@code
   * reference}, which is clean. Under Math-Verify's policy both are searched alike.
   */
  public Judgement grade(String reference, String candidate) {
    requireNonNull(reference, "reference");
    requireNonNull(candidate, "candidate");
    return judged(reference, candidate, false);
  }

  /** Judges two clean answers: symmetric, and every text is equivalent to itself. */
  public Judgement equivalent(String a, String b) {
    requireNonNull(a, "a");
    requireNonNull(b, "b");
    if (a.equals(b)) {
      Extraction whole = new Extraction(a, Source.WHOLE);
      return new Equivalent(Method.of(Kind.IDENTICAL), "the same text", whole, whole);
    }
    Judgement forth = judged(a, b, true);
    if (forth instanceof Equivalent) {
      return forth;
    }
    Judgement back = judged(b, a, true);
    return switch (back) {
      case Equivalent e ->
          new Equivalent(e.method(), e.reason(), forth.reference(), forth.candidate());
      case NotEquivalent n -> forth;
      case Undecided u ->
          forth instanceof Undecided
              ? forth
              : new Undecided(u.method(), u.reason(), forth.reference(), forth.candidate());
    };
  }

  /**
   * What {@code page}, a model's reasoning, answers, and the rule that found it; under MAmmoTH's
   * policy, the answer as it cleans it, empty where it finds none. A page longer than the policy
   * allows has no answer.
   */
  public Extraction answer(String page) {
    requireNonNull(page, "page");
    if (page.length() > policy.maxLength()) {
      return new Extraction("", Source.NOTHING);
    }
    if (policy.mode() == Mode.MAMMOTH) {
      String cleaned = MammothScoring.cleaned(policy.dataset().orElseThrow(), page);
      return new Extraction(cleaned, cleaned.isEmpty() ? Source.NOTHING : Source.WHOLE);
    }
    return new Page(page).answer();
  }

  /**
   * How {@code answer} is read, in the grader's own notation, or where it becomes unreadable:
   * {@code unreadable at 4: expected '}', found the end}.
   */
  public String explain(String answer) {
    requireNonNull(answer, "answer");
    try {
      return Canonical.text(Parser.parse(Lexer.spelledOut(Page.unmarked(bounded(answer)))));
    } catch (ParseFailure e) {
      return "unreadable at " + e.position() + ": " + e.text();
    }
  }

  private String bounded(String answer) {
    if (answer.length() > policy.maxLength()) {
      throw new ParseFailure(
          policy.maxLength(), "longer than " + policy.maxLength() + " characters");
    }
    return answer;
  }

  private Judgement judged(String reference, String candidate, boolean clean) {
    Extraction wholeReference = new Extraction(reference, Source.WHOLE);
    Extraction wholeCandidate = new Extraction(candidate, Source.WHOLE);
    if (reference.length() > policy.maxLength() || candidate.length() > policy.maxLength()) {
      String reason = "a text of more than " + policy.maxLength() + " characters";
      return new Undecided(
          Method.of(Kind.NONE),
          reason,
          new Extraction("", Source.NOTHING),
          new Extraction("", Source.NOTHING));
    }
    Outcome quick = quick(reference, candidate);
    if (quick != null) {
      return judgement(quick, wholeReference, wholeCandidate);
    }
    Budget budget = new Budget(policy.steps(), policy.deadline().toNanos());
    try {
      return switch (policy.mode()) {
        case STRICT, LENIENT -> ownOrder(reference, candidate, clean, budget);
        case MATH_VERIFY -> mathVerifyOrder(reference, candidate, budget);
        case MAMMOTH ->
            judgement(
                MammothScoring.score(policy.dataset().orElseThrow(), reference, candidate),
                wholeReference,
                wholeCandidate);
      };
    } catch (Budget.Exceeded | Unsupported | Range.Undefined | RealSet.Unordered e) {
      return judgement(
          Outcome.open(String.valueOf(e.getMessage())), wholeReference, wholeCandidate);
    } catch (ArithmeticException e) {
      return judgement(
          Outcome.open("a number out of range: " + e.getMessage()), wholeReference, wholeCandidate);
    } catch (RuntimeException e) {
      // No input may make a grader throw; the reason says that this one found a fault of ours.
      return judgement(Outcome.open("a fault of the grader: " + e), wholeReference, wholeCandidate);
    }
  }

  private static Judgement judgement(Outcome outcome, Extraction reference, Extraction candidate) {
    return switch (outcome.verdict()) {
      case SAME -> new Equivalent(outcome.method(), outcome.reason(), reference, candidate);
      case DIFFERENT -> new NotEquivalent(outcome.method(), outcome.reason(), reference, candidate);
      case OPEN -> new Undecided(outcome.method(), outcome.reason(), reference, candidate);
    };
  }

  // ---- plain numbers

  /** The judgement of two plain decimals, without more ado; null for everything else. */
  private @Nullable Outcome quick(String reference, String candidate) {
    if (policy.mode() == Mode.MAMMOTH
        || (policy.mode() == Mode.MATH_VERIFY && !policy.targets().contains(Target.EXPRESSION))) {
      return null;
    }
    Node.Num a = plain(reference);
    if (a == null) {
      return null;
    }
    Node.Num b = plain(candidate);
    if (b == null) {
      return null;
    }
    if (a.equals(b)) {
      return Outcome.same(Kind.IDENTICAL, "the same number");
    }
    return new Scalars(policy, new Budget(1_000, policy.deadline().toNanos()), algebra)
        .compare(a, b);
  }

  private static final long[] POWERS_OF_TEN = new long[18];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  /** A decimal of at most 17 characters, else null. */
  private static Node.@Nullable Num plain(String text) {
    int length = text.length();
    if (length == 0 || length > 17) {
      return null;
    }
    int at = text.charAt(0) == '-' ? 1 : 0;
    long value = 0;
    int decimals = -1;
    int significant = 0;
    int digits = 0;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c == '.' && decimals < 0 && at + 1 < length) {
        decimals = 0;
        continue;
      }
      if (!Lexer.isDigit(c)) {
        return null;
      }
      value = value * 10 + (c - '0');
      digits++;
      if (value != 0) {
        significant++;
      }
      if (decimals >= 0) {
        decimals++;
      }
    }
    if (digits == 0) {
      return null;
    }
    long signed = text.charAt(0) == '-' ? -value : value;
    return new Node.Num(
        decimals <= 0 ? Rational.of(signed) : Rational.of(signed, POWERS_OF_TEN[decimals]),
        decimals,
        decimals < 0 ? 0 : significant);
  }

  // ---- the grader's own order

  private Judgement ownOrder(String reference, String candidate, boolean clean, Budget budget) {
    Extraction left = new Page(reference).reference();
    Page page = new Page(candidate);
    Extraction right = clean ? page.reference() : page.answer();
    String a = left.text();
    String b = right.text();
    if (a.isBlank() || b.isBlank()) {
      boolean both = a.isBlank() && b.isBlank();
      return judgement(
          both ? Outcome.open("both are empty") : Outcome.different(Kind.TEXT, "one is empty"),
          left,
          right);
    }
    if (a.equals(b)) {
      return judgement(Outcome.same(Kind.IDENTICAL, "the same text"), left, right);
    }
    Outcome clock = Clock.compare(a, b);
    if (clock != null) {
      return judgement(clock, left, right);
    }
    Outcome choice = policy.mode() == Mode.LENIENT ? choice(a, b) : null;
    if (choice != null) {
      return judgement(choice, left, right);
    }
    Outcome best = null;
    for (Node x : readings(a)) {
      for (Node y : readings(b)) {
        Outcome each = new Comparison(policy, budget, algebra).compare(x, y);
        if (each.isSame()) {
          return judgement(each, left, right);
        }
        best = best == null || (best.isDifferent() && !each.isDifferent()) ? each : best;
      }
    }
    if (right.source() == Source.LAST_NUMBER) {
      // The sentence may be the answer, and not the number in it.
      Node sentence = new Node.Text(candidate.strip());
      for (Node x : readings(a)) {
        Outcome words = new Comparison(policy, budget, algebra).compare(x, sentence);
        if (words.isSame()) {
          return judgement(words, left, new Extraction(candidate.strip(), Source.WHOLE));
        }
      }
    }
    return judgement(best == null ? Outcome.open("unreadable") : best, left, right);
  }

  private static final Pattern LONE_LETTER = Pattern.compile("\\(?([A-J])\\)?[.)]?");
  private static final Pattern CHOSEN =
      Pattern.compile(
          "(?s)(?:\\\\text(?:bf)?\\{)?(?:[Oo]ption |[Cc]hoice )?(?:\\(([A-J])\\)|([A-J])(?:[.):]|$)).*");

  private static final Pattern ONLY_TEXT =
      Pattern.compile("^\\\\(?:text(?:bf)?|mathrm|mbox)\\{(.{1,5})\\}$");

  /** A reference that is one letter against a choice that starts with one. */
  private static @Nullable Outcome choice(String reference, String candidate) {
    var wanted = LONE_LETTER.matcher(ONLY_TEXT.matcher(reference.strip()).replaceFirst("$1"));
    if (!wanted.matches()) {
      return null;
    }
    var given = CHOSEN.matcher(candidate.strip());
    if (!given.matches()) {
      return null;
    }
    String letter = given.group(1) == null ? given.group(2) : given.group(1);
    return wanted.group(1).equals(letter)
        ? Outcome.same(Kind.CHOICE, "the same choice")
        : Outcome.different(Kind.CHOICE, "another choice");
  }

  /** {@code 3 1 -4}, or an array as a program prints it: {@code [1. 2.5]}. */
  private static final Pattern SPACED_NUMBERS =
      Pattern.compile(
          "\\[?\\s{0,9}[-+]?[0-9.]{1,30}(?:\\s{1,9}[-+]?[0-9.]{1,30}){1,50}\\s{0,9}\\]?");

  /** The ways to read a clean answer: usually one, two where a comma may be a decimal point. */
  private static List<Node> readings(String text) {
    List<Node> found = new ArrayList<>(2);
    String plain = text.strip();
    if (DECIMAL_COMMA.matcher(plain).matches()
        && !Page.plainNumber(plain).equals(plain)
        && Page.plainNumber(plain).indexOf('.') >= 0) {
      found.add(Decimals.number(Page.plainNumber(plain), 0));
    }
    Node quoted = quoted(plain);
    if (quoted != null) {
      return List.of(quoted);
    }
    Node parsed = parsed(plain);
    if (parsed == null && SPACED_NUMBERS.matcher(plain).matches()) {
      parsed = parsed(plain.replaceAll("[\\[\\]]", " ").strip().replaceAll("\\s+", "; "));
    }
    found.add(parsed == null ? new Node.Text(text) : parsed);
    return found;
  }

  private static final Pattern QUOTED = Pattern.compile("'([^']{0,2000})'|\"([^\"]{0,2000})\"");

  /** Whether it is {@code ['a', 'b']} as programs print it, dollar signs inside and all. */
  static boolean isQuotedList(String text) {
    return text.length() > 3
        && text.startsWith("[")
        && text.endsWith("]")
        && "'\"".indexOf(text.charAt(1)) >= 0;
  }

  /** A list of strings as programs print it: {@code ['2019', '2018']}. */
  private static @Nullable Node quoted(String text) {
    if (!isQuotedList(text)) {
      return null;
    }
    List<Node> items = new ArrayList<>();
    var strings = QUOTED.matcher(text);
    while (strings.find()) {
      String item = strings.group(1) == null ? strings.group(2) : strings.group(1);
      Node node = parsed(item);
      items.add(node == null ? new Node.Text(item) : node);
    }
    return items.isEmpty()
        ? null
        : items.size() == 1 ? items.getFirst() : new Node.Listing(List.copyOf(items));
  }

  private static @Nullable Node parsed(String text) {
    try {
      return Parser.parse(Lexer.spelledOut(text));
    } catch (ParseFailure e) {
      return null;
    }
  }

  // ---- Math-Verify's order

  private record Found(@Nullable Node node, Extraction extraction) {}

  private Judgement mathVerifyOrder(String reference, String candidate, Budget budget) {
    Found left = found(reference, budget);
    Found right = found(candidate, budget);
    Node a = left.node();
    Node b = right.node();
    if (left.extraction().source() == Source.NOTHING
        || right.extraction().source() == Source.NOTHING) {
      return judgement(
          Outcome.different(Kind.NONE, "nothing was extracted from one of the texts"),
          left.extraction(),
          right.extraction());
    }
    if (left.extraction().text().strip().equals(right.extraction().text().strip())) {
      return judgement(
          Outcome.same(Kind.IDENTICAL, "the same text"), left.extraction(), right.extraction());
    }
    Outcome clock = Clock.compare(left.extraction().text(), right.extraction().text());
    if (clock != null && clock.isSame()) {
      return judgement(clock, left.extraction(), right.extraction());
    }
    if (a == null || b == null) {
      return judgement(
          Outcome.different(Kind.TEXT, "one is unreadable, and the texts differ"),
          left.extraction(),
          right.extraction());
    }
    return judgement(
        new Comparison(policy, budget, algebra).compare(a, b),
        left.extraction(),
        right.extraction());
  }

  private Found found(String text, Budget budget) {
    Extraction first = null;
    for (Candidate candidate : new Page(text).mathVerifyOrder(policy.targets(), budget)) {
      budget.spend(20);
      Node node = parsed(candidate.text());
      if (node == null) {
        node = afterLastEquals(candidate.text());
      }
      Extraction extraction = new Extraction(candidate.text(), candidate.source());
      if (node != null) {
        boolean percent = candidate.percent() && !(node instanceof Node.Percent);
        return new Found(percent ? new Node.Percent(node) : node, extraction);
      }
      first = first == null ? extraction : first;
    }
    return new Found(null, first == null ? new Extraction("", Source.NOTHING) : first);
  }

  /** The end of a chain of equations whose middle is unreadable. */
  private static @Nullable Node afterLastEquals(String text) {
    int last = text.lastIndexOf('=');
    if (last <= 0
        || text.indexOf('=') == last
        || text.indexOf(',') >= 0
        || text.indexOf(';') >= 0) {
      return null;
    }
    return parsed(text.substring(last + 1));
  }
}
