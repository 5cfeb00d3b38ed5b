package dev.weft.processors.net;

import java.io.IOException;

/** Sends messages to one place. For one thread. */
interface Wire extends AutoCloseable {
  void send(byte[] message) throws IOException;

  /** Hands everything to the system. */
  void flush() throws IOException;

  @Override
  void close();
}
