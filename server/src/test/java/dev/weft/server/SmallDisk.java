package dev.weft.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own, as small as a test wants; only root may mount one. */
record SmallDisk(Path folder) implements AutoCloseable {

  static SmallDisk mount(Path folder, int megabytes) {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
        "skipped: mounting a file system is not allowed here");
    return new SmallDisk(folder);
  }

  void resize(int megabytes) {
    remount("size=" + megabytes + "m");
  }

  void makeReadOnly() {
    remount("ro");
  }

  private void remount(String options) {
    if (!run("mount", "-o", "remount," + options, folder.toString())) {
      throw new IllegalStateException(folder + " cannot be mounted again with " + options);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", folder.toString());
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
