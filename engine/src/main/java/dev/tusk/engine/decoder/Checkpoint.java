package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.onnx.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face checkpoint folder, read and validated: {@code config.json}, {@code
 * tokenizer.json}, {@code generation_config.json} where there is one, {@code model.safetensors} or
 * its shards with {@code model.safetensors.index.json}, and Tusk's own {@code tusk.json} where
 * there is one. A folder without weights may hold a graph that onnxruntime-genai's builder or
 * optimum exported.
 *
 * <p>Opening reads the headers of the weight files, not the weights, and needs no native library.
 * Immutable and thread-safe. The files must stay as they are while a decoder of this checkpoint is
 * open.
 */
public final class Checkpoint {
  private final Path folder;
  private final @Nullable ModelConfig config;
  private final @Nullable ExportedFolder export;
  private final Map<String, TensorLocation> weights;
  private final Set<Integer> endTokens;
  private final PromptProfile profile;

  private Checkpoint(
      Path folder,
      @Nullable ModelConfig config,
      @Nullable ExportedFolder export,
      Map<String, TensorLocation> weights,
      Set<Integer> endTokens,
      PromptProfile profile) {
    this.folder = folder;
    this.config = config;
    this.export = export;
    this.weights = weights;
    this.endTokens = endTokens;
    this.profile = profile;
  }

