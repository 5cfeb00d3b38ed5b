package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What turned up at the source is drafted, and nothing that stands in the contract is lost. */
class ContractDraftTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final String FIELDS =
      """
      {'port': 'shop.orders', 'fields': {
        'id': {'type': 'integer', 'inContract': true},
        'buyer.email': {'type': 'string', 'tags': [
          {'tag': 'pii.email', 'confidence': 1, 'evidence': 'x', 'source': 'classifier', 'status': 'SUGGESTED'},
          {'tag': 'pii.name', 'confidence': 1, 'evidence': 'x', 'source': 'classifier', 'status': 'REJECTED'}]},
        'lines': {'type': 'array'},
        'lines.price': {'type': 'number'},
        'at': {'type': 'timestamp'}}}
      """;

  @Test
  void newFieldsComeWithWhatIsKnownOfThem() {
    var contract =
        json(
            """
            {'apiVersion': 'v3.1.0', 'kind': 'DataContract', 'id': 'orders-v1', 'version': '1.4.2', 'own': 7,
             'schema': [{'name': 'order', 'properties': [{'name': 'id', 'logicalType': 'integer', 'required': true},
                                                         {'name': 'gone', 'logicalType': 'string'}]}]}
            """);
    var draft = ContractDraft.of(Optional.of(contract), PORT, fields(), "music");

    assertThat(draft.document())
        .isEqualTo(
            json(
                """
                {'apiVersion': 'v3.1.0', 'kind': 'DataContract', 'id': 'orders-v1', 'version': '1.5.0', 'own': 7,
                 'schema': [{'name': 'order', 'properties': [
                   {'name': 'id', 'logicalType': 'integer', 'required': true},
                   {'name': 'gone', 'logicalType': 'string'},
                   {'name': 'at', 'logicalType': 'timestamp'},
                   {'name': 'buyer', 'logicalType': 'object', 'properties': [
                     {'name': 'email', 'logicalType': 'string', 'tags': ['pii.email']}]},
                   {'name': 'lines', 'logicalType': 'array', 'items': {'logicalType': 'object',
                     'properties': [{'name': 'price', 'logicalType': 'number'}]}}]}]}
                """));
    assertThat(draft.added()).isEqualTo(5);
    assertThat(contract.path("version").asText()).isEqualTo("1.4.2");
    var again = ContractDraft.of(Optional.of(draft.document()), PORT, fields(), "music");
    assertThat(again.document()).isEqualTo(draft.document());
    assertThat(again.added()).isZero();
  }

  @Test
  void aPortWithoutAContractGetsOne() {
    var draft = ContractDraft.of(Optional.empty(), PORT, fields(), "music").document();

    assertThat(draft.path("id").asText()).isEqualTo("shop-orders-v1");
    assertThat(draft.path("status").asText()).isEqualTo("draft");
    assertThat(draft.at("/schema/0/properties").findValuesAsText("name"))
        .containsExactly("at", "buyer", "email", "id", "lines", "price");
  }

  private static PortFields fields() {
    return Json.read(json(FIELDS), PortFields.class);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }
}
