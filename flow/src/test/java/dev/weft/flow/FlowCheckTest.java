package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class FlowCheckTest {
  private static final ProcessorTypes TYPES =
      new ProcessorTypes(List.of(new Call(), new Numbers()));

  @Test
  void aGoodFlowHasNoProblems() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'parameters': {'url': {}, 'secret': {'sensitive': true}},
                 'processors': [
                  {'name': 'read', 'type': 'Numbers', 'schedule': {'every': '5s'}, 'settings': {'count': 5}},
                  {'name': 'call', 'type': 'Call', 'settings': {'url': '#{url}/x', 'secret': '#{secret}',
                    'timeout': '2m', 'method': 'put', 'retries': '#{url}', 'headers': {'a': 'b'}}},
                  {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'p.out', 'key': 'id'}}],
                 'connections': ['read.success -> call', 'call.success->publish', 'call.not.found -> publish']}
                """,
                "url",
                "secret"))
        .isEmpty();
  }

  @Test
  void saysEverythingThatIsWrongAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'parameters': {'url': {}}, 'processors': [
                  {'name': 'read', 'type': 'Nubmers'},
                  {'name': 'call', 'type': 'Call', 'schedule': {'every': '5s'}, 'settings': {
                    'url': '#{ulr}', 'timeuot': '5s', 'timeout': 'soon', 'retries': 'many',
                    'method': 'patch', 'secret': '#{url}'}},
                  {'name': 'call', 'type': 'PublishPort', 'settings': {'port': 'nowhere'}}],
                 'connections': ['read -> call', 'call.done -> call', 'call.success -> pubilsh']}
                """))
        .containsExactlyInAnyOrder(
            tuple("processors[0].type", "unknown-processor-type", "Did you mean 'Numbers'?"),
            tuple("processors[1].settings.timeuot", "unknown-setting", "Did you mean 'timeout'?"),
            tuple("processors[1].settings.url", "unknown-parameter", "Did you mean 'url'?"),
            tuple(
                "processors[1].settings.secret",
                "unset-parameter",
                "Set it with --set url=... or --set-secret url=..."),
            tuple("processors[1].settings.timeout", "wrong-type", "Such as 500ms, 5s, 2m or 1h."),
            tuple("processors[1].settings.retries", "wrong-type", ""),
            tuple("processors[1].settings.method", "wrong-type", ""),
            tuple("processors[1].schedule.every", "schedule-not-for-source", "Leave it out."),
            tuple(
                "processors[2].name",
                "duplicate-name",
                "Rename one: connections find processors by name."),
            tuple("processors[2].settings.port", "bad-setting", ""),
            tuple(
                "connections[0]",
                "bad-connection",
                "Write it as FROM.RELATIONSHIP -> TO, such as read.success -> tidy."),
            tuple(
                "connections[1]",
                "unknown-relationship",
                "Known relationships: success, not.found, failure."),
            tuple("connections[2]", "unknown-processor", "Known processors: read, call, call."),
            tuple("processors[1]", "not-connected", "Add a connection to it, or remove it."),
            tuple("processors[2]", "not-connected", "Add a connection to it, or remove it."));
  }

  /** Rights, tags and lineage go by what the document says. */
  @Test
  void noParameterSaysWhichPortIsReadOrWritten() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'parameters': {'port': {'default': 'p.out'}},
                 'processors': [
                  {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '#{port}'}},
                  {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '#{port}'}}],
                 'connections': ['read.success -> publish']}
                """))
        .containsExactlyInAnyOrder(
            tuple("processors[0].settings.port", "parameter-for-port", "Write the port's name."),
            tuple("processors[1].settings.port", "parameter-for-port", "Write the port's name."));
  }

  @Test
  void knowsWhereConnectionsMayLead() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'processors': [
                  {'name': 'read', 'type': 'Numbers', 'schedule': {'every': '1 fortnight'}},
                  {'name': 'a', 'type': 'Call', 'settings': {'url': 'u'}},
                  {'name': 'b', 'type': 'Call', 'settings': {'url': ''}},
                  {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'other.out'}}],
                 'connections': ['read.succes -> a', 'a.success -> b', 'b.failure -> a',
                   'b.success -> read', 'b.success -> publish', 'publish.success -> b']}
                """))
        .containsExactlyInAnyOrder(
            tuple(
                "processors[0].schedule.every",
                "bad-schedule",
                "Write a duration of at least 10ms, such as 500ms, 5s, 2m or 1h."),
            tuple("processors[2].settings.url", "bad-setting", ""),
            tuple("connections[0]", "unknown-relationship", "Did you mean 'success'?"),
            tuple("connections[3]", "into-source", ""),
            tuple(
                "connections[5]",
                "unknown-relationship",
                "Nothing can follow it: it ends the flow."),
            tuple(
                "connections",
                "circle",
                "Retries are done by the runner: a failure need not lead back."),
            tuple(
                "connections",
                "circle",
                "Retries are done by the runner: a failure need not lead back."),
            tuple(
                "connections",
                "circle",
                "Retries are done by the runner: a failure need not lead back."),
            tuple(
                "processors[3].settings.port",
                "foreign-port",
                "Only a product's own flows may write its ports."));
  }

  @Test
  void whatIsSensitiveFillsOnlySettingsForSecrets() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'parameters': {'open': {}, 'secret': {'sensitive': true}},
                 'processors': [
                  {'name': 'read', 'type': 'Numbers'},
                  {'name': 'call', 'type': 'Call', 'settings': {'url': 'x/#{secret}', 'secret': 'y #{secret}',
                    'headers': {'a': '##{secret} #{open}', 'b': '#{secret}'}}}],
                 'connections': ['read.success -> call']}
                """,
                "open",
                "secret"))
        .extracting(tuple -> tuple.toList().get(0), tuple -> tuple.toList().get(1))
        .containsExactly(
            tuple("processors[1].settings.url", "secret-in-plain-setting"),
            tuple("processors[1].settings.headers", "secret-in-plain-setting"));
  }

  @Test
  void whatFollowsAnUnknownTypeIsNotToldAsWell() {
    assertThat(
            problems(
                """
                {'name': 'f', 'product': 'p', 'processors': [
                  {'name': 'read', 'type': 'Nubmers'},
                  {'name': 'call', 'type': 'Call', 'settings': {'ulr': 'x'}}],
                 'connections': ['read.success -> call', 'call.succes -> call']}
                """))
        .extracting(tuple -> tuple.toList().get(1))
        .containsExactly(
            "unknown-processor-type", "unknown-setting", "unknown-relationship", "circle");
  }

  @Test
  void parametersAreFilledInAndEscaped() {
    var flow = Surroundings.flow("{'name': 'f', 'parameters': {'a': {'default': 1}, 'b': {}}}");
    var problems = new ArrayList<Problem>();
    var parameters = Parameters.of(flow, Map.of("b", "$2"));

    assertThat(parameters.resolve("#{a}-#{b}-##{b}-#x", "p", problems)).contains("1-$2-#{b}-#x");
    assertThat(problems).isEmpty();
    assertThat(parameters.toString()).doesNotContain("$2");
  }

  @Test
  void valuesOfAnyFormHaveTheirParametersFilledIn() {
    var flow = Surroundings.flow("{'name': 'f', 'parameters': {'a': {'default': 1}, 'b': {}}}");
    var problems = new ArrayList<Problem>();
    var binder = new SettingsBinder(Parameters.of(flow, Map.of()), problems);
    var written = Json.parse("{\"x\": [\"#{a}\", 2, {\"y\": \"##{a} #{a}\"}]}");

    var value = SettingValue.of(written, JsonNode.class, "p", binder);

    assertThat(value.value()).isEqualTo(Json.parse("{\"x\": [\"1\", 2, {\"y\": \"#{a} 1\"}]}"));
    var unset = SettingValue.of(Json.parse("[\"#{b}\"]"), JsonNode.class, "p", binder);
    assertThat(unset.isKnown()).isFalse();
    assertThat(problems).extracting(one -> one.place().path()).containsExactly("p[0]");
  }

  @Test
  void anExpressionThatDoesNotCompileIsAProblemOfItsProcessor() {
    var flow =
        Surroundings.flow(
            """
            {'name': 'f', 'product': 'p', 'processors': [
              {'name': 'read', 'type': 'Numbers'},
              {'name': 'call', 'type': 'Call', 'settings': {'url': 'expression'}}],
             'connections': ['read.success -> call']}
            """);

    var problems =
        FlowCheck.problems(
            flow,
            TYPES,
            Set.of(),
            text -> {
              throw Problem.input("bad-expression", Place.NOWHERE, "Column 3: no.", "")
                  .asException();
            });

    assertThat(problems)
        .extracting(problem -> problem.place().path(), Problem::message)
        .containsExactly(tuple("processors[1].settings", "Column 3: no."));
  }

  @Test
  void describesATypeFromItsSettings() {
    var call =
        TYPES.describe().stream().filter(t -> t.name().equals("Call")).findFirst().orElseThrow();

    assertThat(call.source()).isFalse();
    assertThat(call.relationships()).containsExactly("success", "not.found", "failure");
    assertThat(call.settings())
        .extracting(
            TypeDescription.SettingDescription::name,
            TypeDescription.SettingDescription::type,
            TypeDescription.SettingDescription::required,
            TypeDescription.SettingDescription::sensitive,
            setting -> setting.defaultValue().orElse(""))
        .containsExactly(
            tuple("url", "text", true, false, ""),
            tuple("secret", "text", false, true, ""),
            tuple("timeout", "duration", false, false, "30s"),
            tuple("method", "one of post, put", false, false, "post"),
            tuple("retries", "whole number", false, false, "0"),
            tuple("headers", "map to text", false, false, ""));
    assertThat(TYPES.names()).containsExactly("Call", "ConsumePort", "Numbers", "PublishPort");
    var publish =
        TYPES.describe().stream()
            .filter(t -> t.name().equals("PublishPort"))
            .findFirst()
            .orElseThrow();
    assertThat(publish.settings().get(0).required()).isTrue();
    assertThat(publish.settings().get(2).defaultValue()).contains("json");
  }

  private static List<Tuple> problems(String flow, String... parameters) {
    var spec = Surroundings.flow(flow);
    return FlowCheck.problems(spec, TYPES, Set.of(parameters)).stream()
        .map(problem -> tuple(problem.place().path(), problem.code(), problem.hint()))
        .toList();
  }

  /** A type with settings of every sort. */
  static final class Call implements ProcessorType.OfProcessor<Call.Settings> {
    enum Method {
      POST,
      PUT
    }

    record Settings(
        @Doc("Where.") String url,
        @Doc(value = "Who.", sensitive = true) String secret,
        @Doc("How long.") Duration timeout,
        @Doc("How.") Method method,
        @Doc("How often.") int retries,
        @Doc("More.") Map<String, String> headers) {
      Settings {
        if (url == null || url.isBlank()) {
          throw new IllegalArgumentException("url must say where to call");
        }
        timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
        method = method == null ? Method.POST : method;
        headers = headers == null ? Map.of() : headers;
      }
    }

    @Override
    public String name() {
      return "Call";
    }

    @Override
    public String summary() {
      return "Calls.";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public List<String> relationships(Settings settings) {
      return List.of("success", "not.found", "failure");
    }

    @Override
    public Processor create(Settings settings, ProcessorContext context) {
      if (settings.url().equals("expression")) {
        context.expressions().compile("record.");
      }
      return (in, out) -> out.emit("success", in);
    }
  }
}
