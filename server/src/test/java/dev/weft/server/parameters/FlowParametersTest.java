package dev.weft.server.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ParameterContext;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowParametersTest {
  @TempDir Path folder;
  private final Fixture shop = new Fixture();

  @Test
  void whatIsBoundComesBeforeProvidersAndTheseBeforeTheDocument() throws IOException {
    context(
        "mine",
        "'product': 'customers', 'parameters': {'a': {'value': 'document'}, 'b': {'value': 'document'}, 'c': {'value': 'document'}, 'd': {'value': 1}}, 'providers': [{'environment': 'SHOP_'}, {'file': '.'}]");
    Files.writeString(folder.resolve("b"), "file");
    Files.writeString(folder.resolve("c"), "file");
    var parameters = parameters(Map.of("SHOP_B", "environment"));
    bind("mine", Map.of("a", "bound"));

    var values = parameters.of(shop.mesh.state(), flow("mine", "#{a}#{b}#{c}#{d}"));

    assertThat(values.open())
        .containsOnly(
            Map.entry("a", "bound"),
            Map.entry("b", "environment"),
            Map.entry("c", "file"),
            Map.entry("d", "1"));
    assertThat(values.origins())
        .extracting(FlowValues.Origin::name, FlowValues.Origin::context, FlowValues.Origin::by)
        .containsExactly(
            tuple("a", "mine", "bound"),
            tuple("b", "mine", "environment"),
            tuple("c", "mine", "file"),
            tuple("d", "mine", "document"));
  }

  @Test
  void theFlowsOwnComesFirstAndItsDefaultLast() {
    context(
        "mine",
        "'product': 'customers', 'parameters': {'a': {'value': 'context'}, 'b': {'value': 'context'}, 'c': {}}");
    var parameters = parameters(Map.of());
    var flow =
        spec(
            "'parameters': {'a': {}, 'b': {'default': 'own'}, 'c': {'default': 'own'}, 'd': {}},"
                + " 'parameterContext': 'mine', 'processors': []");
    var bound = parameters.bind(flow, BoundValues.NOTHING, Map.of("a", "flow"), Map.of());
    shop.mesh.put(ResourceKind.PARAMETERS, "f", Json.text(bound));

    var values = parameters.of(shop.mesh.state(), flow);

    assertThat(values.open())
        .containsOnly(Map.entry("a", "flow"), Map.entry("b", "context"), Map.entry("c", "own"));
    assertThat(values.missing()).containsExactly("d");
  }

  @Test
  void aFlowWaitsOnlyForWhatItUsesOfAContext() {
    context("mine", "'product': 'customers', 'parameters': {'a': {}, 'b': {}}");

    assertThat(parameters(Map.of()).of(shop.mesh.state(), flow("mine", "#{a}")).missing())
        .containsExactly("a");
  }

  @Test
  void anotherValueIsAnotherEditionAndAnUnusedOneIsNot() {
    context("mine", "'product': 'customers', 'parameters': {'a': {'value': 1}, 'b': {'value': 1}}");
    var flow = flow("mine", "#{a}");
    var parameters = parameters(Map.of());
    var before = parameters.of(shop.mesh.state(), flow).edition();

    context("mine", "'product': 'customers', 'parameters': {'a': {'value': 1}, 'b': {'value': 2}}");
    assertThat(parameters.of(shop.mesh.state(), flow).edition()).isEqualTo(before);

    context("mine", "'product': 'customers', 'parameters': {'a': {'value': 2}, 'b': {'value': 2}}");
    assertThat(parameters.of(shop.mesh.state(), flow).edition()).isNotEqualTo(before);
  }

  @Test
  void aContextThatIsNoLongerForTheFlowGivesNothing() {
    context(
        "theirs", "'domain': 'finance', 'sharedWith': ['shop'], 'parameters': {'a': {'value': 1}}");
    context("mine", "'product': 'customers', 'inherits': ['theirs']");
    var flow = flow("mine", "#{a}");
    var parameters = parameters(Map.of());
    assertThat(parameters.of(shop.mesh.state(), flow).open()).containsEntry("a", "1");

    context("theirs", "'domain': 'finance', 'parameters': {'a': {'value': 1}}");

    assertThatThrownBy(() -> parameters.of(shop.mesh.state(), flow))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'theirs' is not for flows of 'customers'");
  }

  @Test
  void whatWasBoundAsASecretStaysOneWhateverTheDocumentSays() {
    context("mine", "'product': 'customers', 'parameters': {'a': {'sensitive': true}}");
    bind("mine", Map.of("a", "s3cret-value"));
    context("mine", "'product': 'customers', 'parameters': {'a': {}}");

    var values = parameters(Map.of()).of(shop.mesh.state(), flow("mine", "#{a}"));

    assertThat(values.open()).containsEntry("a", "s3cret-value");
    assertThat(values.flow().parameters().get("a").sensitive()).isTrue();
    assertThat(Json.text(values.origins()) + values + values.edition())
        .doesNotContain("s3cret-value");
    assertThat(Json.text(shop.mesh.state().all(ResourceKind.CONTEXT_PARAMETERS)))
        .doesNotContain("s3cret-value");
  }

  @Test
  void providersAreClosedUnlessTheOperatorAllowsThem() {
    var parameters = new FlowParameters(shop.box, shop.contexts);
    context(
        "mine", "'product': 'customers', 'parameters': {'a': {}}, 'providers': [{'file': '.'}]");
    assertThatThrownBy(() -> parameters.of(shop.mesh.state(), flow("mine", "#{a}")))
        .hasMessageContaining("'mine' may not read files of this server");

    context(
        "mine",
        "'product': 'customers', 'parameters': {'a': {}}, 'providers': [{'environment': 'PA'}]");
    assertThatThrownBy(
            () -> parameters(Map.of("PATH", "x")).of(shop.mesh.state(), flow("mine", "#{a}")))
        .hasMessageContaining("may not read variables that begin with PA");
    assertThatThrownBy(
            () ->
                parameters(Map.of("SHO", "x"))
                    .of(shop.mesh.state(), withContext("'domain': 'shop'", "SHOP_")))
        .hasMessageContaining("may not read variables");
  }

  @Test
  void aFileCountsWhenTwoLooksAgree() throws IOException {
    context(
        "mine", "'product': 'customers', 'parameters': {'a': {}}, 'providers': [{'file': '.'}]");
    var watch = new ProviderWatch(providers(Map.of()));
    watch.changed(shop.mesh.state());
    watch.changed(shop.mesh.state());
    assertThat(watch.changed(shop.mesh.state())).isFalse();

    Files.writeString(folder.resolve("a"), "hal");
    assertThat(watch.changed(shop.mesh.state())).isFalse();
    Files.writeString(folder.resolve("a"), "half");
    assertThat(watch.changed(shop.mesh.state())).isFalse();
    assertThat(watch.changed(shop.mesh.state())).isTrue();
    assertThat(watch.changed(shop.mesh.state())).isFalse();
  }

  @Test
  void settingsNameWhoMayReadWhat() {
    var problems = new ArrayList<Problem>();

    var settings =
        ProviderSettings.parse(
            Map.of(
                "parameters.environment.product.orders", "ORDERS_, SHOP_",
                "parameters.files.domain.shop", "/run/shop",
                "parameters.environment.domain.shop", "",
                "parameters.files.everybody", "/"),
            problems);

    assertThat(settings.prefixes("product.orders")).containsExactly("ORDERS_", "SHOP_");
    assertThat(settings.folder("domain.shop")).contains(Path.of("/run/shop"));
    assertThat(settings.folder("everybody")).isEmpty();
    assertThat(settings.prefixes("domain.shop")).isEmpty();
    assertThat(problems).extracting(Problem::code).containsExactly("bad-prefix");
    assertThat(ProviderSettings.isKey("parameters.files.everybody")).isFalse();
  }

  private FlowSpec withContext(String owner, String prefix) {
    context(
        "mine",
        owner + ", 'parameters': {'a': {}}, 'providers': [{'environment': '" + prefix + "'}]");
    return flow("mine", "#{a}");
  }

  private Providers providers(Map<String, String> environment) {
    return new Providers(
        new ProviderSettings(
            Map.of("product.customers", List.of("SHOP_")), Map.of("product.customers", folder)),
        environment);
  }

  private FlowParameters parameters(Map<String, String> environment) {
    return new FlowParameters(shop.box, new ContextParameters(shop.box, providers(environment)));
  }

  private void bind(String context, Map<String, String> values) {
    var spec =
        shop.mesh
            .state()
            .find(ResourceKind.PARAMETER_CONTEXT, context, ParameterContext.class)
            .orElseThrow();
    var bound = shop.contexts.bind(spec, BoundValues.NOTHING, values, Map.of());
    shop.mesh.put(ResourceKind.CONTEXT_PARAMETERS, context, Json.text(bound));
  }

  private void context(String name, String rest) {
    shop.mesh.put(ResourceKind.PARAMETER_CONTEXT, name, "{'name': '" + name + "', " + rest + "}");
  }

  private static FlowSpec flow(String context, String text) {
    return spec(
        "'parameterContext': '"
            + context
            + "', 'processors': [{'name': 'a', 'type': 'A', 'settings': {'x': '"
            + text
            + "'}}]");
  }

  private static FlowSpec spec(String rest) {
    return Json.read(
        Json.parse(("{'name': 'f', 'product': 'customers', " + rest + "}").replace('\'', '"')),
        FlowSpec.class);
  }
}
