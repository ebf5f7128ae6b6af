package dev.tusk.examples;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a long run is: a bar with rate and time left on a terminal, as the launcher tells, else a
 * plain line now and then. Used by one thread.
 */
final class RunProgress implements AutoCloseable {
  private static final long NANOS_A_LINE = Duration.ofSeconds(10).toNanos();

  private final PrintWriter err;
  private final String unit;
  private final long start = System.nanoTime();
  private long lastLine = start;
  private int first = -1;
  private @Nullable ProgressBar bar;

  RunProgress(PrintWriter err, String unit) {
    this.err = err;
    this.unit = unit;
  }

  void at(int done, int total) {
    if (first < 0) {
      first = done;
      if (done > 0) {
        say("tusk: going on where it was: " + done + " of " + total + " " + unit + " are there");
      }
      if (Boolean.getBoolean("tusk.terminal")) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("tusk")
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setUnit(" " + unit, 1)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .build();
      }
    }
    if (bar != null) {
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > NANOS_A_LINE || (done == total && done > first)) {
      lastLine = System.nanoTime();
      say(line(done, total));
    }
  }

  private String line(int done, int total) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = (done - first) / Math.max(seconds, 1e-3);
    String left =
        done == total || rate <= 0
            ? ""
            : ", about " + span(Math.round((total - done) / rate)) + " left";
    return String.format(
        Locale.ROOT, "tusk: %d of %d %s, %.1f a second%s", done, total, unit, rate, left);
  }

  private static String span(long seconds) {
    return seconds < 90
        ? seconds + " s"
        : seconds < 5400 ? (seconds + 30) / 60 + " min" : (seconds + 1800) / 3600 + " h";
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
