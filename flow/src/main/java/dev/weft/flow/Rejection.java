package dev.weft.flow;

import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.ViolationsHeader;
import dev.weft.spi.flow.Content.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Why a record goes to quarantine.
 *
 * @param rule such as {@code required}, {@code type}, {@code too-large}, {@code failure}
 * @param reason sentences for people
 * @param processor the one that refused it
 * @param violations what of the contract it broke; empty for other reasons
 */
record Rejection(String rule, String reason, String processor, List<Violation> violations) {
  private static final int REASON_CHARACTERS_MAX = 2_000;

  Rejection {
    violations = List.copyOf(violations);
  }

  /** For another reason than the contract. */
  Rejection(String rule, String reason, String processor) {
    this(rule, reason, processor, List.of());
  }

  static Rejection of(List<Violation> violations, String processor) {
    return new Rejection(
        violations.get(0).rule(),
        violations.stream().map(Violation::message).collect(Collectors.joining(" ")),
        processor,
        violations);
  }

  /** As headers of the record in quarantine. */
  List<Header> headers(String flow, Origin origin) {
    var headers = new ArrayList<Header>();
    var most = Math.min(reason.length(), REASON_CHARACTERS_MAX);
    headers.add(header("weft.reason", reason.substring(0, most)));
    headers.add(header("weft.rule", rule));
    if (!violations.isEmpty()) {
      headers.add(new RecordHeader(ViolationsHeader.NAME, ViolationsHeader.bytes(violations)));
    }
    headers.add(header("weft.flow", flow));
    headers.add(header("weft.processor", processor));
    if (origin != null) {
      headers.add(header("weft.source", origin.source()));
      headers.add(header("weft.key", origin.key()));
      headers.add(header("weft.position", Long.toString(origin.position())));
    }
    return headers;
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
