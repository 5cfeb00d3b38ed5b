package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.schema.Draft;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.Subjects;
import dev.weft.server.openlineage.LineageIntake;
import dev.weft.standards.dpds.DescriptorImport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is broken or means harm, at every place that takes what others wrote: it is taken, or
 * refused with sentences. Nothing else is thrown, no stack overflows and no memory runs out on the
 * way.
 */
class HostileInputTest {
  private static final int SENTENCE_MAX = 2_000;
  private static final int PROBLEMS_MAX = 501;
  private static final String EVENT =
      "{\"eventTime\":\"2026-05-01T12:00:00Z\",\"producer\":\"p\",\"job\":{\"namespace\":\"n\",\"name\":\"j\"},%s}";

  private final Fixture shop = new Fixture();
  private final Subjects subjects = new Subjects(shop.mesh, new CelExpressions());
  private final LineageIntake lineage = new LineageIntake(shop.mesh, Set::of);
  private int schemas;

  /** A place that takes what others wrote. */
  enum Door {
    /** Contracts, products and our own kinds, as YAML or JSON. */
    FILES,
    DPDS,
    OPENLINEAGE,
    AVRO,
    JSON,
    PROTOBUF
  }

  private void take(Door door, String text) {
    switch (door) {
      case FILES -> readFiles(text);
      case DPDS -> {
        var unused = DescriptorImport.of(new SourceText("dpds.json", text), List.of());
      }
      case OPENLINEAGE -> {
        var event = LineageIntake.json(text.getBytes(StandardCharsets.UTF_8));
        var unused = lineage.one(Fixture.caller("spark", "lineage"), event);
      }
      default -> schema(door.name(), text);
    }
  }

  private static void readFiles(String text) {
    var problems = new Problems();
    var documents = new Documents();
    var read = documents.read(new SourceText("file.yaml", text), problems);
    var unused = documents.check(read, problems);
    problems.throwIfAny();
  }

  /** Twice, so that the second is compared with the first. */
  private void schema(String type, String text) {
    var name = SubjectName.parse("shared." + type.toLowerCase(Locale.ROOT) + ++schemas);
    var unused = subjects.register(name, new Draft(type, text), PrincipalId.user("admin"));
    var second = type.equals("AVRO") ? text : text + "\n";
    assertThat(subjects.objections(name, new Draft(type, second))).isEmpty();
  }

