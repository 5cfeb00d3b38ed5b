package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowFileCodecTest {
  private static final Instant THEN = Instant.parse("2026-11-28T06:00:00.123Z");

  @Test
  void recordsComeBackWithTheirTypesInTheirOrder() throws Exception {
    var random = new Random(7);
    for (var round = 0; round < 300; round++) {
      var before = waiting(new Content.Records(records(random)));

      var after = FlowFileCodec.decode(FlowFileCodec.encode(before, 1 << 20));

      assertThat(after).isEqualTo(before);
      assertThat(names(after)).isEqualTo(names(before));
    }
  }

  @Test
  void howOftenItWasTriedComesBackAndIsUnknownInTheOlderForm() throws Exception {
    var tried = new Tried(3, Instant.parse("2026-11-28T07:00:00Z"));
    var before = waiting(new Content.Records(List.of(Numbers.traced(1)))).tried(tried, 40);
    var encoded = FlowFileCodec.encode(before, 1 << 20);
    var older = new ByteArrayOutputStream();
    older.write(1);
    older.write(encoded, 1, 24);
    older.write(encoded, 37, encoded.length - 37);

    assertThat(FlowFileCodec.decode(encoded)).isEqualTo(before);
    assertThat(FlowFileCodec.decode(older.toByteArray())).isEqualTo(before.tried(Tried.NEVER, 40));
  }

  @Test
  void bytesComeBack() throws Exception {
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    var content =
        new Content.Bytes(
            () -> new ByteArrayInputStream(bytes), bytes.length, new Origin("file", "byte", 12));

    var after =
        (Content.Bytes)
            FlowFileCodec.decode(FlowFileCodec.encode(waiting(content), 1 << 20))
                .flowFile()
                .content();

    assertThat(after.opener().open().readAllBytes()).isEqualTo(bytes);
    assertThat(after.origin()).isEqualTo(content.origin());
  }

  @Test
  void whatIsTooLargeIsRefusedWithoutReadingAllOfIt() {
    var endless = new Content.Bytes(Endless::new, -1, new Origin("file", "byte", 0));

    assertThatThrownBy(() -> FlowFileCodec.encode(waiting(endless), 100_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100000 bytes");
  }

  private static final class Endless extends java.io.InputStream {
    @Override
    public int read() {
      return 7;
    }
  }

  private static List<String> names(Waiting waiting) {
    return ((Content.Records) waiting.flowFile().content())
        .items().stream().flatMap(item -> item.record().fields().keySet().stream()).toList();
  }

  private static Waiting waiting(Content content) {
    var attributes = Map.of("filename", "übung.csv", "empty", "");
    return new Waiting(42, new FlowFile(attributes, content), THEN, List.of("read", "tidy"), 99);
  }

  private static List<Traced> records(Random random) {
    var items = new ArrayList<Traced>();
    for (var i = random.nextInt(5); i >= 0; i--) {
      var fields = new LinkedHashMap<String, Object>();
      for (var f = random.nextInt(6); f >= 0; f--) {
        fields.put("f" + random.nextInt(100), value(random, 3));
      }
      var origin = new Origin("s" + random.nextInt(2), "line", random.nextLong());
      items.add(new Traced(new DataRecord(fields), origin));
    }
    return items;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 10)) {
      case 0 -> null;
      case 1 -> "text \u0000 \uD83D\uDE00 " + random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextLong();
      case 4 -> random.nextDouble();
      case 5 -> new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(20));
      case 6 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case 7 -> LocalDate.ofEpochDay(random.nextInt(40_000));
      case 8 ->
          LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_007L % 86_400_000_000_000L);
      case 9 -> LocalDateTime.of(2026, 1, 1, 0, 0).plusNanos(random.nextLong() / 1_000);
      case 10 -> List.of("a", random.nextLong());
      default -> {
        var map = new LinkedHashMap<String, Object>();
        map.put("z", value(random, depth - 1));
        map.put("a", value(random, depth - 1));
        yield map;
      }
    };
  }
}
