package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code --audit-failure spool} people go on reading while the audit is away, with an alarm.
 */
class AuditSpoolIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path data;

  @Test
  void readsGoOnAndTheAuditHasThemWhenItIsBack() throws Exception {
    try (var bank = Bank.open(data, "--audit-failure", "spool");
        var behind = new Behind(data)) {
      bank.grant("fred");
      var iris = bank.rest("iris");
      var fred = bank.rest("fred");
      var key = KafkaKey.of(fred, Bank.TRANSACTIONS);
      behind.configure("_weft.audit", "max.message.bytes", "1");
      try (var reader = new OpenReader("fred", key, Bank.TRANSACTIONS, "")) {
        Eventually.within(PATIENCE, "records", () -> !reader.seen().isEmpty());
        Eventually.within(
            PATIENCE,
            "the alarm",
            () -> fred.get("/health/ready").text().contains("kept in this server's spool"));
        assertThat(fred.get("/health/ready").status()).isEqualTo(200);
        assertThat(fred.get("/api/v1/status").body().path("audit").asText()).contains("spool");
        var spool = data.resolve("audit.spool");
        assertThat(Files.readString(spool)).contains("read.opened").doesNotContain(key.secret());
        assertThat(Files.getPosixFilePermissions(spool))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      } finally {
        behind.configure("_weft.audit", "max.message.bytes", "8388608");
      }

      Eventually.within(
          PATIENCE,
          "the audit to have it",
          () -> {
            var found = iris.get("/api/v1/audit?action=read.opened&actor=fred").body();
            return !found.path("items").isEmpty()
                && fred.get("/health/ready")
                    .body()
                    .path("checks")
                    .path("audit")
                    .asText()
                    .equals("ok");
          });
      assertThat(Files.size(data.resolve("audit.spool"))).isZero();
      assertThat(iris.get("/api/v1/audit/verify").body().path("faults")).isEmpty();
    }
  }
}
