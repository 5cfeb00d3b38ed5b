package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractChangesTest {
  private static final String FIELDS =
      "{'name': 'id', 'logicalType': 'integer', 'primaryKey': true, 'required': true},"
          + "{'name': 'total', 'logicalType': 'number', 'required': true,"
          + " 'logicalTypeOptions': {'maximum': 10}},"
          + "{'name': 'at', 'logicalType': 'date', 'logicalTypeOptions': {'format': 'yyyy'}},"
          + "{'name': 'lines', 'logicalType': 'array', 'items': {'logicalType': 'object',"
          + " 'properties': [{'name': 'sku', 'logicalType': 'string', 'required': true}]}}";

  private static Contract contract(String fields, String more) {
    return Json.read(
        Json.parse(
            "{'id': 'c', 'version': '1.0.0', 'schema': [{'name': 'r', 'properties': [%s]}]%s}"
                .formatted(fields, more)
                .replace('\'', '"')),
        Contract.class);
  }

  private static List<String> breaking(String from, String to) {
    return changes(from, to, true);
  }

  private static List<String> changes(String from, String to, boolean breaking) {
    var after = FIELDS.replace(from, to);
    assertThat(after).isNotEqualTo(FIELDS);
    return ContractChanges.between(contract(FIELDS, ""), contract(after, "")).stream()
        .filter(change -> change.breaking() == breaking)
        .map(ContractChanges.Change::sentence)
        .toList();
  }

  @Test
  void nothingHasChangedInTheSame() {
    assertThat(ContractChanges.between(contract(FIELDS, ""), contract(FIELDS, ""))).isEmpty();
  }

  @Test
  void whatAReaderReliesOnBreaksThem() {
    assertThat(breaking("'total'", "'sum'")).containsExactly("Field 'total' is gone.");
    assertThat(breaking("'sku'", "'code'")).containsExactly("Field 'lines[].sku' is gone.");
    assertThat(breaking("'number', 'required': true", "'number'"))
        .containsExactly("Field 'total' was always there and may be missing now.");
    assertThat(breaking("'date'", "'string'"))
        .containsExactly("Field 'at' was date and is string.");
    assertThat(breaking("'integer'", "'number'"))
        .containsExactly("Field 'id' was integer and is number.");
    assertThat(breaking("'yyyy'", "'yy'"))
        .containsExactly("Field 'at' is written in another format.");
    assertThat(breaking("'primaryKey': true, ", ""))
        .containsExactly("The primary key was id and is none.");
  }

  @Test
  void whatGivesMoreBreaksNobody() {
    assertThat(breaking("'number'", "'integer'")).isEmpty();
    assertThat(changes("'number'", "'integer'", false)).hasSize(1);
    assertThat(changes("10", "20", false)).containsExactly("Field 'total' has another 'maximum'.");
    assertThat(changes("'date', ", "'date', 'required': true, ", false))
        .containsExactly("Field 'at' is always there now.");
    assertThat(changes("{'name': 'at'", "{'name': 'new'}, {'name': 'at'", false))
        .containsExactly("Field 'new' is new.");
  }

  @Test
  void formatsOfMessagesAndServiceLevelsAreLookedAt() {
    var json =
        contract(FIELDS, ", 'slaProperties': [{'property': 'latency', 'value': 5, 'unit': 's'}]");
    var avro =
        contract(FIELDS, ", 'servers': [{'server': 'a', 'type': 'kafka', 'format': 'avro'}]");

    assertThat(ContractChanges.between(json, avro))
        .extracting(ContractChanges.Change::breaking, ContractChanges.Change::sentence)
        .containsExactly(
            tuple(true, "Messages were json and are avro."),
            tuple(false, "The service level 'latency' is not promised any more."));
  }
}
