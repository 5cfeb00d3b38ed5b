package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.server.Fixture;
import dev.weft.server.openlineage.LineageIntake;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags travel along jobs outside, as far as these say which field comes from which. */
class ForeignTagsTest {
  private static final PortName CARDS = new PortName("cards", "spending");
  private static final String KAFKA = "kafka://127.0.0.1:9092";

  private final Fixture shop = new Fixture();
  private final ForeignColumns foreign = new ForeignColumns();
  private final FlowFields flows =
      new FlowFields(new ProcessorTypes(List.of()), new CelExpressions(), foreign);
  private final FieldOrigins origins = new FieldOrigins(flows, foreign);
  private final Queue<Runnable> due = new ArrayDeque<>();
  private final LineageIntake intake = new LineageIntake(shop.mesh, () -> Set.of("localhost:9092"));

  ForeignTagsTest() {
    var glossary = new Glossary();
    shop.mesh.follow(foreign);
    shop.mesh.follow(glossary);
    shop.mesh.follow(
        new TagPropagation(
            shop.mesh,
            new InheritedTags(flows, new TermTags(glossary), port -> Map.of()),
            () -> true,
            due::add));
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "payments.transactions",
        """
        {'port': 'payments.transactions', 'fields': {'amount': {'type': 'number'},
          'owner.name': {'type': 'string', 'tags': [{'tag': 'pii.name', 'confidence': 1.0,
            'evidence': 'x', 'source': 'classifier', 'status': 'CONFIRMED'}]},
          'iban': {'type': 'string', 'tags': [{'tag': 'pii.iban', 'confidence': 1.0,
            'evidence': 'x', 'source': 'classifier', 'status': 'CONFIRMED'}]}}}
        """);
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "cards.spending",
        "{'port': 'cards.spending', 'fields': {'account': {'type': 'string'}, 'total': {'type': 'number'}}}");
  }

  /** A run of a job that writes {@code field} of a dataset from one field of another. */
  private void job(String name, String from, String field, String to, String as, String how) {
    var event =
        """
        {'eventType': 'RUNNING', 'eventTime': '2026-05-01T12:00:00Z', 'producer': 'https://example.org/spark',
         'run': {'runId': '01890a5d-0000-7000-8000-000000000001'}, 'job': {'namespace': 'spark', 'name': '%s'},
         'outputs': [{'namespace': '%s', 'name': '%s', 'facets': {'columnLineage': {'fields': {'%s': {'inputFields': [
           {'namespace': '%s', 'name': '%s', 'field': '%s'%s}]}}}}}]}
        """
            .formatted(name, space(to), to, as, space(from), from, field, how);
    intake.one(Fixture.caller("spark", "lineage"), Json.parse(event.replace('\'', '"')));
    work();
  }

  private static String space(String name) {
    return name.startsWith("lake") ? "hive://warehouse" : KAFKA;
  }

  private static String how(String type, String subtype, boolean masking) {
    return ", 'transformations': [{'type': '%s', 'subtype': '%s', 'masking': %s}]"
        .formatted(type, subtype, masking);
  }

  private void work() {
    for (var task = due.poll(); task != null; task = due.poll()) {
      task.run();
    }
  }

  private List<FieldTag> tags(String field) {
    return shop.mesh
        .state()
        .find(ResourceKind.PORT_FIELDS, CARDS.topic(), PortFields.class)
        .orElseThrow()
        .field(field)
        .orElseThrow()
        .tags();
  }

  private List<String> names(String field) {
    return tags(field).stream().map(FieldTag::tag).toList();
  }

  @Test
  void aFieldThatAJobWritesHasTheTagOfWhatItIsMadeOf() {
    job(
        "etl",
        "payments.transactions",
        "iban",
        "cards.spending",
        "account",
        how("DIRECT", "IDENTITY", false));

    assertThat(names("account")).containsExactly("pii.iban");
    assertThat(tags("account").get(0).evidence())
        .isEqualTo("copied from iban of payments.transactions by job spark/etl");
    assertThat(names("total")).isEmpty();
  }

  /** Before any record of that port was seen. */
  @Test
  void aTagOfTheContractIsOneToo() {
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'apiVersion':'v3.1.0','kind':'DataContract','id':'customers-v1','version':'1.0.0','status':'active',"
            + "'schema':[{'name':'customer','properties':[{'name':'id','logicalType':'integer'},"
            + "{'name':'email','logicalType':'string','tags':['pii.email']}]}]}");
    job("etl", "customers.customers", "email", "cards.spending", "account", "");

    assertThat(names("account")).containsExactly("pii.email");
    assertThat(tags("account").get(0).evidence())
        .isEqualTo("unknown from email of customers.customers by job spark/etl");
  }

  @Test
  void computedAndUnsaidCountWhatIsMaskedOrOnlyDecidesDoesNot() {
    for (var how :
        List.of(
            "",
            how("DIRECT", "TRANSFORMATION", false),
            how("DIRECT", "AGGREGATION", false),
            how("INDIRECT", "CONDITIONAL", false))) {
      job("etl", "payments.transactions", "iban", "cards.spending", "account", how);
      assertThat(names("account")).as(how).containsExactly("pii.iban");
    }
    for (var how :
        List.of(
            how("DIRECT", "TRANSFORMATION", true),
            how("INDIRECT", "JOIN", false),
            how("INDIRECT", "FILTER", false))) {
      job("etl", "payments.transactions", "iban", "cards.spending", "account", how);
      assertThat(names("account")).as(how).isEmpty();
    }
  }

  @Test
  void oneWayThatShowsTheValueIsEnough() {
    var both =
        ", 'transformations': [{'type': 'DIRECT', 'subtype': 'TRANSFORMATION', 'masking': true},"
            + " {'type': 'DIRECT', 'subtype': 'IDENTITY', 'masking': false}]";
    job("etl", "payments.transactions", "iban", "cards.spending", "account", both);

    assertThat(names("account")).containsExactly("pii.iban");
  }

  @Test
  void tagsGoThroughDatasetsBetween() {
    var copied = how("DIRECT", "IDENTITY", false);
    job("out", "payments.transactions", "owner", "lake.raw", "person", copied);
    job("over", "lake.raw", "person.name", "lake.tidy", "who", copied);
    job("back", "lake.tidy", "who", "cards.spending", "account", copied);

    assertThat(names("account")).containsExactly("pii.name");
    var column =
        origins.columns(shop.mesh.state(), CARDS, 5).stream()
            .filter(one -> one.field().equals("account"))
            .findFirst()
            .orElseThrow();
    var lake = column.from().get(0);
    assertThat(lake.of()).isEqualTo("dataset/hive://warehouse/lake.tidy");
    assertThat(lake.flow()).isEqualTo("job spark/back");
    assertThat(lake.from().get(0).from().get(0).of()).isEqualTo("payments.transactions");

    job(
        "over",
        "lake.raw",
        "person.name",
        "lake.tidy",
        "who",
        how("DIRECT", "TRANSFORMATION", true));
    assertThat(names("account")).as("hidden on the way").isEmpty();
  }

  @Test
  void aJobThatIsForgottenPassesNothingOn() {
    job("etl", "payments.transactions", "iban", "cards.spending", "account", "");
    intake.forget(Fixture.ADMIN, "job/spark/etl");
    work();

    assertThat(names("account")).isEmpty();
  }
}
