package dev.tusk.examples.service;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections by the addresses of their clients, so that another thread can end one.
 * Helidon hands out no socket, but lets the options of each be set. Thread-safe.
 */
final class Connections {
  private static final int FIRST_SWEEP = 4_096;

  private final Map<SocketAddress, SocketChannel> known = new ConcurrentHashMap<>();
  private final AtomicInteger sweepAt = new AtomicInteger(FIRST_SWEEP);

  /** The same options, which also have every connection known here. */
  SocketOptions noted(SocketOptions options) {
    return new Noted(options, this);
  }

  private void note(SocketChannel channel) {
    try {
      known.put(channel.getRemoteAddress(), channel);
    } catch (IOException e) {
      return; // It is closed already.
    }
    if (known.size() > sweepAt.get()) {
      known.values().removeIf(each -> !each.isOpen());
      sweepAt.set(Math.max(FIRST_SWEEP, 2 * known.size()));
    }
  }

  /** Lets nothing more come from a client; it can still be answered. */
  void stopReading(SocketAddress client) {
    SocketChannel channel = known.get(client);
    if (channel != null) {
      try {
        channel.shutdownInput();
      } catch (IOException e) {
        // It is closed, so nothing comes anyway.
      }
    }
  }

  /** Resets the connection of a client, which also drops what it has not taken. */
  void reset(SocketAddress client) {
    SocketChannel channel = known.remove(client);
    if (channel != null) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }

  private record Noted(SocketOptions options, Connections connections) implements SocketOptions {
    @Override
    public void configureSocket(SocketChannel channel) {
      options.configureSocket(channel);
      connections.note(channel);
    }

    @Override
    public void configureSocket(Socket socket) {
      options.configureSocket(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
      return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
      return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
      return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
      return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
      return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
      return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
      return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
      return options.tcpNoDelay();
    }
  }
}
