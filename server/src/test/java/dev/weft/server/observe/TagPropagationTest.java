package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.schema.RegisteredSchemas;
import dev.weft.server.Fixture;
import dev.weft.spi.FieldObserver.FieldSample;
import dev.weft.spi.flow.ProcessorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Tags travel along flows, by what the installed processors say of fields. */
class TagPropagationTest {
  private static final PortName CARDS = new PortName("cards", "spending");

  private final Fixture shop = new Fixture();
  private final FlowFields flows = new FlowFields(installed(), new CelExpressions());
  private final FieldOrigins origins = new FieldOrigins(flows, new ForeignColumns());
  private final Glossary glossary = new Glossary();
  private final RegisteredSchemas schemas = new RegisteredSchemas();
  private final InheritedTags inherited =
      new InheritedTags(flows, new TermTags(glossary), schemas::tags);
  private final FieldRegistry registry =
      new FieldRegistry(shop.mesh, candidate -> List.of(), Runnable::run, inherited);
  private final Queue<Runnable> due = new ArrayDeque<>();

  TagPropagationTest() {
    shop.mesh.follow(glossary);
    shop.mesh.follow(schemas);
    shop.mesh.follow(new TagPropagation(shop.mesh, inherited, () -> true, due::add));
    payments("pii.iban", "CONFIRMED");
  }

