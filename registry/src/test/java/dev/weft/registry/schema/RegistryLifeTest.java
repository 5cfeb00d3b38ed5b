package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.StringValue;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaRules;
import dev.weft.model.Subject;
import dev.weft.registry.schema.SchemaIndex.Shown;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subjects, versions and ids as they come, change and go, in contexts and modes. */
class RegistryLifeTest {
  private static final String S = "shop.orders-value";
  private static final Draft ID = avro("id");
  private static final Draft NAME = avro("name");

  private final Registry registry = new Registry();

  private static Draft avro(String field) {
    return new Draft(
        "",
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\""
            + field
            + "\",\"type\":\"long\",\"default\":0}]}");
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }

  private static Draft with(Draft draft, SchemaMetadata metadata, SchemaRules rules) {
    return new Draft(
        draft.type(),
        draft.text(),
        draft.imports(),
        Optional.ofNullable(metadata),
        Optional.ofNullable(rules),
        0,
        0,
        false);
  }

  private static Draft numbered(Draft draft, int id, int version) {
    return new Draft(
        draft.type(),
        draft.text(),
        draft.imports(),
        Optional.empty(),
        Optional.empty(),
        id,
        version,
        false);
  }

  private static SchemaMetadata property(String name, String value) {
    return new SchemaMetadata(null, Map.of(name, value), null);
  }

  @Test
  void versionsAreHiddenFirstAndThenRemovedForGood() {
    registry.register(S, ID);
    registry.register(S, NAME);

    refused("version-not-soft-deleted", () -> registry.remove(S, "1", true));
    assertThat(registry.remove(S, "1", false)).isEqualTo(1);
    refused("version-soft-deleted", () -> registry.remove(S, "1", false));

    assertThat(registry.versions(S, false)).containsExactly(2);
    assertThat(registry.versions(S, true)).containsExactly(1, 2);
    refused("version-not-found", () -> registry.subjects.version(SubjectName.parse(S), "1", false));
    assertThat(registry.index.byId("1", "").id()).isEqualTo(1);

    registry.remove(S, "1", true);

    assertThat(registry.versions(S, true)).containsExactly(2);
    refused("schema-not-found", () -> registry.index.byId("1", ""));
    assertThat(registry.register(S, avro("other"))).isEqualTo(3);
    assertThat(registry.register(S, ID)).isEqualTo(4);
  }

  @Test
  void subjectsAreHiddenFirstAndThenRemovedForGood() {
    registry.register(S, ID);
    registry.level(S, "NONE");

    refused("subject-not-soft-deleted", () -> registry.remove(S, true));
    assertThat(registry.remove(S, false)).containsExactly(1);
    refused("subject-soft-deleted", () -> registry.remove(S, false));
    refused("no-own-config", () -> registry.settings.config(Registry.name(S), false));
    assertThat(registry.index.subjects("", Shown.VISIBLE)).isEmpty();
    assertThat(registry.index.subjects("", Shown.DELETED)).containsExactly(S);

    assertThat(registry.version(S, ID).version()).isEqualTo(2);
    registry.remove(S, false);
    assertThat(registry.remove(S, true)).containsExactly(1, 2);

    refused("subject-not-found", () -> registry.versions(S, true));
    assertThat(registry.version(S, NAME).version()).isEqualTo(1);
    assertThat(registry.index.byId("2", "").text()).contains("name");
  }

  @Test
  void whatIsImportedStays() {
    registry.register(
        "shop.money", new Draft("", "{\"type\":\"fixed\",\"name\":\"M\",\"size\":4}"));
    var order =
        new Draft(
            "",
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"m\",\"type\":\"M\"}]}",
            List.of(new Import("M", "shop.money", -1)));
    var id = registry.register(S, order);
    var view = new RegisteredSchemas();
    registry.mesh.follow(view);

    assertThat(view.byId(id).orElseThrow().text()).contains("\"size\":4");
    assertThat(registry.index.byId("" + id, "").text()).doesNotContain("size");
    assertThat(registry.index.formatted(registry.index.byId("" + id, ""), "resolved").text())
        .contains("\"size\":4");
    assertThat(registry.subjects.importing(SubjectName.parse("shop.money"), "1", false))
        .containsExactly(id);
    refused("reference-exists", () -> registry.remove("shop.money", "1", false));
    refused("reference-exists", () -> registry.remove("shop.money", false));
    registry.remove(S, false);
    registry.remove("shop.money", false);
    refused("reference-exists", () -> registry.remove("shop.money", true));
    refused("bad-schema", () -> registry.register("shop.other", order));
  }

