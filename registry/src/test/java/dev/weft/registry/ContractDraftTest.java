package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  @Test
  void anotherTypeAtTheSourceIsAMajorVersionMore() {
    var contract =
        json(
            """
            {'id': 'orders-v1', 'version': '1.4.2', 'schema': [{'name': 'order', 'properties': [
              {'name': 'id', 'logicalType': 'integer', 'physicalType': 'int', 'required': true}]}]}
            """);
    var none = new PortFields("shop.orders", Map.of());

    var draft =
        ContractDraft.of(
            Optional.of(contract), PORT, none, "music", Map.of("id", "string", "x", "date"));

    assertThat(draft.document())
        .isEqualTo(
            json(
                """
                {'id': 'orders-v1', 'version': '2.0.0', 'schema': [{'name': 'order', 'properties': [
                  {'name': 'id', 'logicalType': 'string', 'required': true}]}]}
                """));
    assertThat(draft.retyped()).isEqualTo(1);
    var same = ContractDraft.of(Optional.of(contract), PORT, none, "", Map.of("id", "integer"));
    assertThat(same.document()).isEqualTo(contract);
  }

  @Test
  void aTableThatIsNotYetAProductHasAContractToBeginWith() {
    var table =
        new SourceTable(
            "db:5432/shop/Supp liers",
            "shop.Supp liers",
            List.of(
                new Column("id", "integer", "integer"),
                new Column("e_mail", "character varying(60)", "string")),
            Instant.EPOCH,
            true,
            List.of(),
            List.of());

    var draft =
        ContractDraft.of(
            table,
            "music",
            column -> column.name().equals("e_mail") ? List.of("pii.email") : List.of());

    assertThat(draft.document())
        .isEqualTo(
            json(
                """
                {'apiVersion': 'v3.1.0', 'kind': 'DataContract', 'id': 'supp-liers-v1', 'name': 'shop.Supp liers',
                 'version': '1.0.0', 'status': 'draft', 'domain': 'music', 'schema': [
                  {'name': 'supp_liers', 'logicalType': 'object', 'physicalName': 'shop.Supp liers', 'physicalType': 'table',
                   'properties': [
                     {'name': 'id', 'logicalType': 'integer', 'physicalType': 'integer'},
                     {'name': 'e_mail', 'logicalType': 'string', 'physicalType': 'character varying(60)', 'tags': ['pii.email']}]}]}
                """));
  }

  private static PortFields fields() {
    return Json.read(json(FIELDS), PortFields.class);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }
}
