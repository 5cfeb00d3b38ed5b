package dev.weft.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSpoolTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void keepsWhatIsNotStoredOverAKill() throws IOException {
    var spool = new AuditSpool(file(), 10_000);
    var first = spool.add(event(1), NOON);
    spool.add(event(2), NOON.plusSeconds(1));
    spool.stored(first);

    try (var again = new AuditSpool(file(), 10_000)) {
      assertThat(again.size()).isEqualTo(1);
      var left = again.first().orElseThrow();
      assertThat(left.event()).isEqualTo(event(2));
      assertThat(left.time()).isEqualTo(NOON.plusSeconds(1));
      again.stored(left.id());
    }
    assertThat(Files.size(file())).isZero();
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void hasALimit() throws IOException {
    try (var spool = new AuditSpool(file(), 1_000)) {
      for (int i = 0; i < 5; i++) {
        spool.add(event(i), NOON);
      }

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  spool.add(event(i), NOON);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(Files.size(file())).isLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void halfALineAtTheEndWasNeverAcknowledged() throws IOException {
    try (var spool = new AuditSpool(file(), 10_000)) {
      spool.add(event(1), NOON);
    }
    Files.writeString(file(), "{\"id\": 2, \"ti", StandardOpenOption.APPEND);

    try (var again = new AuditSpool(file(), 10_000)) {
      assertThat(again.size()).isEqualTo(1);
    }
  }

  private Path file() {
    return folder.resolve("audit.spool");
  }

  private static AuditEvent event(long number) {
    return new AuditEvent(
        PrincipalId.user("ada"), "read", "shop.orders", true, Json.object().put("n", (int) number));
  }
}