  @Test
  void idsCountInEachContextByThemselves() {
    registry.register(S, ID);
    registry.register(S, NAME);

    assertThat(registry.register(":.staging:" + S, NAME)).isEqualTo(1);
    assertThat(registry.register(":.:" + S, NAME)).isEqualTo(2);
    assertThat(registry.index.contexts()).containsExactly(".", ".staging");
    assertThat(registry.index.subjects(":*:", Shown.VISIBLE))
        .containsExactlyInAnyOrder(S, ":.staging:" + S);
    assertThat(registry.index.subjects("", Shown.VISIBLE)).containsExactly(S);
    assertThat(registry.index.subjects(":.staging:", Shown.VISIBLE))
        .containsExactly(":.staging:" + S);
    assertThat(registry.index.byId("1", ":.staging:x").text()).contains("name");
    assertThat(registry.index.byId("1", "").text()).contains("id");
    var guid = registry.index.byId("2", "").guid();
    assertThat(registry.index.allOfGuid(guid)).extracting(each -> each.id()).contains(1, 2);
    var view = new RegisteredSchemas();
    registry.mesh.follow(view);
    assertThat(view.byId(1).orElseThrow().text()).contains("id");
  }

  @Test
  void modesSayWhatMayBeDone() {
    registry.register(S, ID);

    registry.mode(S, "READONLY");
    refused("not-permitted", () -> registry.register(S, NAME));
    refused("not-permitted", () -> registry.remove(S, false));
    registry.settings.unsetMode(Registry.name(S), Registry.OLGA);
    refused("no-own-mode", () -> registry.settings.mode(Registry.name(S), false));
    registry.mode("", "READONLY_OVERRIDE");
    registry.mode(S, "READWRITE");
    refused("not-permitted", () -> registry.register(S, NAME));
    refused("not-permitted", () -> registry.mode(S, "READONLY_OVERRIDE"));
    refused("bad-mode", () -> registry.mode("", "SOMETIMES"));
    registry.mode("", "READWRITE");
    assertThat(registry.register(S, NAME)).isEqualTo(2);
  }

  @Test
  void idsAreChosenInModeImportOnly() {
    registry.register(S, ID);
    refused("not-permitted", () -> registry.register(S, numbered(NAME, 70, 7)));
    refused("not-permitted", () -> registry.mode(S, "IMPORT"));
    registry.mode(":.copy:", "IMPORT");
    var copy = ":.copy:" + S;

    assertThat(registry.version(copy, numbered(NAME, 70, 7)).version()).isEqualTo(7);
    assertThat(registry.version(copy, numbered(NAME, 70, 7)).version()).isEqualTo(7);
    refused("not-permitted", () -> registry.register(copy, NAME));
    refused("id-does-not-match", () -> registry.register(copy, numbered(ID, 70, 8)));
    refused("id-does-not-match", () -> registry.register(copy, numbered(ID, 71, 7)));
    assertThat(registry.register(copy, numbered(ID, 60, 3))).isEqualTo(60);
    assertThat(registry.versions(copy, false)).containsExactly(3, 7);
    registry.mode(":.copy:", "READWRITE");
    assertThat(registry.register(copy, avro("next"))).isEqualTo(71);
  }

  @Test
  void settingsHoldForASubjectAContextOrAll() {
    registry.level("", "NONE");
    registry.level(":.staging:", "FULL");
    registry.level(S, "FORWARD");

    assertThat(level(S)).isEqualTo("FORWARD");
    assertThat(level("shop.x-value")).isEqualTo("NONE");
    assertThat(level(":.staging:x")).isEqualTo("FULL");
    refused("no-own-config", () -> registry.settings.config(Registry.name("shop.x-value"), false));
    assertThat(registry.settings.unconfigure(Optional.empty(), Registry.OLGA).compatibility())
        .isEqualTo("NONE");
    assertThat(level("shop.x-value")).isEqualTo("BACKWARD");
    refused("bad-compatibility", () -> registry.level(S, "SIDEWAYS"));
    refused("bad-config", () -> registry.set(S, "compatibilityPolicy", "LAX"));
    assertThat(registry.mesh.audit()).extracting(event -> event.action()).contains("schema.config");
  }

  private String level(String subject) {
    return registry.settings.config(Registry.name(subject), true).compatibility();
  }

  @Test
  void versionsOfOneGroupAreComparedOnly() {
    registry.set(S, "compatibilityGroup", "major");
    var text = new Draft("", "\"string\"");
    registry.register(S, with(new Draft("", "\"long\""), property("major", "1"), null));

    refused(
        "incompatible-schema",
        () -> registry.register(S, with(text, property("major", "1"), null)));
    assertThat(registry.register(S, with(text, property("major", "2"), null))).isEqualTo(2);
  }

