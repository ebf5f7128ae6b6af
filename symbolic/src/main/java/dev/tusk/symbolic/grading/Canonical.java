package dev.tusk.symbolic.grading;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Readings written out, for reasons and as names of what has no normal form. */
final class Canonical {
  private Canonical() {}

  static String text(Node node) {
    return switch (node) {
      case Node.Num n ->
          n.value().bits() > 400
              ? "a number of " + n.value().bits() + " bits"
              : n.value().toString();
      case Node.Sym s -> s.name();
      case Node.Constant c ->
          switch (c) {
            case PI -> "π";
            case E -> "e";
            case I -> "i";
            case INFINITY -> "∞";
            case UNDEFINED -> "undefined";
          };
      case Node.Sum s -> "(" + joined(s.terms(), " + ") + ")";
      case Node.Product p -> joined(p.factors(), "·");
      case Node.Power p -> text(p.base()) + "^(" + text(p.exponent()) + ")";
      case Node.Call c -> c.function() + "(" + joined(c.arguments(), ", ") + ")";
      case Node.PlusMinus p -> text(p.left()) + (p.minusFirst() ? " ∓ " : " ± ") + text(p.right());
      case Node.Tuple t -> "(" + joined(t.items(), ", ") + ")";
      case Node.Listing l -> joined(l.items(), ", ");
      case Node.SetOf s -> "{" + joined(s.items(), ", ") + "}";
      case Node.Builder b -> "{" + text(b.element()) + " | " + joined(b.conditions(), ", ") + "}";
      case Node.Interval i ->
          (i.lowOpen() ? "(" : "[")
              + text(i.low())
              + ", "
              + text(i.high())
              + (i.highOpen() ? ")" : "]");
      case Node.SetOperation s ->
          text(s.left())
              + switch (s.operator()) {
                case UNION -> " ∪ ";
                case INTERSECTION -> " ∩ ";
                case DIFFERENCE -> " ∖ ";
              }
              + text(s.right());
      case Node.NamedSet s -> s.name();
      case Node.Matrix m ->
          m.rows().stream()
              .map(row -> "[" + joined(row, ", ") + "]")
              .collect(Collectors.joining(", ", "[", "]"));
      case Node.Relation r -> {
        StringBuilder out = new StringBuilder(text(r.operands().getFirst()));
        for (int i = 0; i < r.relators().size(); i++) {
          out.append(' ').append(r.relators().get(i).sign).append(' ');
          out.append(text(r.operands().get(i + 1)));
        }
        yield out.toString();
      }
      case Node.Ratio r -> joined(r.terms(), ":");
      case Node.Text t -> "\"" + t.content() + "\"";
      case Node.Quantity q -> text(q.value()) + " " + q.unit();
      case Node.Percent p -> text(p.value()) + "%";
      case Node.Bound b ->
          b.binder().name().toLowerCase(Locale.ROOT)
              + "["
              + b.variable()
              + ", "
              + text(b.low())
              + ", "
              + text(b.high())
              + "] "
              + text(b.body());
      case Node.Cases c ->
          "cases(" + joined(c.values(), "; ") + " | " + joined(c.conditions(), "; ") + ")";
    };
  }

  private static String joined(List<Node> nodes, String separator) {
    return nodes.stream().map(Canonical::text).collect(Collectors.joining(separator));
  }

  /** At most 80 characters of it. */
  static String brief(Node node) {
    String text = text(node);
    return text.length() <= 80 ? text : text.substring(0, 77) + "…";
  }
}
