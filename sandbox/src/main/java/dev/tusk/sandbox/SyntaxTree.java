package dev.tusk.sandbox;

import com.oracle.graal.python.pegparser.AbstractParser;
import com.oracle.graal.python.pegparser.InputType;
import com.oracle.graal.python.pegparser.Parser;
import com.oracle.graal.python.pegparser.ParserCallbacks;
import com.oracle.graal.python.pegparser.sst.ModTy;
import com.oracle.graal.python.pegparser.sst.SSTNode;
import com.oracle.graal.python.pegparser.sst.StmtTy;
import com.oracle.graal.python.pegparser.tokenizer.SourceRange;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Syntax trees of GraalPy's own parser: what is judged here is what the interpreter will run. */
final class SyntaxTree {
  private static final int PYTHON_MINOR = 12;
  private static final Map<Class<?>, List<Field>> CHILD_FIELDS = new ConcurrentHashMap<>();

  private SyntaxTree() {}

  /** The tree of a module, or empty where the source is no Python. */
  static Optional<ModTy.Module> parse(String source) {
    try {
      var parser =
          new Parser(
              source,
              new Callbacks(),
              InputType.FILE,
              EnumSet.noneOf(AbstractParser.Flags.class),
              PYTHON_MINOR);
      if (!(parser.parse() instanceof ModTy.Module module)) {
        return Optional.empty();
      }
      // The parser gives a source of nothing but comments no statements at all.
      return Optional.of(
          module.body != null
              ? module
              : new ModTy.Module(new StmtTy[0], module.typeIgnores, module.getSourceRange()));
    } catch (BadSource | IllegalStateException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Calls the action for the node and everything below it, parents first. */
  static void walk(SSTNode node, Consumer<SSTNode> action) {
    action.accept(node);
    forEachChild(node, child -> walk(child, action));
  }

  /** The length of the longest way down from the node, itself included. */
  static int depth(SSTNode node) {
    int[] below = {0};
    forEachChild(node, child -> below[0] = Math.max(below[0], depth(child)));
    return below[0] + 1;
  }

  /** Calls the action for each direct child, in the order in which the node declares them. */
  static void forEachChild(SSTNode node, Consumer<SSTNode> action) {
    for (Field field : CHILD_FIELDS.computeIfAbsent(node.getClass(), SyntaxTree::childFields)) {
      Object value;
      try {
        value = field.get(node);
      } catch (IllegalAccessException e) {
        throw new LinkageError("cannot read " + field, e);
      }
      if (value instanceof SSTNode child) {
        action.accept(child);
      } else if (value instanceof SSTNode[] children) {
        for (SSTNode child : children) {
          if (child != null) {
            action.accept(child);
          }
        }
      }
    }
  }

  private static List<Field> childFields(Class<?> type) {
    var fields = new ArrayList<Field>();
    for (Field field : type.getFields()) {
      Class<?> of = field.getType().isArray() ? field.getType().componentType() : field.getType();
      if (!Modifier.isStatic(field.getModifiers()) && SSTNode.class.isAssignableFrom(of)) {
        fields.add(field);
      }
    }
    return List.copyOf(fields);
  }

  private static final class BadSource extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSource(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Callbacks implements ParserCallbacks {
    @Override
    public void safePointPoll() {}

    @Override
    public RuntimeException reportIncompleteSource(int line) {
      return new BadSource("incomplete source at line " + line);
    }

    @Override
    public RuntimeException onError(ErrorType type, SourceRange range, String message) {
      return new BadSource(message);
    }

    @Override
    public void onWarning(WarningType type, SourceRange range, String message) {}
  }
}
