package dev.tusk.examples.service;

import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * Reads the bodies of single requests: each of bounded length and within bounded time, and all that
 * are being read together within a bound on memory. Only bytes that have come count, so that a
 * client which announces much and sends little takes nothing from the others.
 */
final class Bodies {
  private static final int STEP = 8 << 10;

  private final Settings settings;
  private final Semaphore free;

  Bodies(Settings settings) {
    this.settings = settings;
    free = new Semaphore(settings.bufferedBytes());
  }

  /**
   * The whole body.
   *
   * @throws Problem 413, 408, or 429 where too many bytes of others are waiting
   */
  byte[] read(Exchange exchange) {
    ServerRequest request = exchange.request();
    int most = settings.bodyBytes();
    OptionalLong announced = request.headers().contentLength();
    if (announced.isPresent() && announced.getAsLong() > most) {
      throw Problem.tooLarge(announced.getAsLong(), most);
    }
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    Incoming in = exchange.body().within(settings.bodyTime());
    var body = new ByteArrayOutputStream(STEP);
    int taken = 0;
    try {
      byte[] step = new byte[STEP];
      for (int n = in.read(step, 0, STEP); n >= 0; n = in.read(step, 0, STEP)) {
        if (!free.tryAcquire(n)) {
          throw Problem.busy("bytes of requests are waiting", settings.bufferedBytes());
        }
        taken += n;
        body.write(step, 0, n);
        if (body.size() > most) {
          throw Problem.tooLarge(-1, most);
        }
      }
      return body.toByteArray();
    } finally {
      free.release(taken);
    }
  }
}
