package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program, with an empty environment and without a shell. Used once. */
final class ProgramRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramRun.class);

  private final List<String> command;
  private final Duration timeout;
  private final long bytesMax;
  private volatile Optional<IOException> unreadable = Optional.empty();
  private volatile boolean isLate;
  private int status;

  ProgramRun(List<String> command, Duration timeout, long bytesMax) {
    this.command = command;
    this.timeout = timeout;
    this.bytesMax = bytesMax;
  }

  /** How the program has ended. */
  int status() {
    return status;
  }

  /** Whatever happens, neither the program nor a thread is left behind. */
  void through(Bytes bytes, OutputStream to) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    var process = builder.start();
    var feeding = Executors.newSingleThreadExecutor();
    var ending = Executors.newSingleThreadScheduledExecutor();
    try {
      copy(process, bytes, to, feeding, ending);
      status = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      feeding.shutdownNow();
      ending.shutdownNow();
    }
  }

  private void copy(
      Process process,
      Bytes bytes,
      OutputStream to,
      ExecutorService feeding,
      ScheduledExecutorService ending)
      throws IOException {
    feeding.execute(() -> feed(process, bytes));
    var late = ending.schedule(() -> end(process), timeout.toMillis(), TimeUnit.MILLISECONDS);
    var left = bytesMax;
    var buffer = new byte[1 << 16];
    var out = process.getInputStream();
    for (var n = out.read(buffer); n >= 0; n = out.read(buffer)) {
      left -= n;
      if (left < 0) {
        throw new IOException("the program writes more than " + bytesMax + " bytes");
      }
      to.write(buffer, 0, n);
    }
    late.cancel(false);
    if (isLate) {
      throw new IOException("the program takes longer than " + timeout.toMillis() + " ms");
    }
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
  }

  /** A program may end without reading all of it; but what cannot be read is a fault. */
  private void feed(Process process, Bytes bytes) {
    try (var to = process.getOutputStream()) {
      var buffer = new byte[1 << 16];
      try (var in = bytes.opener().open()) {
        for (var n = read(in, buffer); n >= 0; n = read(in, buffer)) {
          to.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} has ended before it has read everything", command.get(0));
    }
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      unreadable = Optional.of(e);
      throw e;
    }
  }

  private void end(Process process) {
    isLate = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
