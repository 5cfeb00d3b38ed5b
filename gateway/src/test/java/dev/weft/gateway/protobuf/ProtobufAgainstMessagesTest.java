package dev.weft.gateway.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weft.gateway.Registered;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.testing.Framed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random types, messages and rules: the rewriter does what an obvious program on the library's
 * messages does.
 */
class ProtobufAgainstMessagesTest {
  private static final int FRAME_BYTES = 6;

  private final Random random = new Random(20_261_128);
  private final RandomProtobuf protobuf = new RandomProtobuf(random);
  private final RecordSink sink = new RecordSink(16);

  @Test
  void resultIsThatOfMessages() {
    var changed = 0;
    for (int i = 0; i < 6_000; i++) {
      var type = protobuf.file().getMessageTypes().get(0);
      var rules = protobuf.rules();
      var others = protobuf.rule();
      var bytes = protobuf.value(type).toByteArray();
      // Two messages one behind the other are one whose fields came several times.
      if (random.nextInt(3) == 0 && !ProtobufOracle.hasOneofs(type)) {
        bytes = join(bytes, protobuf.value(type).toByteArray());
      }

      var outcome = rewrite(type, rules, others, bytes);

      assertThat(outcome).as("%s", type.toProto()).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
      var oracle = new ProtobufOracle(rules, others, true);
      compare(oracle, decode(type, bytes).orElseThrow(), result(outcome, bytes));
      changed += outcome == Outcome.CHANGED ? 1 : 0;
    }
    assertThat(changed).isBetween(1_500, 5_900);
  }

  @Test
  void damagedRecordsAreWithheldOrMeanWhatTheLibraryReads() {
    var withheld = 0;
    for (int i = 0; i < 10_000; i++) {
      var type = protobuf.file().getMessageTypes().get(0);
      var rules = protobuf.rules();
      var others = protobuf.rule();
      var bytes = protobuf.damage(protobuf.value(type).toByteArray());

      var outcome = rewrite(type, rules, others, bytes);

      if (outcome == Outcome.WITHHELD) {
        withheld++;
        continue;
      }
      var message = decode(type, bytes);
      assertThat(message).as("%s", type.toProto()).isPresent();
      if (!ProtobufOracle.hasOneofs(type)) {
        compare(new ProtobufOracle(rules, others, false), message.get(), result(outcome, bytes));
      }
    }
    assertThat(withheld).isBetween(1_000, 9_500);
  }

  private static void compare(ProtobufOracle oracle, Message from, byte[] result) {
    var type = from.getDescriptorForType();
    var found = decode(type, result);
    assertThat(found).as("%s of %s by %s", from, type.toProto(), oracle).isPresent();
    assertThat(oracle.plain(found.get()))
        .as("%s of %s by %s", from, type.toProto(), oracle)
        .isEqualTo(oracle.plain(oracle.seen(from)));
  }

  private Outcome rewrite(
      Descriptor type, Map<String, FieldRule> rules, FieldRule others, byte[] body) {
    var schemas = new Registered();
    var record = Framed.protobuf(schemas.protobuf(type.getFile()), body);
    var within = join(join(new byte[] {9}, record), new byte[] {9});
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
    return new ProtobufRewriter(sink, schemas)
        .rewrite(RuleTree.of(view, Set.of()), within, 1, within.length - 1, new Watch(random));
  }

  /** Looks now and then; what it is shown must be a scalar of some field. */
  private record Watch(Random random) implements UnknownFields {
    @Override
    public boolean wanted() {
      return random.nextBoolean();
    }

    @Override
    public void saw(String path, byte[] json, int from, int to) {
      assertThat(path).matches("\\w+(\\.\\w+)*");
      assertThat(
              Json.parse(new String(json, from, to - from, StandardCharsets.UTF_8)).isValueNode())
          .isTrue();
    }
  }

  private byte[] result(Outcome outcome, byte[] body) {
    return outcome == Outcome.UNCHANGED
        ? body
        : Arrays.copyOfRange(sink.bytes(), FRAME_BYTES, sink.length());
  }

  private static byte[] join(byte[] one, byte[] other) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }

  private static Optional<Message> decode(Descriptor type, byte[] bytes) {
    try {
      return Optional.of(DynamicMessage.newBuilder(type).mergeFrom(bytes).buildPartial());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
