package dev.weft.model.format;

import static dev.weft.model.format.Shapes.integer;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ReadLimits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Consumer;

/** When a policy holds, and on which terms it lets somebody read. */
final class PolicyTimes {
  private static final String MOMENTS =
      "Write 2026-05-01, 2026-05-01T08:00:00, or 2026-05-01T08:00:00Z.";

  private PolicyTimes() {}

  static ObjectShape validity() {
    var recurrence =
        object("a recurrence")
            .optional(Shapes.scalar(), "minute", "hour", "dayOfMonth", "dayOfWeek", "month", "year")
            .required("lasts", text(ReadLimits::duration, "bad-duration", "Write 10h or 30m."));
    return object("a window of validity")
        .optional(text(PolicyTimes::moment, "bad-date", MOMENTS), "from", "to")
        .optional("zone", timezone())
        .optional("recurrence", recurrence)
        .rule(
            (window, at) -> {
              if (window.isEmpty()) {
                at.key("missing-field", "This window says nothing.", "Write from, to, recurrence.");
              }
            });
  }

  static Shape timezone() {
    return text(ZoneId::of, "bad-zone", "Write it as Europe/Zurich or UTC.");
  }

  static ObjectShape limits() {
    return object("the limits of a rule")
        .optional(text(ReadLimits::moment, "bad-date", "Write 2026-05-01."), "from", "to")
        .optional("lookback", text(ReadLimits::duration, "bad-duration", "Write 7d or P7D."))
        .optional(positive(), "bytesPerSecond", "requestsPerSecond")
        .optional("priority", oneOf("interactive", "normal", "bulk"))
        .rule(
            (limits, at) -> {
              if (limits.isEmpty()) {
                at.key("missing-field", "These limits limit nothing.", "");
              }
            });
  }

  private static Shape positive() {
    return (node, at) -> {
      integer().check(node, at);
      if (node.isIntegralNumber() && (node.bigIntegerValue().signum() <= 0 || !isLong(node))) {
        at.value("out-of-range", at.name() + " must be greater than 0.", "");
      }
    };
  }

  private static boolean isLong(JsonNode node) {
    return node.canConvertToLong();
  }

  private static void moment(String text) {
    if (!text.contains("T")) {
      LocalDate.parse(text);
    } else if (text.endsWith("Z")) {
      Instant.parse(text);
    } else {
      LocalDateTime.parse(text);
    }
  }

  /** Text that the reader of it takes without complaint. */
  private static Shape text(Consumer<String> reader, String code, String hint) {
    return (node, at) -> {
      words().check(node, at);
      if (node.isTextual() && !node.textValue().isBlank() && !reads(reader, node.textValue())) {
        at.value(code, "'" + Shapes.shortened(node.textValue()) + "' is not understood.", hint);
      }
    };
  }

  private static boolean reads(Consumer<String> reader, String text) {
    try {
      reader.accept(text);
      return true;
    } catch (DateTimeException | IllegalArgumentException e) {
      return false;
    }
  }
}
