package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.Evidence;
import dev.tusk.symbolic.Evidence.Exchange;
import dev.tusk.symbolic.Evidence.Halt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of one check share: its limits, and all that comes from outside of them. A live
 * session asks an algebra system, each question once, and watches the clock; a recorded one takes
 * both from evidence. Not thread-safe.
 */
final class Session {
  private final Limits limits;
  private long deadlineNanos;
  private final @Nullable Algebra algebra;
  private final Algebra.Site site;
  private final Map<String, Exchange> known = new LinkedHashMap<>();
  private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
  private final List<Halt> expected;
  private final List<Halt> halts = new ArrayList<>();
  private int runs;
  private long steps;

  private Session(
      Limits limits,
      Duration time,
      @Nullable Algebra algebra,
      Algebra.Site site,
      List<Exchange> recorded,
      List<Halt> expected) {
    this.limits = limits;
    this.deadlineNanos = System.nanoTime() + time.toNanos();
    this.algebra = algebra;
    this.site = site;
    recorded.forEach(e -> known.put(e.request(), e));
    this.expected = List.copyOf(expected);
  }

  static Session live(Limits limits, Algebra algebra) {
    return new Session(limits, limits.deadline(), algebra, algebra.site(), List.of(), List.of());
  }

  /** What was recorded, with time to spare: where the clock ended a run, the record says so. */
  static Session recorded(Limits limits, Evidence evidence) {
    return new Session(
        limits,
        limits.deadline().multipliedBy(4).plusSeconds(5),
        null,
        evidence.site(),
        evidence.exchanges(),
        evidence.halts());
  }

  /** Evidence lacks what deciding again needs. */
  static final class IncompleteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteException(String what) {
      super(what);
    }
  }

  Limits limits() {
    return limits;
  }

  /** The budget of the next run. */
  Budget nextRun(long maxSteps) {
    int run = runs++;
    Halt halt = null;
    for (Halt h : expected) {
      halt = h.run() == run ? h : halt;
    }
    return new Budget(limits.withSteps(maxSteps), () -> deadlineNanos, run, halt);
  }

  void halted(Halt halt) {
    halts.add(halt);
  }

  void spent(long n) {
    steps += n;
  }

  long steps() {
    return steps;
  }

  List<Halt> halts() {
    return List.copyOf(halts);
  }

  List<Exchange> exchanges() {
    return List.copyOf(exchanges.values());
  }

  Algebra.Site site() {
    return exchanges.isEmpty() ? Algebra.Site.NONE : site;
  }

  /** What the algebra system says; asked once for a check. */
  Exchange ask(String operation, byte[] request) {
    String key = Base64.getEncoder().encodeToString(request);
    Exchange e = known.get(key);
    if (e == null) {
      if (algebra == null) {
        throw new IncompleteException(
            "the evidence holds no reply to a request to the algebra system: " + operation);
      }
      e = live(key, request, algebra);
      known.put(key, e);
    }
    exchanges.put(key, e);
    return e;
  }

  private Exchange live(String key, byte[] request, Algebra system) {
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      return new Exchange(key, Exchange.Kind.TIMED_OUT, "");
    }
    Duration waited = system.waitedForStart();
    Algebra.Reply reply = system.ask(request, Duration.ofNanos(left));
    deadlineNanos += system.waitedForStart().minus(waited).toNanos();
    return switch (reply) {
      case Algebra.Reply.Answered a ->
          new Exchange(key, Exchange.Kind.ANSWERED, Base64.getEncoder().encodeToString(a.bytes()));
      case Algebra.Reply.TimedOut t -> new Exchange(key, Exchange.Kind.TIMED_OUT, "");
      case Algebra.Reply.Failed f ->
          Thread.currentThread().isInterrupted()
              ? new Exchange(key, Exchange.Kind.TIMED_OUT, "interrupted")
              : new Exchange(key, Exchange.Kind.FAILED, f.why());
    };
  }
}
