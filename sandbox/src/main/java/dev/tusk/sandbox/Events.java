package dev.tusk.sandbox;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a sandbox writes into a recording of Java Flight Recorder. */
final class Events {
  private Events() {}

  @Name("dev.tusk.sandbox.Wait")
  @Label("Program Wait")
  @Description("A program waited for its turn and for a worker")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class Wait extends Event {
    @Label("Caller")
    String caller = "";
  }

  @Name("dev.tusk.sandbox.Run")
  @Label("Program Run")
  @Description("A worker had a program")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class Run extends Event {
    @Label("Caller")
    String caller = "";

    @Label("Worker Process")
    long worker;

    @Label("End")
    String end = "";
  }

  @Name("dev.tusk.sandbox.Limit")
  @Label("Limit Reached")
  @Description("A program reached a limit and was stopped")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class LimitReached extends Event {
    @Label("Limit")
    String limit = "";

    @Label("Used")
    @Description("In the limit's unit")
    long used;

    @Label("Allowed")
    @Description("In the limit's unit")
    long allowed;
  }

  @Name("dev.tusk.sandbox.WorkerStart")
  @Label("Worker Start")
  @Description("A worker process started")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class WorkerStart extends Event {
    @Label("Worker Process")
    long worker;
  }

  @Name("dev.tusk.sandbox.Recycle")
  @Label("Worker Recycled")
  @Description("A worker was replaced on purpose")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class Recycle extends Event {
    @Label("Worker Process")
    long worker;

    @Label("End")
    String end = "";

    @Label("Reason")
    String reason = "";
  }

  @Name("dev.tusk.sandbox.Crash")
  @Label("Worker Crash")
  @Description("A worker died by itself")
  @Category({"Tusk", "Sandbox"})
  @StackTrace(false)
  static final class Crash extends Event {
    @Label("Worker Process")
    long worker;

    @Label("Reason")
    String reason = "";
  }
}
