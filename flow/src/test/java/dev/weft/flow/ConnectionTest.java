package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.FlowSpec;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Connection.Id ID = new Connection.Id("read", "success", "sink");

  private final SetClock clock = new SetClock();
  private final Numbering numbering = new Numbering(clock);
  private final End end = new End();
  private final Tally tally = new Tally(clock);

  @Test
  void passesEverythingOnWhereTheEndTakes() {
    var connection = connection("fifo", 10, null);
    connection.add(number(1), List.of("read"));

    connection.deliver();

    assertThat(end.names).containsExactly("1");
    assertThat(connection.isEmpty()).isTrue();
    assertThat(connection.changes().isEmpty()).isTrue();
  }

  @Test
  void keepsWhatWaitsAndGoesBackToItWhenAUnitIsGivenUp() {
    end.takes = false;
    var connection = connection("fifo", 10, null);
    connection.add(number(1), List.of("read"));
    connection.add(number(2), List.of("read"));
    connection.committed();
    connection.take(connection.waiting().get(0));
    connection.add(number(3), List.of("read"));

    connection.rollBack();

    assertThat(names(connection)).containsExactly("1", "2");
    assertThat(connection.changes().isEmpty()).isTrue();
  }

  @Test
  void tellsACommitWhatCameAndWhatWent() {
    end.takes = false;
    var connection = connection("fifo", 10, null);
    connection.add(number(1), List.of("read"));
    connection.committed();
    connection.take(connection.waiting().get(0));
    connection.add(number(2), List.of("read"));

    var changes = connection.changes();

    assertThat(changes.added()).extracting(Waiting::number).containsExactly(2L);
    assertThat(changes.removed()).containsExactly(1L);
  }

  @Test
  void givesTheNewestFirstWhereItsOrderSaysSo() {
    assertThat(delivered("newest", List.of(number(1), number(2), number(3))))
        .containsExactly("3", "2", "1");
  }

  @Test
  void givesTheSmallestNumberOfAnAttributeFirstAndWhatHasNoneLast() {
    var flowFiles =
        List.of(number(1), number(2).with("priority", "9"), number(3).with("priority", "-1.5"));

    assertThat(delivered("attribute:priority", flowFiles)).containsExactly("3", "2", "1");
  }

  @Test
  void dropsAndCountsWhatHasWaitedTooLong() {
    end.takes = false;
    var connection = connection("fifo", 10, "1m");
    connection.add(number(1), List.of("read"));
    clock.now = clock.now.plusSeconds(40);
    connection.add(number(2), List.of("read"));
    clock.now = clock.now.plusSeconds(21);

    assertThat(names(connection)).containsExactly("2");
    tally.commit();
    assertThat(tally.status("read", "T", FlowStatus.State.RUNNING, "").counters())
        .containsEntry("expired", 1L);
  }

  @Test
  void isFullByRecordsAndRefusesWhatIsFarBeyond() {
    end.takes = false;
    var connection = connection("fifo", 2, null);
    connection.add(number(1), List.of("read"));
    assertThat(connection.isFull()).isFalse();
    connection.add(number(2), List.of("read"));
    assertThat(connection.isFull()).isTrue();

    assertThatThrownBy(
            () -> {
              for (var i = 3; i < 10; i++) {
                connection.add(number(i), List.of("read"));
              }
            })
        .isInstanceOf(UnitAborted.class)
        .hasMessageContaining("'read.success -> sink' is full");
  }

  @Test
  void whatIsToBeTriedAgainWaitsForItsTimeAndComesInItsOrder() {
    end.again = List.of("1");
    var connection = connection("fifo", 10, null);
    connection.add(number(1), List.of("read"));
    connection.add(number(2), List.of("read"));

    connection.deliver();

    assertThat(end.names).containsExactly("2");
    assertThat(connection.due()).isEqualTo(clock.now.plusSeconds(30));
    assertThat(connection.changes().added())
        .extracting(one -> one.tried().times())
        .containsExactly(1);
    connection.committed();
    connection.deliver();
    assertThat(end.names).containsExactly("2");
    clock.now = clock.now.plusSeconds(30);
    end.takes = false;
    connection.add(number(3), List.of("read"));
    end.takes = true;
    end.again = List.of();
    connection.deliver();
    assertThat(end.names).containsExactly("2", "1", "3");
    assertThat(connection.changes().removed()).containsExactly(1L);
  }

  @Test
  void aTryThatIsGivenUpDoesNotCount() {
    end.takes = false;
    var connection = connection("fifo", 10, null);
    connection.add(number(1), List.of("read"));
    connection.committed();
    end.takes = true;
    end.again = List.of("1");
    for (var i = 0; i < 2; i++) {
      connection.deliver();
      assertThat(connection.changes().added()).hasSize(1);
      assertThat(connection.changes().removed()).isEmpty();

      connection.rollBack();

      assertThat(connection.changes().isEmpty()).isTrue();
      assertThat(connection.kept()).extracting(one -> one.tried().times()).containsExactly(0);
    }
    end.again = List.of();
    connection.deliver();
    assertThat(end.names).containsExactly("1");
  }

  private List<String> delivered(String order, List<FlowFile> flowFiles) {
    end.takes = false;
    var connection = connection(order, 10, null);
    for (var one : flowFiles) {
      connection.add(one, List.of("read"));
      clock.now = clock.now.plusSeconds(1);
    }
    end.takes = true;
    connection.deliver();
    return end.names;
  }

  private Connection connection(String order, int records, String expiry) {
    var queue = new FlowSpec.Queue(ID.toString(), records, null, order, expiry);
    var recorder =
        new Recorder("a", "A", new FlowEvents("flow", new Recordings(Clock.systemUTC())));
    return new Connection(
        ID, end, QueueOptions.of(queue, FlowLimits.DEFAULT), numbering, tally, recorder);
  }

  private static List<String> names(Connection connection) {
    return connection.waiting().stream()
        .map(one -> one.flowFile().attributes().get("name"))
        .toList();
  }

  private static FlowFile number(int number) {
    var content = new Content.Records(List.of(Numbers.traced(number)));
    return new FlowFile(Map.of("name", Integer.toString(number)), content);
  }

  private final class End implements Target {
    private List<String> again = List.of();
    private final List<String> names = new ArrayList<>();
    private boolean takes = true;

    @Override
    public void take(Waiting one, Connection from) {
      if (again.contains(one.flowFile().attributes().get("name"))) {
        from.waitAgain(one, one.tried().again(clock.now.plusSeconds(30)));
      } else {
        accept(one.flowFile(), one.path());
      }
    }

    @Override
    public void accept(FlowFile in, List<String> path) {
      names.add(in.attributes().get("name"));
    }

    @Override
    public boolean takes() {
      return takes;
    }
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-28T06:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void aCalendarSaysWhenToAskNext() {
    var cron = Timing.Cron.of("30 6 * * 1-5", "Europe/Zurich");
    var friday = Instant.parse("2026-11-27T06:00:00Z").toEpochMilli();

    assertThat(Instant.ofEpochMilli(cron.first(friday))).isEqualTo("2026-11-30T05:30:00Z");
    assertThat(new Timing.Every(Duration.ofSeconds(5)).next(1_000, 2_000, 0)).isEqualTo(6_000);
  }
}
