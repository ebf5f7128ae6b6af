package dev.tusk.engine.decoder;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model for many requests at once, each in a slot of its cache.
 *
 * <p>Continuous batching: in each round one chunk of one prompt is read, then every text that is
 * being written gets one token by one joint run, so requests join and leave between any two steps
 * and a long prompt delays the others by a chunk at most. A joint run covers the slots from 0 to
 * the last one in use; a slot in between that is free or reads its prompt takes part with a token
 * whose key and value are written where the next ones of that slot will be, and so never seen.
 *
 * <p>Requests that share a prompt share its reading: one of them reads it, and its positions of the
 * cache are copied to the slots of the others, or stay for one that gets the slot itself. A text
 * that is written alone may try guesses, several tokens in one run.
 *
 * <p>A joint run that fails, for want of the device's memory for instance, is done again for each
 * text alone, so that only those fail which cannot go on. One thread owns the model. Thread-safe.
 */
final class Scheduler implements AutoCloseable {
  /** Tokens of a prompt read in one run. */
  static final int PROMPT_CHUNK = 512;

  private static final int[] NO_GUESSES = {};

  private final LanguageModel model;
  private final int vocabulary;
  private final @Nullable Request[] slots;

  /** The prompt that was read into each slot and is still there. */
  private final Request.@Nullable Prompt[] held;

  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;

