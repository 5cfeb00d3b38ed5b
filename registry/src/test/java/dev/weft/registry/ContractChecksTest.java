package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.json.JsonFieldsReader;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.RecordCheck.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ContractChecksTest {
  private static final String CUSTOMER =
      """
      {name: customer_id, logicalType: integer, required: true, primaryKey: true},
      {name: email, logicalType: string, quality: [{type: library, metric: nullValues, mustBe: 0}]},
      {name: country, logicalType: string}
      """;

  @Test
  void aRecordThatKeepsTheContractHasNoViolation() {
    assertThat(check(CUSTOMER, Map.of("customer_id", 1L, "email", "ada@example.org"))).isEmpty();
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThat(check(CUSTOMER, Map.of("customer_id", "one", "country", 7L)))
        .containsExactly(
            new Violation("customer_id", "type", "'customer_id' must be a whole number."),
            new Violation("email", "required", "'email' is required and has no value."),
            new Violation("country", "type", "'country' must be a text."));
  }

  @Test
  void fieldsThatTheContractDoesNotNameAreAllowed() {
    assertThat(check(CUSTOMER, Map.of("customer_id", 1L, "email", "a", "mobile", 5L))).isEmpty();
  }

  /** What stands in JSON is not decoded where its kind says enough. */
  @Test
  void aRecordThatIsStillJsonIsHeldToTheSame() {
    var values =
        List.of(
            "1",
            "1.0",
            "1.5",
            "123456789012345678901",
            "true",
            "null",
            "\"text\"",
            "\"\\n\"",
            "{}",
            "[1]",
            "\"2026-01-02\"",
            "\"2026-01-02T03:04:05Z\"",
            "\"03:04:05\"");
    var types =
        List.of(
            "string",
            "integer",
            "number",
            "boolean",
            "date",
            "timestamp",
            "time",
            "object",
            "array");
    for (var type : types) {
      var fields = "{name: f, logicalType: " + type + ", required: true}";
      var strict = "{name: f, logicalType: " + type + ", logicalTypeOptions: {}}";
      for (var value : values) {
        var json = ("{\"f\":" + value + ",\"other\":1}").getBytes(StandardCharsets.UTF_8);
        var read = new JsonFieldsReader().read(json).orElseThrow();
        for (var contract : List.of(fields, strict)) {
          assertThat(check(contract, read))
              .as(value + " as " + contract)
              .isEqualTo(check(contract, new HashMap<>(read)));
        }
      }
    }
  }

  @Test
  void nullIsNoValue() {
    var record = new HashMap<String, Object>(Map.of("customer_id", 1L));
    record.put("email", null);

    assertThat(check(CUSTOMER, record)).extracting(Violation::rule).containsExactly("required");
  }

  @Test
  void looksIntoObjectsAndArrays() {
    var fields =
        """
        {name: address, logicalType: object, properties: [
          {name: city, logicalType: string, required: true}]},
        {name: lines, logicalType: array, logicalTypeOptions: {minItems: 1}, items:
          {name: line, logicalType: object, properties: [
            {name: amount, logicalType: number, logicalTypeOptions: {minimum: 0}}]}}
        """;
    var record =
        Map.<String, Object>of(
            "address", Map.of("street", "x"),
            "lines", List.of(Map.of("amount", 1L), Map.of("amount", -1.5)));

    assertThat(check(fields, record))
        .extracting(Violation::path, Violation::rule)
        .containsExactly(tuple("address.city", "required"), tuple("lines.amount", "minimum"));
  }

  @ParameterizedTest
  @CsvSource({
    "{minimum: 0}, 0, true",
    "{minimum: 0}, -1, false",
    "{maximum: 10}, 10, true",
    "{maximum: 10.5}, 11, false",
    "{exclusiveMaximum: 10}, 10, false",
    "'{maximum: 10, exclusiveMaximum: true}', 10, false",
    "'{maximum: 10, exclusiveMaximum: false}', 10, true",
    "{exclusiveMinimum: 0}, 0.0001, true",
    "{multipleOf: 0.05}, 1.15, true",
    "{multipleOf: 5}, 7, false",
    "{format: u8}, 256, false",
    "{format: i8}, -128, true",
    "'{enum: [1, 2]}', 3, false",
  })
  void limitsNumbers(String options, String value, boolean kept) {
    var number = value.contains(".") ? new BigDecimal(value) : Long.valueOf(value);

    assertThat(keeps("number", options, number)).isEqualTo(kept);
    if (!value.contains(".")) {
      assertThat(keeps("number", options, new BigDecimal(value))).isEqualTo(kept);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{minLength: 2}, é, false",
    "{maxLength: 2}, 🙂🙂, true",
    "{maxLength: 2}, abc, false",
    "{pattern: '\"^[A-Z]{2}$\"'}, CH, true",
    "{pattern: '\"^[A-Z]{2}$\"'}, CHE, false",
    "{format: email}, ada@example.org, true",
    "{format: email}, ada, false",
    "{format: uuid}, 6f9619ff-8b86-d011-b42d-00c04fc964ff, true",
    "{format: ipv4}, 256.1.1.1, false",
    "{format: ipv4}, 192.168.0.1, true",
    "{format: ipv6}, ::ffff:10.0.0.1, true",
    "{format: ipv6}, 1::2::3, false",
    "{format: ipv6}, fe80::1, true",
    "{format: hostname}, -a.org, false",
    "{format: uri}, https://example.org/a, true",
    "{format: password}, anything, true",
    "'{enum: [a, b]}', c, false",
  })
  void limitsTexts(String options, String value, boolean kept) {
    assertThat(keeps("string", options.replace("'", ""), value)).isEqualTo(kept);
  }

  @Test
  void timesMayBeTypedOrText() {
    assertThat(keeps("timestamp", "{}", Instant.EPOCH)).isTrue();
    assertThat(keeps("timestamp", "{}", LocalDateTime.of(2026, 1, 1, 0, 0))).isTrue();
    assertThat(keeps("timestamp", "{}", "2026-01-01T10:00:00+02:00")).isTrue();
    assertThat(keeps("timestamp", "{}", "yesterday")).isFalse();
    assertThat(keeps("date", "{}", LocalDate.EPOCH)).isTrue();
    assertThat(keeps("date", "{}", "2026-02-30")).isFalse();
    assertThat(keeps("time", "{}", "10:15")).isTrue();
    assertThat(keeps("date", "{format: dd.MM.yyyy}", "24.12.2026")).isTrue();
    assertThat(keeps("date", "{minimum: 2000-01-01}", "1999-12-31")).isFalse();
    assertThat(keeps("timestamp", "{maximum: 2026-01-01T00:00:00Z}", Instant.EPOCH)).isTrue();
    assertThat(keeps("timestamp", "{exclusiveMaximum: 1970-01-01T00:00:00Z}", Instant.EPOCH))
        .isFalse();
  }

  @Test
  void numbersThatJsonCannotHoldAreNoNumbers() {
    assertThat(keeps("number", "{}", Double.NaN)).isFalse();
    assertThat(keeps("integer", "{}", new BigDecimal("3.0"))).isFalse();
    assertThat(keeps("integer", "{}", new BigDecimal("3"))).isTrue();
  }

  @Test
  void countsInvalidAndMissingValuesThatMustBeNone() {
    var fields =
        """
        {name: status, logicalType: string, quality: [
          {metric: invalidValues, mustBe: 0, arguments: {validValues: [open, closed]}},
          {metric: missingValues, mustBeLessThan: 1, arguments: {missingValues: [null, n/a]}},
          {metric: rowCount, mustBeGreaterThan: 5},
          {metric: nullValues, mustBeLessThan: 10, unit: percent}]}
        """;

    assertThat(check(fields, Map.of("status", "open"))).isEmpty();
    assertThat(check(fields, Map.of("status", "n/a")))
        .extracting(Violation::rule)
        .containsExactly("invalidValues", "missingValues");
    assertThat(check(fields, Map.of())).extracting(Violation::rule).containsExactly("required");
  }

  @Test
  void aPatternThatBacktracksForEverEndsAsNoMatch() {
    assertThat(keeps("string", "{pattern: \"^(a+)+$\"}", "a".repeat(60) + "!")).isFalse();
  }

  @Test
  void refusesAContractWhoseOptionsMakeNoSense() {
    assertThatThrownBy(() -> keeps("string", "{pattern: \"[\"}", "a"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'pattern' of 'field' is not a regular expression");
    assertThatThrownBy(() -> keeps("money", "{}", "a"))
        .hasMessageContaining("'money' is not a logical type");
  }

  @Test
  void aRuleInCelIsKeptOnlyByAClearYes() {
    var yaml =
        """
        {id: c, schema: [{name: s,
          quality: [{name: adds-up, type: custom, engine: cel, implementation: "record.net + record.tax == record.total"}],
          properties: [{name: net, logicalType: number,
            quality: [{type: custom, engine: cel, implementation: "record.net > 0"}]}]}]}
        """;

    assertThat(checkAll(yaml, Map.of("net", 1L, "tax", 2L, "total", 3L))).isEmpty();
    assertThat(checkAll(yaml, Map.of("net", -1L, "tax", 2L)))
        .containsExactly(
            new Violation(
                "",
                "adds-up",
                "The record must keep the rule 'adds-up': record.net + record.tax == record.total."),
            new Violation(
                "net", "quality", "The record must keep the rule 'quality': record.net > 0."));
  }

  @Test
  void aRuleThatIsNoExpressionIsAMistakeInTheContract() {
    var yaml =
        """
        {id: c, schema: [{name: s, properties: [],
          quality: [{type: custom, engine: cel, implementation: "record.net >"}]}]}
        """;

    assertThatThrownBy(() -> checkAll(yaml, Map.of())).isInstanceOf(ProblemException.class);
  }

  @Test
  void rulesForOtherEnginesAreNotDecidedHere() {
    var yaml =
        """
        {id: c, schema: [{name: s, properties: [],
          quality: [{type: custom, engine: soda, implementation: "row_count > 0"}]}]}
        """;

    assertThat(checkAll(yaml, Map.of("a", 1L))).isEmpty();
  }

  @Test
  void fieldsThatTheContractDoesNotNameAreRefusedWhereItSaysSo() {
    var yaml =
        """
        {id: c, customProperties: [{property: weft.unknownFields, value: refuse}],
          schema: [{name: s, properties: [{name: id, logicalType: integer},
            {name: free, logicalType: object},
            {name: lines, logicalType: array, items: {logicalType: object,
              properties: [{name: amount, logicalType: number}]}}]}]}
        """;
    var record =
        Map.<String, Object>of(
            "id", 1L, "free", Map.of("any", 1L), "lines", List.of(Map.of("amount", 2L)));

    assertThat(checkAll(yaml, record)).isEmpty();
    assertThat(checkAll(yaml, Map.of("lines", List.of(Map.of("amuont", 2L)), "iban", "x")))
        .containsExactlyInAnyOrder(
            new Violation(
                "lines.amuont", "unknown", "'lines.amuont' is not a field of the contract."),
            new Violation("iban", "unknown", "'iban' is not a field of the contract."));
  }

  @Test
  void violationsNeverQuoteAValue() {
    assertThat(check(CUSTOMER, Map.of("customer_id", "secret", "email", "a", "country", 4711L)))
        .extracting(Violation::message)
        .noneMatch(message -> message.contains("secret") || message.contains("4711"));
  }

  private static boolean keeps(String type, String options, Object value) {
    var field = "{name: field, logicalType: " + type + ", logicalTypeOptions: " + options + "}";
    return check(field, Map.of("field", value)).isEmpty();
  }

  private static List<Violation> check(String fields, Map<String, Object> record) {
    return checkAll("{id: c, schema: [{name: s, properties: [" + fields + "]}]}", record);
  }

  private static List<Violation> checkAll(String yaml, Map<String, Object> record) {
    var contract =
        Json.read(
            Json.tree(new Load(LoadSettings.builder().build()).loadFromString(yaml)),
            Contract.class);
    return new ContractChecks(new CelExpressions()).of(contract).check(new DataRecord(record));
  }
}
