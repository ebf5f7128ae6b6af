package dev.tusk.examples.service;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be asked for. */
enum Operation {
  SOLVE,
  EXECUTE,
  CHECK,
  GRADE;

  /** As requests and metrics name it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fields that a request may have besides {@code id}. */
  List<String> fields() {
    return switch (this) {
      case SOLVE ->
          List.of("question", "options", "method", "samples", "seed", "timeout", "evidence");
      case EXECUTE -> List.of("program", "style", "preamble");
      case CHECK -> List.of("program", "style", "preamble", "evidence");
      case GRADE -> List.of("gold", "pred", "policy", "extraction", "precision", "set_relation");
    };
  }

  /**
   * The operation of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  static Operation named(String name) {
    return Arrays.stream(values())
        .filter(operation -> operation.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "op is \"%s\"; %s is possible"
                    .formatted(
                        name,
                        Arrays.stream(values())
                            .map(Operation::label)
                            .collect(Collectors.joining(", ")))));
  }
}
