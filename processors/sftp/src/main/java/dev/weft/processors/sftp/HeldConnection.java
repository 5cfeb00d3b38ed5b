package dev.weft.processors.sftp;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A connection that is opened when needed and given up after a fault. For one thread. */
final class HeldConnection implements AutoCloseable {
  /** Work with the connection. */
  interface Work<T> {
    T on(SftpConnection connection) throws IOException;
  }

  private final SftpHost host;
  private Optional<SftpConnection> connection = Optional.empty();

  HeldConnection(SftpHost host) {
    this.host = host;
  }

  <T> T run(Work<T> work) throws IOException {
    try {
      if (connection.isEmpty() || !connection.get().isOpen()) {
        close();
        connection = Optional.of(host.connect());
      }
      return work.on(connection.get());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    connection.ifPresent(SftpConnection::close);
    connection = Optional.empty();
  }
}