  Scheduler(LanguageModel model, int vocabulary) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.slots = new Request[model.slots()];
    this.held = new Request.Prompt[model.slots()];
    this.thread = Thread.ofPlatform().daemon().name("tusk-decoder").unstarted(this::run);
    thread.start();
  }

  /** Queues requests, one after the other; their events follow, unless this throws. */
  void submit(List<Request> requests) {
    synchronized (waiting) {
      if (closed) {
        throw closed();
      }
      waiting.addAll(requests);
      waiting.notifyAll();
    }
  }

  /** Fails all requests, ends the thread and frees the model. */
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.notifyAll();
    }
    model.terminate();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    model.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the decoder is closed");
  }

  private void run() {
    try {
      while (admit()) {
        read();
        write();
      }
    } finally {
      // However this thread ends, nobody waits for it for ever.
      synchronized (waiting) {
        closed = true;
        waiting.forEach(request -> request.fail(closed()));
        waiting.clear();
      }
      for (int i = 0; i < slots.length; i++) {
        fail(i, closed());
      }
    }
  }

  /** Fills free slots, waiting while there is nothing to do; false when closed. */
  private boolean admit() {
    synchronized (waiting) {
      while (true) {
        if (closed) {
          return false;
        }
        boolean busy = false;
        for (int i = 0; i < slots.length; i++) {
          Request current = slots[i];
          if (current != null && current.abandoned()) {
            current.served();
            slots[i] = null;
          }
        }
        int free;
        while (!waiting.isEmpty() && (free = freeSlot(waiting.element().shared)) >= 0) {
          Request next = waiting.remove();
          if (next.abandoned()) {
            next.served();
          } else {
            next.admit();
            slots[free] = next;
            if (held[free] != next.shared) {
              held[free] = null;
            }
          }
        }
        for (Request request : slots) {
          busy |= request != null;
        }
        if (busy) {
          return true;
        }
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          // Nobody else has this thread; closing is how it is told to end.
          closed = true;
        }
      }
    }
  }

  /** A free slot, one that holds the prompt if there is one; negative when all are taken. */
  private int freeSlot(Request.Prompt prompt) {
    int free = -1;
    for (int i = slots.length - 1; i >= 0; i--) {
      if (slots[i] == null && (free < 0 || held[free] != prompt || held[i] == prompt)) {
        free = i;
      }
    }
    return free;
  }

  /** Gives shared prompts to those who wait for them, then reads a chunk of the oldest other. */
  private void read() {
    int oldest = -1;
    long since = 0;
    for (int i = 0; i < slots.length; i++) {
      Request request = slots[i];
      if (request == null || !request.readingPrompt() || takesPrompt(i, request)) {
        continue;
      }
      if (oldest < 0 || request.admittedNanos() - since < 0) {
        oldest = i;
        since = request.admittedNanos();
      }
    }
    if (oldest >= 0) {
      readChunk(oldest);
    }
  }

  /** Whether the request was served with its prompt as another one read it. */
  private boolean takesPrompt(int slot, Request request) {
    Request.Prompt prompt = request.shared;
    LanguageModel.Candidates next = prompt.next();
    int source = source(slot, prompt);
    if (next == null || source < 0) {
      return false;
    }
    try {
      if (source != slot) {
        model.copy(source, slot, prompt.tokens.length);
      }
      begin(slot, request, next);
    } catch (RuntimeException e) {
      fail(slot, e);
    }
    return true;
  }

  /** A slot that holds the prompt, the given one if it does; negative when none does. */
  private int source(int slot, Request.Prompt prompt) {
    if (held[slot] == prompt) {
      return slot;
    }
    for (int i = 0; i < held.length; i++) {
      if (held[i] == prompt) {
        return i;
      }
    }
    return -1;
  }

  private void readChunk(int slot) {
    Request request = slots[slot];
    if (request == null) {
      return;
    }
    held[slot] = null;
    int from = request.past;
    int to = Math.min(request.prompt.length, from + PROMPT_CHUNK);
    boolean last = to == request.prompt.length;
    long before = System.nanoTime();
    try {
      LanguageModel.Candidates next =
          model
              .read(
                  slot,
                  Arrays.copyOfRange(request.prompt, from, to),
                  from,
                  1,
                  last ? request.shared.candidates(vocabulary) : 1)
              .getFirst();
      request.readPrompt(System.nanoTime() - before);
      request.past = to;
      if (last) {
        request.shared.read(next);
        begin(slot, request, next);
      }
    } catch (RuntimeException e) {
      fail(slot, e);
    }
  }

  /** The first token after a prompt that lies in the slot. */
  private void begin(int slot, Request request, LanguageModel.Candidates next) {
    request.past = request.prompt.length;
    held[slot] = request.shared;
    request.served();
    if (request.write(next, model.capacity())) {
      slots[slot] = null;
    }
  }

  /** One token for every text that is being written. */
  private void write() {
    int first = slots.length;
    int last = -1;
    int writing = 0;
    int candidates = 1;
    for (int i = 0; i < slots.length; i++) {
      Request request = slots[i];
      if (request != null && !request.readingPrompt()) {
        first = Math.min(first, i);
        last = i;
        writing++;
        candidates = Math.max(candidates, request.chooser.needed(vocabulary));
      }
    }
    if (writing == 0) {
      return;
    }
    Request only = slots[first];
    if (writing == 1 && only != null) {
      writeAlone(first, only, model.readsMany() ? only.guesses(model.capacity()) : NO_GUESSES);
      return;
    }
    int[] tokens = new int[last + 1 - first];
    int[] pasts = new int[tokens.length];
    Arrays.fill(tokens, -1);
    for (int i = first; i <= last; i++) {
      Request request = slots[i];
      Request.Prompt prompt = held[i];
      if (request != null) {
        tokens[i - first] = request.readingPrompt() ? -1 : request.lastToken;
        pasts[i - first] = request.past;
      } else if (prompt != null) {
        pasts[i - first] = prompt.tokens.length;
      }
    }
    long before = System.nanoTime();
    List<LanguageModel.Candidates> next;
    try {
      next = model.step(first, tokens, pasts, candidates);
    } catch (RuntimeException e) {
      for (int i = first; i <= last; i++) {
        Request request = slots[i];
        if (request != null && !request.readingPrompt()) {
          writeAlone(i, request, NO_GUESSES);
        }
      }
      return;
    }
    long nanos = System.nanoTime() - before;
    for (int i = first; i <= last; i++) {
      Request request = slots[i];
      if (request != null && !request.readingPrompt()) {
        request.ran(nanos, 0);
        request.past++;
        if (request.write(next.get(i - first), model.capacity())) {
          slots[i] = null;
        }
      }
    }
  }

  /** The next token of one text, and those of the guesses that are right. */
  private void writeAlone(int slot, Request request, int[] guesses) {
    int[] tokens = new int[1 + guesses.length];
    tokens[0] = request.lastToken;
    System.arraycopy(guesses, 0, tokens, 1, guesses.length);
    int candidates = request.chooser.needed(vocabulary);
    long before = System.nanoTime();
    List<LanguageModel.Candidates> next;
    try {
      next =
          guesses.length == 0
              ? model.step(slot, tokens, new int[] {request.past}, candidates)
              : model.read(slot, tokens, request.past, tokens.length, candidates);
    } catch (RuntimeException e) {
      fail(slot, e);
      return;
    }
    long nanos = System.nanoTime() - before;
    request.ran(nanos, guesses.length);
    int place = 0;
    boolean ended;
    while (true) {
      // The token before this place is the text's own, so what follows it counts.
      request.past++;
      ended = request.write(next.get(place), model.capacity());
      if (ended || place == guesses.length || request.lastToken != guesses[place]) {
        break;
      }
      request.confirmed();
      place++;
    }
    if (ended) {
      slots[slot] = null;
    }
  }

  private void fail(int slot, RuntimeException cause) {
    Request request = slots[slot];
    slots[slot] = null;
    if (request != null) {
      request.served();
      boolean ended;
      synchronized (waiting) {
        ended = closed;
      }
      request.fail(ended ? closed() : cause);
    }
  }
}
