package dev.tusk.symbolic;

import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.ir.Expression.ComparisonOperator;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds programs by hand; lines are counted by statement. */
final class Programs {
  private Programs() {}

  /** A program whose answer is the variable ans. */
  static SymbolicProgram answering(Statement... statements) {
    return new SymbolicProgram(
        List.of(List.of(statements)), new SymbolicProgram.AnswerSite.Variable(List.of("ans")));
  }

  /** A program whose answer is the last line that it prints. */
  static SymbolicProgram printing(Statement... statements) {
    return new SymbolicProgram(
        List.of(List.of(statements)), new SymbolicProgram.AnswerSite.LastLine());
  }

  static Statement set(int line, String name, Expression value) {
    return new Statement.Assignment(line, List.of(name(name)), value);
  }

  static Statement ans(Expression value) {
    return set(9, "ans", value);
  }

  static Statement print(Expression... values) {
    return new Statement.ExpressionStatement(9, call(name("print"), values));
  }

  static Statement whileLoop(Expression test, Statement... body) {
    return new Statement.While(2, test, List.of(body), List.of());
  }

  static Statement forLoop(String target, Expression items, Statement... body) {
    return new Statement.For(2, name(target), items, List.of(body), List.of());
  }

  static Statement define(String name, List<String> parameters, Statement... body) {
    return new Statement.FunctionDefinition(1, name, parameters(parameters), List.of(body));
  }

  static Statement give(Expression value) {
    return new Statement.Return(3, Optional.of(value));
  }

  static Expression.Parameters parameters(List<String> names) {
    return new Expression.Parameters(
        names.stream().map(n -> new Expression.Parameters.Parameter(n, Optional.empty())).toList(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  static Expression name(String name) {
    return new Expression.Name(1, name);
  }

  static Expression lib(String name) {
    return new Expression.LibraryName(1, name);
  }

  static Expression num(long value) {
    return new Expression.IntegerLiteral(1, BigInteger.valueOf(value));
  }

  static Expression dec(String value) {
    return new Expression.DecimalLiteral(1, new BigDecimal(value));
  }

  static Expression text(String value) {
    return new Expression.StringLiteral(1, value);
  }

  static Expression yes() {
    return new Expression.BooleanLiteral(1, true);
  }

  static Expression op(Expression left, String operator, Expression right) {
    BinaryOperator op =
        Arrays.stream(BinaryOperator.values())
            .filter(o -> o.symbol().equals(operator))
            .findFirst()
            .orElseThrow();
    return new Expression.Binary(1, op, left, right);
  }

  static Expression compare(Expression left, String operator, Expression right) {
    ComparisonOperator op =
        Arrays.stream(ComparisonOperator.values())
            .filter(o -> o.symbol().equals(operator))
            .findFirst()
            .orElseThrow();
    return new Expression.Comparison(1, left, List.of(op), List.of(right));
  }

  static Expression call(Expression callee, Expression... arguments) {
    return new Expression.Call(1, callee, List.of(arguments), List.of());
  }

  static Expression method(Expression object, String name, Expression... arguments) {
    return call(new Expression.Attribute(1, object, name), arguments);
  }

  static Expression list(Expression... items) {
    return new Expression.ListDisplay(1, List.of(items));
  }

  static Expression format(Object... parts) {
    return new Expression.FormattedString(
        1,
        Arrays.stream(parts)
            .<Expression.FormattedString.Part>map(p ->
                p instanceof String s
                    ? new Expression.FormattedString.Part.Text(s)
                    : new Expression.FormattedString.Part.Field(
                        (Expression) p, (char) 0, Optional.empty()))
            .toList());
  }
}
