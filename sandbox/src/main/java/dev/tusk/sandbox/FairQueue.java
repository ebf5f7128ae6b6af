package dev.tusk.sandbox;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait, in a line for each caller: callers take turns, and within a caller the first come
 * is the first served. A full line makes its own caller wait and nobody else. Thread-safe.
 */
final class FairQueue {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();

  /** In the order of their turns; a caller with nothing waiting has no entry. */
  private final Map<Caller, ArrayDeque<Job>> lines = new LinkedHashMap<>();

  private int size;
  private boolean closed;

  /**
   * @param capacity the most jobs of one caller that wait
   */
  FairQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a job, waiting while its caller's line is full; false where the queue is closed. */
  boolean put(Job job) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && length(job.caller) >= capacity) {
        drained.await();
      }
      if (closed) {
        return false;
      }
      lines.computeIfAbsent(job.caller, _ -> new ArrayDeque<>()).addLast(job);
      size++;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private int length(Caller caller) {
    ArrayDeque<Job> line = lines.get(caller);
    return line == null ? 0 : line.size();
  }

  /**
   * The next job of the caller whose turn it is; waits for one.
   *
   * @throws InterruptedException if interrupted, or the queue is closed
   */
  Job take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (size == 0) {
        if (closed) {
          throw new InterruptedException("the queue is closed");
        }
        filled.await();
      }
      Iterator<Map.Entry<Caller, ArrayDeque<Job>>> turns = lines.entrySet().iterator();
      Map.Entry<Caller, ArrayDeque<Job>> turn = turns.next();
      turns.remove();
      Caller caller = turn.getKey();
      ArrayDeque<Job> line = turn.getValue();
      Job job = line.removeFirst();
      size--;
      if (!line.isEmpty()) {
        lines.put(caller, line); // Behind all others.
      }
      drained.signalAll();
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a job out of its line, if it is still there. */
  void remove(Job job) {
    lock.lock();
    try {
      ArrayDeque<Job> line = lines.get(job.caller);
      if (line != null && line.remove(job)) {
        size--;
        if (line.isEmpty()) {
          lines.remove(job.caller);
        }
        drained.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** Empties the queue; whoever waits at it stops waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      lines.clear();
      size = 0;
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
