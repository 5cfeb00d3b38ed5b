package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.error;
import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.read;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.policy.CelExpressions;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SplitAndMergeTest {
  private final Standard standard = new Standard();
  private final TestContext context = TestContext.of(new CelExpressions(), standard);

  @Test
  void piecesOfRecordsAreMarkedAndKeepTheirOrigins() throws Exception {
    var flow =
        TestFlow.of(new SplitRecord().create(new SplitRecord.Settings(2), context.processor()));

    flow.send(fields("a", 1L), fields("a", 2L), fields("a", 3L));

    assertThat(flow.emitted("splits")).hasSize(2);
    var last = flow.emitted("splits").get(1);
    assertThat(last.attributes())
        .containsEntry("fragment.index", "1")
        .containsEntry("fragment.count", "2")
        .containsEntry("record.count", "1")
        .containsKey("fragment.identifier");
    assertThat(((Content.Records) last.content()).items().get(0).origin())
        .isEqualTo(new Origin("test", "line", 2));
    assertThat(flow.emitted("original")).hasSize(1);
  }

  @Test
  void whatWasSplitIsPutTogetherAgainInItsOrder() throws Exception {
    var split =
        TestFlow.of(new SplitRecord().create(new SplitRecord.Settings(1), context.processor()));
    split.send(fields("a", 1L), fields("a", 2L), fields("a", 3L));
    var pieces = split.emitted("splits");
    var merge = merge(new MergeRecord.Settings(MergeStrategy.DEFRAGMENT, 0, 0, null, null));

    merge.send(pieces.get(2));
    merge.send(pieces.get(0));
    assertThat(merge.emitted()).isEmpty();
    merge.send(pieces.get(1));

    assertThat(merge.records("merged"))
        .containsExactly(fields("a", 1L), fields("a", 2L), fields("a", 3L));
    assertThat(merge.emitted("merged").get(0).attributes())
        .containsEntry("merge.count", "3")
        .doesNotContainKey("fragment.identifier");
    assertThat(merge.waiting()).isEmpty();
  }

  @Test
  void fragmentsWhoseOthersDoNotComeFail() throws Exception {
    var merge = merge(new MergeRecord.Settings(MergeStrategy.DEFRAGMENT, 0, 0, null, null));
    var fragments = Fragments.of(text("x"));

    merge.send(fragments.mark(Standard.flowFile("s", 1, fields("a", 1L)), 0, 2));
    assertThat(merge.callAgain()).contains(Duration.ofMinutes(5));
    standard.forward(Duration.ofMinutes(5));
    merge.call();

    assertThat(error(merge.emitted("failure").get(0)))
        .isEqualTo("Only 1 of 2 fragments have come.");
  }

  @Test
  void recordsAreMergedWhenThereAreEnoughOrWhenTheyHaveWaited() throws Exception {
    var settings =
        new MergeRecord.Settings(
            MergeStrategy.BIN, 3, 4, "attributes.kind", Duration.ofSeconds(10));
    var merge = merge(settings);

    merge.send(kind("a", 1));
    merge.send(kind("b", 1));
    merge.send(kind("a", 2));
    assertThat(merge.records("merged")).hasSize(3);
    standard.forward(Duration.ofSeconds(10));
    merge.call();

    assertThat(merge.emitted("merged"))
        .extracting(file -> file.attributes().get("kind"))
        .containsExactly("a", "b");
    assertThat(merge.waiting()).isEmpty();
  }

  @Test
  void aFullConnectionIsNotStuck() throws Exception {
    var merge = merge(new MergeRecord.Settings(MergeStrategy.BIN, 100, 100, null, null));
    merge.fill();

    merge.send(kind("a", 1));

    assertThat(merge.records("merged")).hasSize(1);
    assertThat(context.bulletins()).hasSize(1);
  }

  @Test
  void textIsSplitByLinesWithItsHeader() throws Exception {
    var flow =
        TestFlow.of(new SplitText().create(new SplitText.Settings(2, 1, 0), context.processor()));

    flow.send(text("h\n1\n2\r\n3", "filename", "a.csv"));

    assertThat(read(flow.emitted("splits").get(0))).isEqualTo("h\n1\n2\r\n");
    assertThat(read(flow.emitted("splits").get(1))).isEqualTo("h\n3");
    assertThat(flow.emitted("splits").get(1).attributes())
        .containsEntry("segment.original.filename", "a.csv");
    assertThat(((Content.Bytes) flow.emitted("splits").get(1).content()).origin())
        .isEqualTo(new Origin("a.txt", "line", 4));
  }

  @Test
  void tooManyPiecesFailAsAWhole() throws Exception {
    var flow =
        TestFlow.of(new SplitText().create(new SplitText.Settings(1, 0, 2), context.processor()));

    flow.send(text("1\n2\n3\n"));

    assertThat(flow.emitted("splits")).isEmpty();
    assertThat(error(flow.emitted("failure").get(0)))
        .isEqualTo("a.txt: it has more than 2 pieces.");
  }

  @Test
  void contentIsMergedWithTextAround() throws Exception {
    var settings =
        new MergeContent.Settings(MergeStrategy.BIN, 2, 2, 0, 0, null, null, "[", ",", "]");
    var flow = TestFlow.of(new MergeContent().create(settings, context.processor()), standard);

    flow.send(text("{}", "a", "1", "b", "2"));
    flow.send(text("{\"x\":1}", "a", "1", "b", "3"));

    var merged = flow.emitted("merged").get(0);
    assertThat(read(merged)).isEqualTo("[{},{\"x\":1}]");
    assertThat(((Content.Bytes) merged.content()).size()).isEqualTo(12);
    assertThat(merged.attributes()).containsEntry("a", "1").doesNotContainKey("b");
  }

  @Test
  void recordsReadFromMergedContentLeadToAllOfItsParts() throws Exception {
    var settings =
        new MergeContent.Settings(MergeStrategy.BIN, 2, 2, 0, 0, null, null, null, "\n", null);
    var merge = TestFlow.of(new MergeContent().create(settings, context.processor()), standard);
    var convert =
        TestFlow.of(
            new ConvertRecord()
                .create(
                    new ConvertRecord.Settings(RecordFormat.JSON_LINES, null, null, null, null),
                    context.processor()));

    merge.send(Standard.part("/in/a", "{\"n\":1}\n{\"n\":2}"));
    merge.send(Standard.part("/in/b", "{\"n\":3}"));
    var merged = merge.emitted("merged").get(0);
    convert.send(merged);

    var whole = ((Content.Bytes) merged.content()).origin();
    assertThat(context.gathered().of(whole))
        .extracting(Origin::source)
        .containsExactly("/in/a", "/in/b");
    assertThat(convert.traced("success"))
        .extracting(each -> each.origin().position() - whole.position())
        .containsExactly(1L, 2L, 3L);
    assertThat(convert.traced("success").get(0).origin().key()).isEqualTo(Origin.WITHIN);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new SplitRecord.Settings(0)).hasMessageStartingWith("recordsPerSplit");
    assertThatThrownBy(() -> new MergeRecord.Settings(null, 5, 4, null, null))
        .hasMessageStartingWith("recordsMax");
  }

  private dev.weft.spi.flow.FlowFile kind(String kind, int records) {
    var all = new dev.weft.model.DataRecord[records];
    java.util.Arrays.setAll(all, i -> fields("i", (long) i));
    return Standard.flowFile("s", 0, all).with("kind", kind);
  }

  private TestFlow merge(MergeRecord.Settings settings) {
    return TestFlow.of(new MergeRecord().create(settings, context.processor()), standard);
  }

  @Test
  void nothingIsAskedForWithoutAnAge() throws Exception {
    var merge = merge(new MergeRecord.Settings(MergeStrategy.BIN, 2, 2, null, null));

    merge.send(kind("a", 1));

    assertThat(merge.callAgain()).isEqualTo(Optional.empty());
  }
}