  @Test
  void anAliasStandsForAnotherSubject() {
    registry.register(S, ID);
    registry.set("shop.old-value", "alias", S);

    assertThat(registry.subjects.resolved("shop.old-value").qualified()).isEqualTo(S);
    assertThat(registry.subjects.resolved(S).qualified()).isEqualTo(S);
    refused("bad-config", () -> registry.set(S, "alias", S));
    refused("bad-config", () -> registry.set("", "alias", S));
  }

  @Test
  void metadataAndRulesArePartOfTheContentAndAreInherited() {
    var rules =
        new SchemaRules(
            null,
            List.of(
                Json.read(Json.parse("{\"name\":\"r\",\"type\":\"X\"}"), SchemaRules.Rule.class)),
            null,
            null);
    var first = registry.version(S, with(ID, property("owner", "olga"), rules));
    var second = registry.version(S, NAME);

    assertThat(registry.version(S, ID).schema()).isEqualTo(first.schema());
    assertThat(second.schema().metadata()).isEqualTo(property("owner", "olga"));
    assertThat(second.schema().rules()).isEqualTo(rules);
    assertThat(registry.register(S, with(NAME, property("owner", "ada"), null))).isEqualTo(3);
    var alone = with(new Draft("", ""), property("owner", "eve"), null);
    assertThat(registry.version(S, alone).schema().text()).contains("name");
    var found = registry.subjects.find(SubjectName.parse(S), NAME, false);
    assertThat(found.version()).isEqualTo(4);
    refused(
        "schema-not-found",
        () ->
            registry.subjects.find(
                SubjectName.parse(S), with(ID, property("owner", "eve"), null), false));
  }

  @Test
  void settingsGiveMetadataToAll() {
    registry.settings.configure(
        Registry.name(S),
        Json.object()
            .<ObjectNode>set(
                "defaultMetadata",
                Json.tree(new SchemaMetadata(null, Map.of("a", "1", "b", "1"), null)))
            .set("overrideMetadata", Json.tree(property("b", "2"))),
        Registry.OLGA);

    var kept = registry.version(S, with(ID, property("a", "3"), null)).schema();

    assertThat(kept.metadata().properties())
        .containsExactly(Map.entry("a", "3"), Map.entry("b", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"domainRules\":[{\"name\":\"\",\"type\":\"CEL\"}]}",
        "{\"domainRules\":[{\"name\":\"a\",\"type\":\"\"}]}",
        "{\"domainRules\":[{\"name\":\"a\",\"type\":\"X\",\"kind\":\"MAYBE\"}]}",
        "{\"domainRules\":[{\"name\":\"a\",\"type\":\"X\",\"mode\":\"UPGRADE\"}]}",
        "{\"migrationRules\":[{\"name\":\"a\",\"type\":\"X\",\"mode\":\"WRITE\"}]}",
        "{\"domainRules\":[{\"name\":\"a\",\"type\":\"X\"},{\"name\":\"a\",\"type\":\"X\"}]}",
        "{\"domainRules\":[{\"name\":\"a\",\"type\":\"CEL\",\"expr\":\"message.x >\"}]}",
        "{\"enableAt\":\"HERE\"}",
      })
  void whatIsNoSetOfRulesIsRefused(String rules) {
    var read = Json.read(Json.parse(rules), SchemaRules.class);

    refused("bad-rules", () -> registry.register(S, with(ID, null, read)));
  }

  @Test
  void rulesOfTheSchemaAreRulesOfTheContract() {
    var rules =
        Json.read(
            Json.parse(
                "{\"domainRules\":[{\"name\":\"positive\",\"kind\":\"CONDITION\",\"mode\":\"WRITE\",\"type\":\"CEL\",\"expr\":\"message.message.size()"
                    + " > 0 && 'message' != ''\"},"
                    + "{\"name\":\"off\",\"type\":\"CEL\",\"expr\":\"false\",\"disabled\":true},"
                    + "{\"name\":\"reads\",\"type\":\"CEL\",\"mode\":\"READ\",\"expr\":\"false\"}]}"),
            SchemaRules.class);
    var contract = Json.read(Json.parse("{\"id\":\"c\"}"), Contract.class);

    var quality = ContractRules.joined(contract, rules).schema().get(0).quality();

    assertThat(quality).hasSize(1);
    assertThat(quality.get(0).implementation().asText())
        .isEqualTo("record.message.size() > 0 && 'message' != ''");
  }

  @Test
  void aSchemaOfAPortAgreesWithItsContract() {
    registry.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "c",
        "{'id':'c','servers':[{'server':'m','type':'kafka','host':'x','format':'avro'}],'schema':["
            + "{'name':'o','properties':[{'name':'id','logicalType':'integer','required':true},"
            + "{'name':'at','logicalType':'timestamp'},{'name':'to','logicalType':'object',"
            + "'properties':[{'name':'city','logicalType':'string','required':true}]}]}]}");
    registry.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "shop",
        "{'id':'shop','outputPorts':[{'name':'orders','contractId':'c'}]}");