  private Optional<ProblemException> refused(Door door, String text) {
    try {
      take(door, text);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e);
    }
  }

  private static void isSaidWell(ProblemException refusal) {
    assertThat(refusal.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(PROBLEMS_MAX);
    assertThat(refusal.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.code()).isNotBlank();
              assertThat(problem.message()).isNotBlank().hasSizeLessThan(SENTENCE_MAX);
              assertThat(problem.kind())
                  .isIn(Problem.Kind.INPUT, Problem.Kind.TOO_LARGE, Problem.Kind.CONFLICT);
            });
  }

  /** These are nothing anywhere, but for a few that are a JSON Schema as well. */
  private static List<String> nonsense() {
    return List.of(
        "",
        "\u0000",
        "\uFEFF",
        "\uD800",
        "{",
        "]",
        "null",
        "7",
        "[]",
        "\"text\"",
        "{\"a\":1,\"a\":2}",
        "{}{}",
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "[".repeat(1_000) + "]".repeat(1_000),
        "- ".repeat(20_000),
        "{\"a\":\"" + "x".repeat(5_000_000) + "\"}",
        "{\"" + "k".repeat(100_000) + "\":1}",
        "{\"a\":1" + "0".repeat(100_000) + "}",
        "{\"a\":1e999999999}",
        "{\"a\":-1E-999999999}",
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + aliases(),
        "a: &a [*a]",
        "? [[[[x]]]]\n: y",
        "!!java.lang.Runtime {}",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>");
  }

  /** Each a list of nine of the one before: nine to the ninth. */
  private static String aliases() {
    return IntStream.range(0, 9)
        .mapToObj(
            i ->
                "%c: &%c [%s]\n"
                    .formatted(
                        'b' + i,
                        'b' + i,
                        String.join(",", List.of("*" + (char) ('a' + i)))
                            .concat((",*" + (char) ('a' + i)).repeat(8))))
        .reduce("", String::concat);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void nonsenseIsRefusedWithASentence(Door door) {
    for (var text : nonsense()) {
      var start = text.length() > 60 ? text.substring(0, 60) + "..." : text;
      var refusal = refused(door, text);
      refusal.ifPresent(HostileInputTest::isSaidWell);
      if (door != Door.JSON && !isNothing(door, text)) {
        assertThat(refusal).as("%s takes %s", door, start).isPresent();
      }
    }
    assertThat(shop.mesh.audit())
        .extracting(event -> event.action())
        .doesNotContain("lineage.report");
  }

  /** An empty file applies nothing, and an empty union is one that no record can have. */
  private static boolean isNothing(Door door, String text) {
    return switch (door) {
      case FILES -> text.replace("\uFEFF", "").isBlank() || text.equals("null");
      case AVRO -> text.equals("[]");
      default -> false;
    };
  }

  static Stream<Arguments> harmful() {
    return Stream.of(
            avro("{\"type\":\"record\"}"),
            avro("{\"type\":\"record\",\"name\":\"A\",\"fields\":7}"),
            avro(
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"B\"}]}"),
            avro("{\"type\":\"record\",\"name\":\"A\\u0000\",\"fields\":[]}"),
            avro("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}"),
            avro("{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}"),
            avro("{\"type\":\"fixed\",\"name\":\"F\",\"size\":99999999999}"),
            avro("{\"type\":[\"null\",[\"null\",\"int\"]]}"),
            avro("{\"type\":\"array\",\"items\":".repeat(300) + "\"int\"" + "}".repeat(300)),
            avro(
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":["
                    + "{\"name\":\"f\",\"type\":\"int\"},".repeat(9_000)
                    + "{\"name\":\"g\",\"type\":\"int\"}]}"),
            avro("{\"type\":\"array\",\"items\":".repeat(9_000) + "\"int\"" + "}".repeat(9_000)),
            avro("[".repeat(9_000) + "\"int\"" + "]".repeat(9_000)),
            json("{\"$ref\":\"http://127.0.0.1:1/schema\"}"),
            json("{\"$ref\":\"file:///etc/passwd\"}"),
            json("{\"$ref\":\"#/definitions/none\"}"),
            json("{\"type\":7}"),
            json("{\"minLength\":\"x\"}"),
            json("{\"not\":".repeat(300) + "{}" + "}".repeat(300)),
            json("{\"$recursiveRef\":\"#\"}"),
            json("{\"properties\":{" + "\"p\":{},".repeat(40_000) + "\"q\":{}}}"),
            proto("syntax = \"proto3\"; message A { string a = 0; }"),
            proto("syntax = \"proto3\"; message A { string a = 536870912; }"),
            proto("syntax = \"proto3\"; message A { string a = 1; string b = 1; }"),
            proto("syntax = \"proto3\"; message A { map<map<string,string>,string> a = 1; }"),
            proto("syntax = \"proto3\"; import \"none.proto\"; message A { none.B b = 1; }"),
            proto("syntax = \"proto3\"; /* no end"),
            proto("message A {".repeat(300) + "}".repeat(300)),
            proto("syntax = \"proto3\"; message A {} // " + "x".repeat(300_000)),
            event("\"inputs\":[" + "{\"namespace\":\"n\",\"name\":\"d\"},".repeat(1_000) + "{}]"),
            event("\"inputs\":{\"namespace\":\"n\"}"),
            event("\"inputs\":[{\"namespace\":\"n\",\"name\":7}]"),
            event("\"outputs\":[{\"namespace\":\"n\",\"name\":\"d\",\"facets\":[]}]"),
            event("\"job\":{\"namespace\":\"" + "n".repeat(501) + "\",\"name\":\"j\"}"),
            event("\"run\":{\"runId\":\"../../etc/passwd\"}"),
            event(columns(5_001)),
            event("\"x\":" + "[".repeat(200) + "]".repeat(200)),
            files("apiVersion: v3.1.0\nkind: DataContract\nid: " + "x".repeat(10_000) + "\n"),
            files("apiVersion: v3.1.0\nkind: DataContract\nid: [a]\nschema: {a: b}\n"),
            files(
                "{\"@context\":{\"dcat\":\"http://www.w3.org/ns/dcat#\"},\"@type\":\"dcat:Catalog\"}"),
            files("openlineage: x\n---\n".repeat(2_001)),
            dpds("{\"dataProductDescriptor\":\"1.0.0\",\"info\":{\"$ref\":\"#/info\"}}"),
            dpds(
                "{\"dataProductDescriptor\":\"1.0.0\",\"info\":{\"$ref\":\"http://127.0.0.1:1/x\"}}"),
            dpds("{\"dataProductDescriptor\":\"1.0.0\",\"info\":[],\"interfaceComponents\":7}"))
        .flatMap(one -> one);
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void harmIsRefusedWithASentence(Door door, String name, String text) {
    var refusal = refused(door, text);

    assertThat(refusal).as("%s takes %s", door, name).isPresent();
    isSaidWell(refusal.orElseThrow());
  }

  /** Odd, but right: taken, or refused, in few steps however many there could be. */
  static Stream<Arguments> odd() {
    return Stream.of(
            avro(
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":\"A\"}]}"),
            avro(
                "{\"type\":\"record\",\"name\":\"A\",\"aliases\":["
                    + "\"B\",".repeat(5_000)
                    + "\"C\"],\"fields\":[]}"),
            json("{\"$ref\":\"#\"}"),
            json("{\"pattern\":\"(a)\\\\1\"}"),
            json(
                "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},"
                    + "\"b\":{\"$ref\":\"#/definitions/a\"}}}"),
            json(multiplying()),
            json("{\"pattern\":\"(a+)+$\",\"minLength\":1e400}"),
            json("{\"patternProperties\":{\"(x+x+)+y\":{\"type\":\"string\"}}}"),
            proto("syntax = \"proto3\"; message A { A a = 1; map<string, A> b = 2; }"))
        .flatMap(one -> one);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void whatIsOddEndsToo(Door door, String name, String text) {
    refused(door, text).ifPresent(HostileInputTest::isSaidWell);

    assertThat(schemas).isEqualTo(1);
  }

  /** Forty levels, each with two ways to the next. */
  private static String multiplying() {
    var definitions =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "\"a%d\":{\"anyOf\":[{\"$ref\":\"#/definitions/a%d\"},{\"$ref\":\"#/definitions/a%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .toList();
    return "{\"$ref\":\"#/definitions/a0\",\"definitions\":{"
        + String.join(",", definitions)
        + ",\"a40\":{\"type\":\"string\"}}}";
  }

  private static String columns(int fields) {
    var all = Json.object();
    for (var i = 0; i < fields; i++) {
      all.putObject("f" + i).putArray("inputFields");
    }
    return "\"outputs\":[{\"namespace\":\"n\",\"name\":\"d\",\"facets\":{\"columnLineage\":{\"fields\":"
        + Json.text(all)
        + "}}}]";
  }

  /** What is too large of an event is left out where that loses nothing, and said. */
  @Test
  void aFacetThatIsTooLargeIsLeftOutAndTheEventTaken() {
    var facet = "{\"text\":\"" + "x".repeat(70_000) + "\"}";
    var text =
        EVENT.formatted(
            "\"outputs\":[{\"namespace\":\"n\",\"name\":\"d\",\"facets\":{\"big\":"
                + facet
                + "}}]");

    var taken =
        lineage.one(
            Fixture.caller("spark", "lineage"),
            LineageIntake.json(text.getBytes(StandardCharsets.UTF_8)));

    assertThat(taken.notes()).singleElement().asString().contains("big", "left out");
  }

  private static Stream<Arguments> avro(String text) {
    return at(Door.AVRO, text);
  }

  private static Stream<Arguments> json(String text) {
    return at(Door.JSON, text);
  }

  private static Stream<Arguments> proto(String text) {
    return at(Door.PROTOBUF, text);
  }

  private static Stream<Arguments> event(String rest) {
    return at(Door.OPENLINEAGE, EVENT.formatted(rest));
  }

  private static Stream<Arguments> files(String text) {
    return at(Door.FILES, text);
  }

  private static Stream<Arguments> dpds(String text) {
    return at(Door.DPDS, text);
  }

  /** The name of the test has the beginning of the text only. */
  private static Stream<Arguments> at(Door door, String text) {
    var name = text.length() > 80 ? text.substring(0, 80) : text;
    return Stream.of(
        Arguments.of(door, name.replaceAll("\\p{Cntrl}", " "), Named.of("text", text)));
  }
}
