package dev.weft.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.Masks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A value looks the same whether a query hides it or the gateway does. */
final class MaskFunctionsTest {
  private static final List<String> TEXTS =
      List.of(
          "", "a", "1234567", "12345678", "DE89370400440532013000", "äöüß€😀😀😀x", "\"quoted\\\"");

  private final Masks masks = new Masks(new byte[16]);

  @Test
  void textsAreMaskedAsAtTheGateway() {
    for (var text : TEXTS) {
      assertThat(new ShowLast4().eval(text))
          .isEqualTo(masked(MaskKind.SHOW_LAST_4, "string", text));
      assertThat(new ShowFirst4().eval(text))
          .isEqualTo(masked(MaskKind.SHOW_FIRST_4, "string", text));
      assertThat(new Redact().eval(text)).isEqualTo(masked(MaskKind.REDACT, "string", text));
    }
  }

  @Test
  void otherTypesToo() {
    assertThat(new Redact().eval(17L).toString()).isEqualTo(masked(MaskKind.REDACT, "integer", 17));
    assertThat(new ShowLast4().eval(17L).toString())
        .isEqualTo(masked(MaskKind.SHOW_LAST_4, "integer", 17));
    assertThat(new Redact().eval(true).toString())
        .isEqualTo(masked(MaskKind.REDACT, "boolean", true));
    assertThat(new Redact().eval(LocalDate.of(2026, 5, 1)).toString())
        .isEqualTo(masked(MaskKind.REDACT, "date", "2026-05-01"));
    assertThat(new Redact().eval(Instant.parse("2026-05-01T12:00:00Z")).toString())
        .isEqualTo(masked(MaskKind.REDACT, "timestamp", "2026-05-01T12:00:00Z"));
    assertThat(new DateShowYear().eval(LocalDate.of(2026, 5, 1)).toString())
        .isEqualTo(masked(MaskKind.DATE_SHOW_YEAR, "date", "2026-05-01"));
    assertThat(new DateShowYear().eval(Instant.parse("2026-05-01T12:00:00Z")).toString())
        .isEqualTo(masked(MaskKind.DATE_SHOW_YEAR, "timestamp", "2026-05-01T12:00:00Z"));
  }

  @Test
  void nothingStaysNothing() {
    assertThat(new Redact().eval((String) null)).isNull();
    assertThat(new ShowLast4().eval((Long) null)).isNull();
    assertThat(new DateShowYear().eval((LocalDate) null)).isNull();
  }

  private String masked(MaskKind kind, String type, Object value) {
    var json = Json.bytes(value);
    var out = new ByteArrayOutputStream();
    masks.of(kind, type).mask(json, 0, json.length, out);
    return Json.parse(out.toString(StandardCharsets.UTF_8)).asText();
  }
}
