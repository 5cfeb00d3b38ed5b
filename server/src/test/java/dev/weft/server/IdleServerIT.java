package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does not do before somebody wants it. */
class IdleServerIT {
  @TempDir Path folder;

  /** An exception that is caught somewhere is all of Flink that may be there. */
  @Test
  void aServerWithoutQueriesLoadsNoFlink() throws Exception {
    try (var weft = WeftProcess.Home.at(folder.resolve("data"), new Random()).start()) {
      weft.awaitReady();
      var flink =
          classes(weft.pid()).stream()
              .filter(line -> line.contains("org.apache.flink."))
              .filter(line -> !line.contains("Exception"))
              .toList();

      assertThat(flink).isEmpty();
    }
  }

  private static List<String> classes(long process) throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked =
        new ProcessBuilder(jcmd, Long.toString(process), "VM.class_hierarchy")
            .redirectErrorStream(true)
            .start();
    var lines = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    var all = lines.toList();
    assertThat(asked.waitFor()).isZero();
    assertThat(all).as("the classes of Weft itself").anyMatch(line -> line.contains("dev.weft."));
    return all;
  }
}
