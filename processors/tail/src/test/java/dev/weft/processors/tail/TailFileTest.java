package dev.weft.processors.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailFileTest {
  @TempDir Path folder;
  private Path log;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Optional<JsonNode> position = Optional.empty();
  private SourceProcessor source;

  @BeforeEach
  void source() {
    log = folder.resolve("app.log");
    source = source("");
  }

  @Test
  void takesLinesAsTheyAreWritten() throws Exception {
    write("one\ntwo\nthr");
    assertThat(poll()).containsExactly("one", "two");

    write("ee\n");

    assertThat(poll()).containsExactly("three");
    assertThat(poll()).isEmpty();
  }

  @Test
  void saysWhereALineStood() throws Exception {
    write("one\ntwo\n");

    var items = ((Records) source.poll(position).flowFiles().get(0).content()).items();

    assertThat(items)
        .extracting(Traced::origin)
        .containsExactly(
            new Origin(log.toString(), "byte", 0), new Origin(log.toString(), "byte", 4));
    assertThat(items.get(1).record().fields()).containsEntry("file", "app.log");
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    write("one\n");
    poll();
    write("two\n");
    source = source("");

    assertThat(poll()).containsExactly("two");
  }

  @Test
  void repeatsWhatWasNotCommitted() throws Exception {
    write("one\n");

    source.poll(position);

    assertThat(poll()).containsExactly("one");
  }

  @Test
  void followsARenamedFileAndItsSuccessor() throws Exception {
    write("one\n");
    poll();
    write("two\n");
    Files.move(log, folder.resolve("app.log.1"));
    write("three\n");

    assertThat(poll()).containsExactlyInAnyOrder("two", "three");
    assertThat(poll()).isEmpty();
  }

  @Test
  void followsACopyOnceItsFileIsEmptied() throws Exception {
    write("one\n");
    poll();
    write("two\n");
    Files.copy(log, folder.resolve("app.log.1"), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(poll()).as("the copy waits").containsExactly("two");
    write("three\n");
    Files.copy(log, folder.resolve("app.log.1"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(log, new byte[0]);

    assertThat(poll()).as("the rest is in the copy").containsExactly("three");
    write("four\n");
    assertThat(poll()).containsExactly("four");
  }

  @Test
  void startsAgainWhenAFileIsEmptied() throws Exception {
    write("one\n");
    poll();
    Files.writeString(log, "new\n");

    assertThat(poll()).containsExactly("new");
  }

  @Test
  void remembersAFileThatALookDidNotFind() throws Exception {
    write("one\n");
    poll();
    Files.move(log, folder.resolve("hidden"));
    Files.writeString(folder.resolve("app.log.other"), "other\n");
    assertThat(poll()).containsExactly("other");
    Files.move(folder.resolve("hidden"), folder.resolve("app.log.1"));

    assertThat(poll()).isEmpty();
  }

  @Test
  void tellsFilesThatBeginAlikeApart() throws Exception {
    write("header\n1\n");
    Files.writeString(folder.resolve("app.log.b"), "header\n2\n");

    assertThat(poll()).containsExactlyInAnyOrder("header", "1", "header", "2");
  }

  @Test
  void canBeginAtTheEnd() throws Exception {
    source = source(", \"from\": \"END\"");
    write("old\n");
    assertThat(poll()).isEmpty();
    write("new\n");
    Files.writeString(folder.resolve("app.log.2"), "of a file that came later\n");

    assertThat(poll()).containsExactlyInAnyOrder("new", "of a file that came later");
  }

  @Test
  void takesAnUnfinishedLineWhenItsFileIsLeftAlone() throws Exception {
    write("one\nno end");
    Files.setLastModifiedTime(log, FileTime.from(now));
    assertThat(poll()).containsExactly("one");

    now = now.plus(Duration.ofSeconds(31));

    assertThat(poll()).containsExactly("no end");
  }

  @Test
  void joinsTheLinesOfAnEntry() throws Exception {
    source = source(", \"entryStart\": \"[0-9]+ \"");
    write("1 fault\n  at a\n  at b\n2 fine\n");
    Files.setLastModifiedTime(log, FileTime.from(now));
    assertThat(poll()).containsExactly("1 fault\n  at a\n  at b");
    write("  after all not\n3 x\n");
    Files.setLastModifiedTime(log, FileTime.from(now));
    assertThat(poll()).containsExactly("2 fine\n  after all not");

    now = now.plus(Duration.ofSeconds(31));

    assertThat(poll()).containsExactly("3 x");
  }

  @Test
  void cutsWhatIsTooLongAndLosesNothing() throws Exception {
    source = source(", \"maxLineBytes\": 4, \"batchBytes\": 6");
    write("123456789\nab\n");

    assertThat(poll()).containsExactly("1234", "5678", "9", "ab");
  }

  @Test
  void joinsOnlyAsMuchAsAnEntryMayHold() throws Exception {
    source = source(", \"entryStart\": \"#\", \"maxLineBytes\": 8");
    write("#1\nab\ncd\nef\n#2\n");

    assertThat(poll()).containsExactly("#1\nab", "cd\nef");
  }

  @Test
  void givesBytesForOtherReaders() throws Exception {
    source = source(", \"output\": \"BYTES\"");
    write("{\"a\": 1}\n{\"a\": 2}\n{");

    var file = source.poll(position).flowFiles().get(0);

    try (var in = ((Bytes) file.content()).opener().open()) {
      assertThat(in.readAllBytes())
          .isEqualTo("{\"a\": 1}\n{\"a\": 2}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(file.attributes()).containsEntry("filename", "app.log");
  }

  @Test
  void leavesLinksAndPackedFilesAlone() throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "secret\n");
    Files.createSymbolicLink(folder.resolve("app.log.link"), secret);
    Files.writeString(folder.resolve("app.log.1.gz"), "packed\n");

    assertThat(poll()).isEmpty();
  }

  @Test
  void waitsForItsFolderAndRefusesTooManyFiles() throws Exception {
    source = source(", \"maxFiles\": 1");
    write("one\n");
    Files.writeString(folder.resolve("app.log.1"), "two\n");

    assertThatThrownBy(this::poll)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("more than 1 files");
  }

  /** Whatever happens between two looks, each line comes exactly once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void losesAndDoublesNothing(long seed) throws Exception {
    var random = new Random(seed);
    var written = new ArrayList<String>();
    var read = new ArrayList<String>();
    source = source(", \"batchBytes\": 50, \"maxFiles\": 1000");
    for (var step = 0; step < 600; step++) {
      switch (random.nextInt(10)) {
        case 0 -> {
          if (Files.exists(log)) {
            Files.move(log, folder.resolve("app.log." + step));
          }
        }
        case 1 -> copyAndTruncate(folder.resolve("app.log." + step), random, read);
        case 2 -> source = source(", \"batchBytes\": 50, \"maxFiles\": 1000");
        case 3 -> source.poll(position);
        case 4, 5 -> read.addAll(pollOnce());
        default -> {
          var line = "line " + written.size() + " " + "x".repeat(random.nextInt(30));
          written.add(line);
          var half = random.nextInt(line.length());
          write(line.substring(0, half));
          if (random.nextBoolean()) {
            read.addAll(pollOnce());
          }
          write(line.substring(half) + "\n");
        }
      }
    }
    read.addAll(poll());

    var doubled = new ArrayList<>(read);
    written.forEach(doubled::remove);
    var lost = new ArrayList<>(written);
    lost.removeAll(read);
    assertThat(doubled).as("doubled").isEmpty();
    assertThat(lost).as("lost").isEmpty();
  }

  private void copyAndTruncate(Path copy, Random random, List<String> read) throws Exception {
    if (Files.exists(log)) {
      Files.copy(log, copy);
      if (random.nextBoolean()) {
        read.addAll(pollOnce());
      }
      Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private SourceProcessor source(String more) {
    var json =
        Json.parse("{\"directory\": \"" + folder + "\", \"pattern\": \"app.log*\"" + more + "}");
    return new TailSource(Json.read(json, TailFile.Settings.class), clock());
  }

  private List<String> poll() throws Exception {
    var all = new ArrayList<String>();
    var more = true;
    while (more) {
      var batch = source.poll(position);
      all.addAll(committed(batch));
      more = batch.more();
    }
    return all;
  }

  private List<String> pollOnce() throws Exception {
    return committed(source.poll(position));
  }

  private List<String> committed(SourceProcessor.Batch batch) {
    position = batch.position().map(kept -> Json.parse(kept.toString())).or(() -> position);
    return batch.flowFiles().stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .map(item -> (String) item.record().get("line"))
        .toList();
  }

  private Clock clock() {
    return new Clock() {
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
    };
  }
}