  /**
   * Reads and validates a checkpoint folder.
   *
   * @throws CheckpointException when a file is missing or damaged, when the files do not fit one
   *     another, or when the config asks for something that is not supported; the message names the
   *     file, what in it, and the bound
   */
  public static Checkpoint open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CheckpointException(folder, "the checkpoint is no folder");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    Optional<ExportedFolder> export =
        hasWeights(absolute) ? Optional.empty() : ExportedFolder.find(absolute);
    return export.isPresent() ? open(absolute, export.get()) : openWeights(absolute);
  }

  private static Checkpoint openWeights(Path folder) {
    JsonFile json = JsonFile.read(folder.resolve("config.json"));
    ModelConfig config = ModelConfig.of(json);
    Map<String, TensorLocation> weights = weights(folder);
    requireWeights(folder, config, weights);
    TokenizerFile.requireFit(folder.resolve(TokenizerFile.NAME), config.vocabulary());
    return new Checkpoint(
        folder,
        config,
        null,
        weights,
        endTokens(generationConfig(folder).orElse(json), config.vocabulary()),
        profile(folder));
  }

  private static Checkpoint open(Path folder, ExportedFolder export) {
    TokenizerFile.requireFit(folder.resolve(TokenizerFile.NAME), export.vocabulary());
    JsonFile config =
        generationConfig(folder)
            .or(() ->
                JsonFile.readIfPresent(folder.resolve(ExportedFolder.GENAI_CONFIG))
                    .map(file -> file.object("model")))
            .orElseGet(() -> JsonFile.read(folder.resolve("config.json")));
    return new Checkpoint(
        folder, null, export, Map.of(), endTokens(config, export.vocabulary()), profile(folder));
  }

  private static Optional<JsonFile> generationConfig(Path folder) {
    return JsonFile.readIfPresent(folder.resolve("generation_config.json"))
        .filter(file -> file.has("eos_token_id"));
  }

  private static PromptProfile profile(Path folder) {
    return JsonFile.readIfPresent(folder.resolve("tusk.json"))
        .map(PromptProfile::of)
        .orElse(PromptProfile.MAMMOTH);
  }

  /** The folder, as an absolute path. */
  public Path folder() {
    return folder;
  }

  /** How this checkpoint wants to be asked. */
  public PromptProfile profile() {
    return profile;
  }

  /** The positions the model was made for, prompt and answer together. */
  public int positions() {
    return export == null ? config().positions() : export.positions();
  }

  /** Bytes of all weights as they lie in the files. */
  public long weightBytes() {
    return export != null
        ? export.bytes()
        : weights.values().stream().mapToLong(TensorLocation::length).sum();
  }

  /** Number of token ids. */
  int vocabulary() {
    return export == null ? config().vocabulary() : export.vocabulary();
  }

  /** The graph that another program exported, if the folder holds no weights but one. */
  Optional<ExportedFolder> export() {
    return Optional.ofNullable(export);
  }

  /** The shape of a model whose weights the folder holds. */
  ModelConfig config() {
    if (config == null) {
      throw new IllegalStateException("an exported graph has no config");
    }
    return config;
  }

  TensorLocation weight(String name) {
    TensorLocation weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("no weight " + name);
    }
    return weight;
  }

  /** The files that hold the weights. */
  Set<Path> weightFiles() {
    Set<Path> files = new LinkedHashSet<>();
    weights.values().forEach(weight -> files.add(weight.file()));
    return files;
  }

  /** Ids that end a text. */
  Set<Integer> endTokens() {
    return endTokens;
  }

  private static final List<String> WEIGHT_FILES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static boolean hasWeights(Path folder) {
    return WEIGHT_FILES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  private static Map<String, TensorLocation> weights(Path folder) {
    if (Files.exists(folder.resolve("model.safetensors"))) {
      return SafetensorsFile.read(folder.resolve("model.safetensors"));
    }
    Path index = folder.resolve("model.safetensors.index.json");
    if (Files.exists(index)) {
      return shards(index, SafetensorsFile::read);
    }
    if (Files.exists(folder.resolve("pytorch_model.bin"))) {
      return TorchFile.read(folder.resolve("pytorch_model.bin"));
    }
    index = folder.resolve("pytorch_model.bin.index.json");
    if (Files.exists(index)) {
      return shards(index, TorchFile::read);
    }
    throw new CheckpointException(
        folder,
        "neither model.safetensors nor pytorch_model.bin is there, nor an index of their shards,"
            + " nor an exported model.onnx");
  }

  private static Map<String, TensorLocation> shards(
      Path indexFile, Function<Path, Map<String, TensorLocation>> reader) {
    Map<String, Map<String, TensorLocation>> shards = new LinkedHashMap<>();
    Map<String, TensorLocation> weights = new LinkedHashMap<>();
    for (var entry : JsonFile.read(indexFile).object("weight_map").root().properties()) {
      String name = entry.getKey();
      String shard = entry.getValue().asText("");
      if (shard.isEmpty() || !Path.of(shard).equals(Path.of(shard).getFileName())) {
        throw new CheckpointException(
            indexFile,
            "tensor %s is said to lie in %s, a file of the same folder is expected"
                .formatted(name, entry.getValue()));
      }
      TensorLocation location =
          shards
              .computeIfAbsent(shard, file -> reader.apply(indexFile.resolveSibling(file)))
              .get(name);
      if (location == null) {
        throw new CheckpointException(
            indexFile,
            "tensor %s is said to lie in %s, which has none such".formatted(name, shard));
      }
      weights.put(name, location);
    }
    return weights;
  }

  private static void requireWeights(
      Path folder, ModelConfig config, Map<String, TensorLocation> weights) {
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    int hidden = config.hidden();
    expected.put(WeightNames.EMBEDDING, List.of(config.vocabulary(), hidden));
    for (int layer = 0; layer < config.layers(); layer++) {
      expected.put(WeightNames.inputNorm(layer), List.of(hidden));
      expected.put(WeightNames.query(layer), List.of(config.queryWidth(), hidden));
      expected.put(WeightNames.key(layer), List.of(config.keyValueWidth(), hidden));
      expected.put(WeightNames.value(layer), List.of(config.keyValueWidth(), hidden));
      expected.put(WeightNames.output(layer), List.of(hidden, config.queryWidth()));
      expected.put(WeightNames.feedForwardNorm(layer), List.of(hidden));
      expected.put(WeightNames.gate(layer), List.of(config.feedForward(), hidden));
      expected.put(WeightNames.up(layer), List.of(config.feedForward(), hidden));
      expected.put(WeightNames.down(layer), List.of(hidden, config.feedForward()));
    }
    expected.put(WeightNames.NORM, List.of(hidden));
    if (!config.tiedEmbeddings()) {
      expected.put(WeightNames.HEAD, List.of(config.vocabulary(), hidden));
    }
    ElementType matrices = null;
    for (var entry : expected.entrySet()) {
      TensorLocation weight = weights.get(entry.getKey());
      if (weight == null) {
        throw new CheckpointException(
            folder,
            "the weights have no tensor " + entry.getKey() + ", which the config calls for");
      }
      if (!weight.shape().equals(entry.getValue())) {
        throw new CheckpointException(
            weight.file(),
            "tensor %s has shape %s, the config calls for %s"
                .formatted(weight.name(), weight.shape(), entry.getValue()));
      }
      if (weight.shape().size() == 2) {
        if (matrices != null && matrices != weight.type()) {
          throw new CheckpointException(
              weight.file(),
              "tensor %s has type %s, others have %s: mixed types are not supported"
                  .formatted(weight.name(), weight.type(), matrices));
        }
        matrices = weight.type();
      }
    }
    Set<String> unknown = new TreeSet<>(weights.keySet());
    unknown.removeAll(expected.keySet());
    // Early exports of Llama carry the rotary frequencies, which follow from the config; a tied
    // checkpoint may carry the embedding a second time.
    unknown.removeIf(
        name -> name.endsWith(".rotary_emb.inv_freq") || name.equals(WeightNames.HEAD));
    if (!unknown.isEmpty()) {
      List<String> names = new ArrayList<>(unknown);
      throw new CheckpointException(
          folder,
          "the weights have %d tensors that the config does not call for, such as %s"
              .formatted(names.size(), names.getFirst()));
    }
  }

  private static Set<Integer> endTokens(JsonFile file, int vocabulary) {
    Set<Integer> ids = new LinkedHashSet<>();
    JsonNode node = file.root().path("eos_token_id");
    for (JsonNode id : node.isArray() ? node : List.of(node)) {
      if (!id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
        throw file.problem(
            "eos_token_id is %s, ids from 0 to %d are expected".formatted(node, vocabulary - 1));
      }
      ids.add(id.intValue());
    }
    return Set.copyOf(ids);
  }
}
