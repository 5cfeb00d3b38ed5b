package dev.weft.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random records and rules: the rewriter does what an obvious program on Jackson's tokens does. */
class RewriterAgainstTreesTest {
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");
  private static final List<String> NAMES =
      List.of("a", "b", "c", "ab", "é", "a.b", "b.c.a", "x\"y");
  private static final JsonFactory JACKSON = new JsonFactory();

  private record Member(String name, Object value) {}

  private record Obj(List<Member> members) {}

  private record Arr(List<Object> items) {}

  private record Numeral(String text) {}

  private enum Null {
    NULL
  }

  private final Random random = new Random(20_240_229);
  private final RecordSink sink = new RecordSink(16);
  private final JsonRewriter rewriter = new JsonRewriter(sink);

  @Test
  void resultIsThatOfATree() throws IOException {
    var changed = 0;
    for (int i = 0; i < 60_000; i++) {
      var rules = rules();
      var others = rule();
      var text = object(0);

      var outcome = rewrite(rules, others, text.getBytes(StandardCharsets.UTF_8));

      var expected = object((Obj) parse(text), "", rules, others);
      var result = outcome == Outcome.UNCHANGED ? text : sink.toString(StandardCharsets.UTF_8);
      assertThat(outcome).as(text).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
      assertThat(parse(result)).as("%s by %s, others %s", text, rules, others).isEqualTo(expected);
      changed += outcome == Outcome.CHANGED ? 1 : 0;
    }
    assertThat(changed).isBetween(20_000, 59_000);
  }

  @Test
  void damagedRecordsAreWithheldOrMeanWhatJacksonReads() throws IOException {
    var withheld = 0;
    for (int i = 0; i < 60_000; i++) {
      var rules = rules();
      var others = rule();
      var bytes = damage(object(0).getBytes(StandardCharsets.UTF_8));

      var outcome = rewrite(rules, others, bytes);

      var parsed = tryParse(bytes);
      if (outcome == Outcome.WITHHELD) {
        withheld++;
        assertThat(parsed).as(new String(bytes, StandardCharsets.UTF_8)).isEmpty();
      } else {
        var result = outcome == Outcome.UNCHANGED ? bytes : sink.toByteArray();
        assertThat(parsed).as(new String(bytes, StandardCharsets.UTF_8)).isPresent();
        assertThat(tryParse(result)).contains(object(parsed.get(), "", rules, others));
      }
    }
    assertThat(withheld).isGreaterThan(10_000);
  }

  private Outcome rewrite(Map<String, FieldRule> rules, FieldRule others, byte[] bytes) {
    var view =
        new ReadView(
            new PortName("p", "q"),
            true,
            "",
            rules,
            others,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of());
    return rewriter.rewrite(
        RuleTree.of(view, Set.of()), bytes, 0, bytes.length, UnknownFields.IGNORED);
  }

  // The oracle.

  private static Obj object(
      Obj object, String path, Map<String, FieldRule> rules, FieldRule others) {
    var kept = new ArrayList<Member>();
    for (var member : object.members) {
      var below = path.isEmpty() ? member.name : path + "." + member.name;
      value(member.value, below, rules, others)
          .ifPresent(value -> kept.add(new Member(member.name, value)));
    }
    return new Obj(kept);
  }

  private static Optional<Object> value(
      Object value, String path, Map<String, FieldRule> rules, FieldRule others) {
    var rule = ruleOf(path, rules, others);
    if (value instanceof Obj object) {
      var shown = object(object, path, rules, others);
      return shown.members.isEmpty() && rule == FieldRule.WITHHOLD
          ? Optional.empty()
          : Optional.of(shown);
    }
    if (value instanceof Arr array) {
      var kept = new ArrayList<Object>();
      array.items.forEach(item -> value(item, path, rules, others).ifPresent(kept::add));
      return kept.isEmpty() && rule == FieldRule.WITHHOLD
          ? Optional.empty()
          : Optional.of(new Arr(kept));
    }
    if (rule == FieldRule.WITHHOLD) {
      return Optional.empty();
    }
    return Optional.of(rule == FieldRule.SHOW ? value : masked(value));
  }

