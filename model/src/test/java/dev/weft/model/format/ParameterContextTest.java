package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ContextChain;
import dev.weft.model.Json;
import dev.weft.model.ParameterContext;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParameterContextTest {
  private static final Known MESH =
      Known.of(
          Map.of(
              ResourceKey.parse("Domain/shop"), tree("{}"),
              ResourceKey.parse("Domain/finance"), tree("{}"),
              ResourceKey.parse("DataProduct/orders"),
                  tree("{'domain': 'shop', 'outputPorts': [{'name': 'all'}]}"),
              ResourceKey.parse("DataProduct/ledger"),
                  tree("{'domain': 'finance', 'outputPorts': [{'name': 'all'}]}"),
              ResourceKey.parse("ParameterContext/company"),
                  tree(
                      "{'name': 'company', 'domain': 'shop', 'parameters': {'url': {'value':"
                          + " 'jdbc:a'}, 'password': {'sensitive': true}}}"),
              ResourceKey.parse("ParameterContext/books"),
                  tree(
                      "{'name': 'books', 'domain': 'finance', 'sharedWith': ['shop'], 'parameters':"
                          + " {'year': {'value': 2026}}}"),
              ResourceKey.parse("ParameterContext/secret-books"),
                  tree("{'name': 'secret-books', 'domain': 'finance'}")));
  private static final String CONTEXT =
      "apiVersion: weft.dev/v1\nkind: ParameterContext\nname: mine\n";

  private final Problems problems = new Problems();

  @Test
  void aFlowTakesWhatItsContextAndThoseItInheritsDeclare() {
    load(
        CONTEXT
            + "product: orders\ninherits: [company, books]\nparameters: {table: {value: orders}}\n"
            + flow(
                "mine", "table: '#{table}', url: '#{url}', password: '#{password}', x: '#{year}'"));

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void whatNobodyDeclaresIsToldWithWhatIsMeant() {
    load(flow("company", "table: '#{ulr}', token: '#{url}'"));

    assertThat(problems.all())
        .extracting(Problem::code, Problem::hint)
        .containsExactly(
            tuple("parameter-not-found", "Did you mean 'url'?"),
            tuple("parameter-not-sensitive", "Declare the parameter with 'sensitive: true'."));
  }

  @Test
  void aContextIsForItsOwnProductOrDomainAndThoseItIsSharedWith() {
    load(flow("books", "x: '#{year}'"));
    assertThat(problems.all()).isEmpty();

    load(flow("secret-books", "x: 1"));
    assertThat(problems.all()).extracting(Problem::code).containsExactly("context-not-for-it");
    assertThat(problems.all().get(0).message())
        .isEqualTo("The context 'secret-books' of domain 'finance' is not for product 'orders'.");
  }

  @Test
  void whatInheritsHandsNothingOnToThoseItIsNotFor() {
    load(CONTEXT + "domain: shop\nsharedWith: [finance]\ninherits: [company]\n");
    assertThat(problems.all()).extracting(Problem::code).containsExactly("context-not-for-it");
  }

  @Test
  void aFlowDoesNotReachThroughAContextThatIsForIt() {
    load(
        CONTEXT
            + "domain: finance\nsharedWith: [shop]\ninherits: [secret-books]\n"
            + flow("mine", "x: 1"));

    assertThat(problems.all())
        .extracting(Problem::code)
        .containsExactly("context-not-for-it", "context-not-for-it");
  }

  @Test
  void circlesAreToldWithTheirPath() {
    load(
        CONTEXT
            + "product: orders\ninherits: [b]\n"
            + "---\n"
            + CONTEXT.replace("mine", "b")
            + "product: orders\ninherits: [mine]\n");

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly(
            "These contexts inherit from each other: mine -> b -> mine.",
            "These contexts inherit from each other: b -> mine -> b.");
  }

  @Test
  void whatIsSecretInOneIsSecretInAll() {
    load(CONTEXT + "product: orders\ninherits: [company]\nparameters: {password: {}}\n");

    assertThat(problems.all()).extracting(Problem::code).containsExactly("secrecy-differs");
  }

  @Test
  void secretsAreNeverInFilesAndPathsStayWithin() {
    load(
        CONTEXT
            + """
            product: orders
            domain: shop
            parameters:
              a: {sensitive: true, value: x}
              dbPassword: {value: x}
              url: {value: "jdbc:x://u:p@h/d"}
            providers: [{file: ../other}, {file: /etc}, {environment: "A B"}, {}]
            """);

    assertThat(problems.all())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "secret-in-file",
            "secret-in-file",
            "secret-in-file",
            "bad-path",
            "bad-path",
            "bad-prefix",
            "bad-provider",
            "bad-owner");
  }

  @Test
  void aSecretInAServiceOrGroupIsFoundToo() {
    load(
        """
        apiVersion: weft.dev/v1
        kind: Flow
        name: f
        product: orders
        processors: [{name: a, type: A}]
        services: [{name: pool, type: JdbcPool, settings: {password: x}}]
        groups: [{name: g, processors: [{name: b, type: B, settings: {url: "#{nope}"}}]}]
        """);

    assertThat(problems.all())
        .extracting(Problem::code)
        .containsExactly("secret-in-file", "parameter-not-found");
  }

  @Test
  void theNearestContextCountsAndTheFirstInheritedBeforeTheSecond() {
    var contexts =
        Map.of(
            "own", context("own", List.of("first", "second"), "{'a': {'value': 'own'}}"),
            "first", context("first", List.of("third"), "{'a': {'value': 1}, 'b': {'value': 1}}"),
            "second", context("second", List.of("third"), "{'b': {'value': 2}, 'c': {'value': 2}}"),
            "third", context("third", List.of(), "{'c': {'value': 3}, 'd': {'sensitive': true}}"));

    var chain = ContextChain.of("own", name -> Optional.ofNullable(contexts.get(name)));

    assertThat(chain.contexts())
        .extracting(ParameterContext::name)
        .containsExactly("own", "first", "third", "second");
    assertThat(chain.declared().get("a").defaultValue().asText()).isEqualTo("own");
    assertThat(chain.declared().get("b").defaultValue().asInt()).isEqualTo(1);
    assertThat(chain.declared().get("c").defaultValue().asInt()).isEqualTo(3);
    assertThat(chain.declared().get("d").sensitive()).isTrue();
  }

  private static ParameterContext context(String name, List<String> inherits, String parameters) {
    var tree = tree("{'domain': 'shop', 'parameters': " + parameters + "}").put("name", name);
    inherits.forEach(tree.putArray("inherits")::add);
    return Json.read(tree, ParameterContext.class);
  }

  private static String flow(String context, String settings) {
    return """
        ---
        apiVersion: weft.dev/v1
        kind: Flow
        name: f
        product: orders
        parameterContext: %s
        processors: [{name: a, type: A, settings: {%s}}]
        """
        .formatted(context, settings);
  }

  private void load(String text) {
    new Documents().load(List.of(new SourceText("mesh.yaml", text)), MESH, problems);
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }
}
