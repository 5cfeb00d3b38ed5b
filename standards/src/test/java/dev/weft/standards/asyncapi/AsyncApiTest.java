package dev.weft.standards.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import dev.weft.model.SchemaText;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.Samples;
import dev.weft.standards.Schemas;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
  private static final String AVRO =
      "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"id\", \"type\": \"long\"}]}";
  private static final String PROTOBUF = "syntax = \"proto3\";\nmessage Order { int64 id = 1; }\n";

  @Test
  void theGatewayIsAServerAndEachPortAChannelToWhichTheProductSends() throws IOException {
    var document = document("json", Optional.empty(), Samples.MESH);

    assertThat(document.at("/servers/gateway/host").asText()).isEqualTo("127.0.0.1:9092");
    assertThat(document.at("/servers/gateway/protocol").asText()).isEqualTo("kafka");
    assertThat(document.at("/components/securitySchemes/key/type").asText())
        .isEqualTo("scramSha512");
    assertThat(document.at("/channels/orders/address").asText()).isEqualTo("orders.orders");
    assertThat(document.at("/channels/orders/bindings/kafka/partitions").asInt()).isEqualTo(3);
    assertThat(document.at("/operations/send-orders/action").asText()).isEqualTo("send");
    var message = document.at("/components/messages/orders");
    assertThat(message.at("/bindings/kafka/key/type").asText()).isEqualTo("string");
    assertThat(message.path("contentType").asText()).isEqualTo("application/json");
    valid(document);
  }

  @Test
  void theContractIsAJsonSchema() throws IOException {
    var payload =
        document("json", Optional.empty(), Samples.MESH).at("/components/messages/orders/payload");

    assertThat(payload.path("required")).isEqualTo(Json.parse("[\"order_id\"]"));
    assertThat(payload.at("/properties/order_id"))
        .isEqualTo(
            Json.parse(
                """
                {"type": "integer", "title": "Order number", "description": "Counts up.", "multipleOf": 1,
                 "minimum": 1, "maximum": 1000000, "exclusiveMinimum": 0, "exclusiveMaximum": 1000001,
                 "format": "int64", "x-tags": ["key"], "x-classification": "internal"}"""));
    assertThat(payload.at("/properties/address/required")).isEqualTo(Json.parse("[\"city\"]"));
    assertThat(payload.at("/properties/ordered_at/type"))
        .isEqualTo(Json.parse("[\"string\", \"null\"]"));
  }

  @Test
  void anEncryptedGatewayThatTakesTokensSaysSo() throws IOException {
    var mesh =
        new MeshAddress(
            "https://weft.example.org", "weft.example.org:9093", true, "https://id.example.org");

    var document = document("json", Optional.empty(), mesh);

    assertThat(document.at("/servers/gateway/protocol").asText()).isEqualTo("kafka-secure");
    assertThat(document.at("/components/securitySchemes/token/openIdConnectUrl").asText())
        .isEqualTo("https://id.example.org/.well-known/openid-configuration");
    valid(document);
  }

  @Test
  void avroAndProtobufAreTheSchemasThatAreRegistered() throws IOException {
    var avro = document("avro", Optional.of(schema("AVRO", AVRO)), Samples.MESH);
    var protobuf = document("protobuf", Optional.of(schema("PROTOBUF", PROTOBUF)), Samples.MESH);

    var payload = "/components/messages/orders/payload";
    assertThat(avro.at(payload).path("schema")).isEqualTo(Json.parse(AVRO));
    assertThat(avro.at("/components/messages/orders/bindings/kafka/schemaIdLocation").asText())
        .isEqualTo("payload");
    assertThat(protobuf.at(payload).path("schema").asText()).isEqualTo(PROTOBUF);
    valid(avro);
    valid(protobuf);
  }

  @Test
  void aSchemaOfAnotherFormatThanTheContractsIsNotTheRecords() throws IOException {
    var document = document("json", Optional.of(schema("AVRO", AVRO)), Samples.MESH);

    assertThat(document.at("/components/messages/orders/payload/type").asText())
        .isEqualTo("object");
  }

  private static JsonNode document(String format, Optional<SchemaText> schema, MeshAddress mesh) {
    var contract = Samples.document("full-3.1.odcs.yaml");
    contract
        .putArray("servers")
        .addObject()
        .put("server", "local")
        .put("type", "kafka")
        .put("host", "x")
        .put("format", format);
    var product = Samples.document("full-1.0.odps.yaml");
    return AsyncApi.of(Samples.facts(product, contract, schema, List.of()), mesh);
  }

  private static SchemaText schema(String type, String text) {
    return new SchemaText(type, text, List.of());
  }

  private static void valid(JsonNode document) throws IOException {
    var schema = Schemas.of("asyncapi-3.1.0.schema.json", SpecificationVersion.DRAFT_7);
    assertThat(Schemas.wrong(schema, document)).isEmpty();
  }
}
