package dev.weft.engines;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own, as small as a test wants; only root may mount one. */
record SmallDisk(Path folder) implements AutoCloseable {

  static SmallDisk mount(Path folder, int megabytes) throws IOException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
        "mounting a file system is not allowed here");
    return new SmallDisk(folder);
  }

  void resize(int megabytes) throws IOException {
    remount("size=" + megabytes + "m");
  }

  void makeReadOnly() throws IOException {
    remount("ro");
  }

  private void remount(String options) throws IOException {
    if (!run("mount", "-o", "remount," + options, folder.toString())) {
      throw new IOException(folder + " cannot be mounted again with " + options);
    }
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", "-l", folder.toString())) {
      throw new IOException(folder + " cannot be unmounted");
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
