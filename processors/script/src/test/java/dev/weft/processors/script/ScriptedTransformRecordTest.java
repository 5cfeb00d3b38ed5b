package dev.weft.processors.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.testing.TestFlow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptedTransformRecordTest {
  @Test
  void changesRecordsAndKeepsOrigins() throws Exception {
    var flow =
        flow(
            """
            function transform(record, attributes) {
              if (record.total < 0) return null;
              record.tax = record.total * 0.5;
              record.tags = record.tags.map(tag => tag.toUpperCase());
              return record;
            }""");

    flow.send(
        new DataRecord(Map.of("total", -1L)),
        new DataRecord(Map.of("total", 5L, "tags", List.of("a"))));

    assertThat(flow.records("success"))
        .containsExactly(
            new DataRecord(
                Map.of("total", 5L, "tags", List.of("A"), "tax", new BigDecimal("2.5"))));
    assertThat(flow.traced("success").get(0).origin().position()).isEqualTo(1);
  }

  @Test
  void oneRecordMayBecomeSeveral() throws Exception {
    var flow = flow("function transform(r) { return r.items.map(i => ({item: i})); }");

    flow.send(new DataRecord(Map.of("items", List.of(1L, "b"))));

    assertThat(flow.records("success"))
        .containsExactly(new DataRecord(Map.of("item", 1L)), new DataRecord(Map.of("item", "b")));
  }

  @Test
  void nothingOutsideIsInReach() throws Exception {
    for (var attempt :
        List.of(
            "java.lang.System.exit(1)",
            "Packages.java.io.File('/')",
            "JavaImporter()",
            "getClass()",
            "this.constructor.constructor('return java')()",
            "record.getClass()",
            "load('/etc/passwd')",
            "quit()",
            "new (Function('return Packages')())()",
            "importPackage(java.io)")) {
      var flow = flow("function transform(record) { " + attempt + "; return record; }");

      flow.send(new DataRecord(Map.of("a", "secret")));

      assertThat(flow.records("success")).as(attempt).isEmpty();
      assertThat(error(flow)).as(attempt).contains("fails in line 1").doesNotContain("secret");
    }
  }

  @Test
  void whatDoesNotEndIsStopped() throws Exception {
    assertThat(errorOf("while (true) {}")).contains("more than 1000000 steps");
    assertThat(errorOf("try { while (true) {} } catch (e) { while (true) {} }"))
        .contains("more than 1000000 steps");
    assertThat(errorOf("var a = []; while (true) { a.push(new Array(10000).fill(7)); }"))
        .contains("stopped");
    assertThat(errorOf("function f() { return f(); } f()")).contains("fails");
    assertThat(errorOf("throw record.a")).contains("fails in line 1").doesNotContain("secret");
    assertThat(errorOf("return 5")).contains("no record");
  }

  @Test
  void nothingIsRememberedBetweenRecords() throws Exception {
    var flow = flow("var n = 0; function transform(r) { n++; return {n: n}; }");

    flow.send(new DataRecord(Map.of()), new DataRecord(Map.of()));

    assertThat(flow.records("success"))
        .containsExactly(new DataRecord(Map.of("n", 1L)), new DataRecord(Map.of("n", 1L)));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> flow("function transform( {"))
        .hasMessageStartingWith("script does not compile, line 1");
    assertThatThrownBy(() -> new ScriptedTransformRecord.Settings("x", 1, 0))
        .hasMessageStartingWith("stepsMax");
  }

  private static String errorOf(String body) throws Exception {
    var flow = flow("function transform(record) { " + body + " }");
    flow.send(new DataRecord(Map.of("a", "secret")));
    return error(flow);
  }

  private static String error(TestFlow flow) {
    return flow.emitted("failure").get(0).attributes().get("error.message");
  }

  private static TestFlow flow(String script) {
    var settings = new ScriptedTransformRecord.Settings(script, 0, 0);
    var context = TestFlow.context(new CelExpressions());
    return TestFlow.of(new ScriptedTransformRecord().create(settings, context));
  }
}
