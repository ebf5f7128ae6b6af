package dev.tusk.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.ResultLines;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log, one JSON object a line: time, level, logger, message, and for a request its fields.
 * {@link java.util.logging} is what the JDK's own {@link System.Logger} writes to, which Tusk and
 * Helidon use.
 */
final class JsonLog {
  private JsonLog() {}

  /** Apart, as the first use of a logger settles who the log manager is. */
  private static final class Loggers {
    private static final Logger ACCESS = Logger.getLogger("dev.tusk.service.access");
    private static final Logger SERVICE = Logger.getLogger("dev.tusk.service");
    private static final Logger SERVER = Logger.getLogger("io.helidon");
  }

  /**
   * A log manager that goes on while the JVM shuts down: the usual one takes the handlers away at
   * once, while requests are still being finished.
   */
  public static final class Manager extends LogManager {
    /** Made by the JDK. */
    public Manager() {}

    @Override
    public void reset() {}
  }

  /** Makes this the log of the whole process; the first statement of {@code main}. */
  static void install(PrintStream to) {
    System.setProperty("java.util.logging.manager", Manager.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.setLevel(Level.INFO);
    root.addHandler(new Lines(to));
    Loggers.SERVER.setLevel(Level.WARNING);
  }

  /** One line for one request: whatever the fields say, never what was asked or answered. */
  static void request(Map<String, Object> fields) {
    log(Loggers.ACCESS, "request", fields);
  }

  /** One line for something that happened, with what is known of it. */
  static void event(String message, Map<String, Object> fields) {
    log(Loggers.SERVICE, message, fields);
  }

  private static void log(Logger logger, String message, Map<String, Object> fields) {
    if (logger.isLoggable(Level.INFO)) {
      var entry = new LogRecord(Level.INFO, message);
      entry.setLoggerName(logger.getName());
      entry.setParameters(new Object[] {fields});
      logger.log(entry);
    }
  }

  private static final class Lines extends Handler {
    private final PrintStream to;

    Lines(PrintStream to) {
      this.to = to;
      setFormatter(new Json());
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
        to.write(line, 0, line.length);
        to.flush();
      }
    }

    @Override
    public void flush() {
      to.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** A record as a line. */
  static final class Json extends Formatter {
    @Override
    public String format(LogRecord entry) {
      ObjectNode line = ResultLines.JSON.createObjectNode();
      line.put("time", entry.getInstant().toString());
      line.put("level", entry.getLevel().getName());
      line.put("logger", entry.getLoggerName());
      line.put("message", formatMessage(entry));
      Object[] parameters = entry.getParameters();
      if (parameters != null
          && parameters.length == 1
          && parameters[0] instanceof Map<?, ?> fields) {
        fields.forEach((name, value) -> line.putPOJO(String.valueOf(name), value));
      }
      if (entry.getThrown() != null) {
        var trace = new StringWriter();
        entry.getThrown().printStackTrace(new PrintWriter(trace));
        line.put("exception", trace.toString());
      }
      try {
        return ResultLines.JSON.writeValueAsString(line) + "\n";
      } catch (JsonProcessingException e) {
        return "{\"level\":\"SEVERE\",\"message\":\"a log line could not be written\"}\n";
      }
    }
  }
}
