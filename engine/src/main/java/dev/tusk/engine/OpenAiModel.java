package dev.tusk.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.decoder.Cancellation;
import dev.tusk.engine.decoder.PromptProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an OpenAI-compatible server: vLLM, llama.cpp, or another that speaks {@code
 * /v1/completions} or {@code /v1/chat/completions}.
 *
 * <p>A busy server (429, 503), one that fails (500, 502, 504) and a lost connection are tried again
 * with growing pauses, or with the pause that the server asks for in {@code Retry-After}. A reply
 * is read up to a bound. What goes wrong is a {@link ModelException} that says what; it never holds
 * the key. Thread-safe.
 *
 * <pre>{@code
 * LanguageModel server =
 *     OpenAiModel.builder(URI.create("http://localhost:8000/v1"), "TIGER-Lab/MAmmoTH-7B").build();
 * Tusk tusk = Tusk.builder().model(server).build();
 * }</pre>
 */
public final class OpenAiModel implements LanguageModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a server's own words in a message. */
  private static final int LONGEST_QUOTE = 200;

  private final URI endpoint;
  private final String model;
  private final Optional<String> key;
  private final PromptProfile profile;
  private final boolean chat;
  private final int mostStops;
  private final boolean probabilities;
  private final Duration timeout;
  private final int retries;
  private final Duration firstPause;
  private final Duration longestPause;
  private final long maxResponseBytes;
  private final int parallelism;
  private final HttpClient client;
  private volatile boolean closed;

  private OpenAiModel(Builder builder) {
    String base = builder.base.toString();
    String folder = base.endsWith("/") ? base : base + "/";
    this.endpoint = URI.create(folder + (builder.chat ? "chat/completions" : "completions"));
    this.model = builder.model;
    this.key = Optional.ofNullable(builder.key);
    this.profile = builder.profile;
    this.chat = builder.chat;
    this.mostStops = builder.mostStops;
    this.probabilities = builder.probabilities;
    this.timeout = builder.timeout;
    this.retries = builder.retries;
    this.firstPause = builder.firstPause;
    this.longestPause = builder.longestPause;
    this.maxResponseBytes = builder.maxResponseBytes;
    this.parallelism = builder.parallelism;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(builder.connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A builder for a server's model.
   *
   * @param base the address up to the version: {@code http://localhost:8000/v1}
   * @param model the model's name there
   * @throws IllegalArgumentException if the address is not http or https, or carries a user
   */
  public static Builder builder(URI base, String model) {
    return new Builder(base, model);
  }

  @Override
  public PromptProfile profile() {
    return profile;
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public List<Completion> complete(CompletionRequest request) {
    long start = System.nanoTime();
    Duration within =
        request.timeout().filter(asked -> asked.compareTo(timeout) < 0).orElse(timeout);
    long deadline = start + within.toNanos();
    String body = body(request);
    for (int attempt = 0; ; attempt++) {
      Attempt outcome = attempt(body, deadline, request.cancellation());
      switch (outcome) {
        case Attempt.Answered(String reply) -> {
          return read(reply, request, Duration.ofNanos(System.nanoTime() - start));
        }
        case Attempt.Failed(ModelException problem, Optional<Duration> asked) -> {
          Duration pause = pause(attempt, asked);
          if (attempt >= retries || System.nanoTime() + pause.toNanos() >= deadline) {
            throw problem;
          }
          sleep(pause, request.cancellation());
        }
      }
    }
  }

  /** What came of one exchange. */
  private sealed interface Attempt {
    record Answered(String body) implements Attempt {}

    /**
     * It may be tried again.
     *
     * @param pause what the server asks for
     */
    record Failed(ModelException problem, Optional<Duration> pause) implements Attempt {}
  }

  private String body(CompletionRequest request) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model);
    if (chat) {
      ObjectNode message = body.putArray("messages").addObject();
      message.put("role", "user");
      message.put("content", request.prompt());
    } else {
      body.put("prompt", request.prompt());
    }
    body.put("max_tokens", request.maxTokens());
    body.put("temperature", request.temperature());
    body.put("top_p", request.topP());
    body.put("n", request.samples());
    body.put("seed", request.seed());
    body.put("stream", false);
    // All stop strings are looked for here again: servers take only so many.
    List<String> stops = request.stopStrings();
    if (!stops.isEmpty() && mostStops > 0) {
      var sent = body.putArray("stop");
      stops.stream().limit(mostStops).forEach(sent::add);
    }
    if (probabilities && chat) {
      body.put("logprobs", true);
    } else if (probabilities) {
      body.put("logprobs", 1);
    }
    return body.toString();
  }

  private Attempt attempt(String body, long deadline, Cancellation cancellation) {
    if (closed) {
      throw new IllegalStateException("this model is closed");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), maxResponseBytes));
    try (Cancellation.Registration _ = cancellation.onCancel(() -> exchange.cancel(true))) {
      long left = Math.max(0, deadline - System.nanoTime());
      return judged(exchange.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new ModelException(
          ModelException.Kind.UNREACHABLE, "%s did not answer in time".formatted(endpoint), e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (CancellationException e) {
      throw cancelled();
    } catch (ExecutionException e) {
      return failed(e.getCause(), cancellation);
    }
  }

  private static CancellationException cancelled() {
    return new CancellationException("cancelled while the server wrote");
  }

  private Attempt failed(@Nullable Throwable cause, Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      throw cancelled();
    }
    if (closed) {
      throw new IllegalStateException("this model was closed", cause);
    }
    if (!(cause instanceof IOException problem)) {
      throw new IllegalStateException("the exchange failed", cause);
    }
    String said = String.valueOf(problem.getMessage());
    if (said.contains("exceeds capacity")) {
      throw new ModelException(
          ModelException.Kind.MALFORMED,
          "%s answered with more than %d bytes".formatted(endpoint, maxResponseBytes),
          problem);
    }
    return new Attempt.Failed(
        new ModelException(
            ModelException.Kind.UNREACHABLE,
            "%s cannot be reached, or dropped the connection: %s".formatted(endpoint, problem),
            problem),
        Optional.empty());
  }

  private Attempt judged(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == 200) {
      return new Attempt.Answered(response.body());
    }
    String said = "%s answered %d: %s".formatted(endpoint, status, quote(response.body()));
    return switch (status) {
      case 429, 503 ->
          new Attempt.Failed(
              new ModelException(ModelException.Kind.BUSY, said),
              response.headers().firstValue("Retry-After").flatMap(OpenAiModel::seconds));
      case 408, 500, 502, 504 ->
          new Attempt.Failed(
              new ModelException(ModelException.Kind.UNREACHABLE, said), Optional.empty());
      default -> throw new ModelException(ModelException.Kind.REFUSED, said);
    };
  }

  /** The server's own words, without the key should it repeat that. */
  private String quote(String body) {
    String words = Texts.shortened(body.substring(0, Math.min(body.length(), 4096)), LONGEST_QUOTE);
    return key.map(secret -> words.replace(secret, "…")).orElse(words);
  }

  /** The header's seconds; a date there is not looked at. */
  private static Optional<Duration> seconds(String header) {
    return header.strip().matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
        : Optional.empty();
  }

  private Duration pause(int attempt, Optional<Duration> asked) {
    Duration doubled = firstPause.multipliedBy(1L << Math.min(attempt, 20));
    return asked.orElse(doubled.compareTo(longestPause) < 0 ? doubled : longestPause);
  }

  private static void sleep(Duration pause, Cancellation cancellation) {
    var woken = new CompletableFuture<Void>();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> woken.cancel(false))) {
      woken.get(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return;
    } catch (CancellationException e) {
      throw cancelled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Completion> read(String reply, CompletionRequest request, Duration wall) {
    JsonNode root;
    try {
      root = JSON.readTree(reply);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          ModelException.Kind.MALFORMED,
          "%s answered with no JSON: %s".formatted(endpoint, quote(reply)),
          e);
    }
    JsonNode choices = root.path("choices");
    if (choices.size() != request.samples()) {
      throw new ModelException(
          ModelException.Kind.MALFORMED,
          "%s gave %d choices where %d were asked for: %s"
              .formatted(endpoint, choices.size(), request.samples(), quote(reply)));
    }
    int promptTokens = root.path("usage").path("prompt_tokens").asInt(0);
    int tokens = root.path("usage").path("completion_tokens").asInt(0);
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      // The server counts all texts together: the remainder goes to the first.
      int share = tokens / choices.size() + (i == 0 ? tokens % choices.size() : 0);
      completions.add(completion(choices.get(i), promptTokens, share, wall));
    }
    return completions.stream().map(text -> text.before(request.stopStrings())).toList();
  }

  private Completion completion(JsonNode choice, int promptTokens, int share, Duration wall) {
    JsonNode text = chat ? choice.path("message").path("content") : choice.path("text");
    if (!text.isTextual()) {
      throw new ModelException(
          ModelException.Kind.MALFORMED,
          "%s gave a choice without a text: %s".formatted(endpoint, quote(choice.toString())));
    }
    List<Double> logarithms = new ArrayList<>();
    if (chat) {
      choice.path("logprobs").path("content").forEach(t -> add(logarithms, t.path("logprob")));
    } else {
      choice.path("logprobs").path("token_logprobs").forEach(t -> add(logarithms, t));
    }
    OptionalDouble mean = logarithms.stream().mapToDouble(Math::exp).average();
    return new Completion(
        text.textValue(),
        mean,
        promptTokens,
        logarithms.isEmpty() ? share : logarithms.size(),
        choice.path("finish_reason").asText("").equals("length")
            ? Completion.Finish.MAX_TOKENS
            : Completion.Finish.END,
        wall);
  }

  private static void add(List<Double> logarithms, JsonNode logarithm) {
    if (logarithm.isNumber() && logarithm.doubleValue() <= 0) {
      logarithms.add(logarithm.doubleValue());
    }
  }

  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }

  /** The model's name and address, without the key. */
  @Override
  public String toString() {
    return model + " at " + endpoint;
  }

  /**
   * Collects the settings of an {@link OpenAiModel}; not thread-safe.
   *
   * <pre>{@code
   * OpenAiModel server =
   *     OpenAiModel.builder(URI.create("http://localhost:8000/v1"), "mammoth")
   *         .parallelism(16)
   *         .timeout(Duration.ofMinutes(2))
   *         .build();
   * }</pre>
   */
  public static final class Builder {
    private final URI base;
    private final String model;
    private @Nullable String key;
    private PromptProfile profile = PromptProfile.MAMMOTH;
    private boolean chat;
    private int mostStops = 4;
    private boolean probabilities = true;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofMinutes(5);
    private int retries = 4;
    private Duration firstPause = Duration.ofSeconds(1);
    private Duration longestPause = Duration.ofSeconds(30);
    private long maxResponseBytes = 16L << 20;
    private int parallelism = 8;

    private Builder(URI base, String model) {
      String scheme = String.valueOf(base.getScheme());
      if (!(scheme.equals("http") || scheme.equals("https"))
          || base.getHost() == null
          || base.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "the address must be http://HOST… or https://HOST…, without a user in it");
      }
      this.base = base;
      this.model = Objects.requireNonNull(model, "model");
    }

    /** The key that is sent as a bearer token. Default: none. */
    public Builder key(String secret) {
      key = Objects.requireNonNull(secret, "secret");
      return this;
    }

    /** How the model wants to be asked. Default: {@link PromptProfile#MAMMOTH}. */
    public Builder profile(PromptProfile value) {
      profile = Objects.requireNonNull(value, "profile");
      return this;
    }

    /**
     * Whether the prompt goes as a user's message to {@code chat/completions}, where the server
     * puts its own frame around it. Default: no, it goes as it is to {@code completions}.
     */
    public Builder chat(boolean value) {
      chat = value;
      return this;
    }

    /** How many stop strings the server takes. Default: 4, which is what OpenAI's does. */
    public Builder mostStops(int value) {
      mostStops = Bounds.range("mostStops", value, 0, 1000);
      return this;
    }

    /** Whether the server is asked for token probabilities. Default: yes. */
    public Builder probabilities(boolean value) {
      probabilities = value;
      return this;
    }

    /** How long connecting may take. Default: 10 s. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = Bounds.positive("connectTimeout", value);
      return this;
    }

    /** How long one call may take, further tries included. Default: 5 minutes. */
    public Builder timeout(Duration value) {
      timeout = Bounds.positive("timeout", value);
      return this;
    }

    /** How often a failed exchange is tried again, from 0 to 100. Default: 4. */
    public Builder retries(int value) {
      retries = Bounds.range("retries", value, 0, 100);
      return this;
    }

    /**
     * The pause before the first further try, doubled for each next. Default: 1 s, at most 30 s.
     */
    public Builder pauses(Duration first, Duration longest) {
      firstPause = Bounds.positive("first", first);
      longestPause = Bounds.positive("longest", longest);
      return this;
    }

    /** Bytes of a reply's body at most. Default: 16 MiB. */
    public Builder maxResponseBytes(long value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            "maxResponseBytes is " + value + ", at least 1 is needed");
      }
      maxResponseBytes = value;
      return this;
    }

    /** How many texts the server works on at once. Default: 8. */
    public Builder parallelism(int value) {
      parallelism = Bounds.range("parallelism", value, 1, 10_000);
      return this;
    }

    /** The model; nothing is sent yet. */
    public OpenAiModel build() {
      return new OpenAiModel(this);
    }
  }
}
