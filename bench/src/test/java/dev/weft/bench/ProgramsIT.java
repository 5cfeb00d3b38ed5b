package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each program runs with small counts: they check themselves that they measure the right thing. */
class ProgramsIT {
  @Test
  void readsThroughTheGateway() throws Exception {
    assertThat(run(new GatewayProgram(), "--records 2000 --rounds 1 --compression lz4"))
        .contains("one field masked", "half filtered");
  }

  @Test
  void takesTheTimeOfSingleRecords() throws Exception {
    assertThat(run(new LatencyProgram(), "--rate 100 --seconds 1 --rounds 1"))
        .contains("one field masked");
  }

  @Test
  void runsFlows() throws Exception {
    assertThat(run(new FlowProgram(), "--records 2000 --rows 1000 --rounds 1"))
        .contains("CSV file to port", "table to port", "port to port");
  }

  @Test
  void spreadsCallsOverConcurrentTasks() throws Exception {
    assertThat(run(new TasksProgram(), "--calls 40 --millis 5 --tasks 1,4 --rounds 1"))
        .contains("x one task");
  }

  @Test
  void decides() throws Exception {
    assertThat(
            run(new DecisionsProgram(), "--policies 400 --decisions 10000 --first 1000 --rounds 1"))
        .contains("first time", "row filter");
  }

  @Test
  void saysWhoHasSeenAField() throws Exception {
    assertThat(run(new AuditProgram(), "--events 2000 --readers 10 --rounds 1"))
        .contains("all found, none too many");
  }

  @Test
  void measuresPromises() throws Exception {
    assertThat(run(new PromisesProgram(), "--records 6000 --rounds 1"))
        .contains("service levels", "a rule in SQL");
  }

  @Test
  void standsStillBehindASinkThatStops() throws Exception {
    assertThat(run(new BackPressureProgram(), "--minutes 0 --flowing-seconds 1"))
        .contains("0 gaps");
  }

  @Test
  void takesALargeFileThroughAFlow() throws Exception {
    assertThat(run(new LargeFileProgram(), "--megabytes 50")).contains("heap allowed");
  }

  @Test
  void changesOneSettingAfterTheOther() throws Exception {
    assertThat(run(new TuningProgram(), "--records 2000 --rounds 1"))
        .contains("batches of 10,000", "12 partitions", "AggregateRecord");
  }

  /** Fails by itself when a broken detector takes precision or recall below the program's bound. */
  @Test
  void classifiesLabelledColumns() throws Exception {
    assertThat(run(new ClassificationProgram(), "--seconds 1"))
        .contains("held out", "pii.national-id");
  }

  @Test
  void refusesAnOptionThatItDoesNotKnow() {
    assertThatThrownBy(() -> run(new SearchProgram(), "--record 1"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("--record");
  }

  /** What the program prints. */
  static String run(Program program, String options) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    program.run(Options.parse(List.of(options.split(" ")), program.options()), new Report(out));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