  /** The rule of the longest path above the field that has one. */
  private static FieldRule ruleOf(String path, Map<String, FieldRule> rules, FieldRule others) {
    for (var at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      if (rules.containsKey(at)) {
        return rules.get(at);
      }
      if (at.lastIndexOf('.') < 0) {
        return others;
      }
    }
  }

  private static Object masked(Object value) {
    return value instanceof String
        ? "***"
        : value instanceof Numeral ? new Numeral("0") : Null.NULL;
  }

  private static Optional<Obj> tryParse(byte[] bytes) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return parse(new String(bytes, StandardCharsets.UTF_8)) instanceof Obj object
          ? Optional.of(object)
          : Optional.empty();
    } catch (CharacterCodingException | com.fasterxml.jackson.core.JacksonException e) {
      return Optional.empty();
    }
  }

  private static Object parse(String text) throws IOException {
    try (var parser = JACKSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return Null.NULL;
      }
      var value = parse(parser);
      if (parser.nextToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(parser, "more");
      }
      return value;
    }
  }

  private static Object parse(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new ArrayList<Member>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          members.add(new Member(name, parse(parser)));
        }
        yield new Obj(members);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(parse(parser));
        }
        yield new Arr(items);
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> Null.NULL;
    };
  }

  // Random records and rules.

  private Map<String, FieldRule> rules() {
    var rules = new HashMap<String, FieldRule>();
    for (int i = random.nextInt(5); i > 0; i--) {
      var path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        path.append('.').append(NAMES.get(random.nextInt(NAMES.size())));
      }
      rules.put(path.toString(), rule());
    }
    return rules;
  }

  private FieldRule rule() {
    return switch (random.nextInt(3)) {
      case 0 -> FieldRule.SHOW;
      case 1 -> FieldRule.WITHHOLD;
      default -> MASK;
    };
  }

  private String object(int depth) {
    var text = new StringBuilder("{").append(space());
    for (int i = random.nextInt(5), n = i; i > 0; i--) {
      text.append(i == n ? "" : ",").append(space());
      text.append(string(NAMES.get(random.nextInt(NAMES.size())))).append(space()).append(':');
      text.append(space()).append(value(depth + 1)).append(space());
    }
    return text.append('}').toString();
  }

  private String value(int depth) {
    var kind = random.nextInt(depth > 4 ? 5 : 8);
    return switch (kind) {
      case 0 -> string("Zürich 😀 \\ \"q\"\n");
      case 1 -> string("plain");
      case 2 ->
          List.of("0", "-1", "12.50", "1e3", "-0.1E-2", "123456789012345678901")
              .get(random.nextInt(6));
      case 3 -> List.of("true", "false").get(random.nextInt(2));
      case 4 -> "null";
      case 5 -> array(depth);
      default -> object(depth);
    };
  }

  private String array(int depth) {
    var text = new StringBuilder("[").append(space());
    for (int i = random.nextInt(4), n = i; i > 0; i--) {
      text.append(i == n ? "" : ",").append(space()).append(value(depth + 1)).append(space());
    }
    return text.append(']').toString();
  }

  private String string(String content) {
    var text = new StringBuilder("\"");
    for (int i = 0; i < content.length(); i++) {
      var each = content.charAt(i);
      if (each < ' ' || random.nextInt(12) == 0) {
        text.append(String.format("\\u%04x", (int) each));
      } else if (each == '"' || each == '\\') {
        text.append('\\').append(each);
      } else {
        text.append(each);
      }
    }
    return splitsNoPair(text) ? text.append('"').toString() : string(content);
  }

  /** Half of a surrogate pair as an escape and half as it is would not be a character. */
  private static boolean splitsNoPair(StringBuilder text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private String space() {
    return random.nextInt(6) == 0 ? List.of(" ", "\n", "\t", "\r\n").get(random.nextInt(4)) : "";
  }

  private byte[] damage(byte[] bytes) {
    var damaged = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var at = random.nextInt(damaged.length);
      var interesting = "{}[]:,\"\\0-.eu \n\u0000x".getBytes(StandardCharsets.UTF_8);
      damaged[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : interesting[random.nextInt(interesting.length)];
    }
    return random.nextInt(5) == 0
        ? java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length) + 1)
        : damaged;
  }
}
