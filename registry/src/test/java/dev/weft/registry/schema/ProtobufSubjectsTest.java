package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.weft.spi.RecordFormat;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protobuf schemas are registered, import each other, and follow each other as the level says. */
class ProtobufSubjectsTest {
  private static final String SUBJECT = "shop.orders-value";
  private static final String ORDER =
      """
      syntax = "proto3"; // what it is
      package shop;
      import "google/protobuf/timestamp.proto";
      /* An order. */
      message Order {
        int64 id = 1;
        optional string email = 2;
        google.protobuf.Timestamp at = 3;
        map<string, string> labels = 4;
        oneof payment { string card = 5; string iban = 6; }
        State state = 7;
        repeated Line lines = 8;
        message Line { string sku = 1; int32 count = 2; }
        enum State { UNKNOWN = 0; PAID = 1; }
        reserved 20, 30 to 40;
        reserved "old";
      }
      """;

  private final Registry registry = new Registry();
  private final RegisteredSchemas view = new RegisteredSchemas();

  @Test
  void commentsAndLayoutMakeNoOtherSchema() {
    var first = register(ORDER);
    var again = register(ORDER.replaceAll("(//.*|/\\*.*\\*/)", "").replace("  ", "\t\n"));

    assertThat(first).isEqualTo(1);
    assertThat(again).isEqualTo(1);
    var kept = registry.index.byId("1", "").text();
    assertThat(kept).startsWith("syntax = \"proto3\";").doesNotContain("what it is", "An order");
    assertThat(register(kept)).isEqualTo(1);
    assertThat(registry.subjects.find(SubjectName.parse(SUBJECT), draft(ORDER), false).version())
        .isEqualTo(1);
  }

  @Test
  void schemaIsGivenToTheGatewayWithAllThatItImports() throws Exception {
    registry.mesh.follow(view);
    registry.register(
        "shop.money-value",
        draft("syntax = \"proto2\"; message Money { required int64 cents = 1; }"));
    var order =
        "syntax = \"proto3\"; import \"money.proto\"; import \"google/protobuf/duration.proto\";"
            + " message Order { Money total = 1; google.protobuf.Duration took = 2; }";
    var imports = List.of(new Import("money.proto", "shop.money-value", 1));
    var id = registry.register(SUBJECT, new Draft("PROTOBUF", order, imports));

    var writer = view.byId(id).orElseThrow();

    assertThat(writer.format()).isEqualTo(RecordFormat.PROTOBUF);
    var files = FileDescriptorSet.parseFrom(Base64.getDecoder().decode(writer.text()));
    assertThat(files.getFileList())
        .extracting(file -> file.getMessageTypeCount() + " " + file.getName())
        .containsExactly(
            "1 money.proto", "1 google/protobuf/duration.proto", "1 weft.registered.proto");
    assertThatThrownBy(() -> register(order)).hasMessageContaining("'money.proto'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // before | after | whether the new one reads the old one | and the old one the new one
        "int32 a = 1; | int64 a = 1; | true | true",
        "int32 a = 1; | bool b = 1; | true | true",
        "int32 a = 1; | sint32 a = 1; | false | false",
        "fixed32 a = 1; | sfixed32 a = 1; | true | true",
        "float a = 1; | double a = 1; | false | false",
        "string a = 1; | bytes a = 1; | true | true",
        "string a = 1; | int32 a = 1; | false | false",
        "string a = 1; | M a = 1; | false | false",
        "M a = 1; | N a = 1; | false | false",
        "string a = 1; | string a = 1; string b = 2; | true | true",
        "string a = 1; | string a = 2; | true | true",
        "string a = 1; | repeated string a = 1; | true | true",
        "int32 a = 1; | repeated int32 a = 1; | false | false",
        "map<string, int32> a = 1; | map<string, int64> a = 1; | true | true",
        "map<string, int32> a = 1; | map<string, string> a = 1; | false | false",
        "map<string, int32> a = 1; | repeated M a = 1; | false | false",
        "string a = 1; | oneof o { string a = 1; string b = 2; } | true | false",
        "string a = 1; string b = 2; | oneof o { string a = 1; string b = 2; } | false | true",
        "oneof o { string a = 1; string b = 2; } | oneof o { string a = 1; } | false | true",
        "E a = 1; | int32 a = 1; | true | true",
      })
  void fieldsChangeAsTheWireAllows(String before, String after, boolean reads, boolean isRead) {
    registry.level("", "NONE");
    register(message("proto3", before));
    register(message("proto3", "string z = 99;"));

    registry.level("", "BACKWARD");
    assertThat(registry.objections(SUBJECT, "1", draft(message("proto3", after))).isEmpty())
        .isEqualTo(reads);
    registry.level("", "FORWARD_TRANSITIVE");
    assertThat(registry.objections(SUBJECT, "1", draft(message("proto3", after))).isEmpty())
        .isEqualTo(isRead);
    registry.level("", "FULL");
    assertThat(registry.objections(SUBJECT, "1", draft(message("proto3", after))).isEmpty())
        .isEqualTo(reads && isRead);
  }

  @Test
  void requiredFieldsClosedEnumsAndMessagesAreHeldOnTo() {
    register(
        "syntax = \"proto2\"; message A { optional E e = 1; } enum E { X = 0; Y = 1; }"
            + " message B { optional string s = 1; }");

    assertThat(
            objection(
                "message A { optional E e = 1; required string r = 2; }"
                    + " enum E { X = 0; Y = 1; } message B { optional string s = 1; }"))
        .contains("required");
    assertThat(
            objection(
                "message A { optional E e = 1; } enum E { X = 0; }"
                    + " message B { optional string s = 1; }"))
        .contains("symbol Y");
    assertThat(objection("message A { optional E e = 1; } enum E { X = 0; Y = 1; }"))
        .contains("message B was removed");
    assertThat(
            objection(
                "message A { optional E e = 1; } enum E { X = 0; Y = 1; Z = 2; }"
                    + " message B { optional string t = 1; }"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message {",
        "syntax = \"proto3\"; message A { B b = 1; }",
        "syntax = \"proto3\"; message A { string a = 1; string b = 1; }",
        "syntax = \"proto3\"; message A { required string a = 1; }",
        "syntax = \"proto3\"; enum E { A = 1; } message M { E e = 1; }",
        "syntax = \"proto3\"; import \"google/protobuf/none.proto\"; message A {}",
        "syntax = \"proto3\"; package google.protobuf; message Timestamp { string a = 1; }",
        "syntax = \"proto2\"; message A { optional group G = 1 { optional string s = 2; } }",
        "edition = \"2023\"; message A { string a = 1; }",
        "syntax = \"proto3\";",
        "message A { message A { message A {",
      })
  void whatIsNoSchemaIsRefused(String text) {
    assertThatThrownBy(() -> register(text)).hasMessageContaining("no Protobuf schema");
  }

  @Test
  void schemaThatIsNestedWithoutEndIsRefused() {
    assertThatThrownBy(() -> register("message A {".repeat(20_000)))
        .hasMessageContaining("nested more than");
  }

  private static String message(String syntax, String fields) {
    return "syntax = \""
        + syntax
        + "\"; message A { "
        + fields
        + " } message M { string m = 1; } message N { string m = 1; } enum E { X = 0; Y = 1; }";
  }

  private String objection(String text) {
    return String.join(
        "; ", registry.objections(SUBJECT, "1", draft("syntax = \"proto2\"; " + text)));
  }

  private static Draft draft(String text) {
    return new Draft("PROTOBUF", text);
  }

  private int register(String text) {
    return registry.register(SUBJECT, draft(text));
  }
}