    assertThatThrownBy(() -> registry.register(S, NAME))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().hint()).contains("requires 'id'"));
    refused("contract-mismatch", () -> registry.register(S, new Draft("JSON", "{}")));
    assertThatThrownBy(
            () ->
                registry.register(
                    S,
                    new Draft(
                        "",
                        ID.text()
                            .replace(
                                "]}",
                                ",{\"name\":\"at\",\"type\":\"boolean\",\"default\":true},"
                                    + "{\"name\":\"to\",\"type\":[\"null\",{\"type\":\"record\","
                                    + "\"name\":\"T\",\"fields\":[]}],\"default\":null}]}"))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.first().hint()).contains("'at' is a timestamp", "requires 'to.city'"));
    assertThat(registry.register(S, ID)).isEqualTo(1);
    assertThat(registry.register("shop.orders-key", NAME)).isEqualTo(2);
    assertThat(registry.register(":.staging:" + S, NAME)).isEqualTo(1);
  }

  @Test
  void tagsAreAboutFieldsByTheirPaths() {
    var text =
        "{\"properties\":{\"email\":{\"confluent:tags\":[\"PII\"]},\"to\":{\"properties\":"
            + "{\"city\":{},\"email\":{}}}}}";
    var metadata =
        new SchemaMetadata(
            Map.of("**.city", List.of("PLACE"), "object.to.email", List.of("MAIL")), null, null);
    registry.register(S, with(new Draft("JSON", text), metadata, null));
    var view = new RegisteredSchemas();
    registry.mesh.follow(view);

    assertThat(view.tags(new PortName("shop", "orders")))
        .containsEntry("to.city", Set.of("PLACE"))
        .containsEntry("to.email", Set.of("MAIL"))
        .containsEntry("email", Set.of("MAIL", "PII"));
  }

  @Test
  void aDescriptorInBase64IsTheSameAsTheText() {
    var text =
        "syntax = \"proto3\"; package shop; import \"google/protobuf/timestamp.proto\";"
            + " message A { reserved 9; string s = 1; optional int32 i = 2; map<string, A> m = 3;"
            + " oneof o { bool b = 4; google.protobuf.Timestamp t = 5; } repeated E e = 6;"
            + " enum E { X = 0; } message B { bytes c = 1; } }";
    var id = registry.register("shop.a", new Draft("PROTOBUF", text));
    var schema = registry.index.byId("" + id, "");
    var sent = registry.index.formatted(schema, "serialized").text();

    var again = registry.register("shop.b", new Draft("PROTOBUF", sent));

    var other = registry.index.byId("" + again, "");
    assertThat(ProtoFiles.link(SchemaSource.of(other.text())).toProto().getMessageTypeList())
        .isEqualTo(ProtoFiles.link(SchemaSource.of(schema.text())).toProto().getMessageTypeList());
    assertThat(ProtoText.ofBase64("bm8gZGVzY3JpcHRvcg==")).isEmpty();
    assertThat(ProtoText.ofBase64(text)).isEmpty();
    assertThat(
            ProtoText.ofBase64(
                Base64.getEncoder()
                    .encodeToString(StringValue.getDescriptor().getFile().toProto().toByteArray())))
        .hasValueSatisfying(known -> assertThat(known).contains("message StringValue"));
  }

  @Test
  void whatEarlierWeftWroteIsRead() {
    registry.mesh.put(
        ResourceKind.SCHEMA, "1", "{'id':1,'type':'AVRO','text':'\\'long\\'','references':[]}");
    registry.mesh.put(
        ResourceKind.SUBJECT, S, "{'name':'" + S + "','schemas':[1,1],'compatibility':'FULL'}");

    assertThat(registry.versions(S, false)).containsExactly(1, 2);
    assertThat(level(S)).isEqualTo("FULL");
    assertThat(registry.register("shop.x-value", new Draft("", "\"long\""))).isEqualTo(1);
    assertThat(
            registry.mesh.state().find(ResourceKind.SUBJECT, S, Subject.class).orElseThrow().next())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", ":.x", ":.a b:x", ":x", "a\nb"})
  void whatIsNoNameIsRefused(String name) {
    refused("bad-subject", () -> SubjectName.parse(name));
  }
}
