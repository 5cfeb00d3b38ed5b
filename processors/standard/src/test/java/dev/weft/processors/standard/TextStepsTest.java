package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.error;
import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.read;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testing.TestFlow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextStepsTest {
  private final Standard standard = new Standard();

  @Test
  void replacesInEachLineAndKeepsLineBreaks() throws Exception {
    var flow = TestFlow.of(replace("^(\\w+)=(\\w+)$", "$2: $1", ReplaceText.Unit.LINE));

    flow.send(text("a=1\r\nb=2\nno"));

    assertThat(read(flow.emitted("success").get(0))).isEqualTo("1: a\r\n2: b\nno");
  }

  @Test
  void replacesAcrossLinesInTheWhole() throws Exception {
    var flow = TestFlow.of(replace("(?s)<.*>", "", ReplaceText.Unit.WHOLE));

    flow.send(text("a<x\ny>b"));

    assertThat(read(flow.emitted("success").get(0))).isEqualTo("ab");
  }

  @Test
  void aPatternThatRunsAwayElsewhereTakesLinearTime() throws Exception {
    var flow = TestFlow.of(replace("^(a+)+$", "x", ReplaceText.Unit.LINE));

    flow.send(text("a".repeat(100_000) + "b"));

    assertThat(read(flow.emitted("success").get(0))).endsWith("ab");
  }

  @Test
  void textThatIsNotUtf8FailsWithItsPlace() throws Exception {
    var flow = TestFlow.of(replace("a", "b", ReplaceText.Unit.LINE));

    flow.send(Standard.bytes("ok\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(error(flow.emitted("failure").get(0)))
        .isEqualTo("a.txt: line 2: the text is not UTF-8.");
  }

  @Test
  void largeContentIsNotLoadedAsAWhole() throws Exception {
    var settings = new ReplaceText.Settings("a", "b", null, ReplaceText.Unit.WHOLE, 10);
    var flow = TestFlow.of(new ReplaceText().create(settings, standard.context()));

    flow.send(text("a".repeat(11)));

    assertThat(error(flow.emitted("failure").get(0)))
        .isEqualTo("a.txt: the content is larger than 10 bytes.");
  }

  @Test
  void takesAttributesFromText() throws Exception {
    var settings =
        new ExtractText.Settings(Map.of("id", "id=(\\d+) of (\\d+)", "none", "zzz"), 0, 0);
    var flow = TestFlow.of(new ExtractText().create(settings, standard.context()));

    flow.send(text("order id=17 of 20"));
    flow.send(text("nothing"));

    assertThat(flow.emitted("matched").get(0).attributes())
        .containsEntry("id", "17")
        .containsEntry("id.2", "20")
        .doesNotContainKey("none");
    assertThat(flow.emitted("unmatched")).hasSize(1);
  }

  @Test
  void routesByContentAndSortsLines() throws Exception {
    var routes = new LinkedHashMap<String, String>();
    routes.put("errors", "\\bERROR\\b");
    routes.put("warnings", "\\bWARN\\b");
    var content = new RouteOnContent();
    var lines = new RouteText();
    var whole =
        TestFlow.of(content.create(new RouteOnContent.Settings(routes, 0), standard.context()));
    var sorted = TestFlow.of(lines.create(new RouteText.Settings(routes), standard.context()));

    whole.send(text("x\nWARN a"));
    sorted.send(text("1 ERROR a\n2 INFO b\n3 ERROR c\n"));

    assertThat(whole.emitted("warnings")).hasSize(1);
    assertThat(read(sorted.emitted("errors").get(0))).isEqualTo("1 ERROR a\n3 ERROR c\n");
    assertThat(read(sorted.emitted("unmatched").get(0))).isEqualTo("2 INFO b\n");
    assertThat(sorted.emitted("warnings")).isEmpty();
    assertThat(sorted.emitted("original")).hasSize(1);
  }

  @Test
  void grokTakesAnAccessLogApart() throws Exception {
    var flow = TestFlow.of(grok("%{COMBINEDAPACHELOG}"));
    var line =
        "192.0.2.7 - ada [10/Oct/2025:13:55:36 +0200] \"GET /a?b=1 HTTP/1.1\" 200 2326 \"-\""
            + " \"curl/8\"";

    flow.send(fields("line", line), fields("line", "else"), fields("line", 5L));

    assertThat(flow.records("matched").get(0).fields())
        .containsEntry("clientip", "192.0.2.7")
        .containsEntry("auth", "ada")
        .containsEntry("timestamp", "10/Oct/2025:13:55:36 +0200")
        .containsEntry("verb", "GET")
        .containsEntry("request", "/a?b=1")
        .containsEntry("response", 200L)
        .containsEntry("bytes", 2326L)
        .containsEntry("agent", "\"curl/8\"")
        .doesNotContainKey("line");
    assertThat(flow.records("unmatched")).hasSize(2);
  }

  @Test
  void grokReadsSyslogIntoAttributes() throws Exception {
    var flow = TestFlow.of(grok("%{SYSLOGLINE}"));

    flow.send(text("Feb  5 17:32:18 mymachine su[231]: failed for x"));

    assertThat(flow.emitted("matched").get(0).attributes())
        .containsEntry("grok.host", "mymachine")
        .containsEntry("grok.program", "su")
        .containsEntry("grok.pid", "231")
        .containsEntry("grok.message", "failed for x");
  }

  @Test
  void everyNamedGrokPatternCompiles() {
    for (var name : GrokNames.ALL.keySet()) {
      assertThat(GrokPattern.compile("%{" + name + ":it}", Map.of())).as(name).isNotNull();
    }
    var own = Map.of("ORDER", "[A-Z]{2}%{INT}");
    assertThat(
            GrokPattern.compile("%{ORDER:id} %{TIMESTAMP_ISO8601:at}", own)
                .match("x AB12 2026-03-01T12:00:00.5Z"))
        .contains(Map.of("id", "AB12", "at", "2026-03-01T12:00:00.5Z"));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> grok("%{NOSUCH:a}")).hasMessageContaining("%{NOSUCH}");
    assertThatThrownBy(() -> grok("abc")).hasMessageContaining("must name a field");
    assertThatThrownBy(() -> replace("(a)", "$2", null)).hasMessageStartingWith("replacement");
    assertThatThrownBy(() -> replace("(?=a)", "", null)).hasMessageStartingWith("search");
    assertThatThrownBy(
            () -> new ExtractGrok.Settings("%{A:x}", Map.of("A", "%{A}"), null, false, 0))
        .hasMessageContaining("names itself");
  }

  private dev.weft.spi.flow.Processor replace(
      String search, String replacement, ReplaceText.Unit by) {
    return new ReplaceText()
        .create(new ReplaceText.Settings(search, replacement, null, by, 0), standard.context());
  }

  private dev.weft.spi.flow.Processor grok(String pattern) {
    return new ExtractGrok()
        .create(new ExtractGrok.Settings(pattern, Map.of(), null, false, 0), standard.context());
  }
}
