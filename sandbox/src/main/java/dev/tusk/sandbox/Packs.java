package dev.tusk.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packs on the class path: jars without classes that bring Python packages, and an index of
 * their files under a name that is the same for each.
 */
final class Packs {
  private static final String INDEX = "dev/tusk/sandbox/packages/pack.txt";

  /** A line of the index, which names a file of a package or a module. */
  private static final Pattern PACKAGE = Pattern.compile("\\d+ site/(\\w+)(/.*|\\.py)");

  private static final List<String> FILES = read();

  private static final Set<String> PACKAGES =
      FILES.stream()
          .map(PACKAGE::matcher)
          .filter(Matcher::matches)
          .map(line -> line.group(1))
          .collect(Collectors.toUnmodifiableSet());

  /** Packages for which there is a pack, by the artifact that has it. */
  private static final Map<String, String> ARTIFACTS = Map.of("networkx", "dev.tusk:tusk-networkx");

  private Packs() {}

  private static List<String> read() {
    var lines = new ArrayList<String>();
    try {
      for (URL index : Collections.list(Packs.class.getClassLoader().getResources(INDEX))) {
        try (InputStream in = index.openStream()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(lines);
  }

  /** The lines of every index, as {@link GuestFiles} reads them. */
  static List<String> files() {
    return FILES;
  }

  /** Whether a module belongs to a package of which a pack has files. */
  static boolean bring(String module) {
    int dot = module.indexOf('.');
    return PACKAGES.contains(dot < 0 ? module : module.substring(0, dot));
  }

  /** The packages that a pack would bring which is not here: each name, "=", the artifact. */
  static String missing() {
    return ARTIFACTS.entrySet().stream()
        .filter(entry -> !PACKAGES.contains(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