  private void payments(String tag, String status) {
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "payments.transactions",
        """
        {'port': 'payments.transactions', 'fields': {
          'amount': {'type': 'number'},
          'owner.name': {'type': 'string', 'tags': [{'tag': 'pii.name', 'confidence': 1.0,
            'evidence': 'x', 'source': 'classifier', 'status': 'SUGGESTED'}]},
          'iban': {'type': 'string', 'tags': [{'tag': '%s', 'confidence': 1.0,
            'evidence': 'its name', 'source': 'classifier', 'status': '%s'}]}}}
        """
            .formatted(tag, status));
  }

  private void flow(String middle) {
    shop.mesh.put(
        ResourceKind.FLOW,
        "card-flow",
        """
        {'name': 'card-flow', 'product': 'cards', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': 'payments.transactions'}},
          %s,
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'cards.spending'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """
            .formatted(middle));
  }

  private void seen(String... fields) {
    for (var field : fields) {
      registry.seen(CARDS, Map.of(field, new FieldSample("string", List.of("x")))).join();
    }
  }

  private List<String> tags(String field) {
    return tagsOf(field).stream().map(FieldTag::tag).toList();
  }

  private List<FieldTag> tagsOf(String field) {
    return shop.mesh
        .state()
        .find(ResourceKind.PORT_FIELDS, CARDS.topic(), PortFields.class)
        .orElseThrow()
        .field(field)
        .orElseThrow()
        .tags();
  }

  private void work() {
    for (var task = due.poll(); task != null; task = due.poll()) {
      task.run();
    }
  }

  @Test
  void fieldsHaveTheTagsOfTheRegisteredSchemaWhileItIsThere() {
    seen("iban");
    shop.mesh.put(
        ResourceKind.SCHEMA,
        "1",
        """
        {'id': 1, 'type': 'JSON', 'text': '{"properties":{"iban":{},"owner":{}}}',
         'metadata': {'tags': {'**.owner': ['pii.name'], 'iban': ['pii.iban']}}}
        """
            .replace("\"", "\\\""));
    shop.mesh.put(
        ResourceKind.SUBJECT,
        CARDS.topic() + "-value",
        "{'name': '%s-value', 'schemas': [1]}".formatted(CARDS.topic()));

    work();
    seen("owner");

    assertThat(tags("iban")).containsExactly("pii.iban");
    assertThat(tagsOf("owner"))
        .singleElement()
        .satisfies(tag -> assertThat(tag.source()).isEqualTo("schema"));

    shop.mesh.remove(ResourceKind.SUBJECT, CARDS.topic() + "-value");
    work();

    assertThat(tags("iban")).isEmpty();
    assertThat(tags("owner")).isEmpty();
  }

  @Test
  void aNewFieldHasTheTagOfWhatItIsMadeOf() {
    flow(
        """
        {'name': 'middle', 'type': 'UpdateRecord', 'settings': {'set': {
          'account': 'record.iban', 'last4': 'record.account.substring(10)',
          'double': 'record.amount * 2.0', 'who': 'record.owner'}, 'remove': ['iban']}}
        """);

    seen("account", "last4", "double", "who.name", "amount");

    assertThat(tags("account")).containsExactly("pii.iban");
    assertThat(tags("last4")).containsExactly("pii.iban");
    assertThat(tags("double")).isEmpty();
    assertThat(tags("amount")).isEmpty();
    assertThat(tags("who.name")).containsExactly("pii.name");
    assertThat(tagsOf("account").get(0).status()).isEqualTo(FieldTag.Status.PROPAGATED);
    assertThat(tagsOf("account").get(0).evidence())
        .isEqualTo("copied from iban of payments.transactions by flow card-flow");
  }

  /** A default says nothing once another value is bound. */
  @Test
  void tagsGoByTheValuesThatAreBound() {
    shop.mesh.put(
        ResourceKind.FLOW,
        "card-flow",
        """
        {'name': 'card-flow', 'product': 'cards',
         'parameters': {'account': {'default': 'amount'}}, 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': 'payments.transactions'}},
          {'name': 'middle', 'type': 'ConvertRecord',
           'settings': {'fields': {'account': '#{account}'}}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'cards.spending'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """);
    seen("account");
    assertThat(tags("account")).isEmpty();

    shop.mesh.put(ResourceKind.PARAMETERS, "card-flow", "{'plain': {'account': 'iban'}}");
    work();
    assertThat(tags("account")).containsExactly("pii.iban");

    shop.mesh.put(ResourceKind.PARAMETERS, "card-flow", "{'secrets': {'account': 'sealed'}}");
    work();
    assertThat(tags("account")).containsExactlyInAnyOrder("pii.iban", "pii.name");
  }

  @Test
  void ofAProcessorThatSaysNothingEveryFieldHasAllTags() {
    flow("{'name': 'middle', 'type': 'JSLTTransformJSON', 'settings': {'transformation': '.'}}");

    seen("anything");

    assertThat(tags("anything")).containsExactlyInAnyOrder("pii.iban", "pii.name");
  }

  @Test
  void soHasOneOfATypeThatIsNotThere() {
    flow("{'name': 'middle', 'type': 'GoneWithItsPlugin'}");

    seen("anything");

    assertThat(tags("anything")).containsExactlyInAnyOrder("pii.iban", "pii.name");
  }

  @Test
  void aTagThatComesOrGoesLaterFollows() {
    flow("{'name': 'middle', 'type': 'FilterRecords', 'settings': {'keep': 'true'}}");
    seen("iban");

    payments("pii.account", "CONFIRMED");
    work();
    assertThat(tags("iban")).containsExactly("pii.account");

    payments("pii.account", "REJECTED");
    work();
    assertThat(tags("iban")).isEmpty();
  }

  @Test
  void whatAStewardHasRejectedStaysRejected() {
    flow("{'name': 'middle', 'type': 'JSLTTransformJSON', 'settings': {'transformation': '.'}}");
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        CARDS.topic(),
        """
        {'port': 'cards.spending', 'fields': {'count': {'type': 'integer', 'tags': [
          {'tag': 'pii.iban', 'confidence': 1.0, 'evidence': 'x', 'source': 'lineage',
           'status': 'REJECTED'}]}}}
        """);
    work();

    assertThat(tagsOf("count"))
        .filteredOn(tag -> tag.tag().equals("pii.iban"))
        .extracting(FieldTag::status)
        .containsExactly(FieldTag.Status.REJECTED);
  }

  @Test
  void theTagsOfATermReachWhatIsAssignedToItAndGoWithIt() {
    shop.mesh.put(ResourceKind.TERM, "payee", "{'name': 'payee', 'tags': ['pii.name']}");
    seen("recipient", "amount");
    assertThat(tags("recipient")).isEmpty();

    var assigned = "{'terms': {'recipient': [{'term': 'payee', 'status': 'VALIDATED'}]}}";
    shop.mesh.put(ResourceKind.ASSIGNMENTS, CARDS.topic(), assigned);
    work();
    assertThat(tags("recipient")).containsExactly("pii.name");
    assertThat(tags("amount")).isEmpty();

    shop.mesh.put(ResourceKind.TERM, "payee", "{'name': 'payee', 'tags': ['pii.person']}");
    work();
    assertThat(tags("recipient")).containsExactly("pii.person");

    shop.mesh.remove(ResourceKind.ASSIGNMENTS, CARDS.topic());
    work();
    assertThat(tags("recipient")).isEmpty();
  }

  @Test
  void aFieldThatIsAssignedATermBeforeItIsSeenHasItsTagsAtOnce() {
    shop.mesh.put(ResourceKind.TERM, "payee", "{'name': 'payee', 'tags': ['pii.name']}");
    var assigned = "{'terms': {'recipient': [{'term': 'payee', 'status': 'VALIDATED'}]}}";
    shop.mesh.put(ResourceKind.ASSIGNMENTS, CARDS.topic(), assigned);

    seen("recipient");

    assertThat(tagsOf("recipient")).extracting(FieldTag::source).containsExactly("term");
  }

  @Test
  void theWayOfAFieldNamesItsProcessors() {
    flow(
        """
        {'name': 'middle', 'type': 'ConvertRecord', 'settings': {'fields': {'account': 'iban'}}}
        """);
    seen("account");

    var columns = origins.columns(shop.mesh.state(), CARDS, 3);

    assertThat(columns).hasSize(1);
    var from = columns.get(0).from();
    assertThat(from).hasSize(1);
    assertThat(from.get(0).of()).isEqualTo("payments.transactions");
    assertThat(from.get(0).field()).isEqualTo("iban");
    assertThat(from.get(0).tags()).containsExactly("pii.iban");
    assertThat(from.get(0).through()).containsExactly("middle");
    assertThat(from.get(0).how()).isEqualTo("copied");
  }

  private static ProcessorTypes installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found);
  }
}
