package dev.tusk.examples.service;

/** The connection broke; there is nobody to answer. */
final class ClientGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientGone(Throwable cause) {
    super("the client is gone: " + cause, cause);
  }
}
