package dev.weft.processors.net;

/** Listens on a port and puts what comes into an {@link Inbox}, until it is closed. */
interface Door extends AutoCloseable {
  int port();

  @Override
  void close();
}
