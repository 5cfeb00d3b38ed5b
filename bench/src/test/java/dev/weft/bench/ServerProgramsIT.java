package dev.weft.bench;

import static dev.weft.bench.ProgramsIT.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Those programs that start servers or whole meshes; apart, so that they run beside the others.
 *
 * <p>More kills: {@code -Dweft.kill.moments=20}.
 */
class ServerProgramsIT {
  @Test
  void losesNothingWhenItIsKilled() throws Exception {
    assertThat(run(new KillProgram(), "--moments " + Integer.getInteger("weft.kill.moments", 2)))
        .contains("file", "tail", "jdbc", "cdc", "http", "kafka");
  }

  @Test
  void startsServers() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var server =
        List.of(java, "-cp", System.getProperty("java.class.path"), "dev.weft.server.Main");
    assertThat(run(new StartProgram(server), "--rounds 1 --products 2 --idle-seconds 1"))
        .contains("first time", "after kill -9");
  }

  @Test
  void searches() throws Exception {
    assertThat(run(new SearchProgram(), "--assets 2000 --searches 20")).contains("a typo");
  }

  @Test
  void readsInACrowd() throws Exception {
    assertThat(run(new ReadersProgram(), "--readers 20 --policies 100 --seconds 1 --rate 10"))
        .contains("of them wrong", "at the open connection", "p99 of the added latency");
  }
}
