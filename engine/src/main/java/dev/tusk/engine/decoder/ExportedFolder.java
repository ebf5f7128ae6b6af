package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds an ONNX graph which another program exported: onnxruntime-genai's builder,
 * whose {@code genai_config.json} names the graph's file and ports, or optimum, which writes {@code
 * model.onnx} beside the checkpoint's {@code config.json}.
 *
 * @param model the graph's file
 * @param vocabulary number of token ids
 * @param positions positions the model was made for
 * @param keyValueHeads number of key and value heads, where the config states it
 * @param headSize width of a head, where the config states it
 * @param sharedCache whether the graph extends a cache of fixed size in place; else it answers with
 *     a cache that is longer by the tokens read
 * @param names what the graph calls its ports
 */
record ExportedFolder(
    Path model,
    int vocabulary,
    int positions,
    OptionalInt keyValueHeads,
    OptionalInt headSize,
    boolean sharedCache,
    Names names) {
  static final String GENAI_CONFIG = "genai_config.json";

  private static final List<String> MODELS = List.of("model.onnx", "onnx/model.onnx");

  /** The names of a graph's ports; those of a layer hold {@code %d}. */
  record Names(
      String tokens,
      String mask,
      String positions,
      String pastKeys,
      String pastValues,
      String keys,
      String values,
      String logits) {
    /** What both exporters write. */
    static final Names USUAL =
        new Names(
            "input_ids",
            "attention_mask",
            "position_ids",
            "past_key_values.%d.key",
            "past_key_values.%d.value",
            "present.%d.key",
            "present.%d.value",
            "logits");

    static String ofLayer(String pattern, int layer) {
      return pattern.replace("%d", String.format(Locale.ROOT, "%d", layer));
    }
  }

  /**
   * What a session says about a graph that fits this folder.
   *
   * @param layers number of layers
   * @param cacheType the type of the keys and values
   * @param logitsType the type of the logits
   * @param lastLogitsOnly whether the graph gives logits after the last token of a row alone
   */
  record Ports(
      int layers,
      int keyValueHeads,
      int headSize,
      ElementType tokenType,
      Optional<ElementType> maskType,
      Optional<ElementType> positionType,
      ElementType cacheType,
      ElementType logitsType,
      boolean lastLogitsOnly) {}

  /** The export in a folder, if there is one. */
  static Optional<ExportedFolder> find(Path folder) {
    Optional<JsonFile> genai = JsonFile.readIfPresent(folder.resolve(GENAI_CONFIG));
    if (genai.isPresent()) {
      return Optional.of(ofGenai(folder, genai.get()));
    }
    for (String name : MODELS) {
      if (Files.exists(folder.resolve(name))) {
        return Optional.of(ofOptimum(folder, folder.resolve(name)));
      }
    }
    return Optional.empty();
  }

  private static ExportedFolder ofGenai(Path folder, JsonFile config) {
    JsonFile model = config.object("model");
    JsonFile decoder = model.object("decoder");
    String name = decoder.text("filename");
    if (name.isEmpty() || !Path.of(name).equals(Path.of(name).getFileName())) {
      throw config.problem("filename is " + name + ", a file of the same folder is expected");
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(file, "the file is missing, which " + GENAI_CONFIG + " names");
    }
    JsonFile inputs = decoder.object("inputs");
    JsonFile outputs = decoder.object("outputs");
    Names usual = Names.USUAL;
    var names =
        new Names(
            inputs.text("input_ids", usual.tokens()),
            inputs.text("attention_mask", usual.mask()),
            inputs.text("position_ids", usual.positions()),
            layered(inputs, "past_key_names", usual.pastKeys()),
            layered(inputs, "past_value_names", usual.pastValues()),
            layered(outputs, "present_key_names", usual.keys()),
            layered(outputs, "present_value_names", usual.values()),
            outputs.text("logits", usual.logits()));
    return new ExportedFolder(
        file,
        model.size("vocab_size", 1 << 24),
        model.size("context_length", Integer.MAX_VALUE),
        OptionalInt.of(decoder.size("num_key_value_heads", 1 << 12)),
        OptionalInt.of(decoder.size("head_size", 1 << 12)),
        config.has("search") && config.object("search").flag("past_present_share_buffer"),
        names);
  }

  private static String layered(JsonFile ports, String name, String usual) {
    String pattern = ports.text(name, usual);
    if (!pattern.contains("%d")) {
      throw ports.problem(name + " is " + pattern + ", a name that holds %d is expected");
    }
    return pattern;
  }

  private static ExportedFolder ofOptimum(Path folder, Path model) {
    JsonFile config = JsonFile.read(folder.resolve("config.json"));
    OptionalInt heads =
        config.has("num_key_value_heads")
            ? OptionalInt.of(config.size("num_key_value_heads", 1 << 12))
            : OptionalInt.empty();
    OptionalInt headSize =
        config.has("head_dim")
            ? OptionalInt.of(config.size("head_dim", 1 << 12))
            : OptionalInt.empty();
    return new ExportedFolder(
        model,
        config.size("vocab_size", 1 << 24),
        config.size("max_position_embeddings", Integer.MAX_VALUE),
        heads,
        headSize,
        false,
        Names.USUAL);
  }

  /** Bytes of the graph's file and of those that hold its weights. */
  long bytes() {
    String name = model.getFileName().toString();
    try (Stream<Path> files = Files.list(model.resolveSibling(""))) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith(name)) {
          sum += Files.size(file);
        }
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException("the files of " + model + " cannot be read", e);
    }
  }

  /**
   * Reads off a session what its graph takes and gives.
   *
   * @throws CheckpointException when the graph has an input that nobody can fill, lacks one that is
   *     needed, or does not fit the config
   */
  Ports ports(List<OnnxPort> inputs, List<OnnxPort> outputs) {
    Map<String, OnnxPort> left = new LinkedHashMap<>();
    inputs.forEach(port -> left.put(port.name(), port));
    Map<String, OnnxPort> given = new LinkedHashMap<>();
    outputs.forEach(port -> given.put(port.name(), port));
    ElementType tokens = wholeNumbers(required(left, names.tokens(), "input"));
    Optional<ElementType> mask =
        Optional.ofNullable(left.remove(names.mask())).map(this::wholeNumbers);
    Optional<ElementType> positionIds =
        Optional.ofNullable(left.remove(names.positions())).map(this::wholeNumbers);
    int layers = 0;
    OnnxPort cache = null;
    while (left.containsKey(Names.ofLayer(names.pastKeys(), layers))) {
      OnnxPort keys = required(left, Names.ofLayer(names.pastKeys(), layers), "input");
      OnnxPort values = required(left, Names.ofLayer(names.pastValues(), layers), "input");
      required(given, Names.ofLayer(names.keys(), layers), "output");
      required(given, Names.ofLayer(names.values(), layers), "output");
      if (keys.shape().size() != 4 || !keys.shape().equals(values.shape())) {
        throw problem(
            "%s has shape %s and %s has %s; [batch, heads, past, head size] is expected"
                .formatted(keys.name(), keys.shape(), values.name(), values.shape()));
      }
      if (cache != null
          && (!keys.shape().equals(cache.shape()) || !keys.type().equals(cache.type()))) {
        throw problem(
            "%s has shape %s, %s has %s: layers of different caches are not supported"
                .formatted(cache.name(), cache.shape(), keys.name(), keys.shape()));
      }
      cache = keys;
      layers++;
    }
    if (cache == null) {
      throw problem(
          "the graph has no input "
              + Names.ofLayer(names.pastKeys(), 0)
              + ": it was exported without a key-value cache");
    }
    if (!left.isEmpty()) {
      throw problem(
          "the graph's input %s is not supported".formatted(String.join(", ", left.keySet())));
    }
    OnnxPort logits = required(given, names.logits(), "output");
    if (logits.shape().size() != 3) {
      throw problem(
          "%s has shape %s, [batch, row, vocabulary] is expected"
              .formatted(names.logits(), logits.shape()));
    }
    long columns = logits.shape().get(2);
    if (columns >= 0 && columns != vocabulary) {
      throw problem(
          "%s has %d columns, the config's vocab_size is %d"
              .formatted(names.logits(), columns, vocabulary));
    }
    return new Ports(
        layers,
        stated(cache, 1, keyValueHeads, "num_key_value_heads"),
        stated(cache, 3, headSize, "the head size"),
        tokens,
        mask,
        positionIds,
        floats(cache),
        floats(logits),
        logits.shape().get(1) == 1);
  }

  private int stated(OnnxPort cache, int dimension, OptionalInt config, String what) {
    long size = cache.shape().get(dimension);
    if (size < 0) {
      return config.orElseThrow(
          () -> problem("neither %s nor the config states %s".formatted(cache.name(), what)));
    }
    if (config.isPresent() && config.getAsInt() != size) {
      throw problem(
          "%s has shape %s, the config states %d as %s"
              .formatted(cache.name(), cache.shape(), config.getAsInt(), what));
    }
    return Math.toIntExact(size);
  }

  private OnnxPort required(Map<String, OnnxPort> ports, String name, String kind) {
    @Nullable OnnxPort port = ports.remove(name);
    if (port == null) {
      throw problem("the graph has no %s %s".formatted(kind, name));
    }
    return port;
  }

  private ElementType wholeNumbers(OnnxPort port) {
    return port.type()
        .filter(type -> type == ElementType.INT64 || type == ElementType.INT32)
        .orElseThrow(() -> problem(port.name() + " is no tensor of int64 or int32"));
  }

  private ElementType floats(OnnxPort port) {
    return port.type()
        .filter(type ->
            type == ElementType.FLOAT32
                || type == ElementType.FLOAT16
                || type == ElementType.BFLOAT16)
        .orElseThrow(() -> problem(port.name() + " is no tensor of float32, float16 or bfloat16"));
  }

  private CheckpointException problem(String what) {
    return new CheckpointException(model, what);
  }
}
