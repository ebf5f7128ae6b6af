package dev.tusk.symbolic.ir;

import java.util.List;
import java.util.Optional;

/** A statement; {@link #line()} is its line in the program's source, from 1. */
public sealed interface Statement {

  /** The line of the source where this statement starts, from 1. */
  int line();

  /** {@code a = b = value}; a target is a name, subscript, attribute, tuple, list or starred. */
  record Assignment(int line, List<Expression> targets, Expression value) implements Statement {
    public Assignment {
      targets = List.copyOf(targets);
    }
  }

  /** {@code target op= value}. */
  record AugmentedAssignment(
      int line, Expression target, Expression.BinaryOperator operator, Expression value)
      implements Statement {}

  /** An expression for its effect. */
  record ExpressionStatement(int line, Expression expression) implements Statement {}

  /** The last expression of a notebook cell: its repr is printed unless it is None. */
  record Echo(int line, Expression expression) implements Statement {}

  /** {@code if test: then else: otherwise}. */
  record If(int line, Expression test, List<Statement> then, List<Statement> otherwise)
      implements Statement {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code while test: body else: otherwise}. */
  record While(int line, Expression test, List<Statement> body, List<Statement> otherwise)
      implements Statement {
    public While {
      body = List.copyOf(body);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code for target in iterable: body else: otherwise}. */
  record For(
      int line,
      Expression target,
      Expression iterable,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {
    public For {
      body = List.copyOf(body);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code def name(parameters): body}; a generator is one whose body yields. */
  record FunctionDefinition(
      int line, String name, Expression.Parameters parameters, List<Statement> body)
      implements Statement {
    public FunctionDefinition {
      body = List.copyOf(body);
    }
  }

  /** {@code return value}. */
  record Return(int line, Optional<Expression> value) implements Statement {}

  /** {@code break}. */
  record Break(int line) implements Statement {}

  /** {@code continue}. */
  record Continue(int line) implements Statement {}

  /** {@code pass}. */
  record Pass(int line) implements Statement {}

  /** {@code assert test, message}. */
  record Assert(int line, Expression test, Optional<Expression> message) implements Statement {}

  /** {@code raise exception}. */
  record Raise(int line, Optional<Expression> exception) implements Statement {}

  /** {@code try: body except …: … else: otherwise finally: last}. */
  record Try(
      int line,
      List<Statement> body,
      List<Handler> handlers,
      List<Statement> otherwise,
      List<Statement> last)
      implements Statement {
    /** {@code except type as name: body}. */
    public record Handler(
        int line, Optional<Expression> type, Optional<String> name, List<Statement> body) {
      public Handler {
        body = List.copyOf(body);
      }
    }

    public Try {
      body = List.copyOf(body);
      handlers = List.copyOf(handlers);
      otherwise = List.copyOf(otherwise);
      last = List.copyOf(last);
    }
  }

  /** {@code global names}. */
  record Global(int line, List<String> names) implements Statement {
    public Global {
      names = List.copyOf(names);
    }
  }

  /** {@code nonlocal names}. */
  record Nonlocal(int line, List<String> names) implements Statement {
    public Nonlocal {
      names = List.copyOf(names);
    }
  }

  /** {@code del targets}. */
  record Delete(int line, List<Expression> targets) implements Statement {
    public Delete {
      targets = List.copyOf(targets);
    }
  }

  /** An import: binds {@code name} to the library's {@code qualifiedName}. */
  record Import(int line, String name, String qualifiedName) implements Statement {}

  /**
   * {@code from module import *}: binds every public name of the module that the cross-check knows.
   */
  record ImportAll(int line, String module) implements Statement {}

  /** A construct the language leaves out; reaching it ends the check as unchecked. */
  record UnsupportedStatement(int line, String construct) implements Statement {}
}
