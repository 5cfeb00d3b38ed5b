package dev.weft.engines;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/**
 * What this process says before Kafka ends it. Kafka halts its process when it cannot keep its
 * promises any more, as when the disk is full: what it has acknowledged is on disk, and going on
 * would break that. Here it is Weft's process, so somebody should say why it is gone.
 */
final class LastWords {
  private LastWords() {}

  /** From now on Kafka's end of this process is announced and has the exit code of ENVIRONMENT. */
  static void prepare(Path logs) {
    Exit.setHaltProcedure((status, message) -> say(logs, message));
    Exit.setExitProcedure((status, message) -> say(logs, message));
  }

  private static void say(Path logs, String message) {
    System.err.println(
        "kafka-stopped\n    The embedded Kafka cannot go on"
            + (message == null ? "" : " (" + message + ")")
            + ", so Weft ends: "
            + reason(logs)
            + " Nothing that was acknowledged is lost; start Weft again when that is mended.");
    System.err.flush();
    Runtime.getRuntime().halt(3);
  }

  private static String reason(Path logs) {
    if (!Files.isDirectory(logs)) {
      return "its folder " + logs + " is gone.";
    }
    var free = logs.toFile().getUsableSpace();
    return free < KafkaFolder.FREE_BYTES_MIN
        ? "the disk of " + logs + " has only " + free / 1_000_000 + " MB left."
        : "the disk of " + logs + " failed, or the log above says what did.";
  }
}
