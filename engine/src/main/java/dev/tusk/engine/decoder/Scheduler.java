package dev.tusk.engine.decoder;

import java.util.ArrayDeque;
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
 * <p>One thread owns the model. Thread-safe.
 */
final class Scheduler implements AutoCloseable {
  /** Tokens of a prompt read in one run. */
  private static final int PROMPT_CHUNK = 512;

  private final LanguageModel model;
  private final int vocabulary;
  private final @Nullable Request[] slots;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;

  Scheduler(LanguageModel model, int vocabulary) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.slots = new Request[model.slots()];
    this.thread = Thread.ofPlatform().daemon().name("tusk-decoder").unstarted(this::run);
    thread.start();
  }

  /** Queues a request; its events follow, unless this throws. */
  void submit(Request request) {
    synchronized (waiting) {
      if (closed) {
        throw closed();
      }
      waiting.add(request);
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
            slots[i] = null;
          }
          while (slots[i] == null && !waiting.isEmpty()) {
            Request next = waiting.remove();
            if (!next.abandoned()) {
              next.admit();
              slots[i] = next;
            }
          }
          busy |= slots[i] != null;
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

  /** Reads a chunk of the prompt that has been waiting longest. */
  private void read() {
    int oldest = -1;
    long since = 0;
    for (int i = 0; i < slots.length; i++) {
      Request request = slots[i];
      if (request != null
          && request.readingPrompt()
          && (oldest < 0 || request.admittedNanos() - since < 0)) {
        oldest = i;
        since = request.admittedNanos();
      }
    }
    if (oldest < 0) {
      return;
    }
    int slot = oldest;
    Request request = slots[slot];
    if (request == null) {
      return;
    }
    int from = request.past;
    int to = Math.min(request.prompt.length, from + PROMPT_CHUNK);
    boolean last = to == request.prompt.length;
    int candidates = last ? request.chooser.needed(vocabulary) : 1;
    long before = System.nanoTime();
    try {
      LanguageModel.Candidates next = model.read(slot, request.prompt, from, to, from, candidates);
      request.ran(System.nanoTime() - before);
      request.past = to;
      if (last && request.write(next, model.capacity())) {
        slots[slot] = null;
      }
    } catch (RuntimeException e) {
      fail(slot, e);
    }
  }

  /** One token for every text that is being written. */
  private void write() {
    int rows = 0;
    int candidates = 1;
    for (int i = 0; i < slots.length; i++) {
      Request request = slots[i];
      if (request != null && !request.readingPrompt()) {
        rows = i + 1;
        candidates = Math.max(candidates, request.chooser.needed(vocabulary));
      }
    }
    if (rows == 0) {
      return;
    }
    int[] tokens = new int[rows];
    int[] pasts = new int[rows];
    for (int i = 0; i < rows; i++) {
      Request request = slots[i];
      if (request != null) {
        tokens[i] = request.readingPrompt() ? 0 : request.lastToken;
        pasts[i] = request.past;
      }
    }
    long before = System.nanoTime();
    List<LanguageModel.Candidates> next;
    try {
      next = model.step(tokens, pasts, candidates);
    } catch (RuntimeException e) {
      for (int i = 0; i < rows; i++) {
        Request request = slots[i];
        if (request != null && !request.readingPrompt()) {
          fail(i, e);
        }
      }
      return;
    }
    long nanos = System.nanoTime() - before;
    for (int i = 0; i < rows; i++) {
      Request request = slots[i];
      if (request != null && !request.readingPrompt()) {
        request.ran(nanos);
        request.past++;
        if (request.write(next.get(i), model.capacity())) {
          slots[i] = null;
        }
      }
    }
  }

  private void fail(int slot, RuntimeException cause) {
    Request request = slots[slot];
    slots[slot] = null;
    if (request != null) {
      boolean ended;
      synchronized (waiting) {
        ended = closed;
      }
      request.fail(ended ? closed() : cause);
    }
  }
}
