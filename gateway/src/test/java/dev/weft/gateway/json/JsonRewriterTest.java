package dev.weft.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.RecordTexts;
import dev.weft.gateway.Registered;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.RowFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRewriterTest {
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p-1", "pii.any");

  private final RecordSink sink = new RecordSink(16);
  private final JsonRewriter rewriter = new JsonRewriter(sink);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":1,\"email\":\"a@b.c\"} | {\"id\":1,\"email\":\"***\"}",
        "{\"email\":\"a\",\"email\":\"b\",\"id\":2} |"
            + " {\"email\":\"***\",\"email\":\"***\",\"id\":2}",
        "{\"em\\u0061il\":\"a@b.c\"} | {\"em\\u0061il\":\"***\"}",
        "{ \"secret\" : 1 , \"id\" : 2 } | {\"id\" : 2 }",
        "{\"id\":1,\"secret\":2} | {\"id\":1}",
        "{\"id\":1,\"secret\":2,\"email\":3} | {\"id\":1,\"email\":0}",
        "{\"secret\":1} | {}",
        "{\"new\":{\"a\":[1,2]},\"id\":1} | {\"id\":1}",
        "{\"email\":{\"home\":\"x\",\"work\":[\"y\",1,true,null]}} |"
            + " {\"email\":{\"home\":\"***\",\"work\":[\"***\",0,null,null]}}",
        "{\"address\":{\"city\":\"Bern\",\"street\":\"x\"}} | {\"address\":{\"city\":\"Bern\"}}",
        "{\"address.city\":\"Bern\",\"address.street\":\"x\"} | {\"address.city\":\"Bern\"}",
        "{\"address\":[\"x\",{\"city\":\"Bern\",\"zip\":1},2]} |"
            + " {\"address\":[{\"city\":\"Bern\"}]}",
        "{\"address\":\"Bern\",\"id\":1} | {\"id\":1}",
        "{\"address\":{\"zip\":1},\"id\":1} | {\"id\":1}",
        "{\"vault\":{\"open\":1,\"shut\":2},\"id\":1} | {\"vault\":{\"open\":1},\"id\":1}",
        "{\"vault\":{\"shut\":2},\"id\":1} | {\"id\":1}",
        "{\"vault\":7,\"id\":1} | {\"id\":1}"
      })
  void masksAndLeavesOut(String record, String expected) {
    var rules =
        view(
            Map.of(
                "id", FieldRule.SHOW,
                "email", MASK,
                "secret", FieldRule.WITHHOLD,
                "vault", FieldRule.WITHHOLD,
                "vault.open", FieldRule.SHOW,
                "address.city", FieldRule.SHOW),
            FieldRule.WITHHOLD);

    var outcome = rewrite(rules, record);

    assertThat(outcome).isEqualTo(Outcome.CHANGED);
    assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  @Test
  void recordBehindTheIdOfAJsonSchemaIsMaskedToo() {
    var schemas = new Registered();
    var id = schemas.register(RecordFormat.JSON, "{}");
    var other = schemas.register(RecordFormat.AVRO, "\"string\"");
    var framed = new JsonRewriter(sink, schemas);
    var rules =
        view(
            Map.of("email", MASK),
            FieldRule.SHOW,
            Optional.of(filter(Set.of("id"), values -> Long.valueOf(1).equals(values.get("id")))));
    var seen = "{\"id\":1,\"email\":\"a@b.c\"}";

    assertThat(rewrite(framed, rules, frame(id, seen))).isEqualTo(Outcome.CHANGED);
    assertThat(sink.toByteArray()).isEqualTo(frame(id, "{\"id\":1,\"email\":\"***\"}"));
    assertThat(rewrite(framed, rules, frame(id, "{\"id\":1}"))).isEqualTo(Outcome.UNCHANGED);
    assertThat(rewrite(framed, rules, frame(id, "{\"id\":2}"))).isEqualTo(Outcome.FILTERED);
    for (var unknown : List.of(frame(other, seen), frame(99, seen), frame(id, ""), new byte[1])) {
      assertThat(rewrite(framed, rules, unknown)).isEqualTo(Outcome.WITHHELD);
    }
    assertThat(new RecordTexts(schemas).json(new PortName("a", "b"), frame(id, seen)))
        .hasValueSatisfying(
            text -> assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(seen));
    assertThat(new RecordTexts(schemas).json(new PortName("a", "b"), frame(99, seen))).isEmpty();
  }

  private static byte[] frame(int id, String record) {
    var json = record.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(id).put(json).array();
  }

  private static Outcome rewrite(JsonRewriter rewriter, RuleTree rules, byte[] record) {
    return rewriter.rewrite(rules, record, 0, record.length, UnknownFields.IGNORED);
  }

  @Test
  void recordThatMayBeSeenIsNotCopied() {
    var rules = view(Map.of("email", MASK), FieldRule.SHOW);

    var outcome = rewrite(rules, "{\"id\":1, \"more\":{\"a\":[1,2,{}]}}");

    assertThat(outcome).isEqualTo(Outcome.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "7",
        "[]",
        "\"x\"",
        "null",
        "{",
        "{}x",
        "{\"email\":\"a\"} {\"email\":\"b\"}",
        "{\"email\":\"a\"}\u0000",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"\\ud800\":1}",
        "\ufeff{}",
        "{\"a\":tru}",
        "{\"a\":[1 2]}",
        "{/*c*/}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":[}"
      })
  void whatIsNotOneValidObjectIsWithheld(String record) {
    var rules = view(Map.of("email", MASK), FieldRule.SHOW);

    assertThat(rewrite(rules, record)).isEqualTo(Outcome.WITHHELD);
  }

  @Test
  void invalidUtf8IsWithheld() {
    var rules = view(Map.of("email", MASK), FieldRule.SHOW);
    for (var bytes : new int[][] {{0xff}, {0xc0, 0xaf}, {0xed, 0xa0, 0x80}, {0xe2, 0x82}, {0x80}}) {
      var record = new RecordSink(8);
      record.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
      for (var each : bytes) {
        record.write(each);
      }
      record.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

      assertThat(rewriter.rewrite(rules, record.bytes(), 0, record.length(), UnknownFields.IGNORED))
          .isEqualTo(Outcome.WITHHELD);
    }
  }

  @Test
  void tooDeepNestingIsWithheld() {
    var rules = view(Map.of(), FieldRule.SHOW);

    assertThat(rewrite(rules, "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}"))
        .isEqualTo(Outcome.UNCHANGED);
    assertThat(rewrite(rules, "{\"a\":" + "[".repeat(50_000))).isEqualTo(Outcome.WITHHELD);
  }

  @Test
  void rowFilterSeesWhatWasWrittenByExplicitChoice() {
    var terms =
        new ReadTerms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Priority.NORMAL,
            ReadTerms.Undecodable.WITHHOLD,
            ReadTerms.FilterOn.RAW,
            "");
    var filter =
        filter(
            Set.of("email", "secret", "vault.shut"),
            values ->
                "a@b.c".equals(values.get("email"))
                    && Long.valueOf(7).equals(values.get("secret"))
                    && "x".equals(values.get("vault.shut")));
    var rules =
        RuleTree.of(
            new ReadView(
                new PortName("a", "b"),
                true,
                "",
                Map.of("email", MASK, "secret", FieldRule.WITHHOLD, "vault", FieldRule.WITHHOLD),
                FieldRule.SHOW,
                FieldRule.SHOW,
                Optional.of(filter),
                Optional.empty(),
                List.of(),
                terms),
            Set.of());

    var passing = rewrite(rules, "{\"vault\":{\"shut\":\"x\"},\"email\":\"a@b.c\",\"secret\":7}");

    assertThat(passing).isEqualTo(Outcome.CHANGED);
    assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("{\"email\":\"***\"}");
    assertThat(rewrite(rules, "{\"email\":\"***\",\"secret\":7}")).isEqualTo(Outcome.FILTERED);
  }

  @Test
  void rowFilterSeesWhatTheReaderSees() {
    var fields = Map.of("email", MASK, "secret", FieldRule.WITHHOLD, "country", FieldRule.SHOW);
    var paths = Set.of("country", "email", "secret", "none", "list", "deep.er", "big");
    var seen = new TreeMap<String, Object>();
    var filter =
        filter(
            paths,
            values -> {
              paths.forEach(path -> seen.put(path, String.valueOf(values.get(path))));
              return true;
            });
    var rules = view(fields, FieldRule.SHOW, Optional.of(filter));

    rewrite(
        rules,
        """
        {"secret":"x","email":"a@b.c","country":"C\\u00f4te","list":[1,{"a":null}],
         "deep":{"er":-1.5},"big":12345678901234567890}\
        """);

    assertThat(seen)
        .containsEntry("country", "Côte")
        .containsEntry("email", "***")
        .containsEntry("secret", RowFilter.Values.MISSING.toString())
        .containsEntry("none", RowFilter.Values.MISSING.toString())
        .containsEntry("list", "[1, {a=null}]")
        .containsEntry("deep.er", "-1.5")
        .containsEntry("big", "12345678901234567890");
  }

  @Test
  void rowFilterLeavesOutWhatDoesNotPass() {
    var canada = filter(Set.of("country"), values -> "Canada".equals(values.get("country")));
    var rules = view(Map.of("email", MASK), FieldRule.SHOW, Optional.of(canada));

    assertThat(rewrite(rules, "{\"email\":\"a\",\"country\":\"Canada\"}"))
        .isEqualTo(Outcome.CHANGED);
    assertThat(rewrite(rules, "{\"country\":\"Canada\"}")).isEqualTo(Outcome.UNCHANGED);
    assertThat(rewrite(rules, "{\"country\":\"Brazil\"}")).isEqualTo(Outcome.FILTERED);
    assertThat(rewrite(rules, "{\"country\":null}")).isEqualTo(Outcome.FILTERED);
    assertThat(rewrite(rules, "{}")).isEqualTo(Outcome.FILTERED);
    assertThat(rewrite(rules, "{\"x\":[{\"country\":\"Canada\"}]}")).isEqualTo(Outcome.FILTERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"country\":\"Canada\",\"country\":\"Brazil\"}",
        "{\"country\":\"Canada\",\"c\\u006funtry\":\"Brazil\"}",
      })
  void recordThatIsAmbiguousToTheFilterIsWithheld(String record) {
    var canada = filter(Set.of("country"), values -> "Canada".equals(values.get("country")));

    assertThat(rewrite(view(Map.of(), FieldRule.SHOW, Optional.of(canada)), record))
        .isEqualTo(Outcome.WITHHELD);
  }

  @Test
  void unknownFieldsAreReportedWithTheirPaths() {
    var rules =
        RuleTree.of(
            new ReadView(
                new PortName("a", "b"),
                true,
                "",
                Map.of("id", FieldRule.SHOW, "promised", FieldRule.WITHHOLD),
                FieldRule.WITHHOLD,
                FieldRule.SHOW,
                Optional.empty(),
                Optional.empty(),
                List.of()),
            Set.of("id", "looked.at"));
    var seen = new TreeMap<String, String>();
    var record =
        ("{\"id\":1,\"mobile\":\"07\",\"a\":{\"b\":[{\"c\":2}],\"n\":null},\"looked\":{\"at\":1,\"not\":true},"
                + "\"promised\":\"x\"}")
            .getBytes(StandardCharsets.UTF_8);

    rewriter.rewrite(
        rules,
        record,
        0,
        record.length,
        new UnknownFields() {
          @Override
          public boolean wanted() {
            return true;
          }

          @Override
          public void saw(String path, byte[] json, int from, int to) {
            seen.put(path, new String(json, from, to - from, StandardCharsets.UTF_8));
          }
        });

    assertThat(seen)
        .isEqualTo(
            Map.of("mobile", "\"07\"", "a.b.c", "2", "looked.not", "true", "promised", "\"x\""));
  }

  private Outcome rewrite(RuleTree rules, String record) {
    var bytes = ("##" + record + "##").getBytes(StandardCharsets.UTF_8);
    return rewriter.rewrite(rules, bytes, 2, bytes.length - 2, UnknownFields.IGNORED);
  }

  private static RuleTree view(Map<String, FieldRule> fields, FieldRule others) {
    return view(fields, others, Optional.empty());
  }

  private static RuleTree view(
      Map<String, FieldRule> fields, FieldRule others, Optional<RowFilter> filter) {
    return RuleTree.of(
        new ReadView(
            new PortName("a", "b"),
            true,
            "",
            fields,
            others,
            FieldRule.SHOW,
            filter,
            Optional.empty(),
            List.of()),
        Set.of());
  }

  static RowFilter filter(Set<String> paths, Predicate<RowFilter.Values> passes) {
    return new RowFilter() {
      @Override
      public Set<String> fields() {
        return paths;
      }

      @Override
      public boolean passes(Values values) {
        return passes.test(values);
      }

      @Override
      public String text() {
        return "a test";
      }
    };
  }
}
