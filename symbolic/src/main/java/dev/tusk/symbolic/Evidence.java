package dev.tusk.symbolic;

import static java.util.Objects.requireNonNull;

import dev.tusk.symbolic.eval.Limits;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * What a verdict rests on: all that went in, what was found on the way, and all that came from
 * outside (an algebra system's replies, a deadline that passed). {@link CrossCheck#replay} decides
 * again from this alone.
 *
 * @param subject what was checked
 * @param exact the answer of the exact run as text, its numbers as Python would print them exactly
 *     rounded; empty where there is none
 * @param method how the values were compared, for a person
 * @param digits decimal digits that the enclosures of irrational numbers were computed to
 * @param replayed the answer of the replay in IEEE doubles; empty where there was none
 * @param algebra the steps that needed algebra, in order, each with who did it
 * @param site where an algebra system ran; {@link Algebra.Site#NONE} if none was asked
 * @param exchanges what an algebra system was asked and what it said, in order
 * @param trace where the exact run and the replay part: the statements just before, the first one
 *     whose values differ, and the answer; empty for a confirmed or unchecked answer
 * @param halts runs that something outside of them ended
 * @param steps evaluation steps of all runs
 * @param versions what decided
 */
public record Evidence(
    Subject subject,
    String exact,
    String method,
    int digits,
    String replayed,
    List<Step> algebra,
    Algebra.Site site,
    List<Exchange> exchanges,
    List<Moment> trace,
    List<Halt> halts,
    long steps,
    Versions versions) {
  public Evidence {
    requireNonNull(subject, "subject");
    requireNonNull(exact, "exact");
    requireNonNull(method, "method");
    requireNonNull(replayed, "replayed");
    requireNonNull(site, "site");
    requireNonNull(versions, "versions");
    algebra = List.copyOf(algebra);
    exchanges = List.copyOf(exchanges);
    trace = List.copyOf(trace);
    halts = List.copyOf(halts);
  }

  /** What was checked. */
  public sealed interface Subject {
    /**
     * A program and its answer.
     *
     * @param program what ran
     * @param printed the answer's text
     * @param settings the check's settings
     */
    record Answer(SymbolicProgram program, String printed, Settings settings) implements Subject {
      public Answer {
        requireNonNull(program, "program");
        requireNonNull(printed, "printed");
        requireNonNull(settings, "settings");
      }
    }

    /** Nothing could be checked: there is no answer, or no program that could be read. */
    record Nothing(Verdict.Reason reason, String construct, int line, String detail)
        implements Subject {
      public Nothing {
        requireNonNull(reason, "reason");
        requireNonNull(construct, "construct");
        requireNonNull(detail, "detail");
      }
    }
  }

  /**
   * A check's bounds, as {@link CrossCheck.Builder} explains them.
   *
   * @param steps evaluation steps of one run
   * @param numberBits bits of one number
   * @param containerItems items of one container, characters of one text
   * @param recursion nested calls
   * @param deadlineMillis of the whole check
   * @param seed of the points at which expressions are compared
   */
  public record Settings(
      long steps,
      int numberBits,
      int containerItems,
      int recursion,
      long deadlineMillis,
      long seed) {
    /** Checks the ranges. */
    public Settings {
      var _ =
          new Limits(
              steps,
              numberBits,
              containerItems,
              recursion,
              Duration.ofMillis(deadlineMillis),
              seed);
    }
  }

  /**
   * A step that needed algebra.
   *
   * @param line the line of the program
   * @param what what was to be found
   * @param method how it was found, and how it was verified
   */
  public record Step(int line, String what, String method) {
    public Step {
      requireNonNull(what, "what");
      requireNonNull(method, "method");
    }
  }

  /**
   * A request to an algebra system and its reply.
   *
   * @param request the request, in Base64
   * @param reply what became of it
   * @param answer the reply in Base64, or why there is none
   */
  public record Exchange(String request, Kind reply, String answer) {
    /** What became of a request. */
    public enum Kind {
      /** There is a reply. */
      ANSWERED,
      /** The deadline passed. */
      TIMED_OUT,
      /** There is none. */
      FAILED
    }

    /** Checks that bytes are in Base64. */
    public Exchange {
      var _ = Base64.getDecoder().decode(request);
      if (reply == Kind.ANSWERED) {
        var _ = Base64.getDecoder().decode(answer);
      }
    }
  }

  /**
   * A statement in both runs.
   *
   * @param line its line
   * @param what what was bound, printed or returned
   * @param exact the exact value, as Python would print it correctly rounded
   * @param doubles the value in IEEE doubles
   */
  public record Moment(int line, String what, String exact, String doubles) {
    public Moment {
      requireNonNull(what, "what");
      requireNonNull(exact, "exact");
      requireNonNull(doubles, "doubles");
    }
  }

  /**
   * A run that was ended from outside: the deadline, an interrupt, the thread's stack.
   *
   * @param run which run of the check, from 0
   * @param steps how many steps it had done
   * @param reason why it ended
   * @param construct what the verdict names
   * @param line the line it was at
   * @param detail for a person
   */
  public record Halt(
      int run, long steps, Verdict.Reason reason, String construct, int line, String detail) {
    public Halt {
      requireNonNull(reason, "reason");
      requireNonNull(construct, "construct");
      requireNonNull(detail, "detail");
    }
  }

  /**
   * What decided.
   *
   * @param tusk this library
   * @param symja the algebra system
   * @param java the Java runtime
   */
  public record Versions(String tusk, String symja, String java) {
    private static final Versions CURRENT = read();

    public Versions {
      requireNonNull(tusk, "tusk");
      requireNonNull(symja, "symja");
      requireNonNull(java, "java");
    }

    /** Of the library that runs. */
    public static Versions current() {
      return CURRENT;
    }

    private static Versions read() {
      var p = new Properties();
      try (InputStream in =
          requireNonNull(Evidence.class.getResourceAsStream("versions.properties"))) {
        p.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Versions(
          Objects.requireNonNull(p.getProperty("tusk")),
          Objects.requireNonNull(p.getProperty("symja")),
          Runtime.version().toString());
    }
  }

  /** Evidence where nothing could be checked. */
  static Evidence nothing(Subject.Nothing subject) {
    return new Evidence(
        subject,
        "",
        "nothing to check",
        0,
        "",
        List.of(),
        Algebra.Site.NONE,
        List.of(),
        List.of(),
        List.of(),
        0,
        Versions.current());
  }

  Evidence with(Versions other) {
    return new Evidence(
        subject, exact, method, digits, replayed, algebra, site, exchanges, trace, halts, steps,
        other);
  }
}
