package dev.tusk.sandbox;

import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import dev.tusk.sandbox.lockdown.Confinement;
import dev.tusk.sandbox.lockdown.Measure;
import dev.tusk.sandbox.process.WorkerCommand;
import dev.tusk.sandbox.process.WorkerException;
import dev.tusk.sandbox.process.WorkerProcess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a sandbox: started in the background, lent to one program at a time, replaced when
 * they die. Those that ran last are lent first, because they are the warmest.
 */
final class WorkerStock implements AutoCloseable {
  private final WorkerCommand command;
  private final int most;
  private final Set<Measure> required;
  private final Tally tally;

  /** For which domain each worker ran last, where it was one kept apart. */
  private final Map<WorkerProcess, Long> domains = new HashMap<>();

  private final ArrayDeque<WorkerProcess> idle = new ArrayDeque<>();
  private final Set<WorkerProcess> all = new HashSet<>();
  private int wanted = 1;
  private int spares;
  private int starting;
  private boolean sparesWanted;
  private boolean closed;
  private @Nullable WorkerException failure;
  private @Nullable Posture posture;

  /**
   * @param most the largest number of workers at a time
   * @param required what a worker must have given up; one that has not is not used
   */
  WorkerStock(WorkerCommand command, int most, Set<Measure> required, Tally tally) {
    this.required = required;
    this.tally = tally;
    this.command = command;
    this.most = most;
    fill();
  }

  /** Wants at least so many workers, within the largest number. */
  synchronized void want(int workers) {
    wanted = Math.max(wanted, Math.min(workers, most));
    fill();
  }

  /** Wants so many workers more than programs have needed at a time. */
  synchronized void wantSpares(int workers) {
    if (!sparesWanted) {
      sparesWanted = true;
      spares = workers;
      fill();
    }
  }

  private synchronized void fill() {
    while (!closed && all.size() + starting < Math.min(most, wanted + spares)) {
      starting++;
      Thread.ofPlatform().daemon().name("tusk-worker-start").start(this::start);
    }
  }

  private void start() {
    WorkerProcess worker = null;
    WorkerException problem = null;
    try {
      worker = startConfined();
    } catch (WorkerException e) {
      problem = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean unwanted;
    synchronized (this) {
      starting--;
      unwanted = closed;
      if (worker != null && !closed) {
        all.add(worker);
        idle.addLast(worker);
        failure = null;
        posture = postureOf(worker);
      } else if (problem != null) {
        failure = problem;
      }
      notifyAll();
    }
    if (worker != null && unwanted) {
      worker.close();
    }
  }

  /** Starts a worker that holds all that is required. */
  private WorkerProcess startConfined() throws InterruptedException {
    long start = System.nanoTime();
    var event = new Events.WorkerStart();
    event.begin();
    WorkerProcess worker = WorkerProcess.start(command);
    event.worker = worker.pid();
    event.commit();
    tally.workerStarted(Duration.ofNanos(System.nanoTime() - start));
    try {
      Confinement confinement = Greeting.decode(worker.greeting()).confinement();
      for (Measure measure : required) {
        if (!confinement.holds(measure)) {
          throw new WorkerException(
              measure + " is required and does not hold: " + confinement.state(measure).detail(),
              null);
        }
      }
    } catch (IllegalArgumentException | WorkerException e) {
      worker.kill();
      throw e instanceof WorkerException known
          ? known
          : new WorkerException(String.valueOf(e.getMessage()), e);
    }
    return worker;
  }

  private Posture postureOf(WorkerProcess worker) {
    Greeting greeting = Greeting.decode(worker.greeting());
    return new Posture(greeting.python(), greeting.confinement());
  }

  /** How the workers run, once the first one does. */
  synchronized Posture posture() throws InterruptedException {
    fill();
    while (posture == null) {
      if (closed) {
        throw new IllegalStateException("the sandbox is closed");
      }
      if (failure != null && starting == 0) {
        throw new SandboxException("no worker starts", failure);
      }
      wait();
    }
    return posture;
  }

  /**
   * A worker that nobody uses, when there is one: the warmest of those that ran last for the same
   * domain, or else the warmest of those that ran for none, or else of all.
   *
   * @param domain 0 for programs that share contexts
   * @throws SandboxException if none can be started
   */
  synchronized WorkerProcess take(long domain) throws InterruptedException {
    boolean tried = false;
    while (true) {
      if (closed) {
        throw new InterruptedException("the sandbox is closed");
      }
      for (WorkerProcess worker : List.copyOf(idle)) {
        if (!worker.isAlive()) {
          idle.remove(worker);
          lost(worker, WorkerEnd.CRASHED, "it died while it was idle");
        }
      }
      if (!idle.isEmpty()) {
        WorkerProcess worker = lastOf(domain);
        idle.remove(worker);
        domains.put(worker, domain);
        return worker;
      }
      if (tried && failure != null && starting == 0 && all.isEmpty()) {
        throw new SandboxException("no worker starts", failure);
      }
      fill();
      tried = true;
      wait();
    }
  }

  private WorkerProcess lastOf(long domain) {
    for (long wantedDomain : new long[] {domain, 0}) {
      for (Iterator<WorkerProcess> last = idle.descendingIterator(); last.hasNext(); ) {
        WorkerProcess worker = last.next();
        if (domains.getOrDefault(worker, 0L) == wantedDomain) {
          return worker;
        }
      }
    }
    return idle.getLast();
  }

  /** Returns a worker that can take the next program. */
  synchronized void giveBack(WorkerProcess worker) {
    if (!closed && worker.isAlive()) {
      idle.addLast(worker);
      notifyAll();
    } else {
      lost(worker, WorkerEnd.CRASHED, "it died after its program");
    }
  }

  /** Ends a worker and starts another in its place. */
  void replace(WorkerProcess worker, WorkerEnd end, String why) {
    synchronized (this) {
      wantSpares(1); // A death shows that one is needed.
      lost(worker, end, why);
    }
    Thread.ofPlatform().daemon().name("tusk-worker-close").start(worker::close);
  }

  private synchronized void lost(WorkerProcess worker, WorkerEnd end, String why) {
    domains.remove(worker);
    if (all.remove(worker) && !closed) {
      tally.workerEnded(worker, end, why);
      fill();
    }
  }

  /** How many workers are ready or busy. */
  synchronized int size() {
    return all.size();
  }

  /** How many workers nobody uses. */
  synchronized int idle() {
    return idle.size();
  }

  /** The process ids of the workers alive. */
  synchronized List<Long> pids() {
    return all.stream().map(WorkerProcess::pid).toList();
  }

  @Override
  public void close() {
    List<WorkerProcess> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(all);
      all.clear();
      idle.clear();
      domains.clear();
      notifyAll();
    }
    for (WorkerProcess worker : last) {
      worker.kill();
      tally.workerEnded(worker, WorkerEnd.CLOSED, "the sandbox is closed");
    }
  }
}
