package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordStepsTest {
  private final Standard standard = new Standard();

  @Test
  void setsFieldsInOrderAndKeepsOrigins() throws Exception {
    var set = new LinkedHashMap<String, String>();
    set.put("country", "record.country == 'USA' ? 'United States' : record.country");
    set.put("label", "record.name + ', ' + record.country");
    var flow = TestFlow.of(update(set, List.of("name")));

    flow.send(fields("name", "Ada", "country", "USA"), fields("name", "Bo", "country", "Brazil"));

    assertThat(flow.records("success"))
        .containsExactly(
            fields("country", "United States", "label", "Ada, United States"),
            fields("country", "Brazil", "label", "Bo, Brazil"));
    assertThat(flow.traced("success").get(1).origin()).isEqualTo(new Origin("test", "line", 1));
  }

  @Test
  void aRecordThatCannotBeUpdatedFailsAlone() throws Exception {
    var flow = TestFlow.of(update(Map.of("b", "record.a + 1"), List.of()));

    flow.send(fields("a", 1L), fields("other", 2L));

    assertThat(flow.records("success")).containsExactly(fields("a", 1L, "b", 2L));
    assertThat(flow.records("failure")).containsExactly(fields("other", 2L));
    assertThat(flow.emitted("failure").get(0).attributes()).containsKey("error.message");
  }

  @Test
  void aWrongExpressionIsRefusedAtOnce() {
    assertThatThrownBy(() -> update(Map.of("a", "record. +"), List.of()))
        .isInstanceOf(dev.weft.model.ProblemException.class);
  }

  @Test
  void keepsOnlyWhatIsTrue() throws Exception {
    var flow =
        TestFlow.of(
            new FilterRecords()
                .create(new FilterRecords.Settings("record.total > 10.0"), standard.context()));

    flow.send(fields("total", 11L), fields("total", 9L), fields("total", null), fields());

    assertThat(flow.records("success")).containsExactly(fields("total", 11L));
    assertThat(flow.records("filtered")).hasSize(3);
    assertThat(flow.counter("filtered")).isEqualTo(3);
  }

  @Test
  void routesToTheFirstThatMatches() throws Exception {
    var routes = new LinkedHashMap<String, String>();
    routes.put("large", "record.total >= 100.0");
    routes.put("small", "record.total >= 0.0");
    var settings = new RouteOnRecord.Settings(routes);
    var flow = TestFlow.of(new RouteOnRecord().create(settings, standard.context()));

    flow.send(
        fields("total", 100L), fields("total", 5L), fields("total", -1L), fields("total", 200L));

    assertThat(flow.records("large")).containsExactly(fields("total", 100L), fields("total", 200L));
    assertThat(flow.records("small")).containsExactly(fields("total", 5L));
    assertThat(flow.records("unmatched")).containsExactly(fields("total", -1L));
    assertThat(new RouteOnRecord().relationships(settings))
        .containsExactly("large", "small", "unmatched", "failure");
  }

  @Test
  void convertsBytesToRecordsToBytes() throws Exception {
    var fields = new LinkedHashMap<String, String>();
    fields.put("id", "customer.id");
    fields.put("gone", "nowhere");
    var settings =
        new ConvertRecord.Settings(RecordFormat.JSON_LINES, RecordFormat.CSV, fields, null, null);
    var flow = TestFlow.of(new ConvertRecord().create(settings, standard.context()));

    flow.send(bytes("{\"customer\": {\"id\": 7}}\noops\n{\"customer\": {\"id\": 8}}"));

    var content = (Content.Bytes) flow.emitted("success").get(0).content();
    assertThat(new String(content.opener().open().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("id,gone\r\n7,\r\n8,\r\n");
    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .isEqualTo("a.txt, line 2: the JSON is malformed at column 1.");
  }

  @Test
  void bytesInAStepForRecordsFailWithAWayOut() throws Exception {
    var flow = TestFlow.of(update(Map.of("a", "1"), List.of()));

    flow.send(bytes("x"));

    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .contains("put ConvertRecord in between");
  }

  private dev.weft.spi.flow.Processor update(Map<String, String> set, List<String> remove) {
    return new UpdateRecord().create(new UpdateRecord.Settings(set, remove), standard.context());
  }

  private static FlowFile bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FlowFile(
        Map.of(),
        new Content.Bytes(
            () -> new ByteArrayInputStream(bytes), bytes.length, new Origin("a.txt", "byte", 0)));
  }
}
