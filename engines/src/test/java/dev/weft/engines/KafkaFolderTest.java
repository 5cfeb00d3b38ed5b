package dev.weft.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaFolderTest {
  @TempDir Path data;

  @Test
  void makesOneSecretOf256BitsAndKeepsIt() {
    try (var folder = KafkaFolder.open(data)) {
      var secret = folder.secret();

      assertThat(secret).matches("[A-Za-z0-9_-]{43}");
      assertThat(folder.secret()).isEqualTo(secret);
    }
  }

  @Test
  void proposesThePortsOfLastTime() {
    try (var folder = KafkaFolder.open(data)) {
      var ports = folder.ports();

      folder.remember(ports);

      assertThat(folder.ports()).isEqualTo(ports);
      assertThat(LoopbackPorts.parse(ports.toString())).isEqualTo(Optional.of(ports));
    }
  }

  @Test
  void choosesPortsAnewWhenTheFileIsNonsense() throws Exception {
    Files.writeString(data.resolve("kafka.ports"), "eins 99999999\n");

    try (var folder = KafkaFolder.open(data)) {
      assertThat(folder.ports().broker()).isPositive();
    }
  }

  @Test
  void letsOnlyOneInAtATime() {
    try (var first = KafkaFolder.open(data)) {
      assertThat(problemOf(() -> KafkaFolder.open(data)).code()).isEqualTo("data-folder-in-use");
      assertThat(first.logs()).isEqualTo(data.resolve("kafka"));
    }
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws Exception {
    var file = Files.createFile(data.resolve("file"));

    var problem = problemOf(() -> KafkaFolder.open(file.resolve("data")));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.ENVIRONMENT);
    assertThat(problem.code()).isEqualTo("data-folder-not-writable");
    assertThat(problem.message()).contains(file.resolve("data").toString());
  }

  @Test
  void refusesADiskWithoutRoom() throws Exception {
    try (var disk = SmallDisk.mount(data, 16)) {
      assertThat(problemOf(() -> KafkaFolder.open(disk.folder())).code()).isEqualTo("disk-full");
    }
  }

  @Test
  void refusesAReadOnlyDisk() throws Exception {
    try (var disk = SmallDisk.mount(data, 16)) {
      disk.makeReadOnly();

      assertThat(problemOf(() -> KafkaFolder.open(disk.folder())).message())
          .contains("Read-only file system");
    }
  }

  private static Problem problemOf(ThrowingCallable act) {
    var thrown = new ProblemException[1];
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, problem -> thrown[0] = problem);
    return thrown[0].first();
  }
}
