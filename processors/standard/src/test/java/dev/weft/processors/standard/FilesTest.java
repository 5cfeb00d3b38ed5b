package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.flowFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  @TempDir private Path folder;
  private final Standard standard = new Standard();

  @Test
  void listsEachFileOnceAndAgainWhenItChanges() throws Exception {
    write("a.csv", "1");
    write("b.csv", "1");
    write("c.txt", "1");

    assertThat(names(list("*.csv", false))).containsExactly("a.csv", "b.csv");
    assertThat(list("*.csv", false)).isEmpty();

    write("b.csv", "12");
    assertThat(names(list("*.csv", false))).containsExactly("b.csv");
  }

  @Test
  void aFileThatKeepsItsOldTimeIsListedWhenItArrives() throws Exception {
    write("new.csv", "1");
    list("*", false);
    var old = write("old.csv", "1");
    Files.setLastModifiedTime(old, FileTime.from(standard.instant().minus(Duration.ofDays(9))));

    assertThat(names(list("*", false))).containsExactly("old.csv");
  }

  @Test
  void leavesFilesAloneThatAreBeingWritten() throws Exception {
    Files.setLastModifiedTime(write("a.csv", "1"), FileTime.from(standard.instant()));

    assertThat(list("*", false)).isEmpty();
    standard.forward(Duration.ofSeconds(2));
    assertThat(names(list("*", false))).containsExactly("a.csv");
  }

  @Test
  void listsManyFilesInBatchesOldestFirst() throws Exception {
    for (var i = 0; i < 250; i++) {
      var file = write("f" + i, "1");
      var time = standard.instant().minusSeconds(1_000 - i);
      Files.setLastModifiedTime(file, FileTime.from(time));
    }

    assertThat(names(list("*", false)))
        .containsExactlyElementsOf(IntStream.range(0, 250).mapToObj(i -> "f" + i).toList());
  }

  @Test
  void looksIntoFoldersButNotBehindLinks() throws Exception {
    Files.createDirectory(folder.resolve("in"));
    write("in/x", "1");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));

    var listed = list("*", true);

    assertThat(names(listed)).containsExactly("x");
    assertThat(listed.get(0).attributes())
        .containsEntry("path", "in")
        .containsEntry("absolute.path", folder.resolve("in").toString())
        .containsEntry("file.size", "1");
  }

  @Test
  void waitsForADirectoryThatIsNotThere() {
    var settings = new ListDirectory.Settings(folder.resolve("none"), null, false, null);
    var source = new ListDirectory().create(settings, standard.context());

    assertThatThrownBy(() -> source.poll(Optional.empty()))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("none cannot be listed");
  }

  @Test
  void fetchesWhatWasListedAsRecordsWithTheirLines() throws Exception {
    var file = write("people.csv", "id,name\n1,Ada\nbroken\n2,Bo\n");
    var flow = fetch(RecordFormat.CSV);

    flow.send(list("*", false).get(0));

    assertThat(flow.records("success"))
        .containsExactly(fields("id", 1L, "name", "Ada"), fields("id", 2L, "name", "Bo"));
    assertThat(flow.traced("success").get(1).origin())
        .isEqualTo(new Origin(file.toString(), "line", 4));
    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .isEqualTo(file + ", line 3: 1 cells where the header has 2.");
    assertThat(flow.counter("malformed")).isEqualTo(1);
  }

  @Test
  void fetchesBytesWhenTheyAreNeeded() throws Exception {
    write("a.bin", "hello");
    var flow = fetch(RecordFormat.NONE);

    flow.send(list("*", false).get(0));

    var content = (Content.Bytes) flow.emitted("success").get(0).content();
    assertThat(content.size()).isEqualTo(5);
    assertThat(content.opener().open().readAllBytes()).asString().isEqualTo("hello");
  }

  @Test
  void refusesWhateverLeadsOutOfTheDirectory() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(folder.resolve("out"), Path.of("/etc"));
    var flow = fetch(RecordFormat.NONE);

    flow.send(named("/etc", "hostname"));
    flow.send(named("", "../../../../../../../../../../etc/hostname"));
    flow.send(named("", "link"));
    flow.send(named("out", "hostname"));
    flow.send(named("", "a\0b"));
    flow.send(named("", "gone.csv"));

    assertThat(flow.emitted("failure")).hasSize(5);
    assertThat(flow.emitted("not.found")).hasSize(1);
    assertThat(flow.emitted("success")).isEmpty();
  }

  @Test
  void writesAFileThatAppearsOnFlushAndReplacesItself() throws Exception {
    var out = folder.resolve("out");
    var flow = put(out, null);

    flow.send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L)));
    assertThat(visible(out)).isEmpty();
    flow.flush();
    flow.send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L)));
    flow.send(flowFile("orders-0", 10, fields("id", 3L)));
    flow.flush();

    assertThat(visible(out)).hasSize(2);
    assertThat(visible(out).get(0).toString()).endsWith("-00000000000000000010.jsonl");
    assertThat(visible(out)).anyMatch(file -> read(file).equals("{\"id\":1}\n{\"id\":2}\n"));
    assertThat(flow.emitted("success")).hasSize(3);
  }

  @Test
  void bytesKeepTheirExtension() throws Exception {
    var out = folder.resolve("out");
    var flow = put(out, null);
    var origin = new Origin("/in/picture.png", "file", 10);
    var bytes = new Content.Bytes(() -> new ByteArrayInputStream(new byte[] {1}), 1, origin);

    flow.send(new FlowFile(Map.of("filename", "picture.png"), bytes));
    flow.flush();

    assertThat(visible(out)).hasSize(1).allMatch(file -> file.toString().endsWith("0010.png"));
  }

  @Test
  void neverReplacesAnotherFile() throws Exception {
    var mine = write("report.jsonl", "precious");
    var flow = put(folder, "'report.jsonl'");

    flow.send(flowFile("orders/0", 10, fields("id", 1L)));
    flow.flush();

    assertThat(read(mine)).isEqualTo("precious");
    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .endsWith("exists and holds something else.");
  }

  @Test
  void refusesNamesThatLeadElsewhere() throws Exception {
    for (var name : List.of("'../x'", "'/x'", "'.hidden'", "''", "'a/b'", "attributes.none")) {
      var flow = put(folder, name);
      flow.send(flowFile("orders/0", 10, fields("id", 1L)));
      flow.flush();
      assertThat(flow.emitted("failure")).as(name).hasSize(1);
    }
    assertThat(visible(folder)).isEmpty();
  }

  @Test
  void filesAreTakenAwayWhenAllThatCameOfThemIsCommitted(@TempDir Path done) throws Exception {
    write("a.txt", "a");
    write("b.txt", "b");
    var moving =
        fetch(
            new FetchFile.Settings(
                folder, null, null, null, FetchFile.After.MOVE, done.resolve("in")));
    var deleting =
        fetch(new FetchFile.Settings(folder, null, null, null, FetchFile.After.DELETE, null));

    moving.send(named(folder.toString(), "a.txt"));
    moving.rollBack();
    moving.committed();
    assertThat(visible(folder)).as("it was given up").hasSize(2);
    moving.send(named(folder.toString(), "a.txt"));
    moving.committed();
    write("a.txt", "another");
    moving.send(named(folder.toString(), "a.txt"));
    moving.committed();
    deleting.send(named(folder.toString(), "b.txt"));
    deleting.committed();

    assertThat(visible(folder)).isEmpty();
    assertThat(visible(done.resolve("in")))
        .extracting(FilesTest::read)
        .containsExactly("a", "another");
    assertThatThrownBy(
            () ->
                new FetchFile.Settings(
                    folder, null, null, null, FetchFile.After.MOVE, folder.resolve("done")))
        .hasMessageContaining("it would come again");
  }

  @Test
  void whatWasNotFlushedIsGone() throws Exception {
    try (var flow = put(folder, null)) {
      flow.send(flowFile("orders/0", 10, fields("id", 1L)));
    }

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private TestFlow put(Path out, String filename) {
    var settings = new PutFile.Settings(out, filename, null, null);
    return TestFlow.of(new PutFile().create(settings, standard.context()));
  }

  private TestFlow fetch(RecordFormat reader) {
    return fetch(new FetchFile.Settings(folder, reader, null, null, null, null));
  }

  private TestFlow fetch(FetchFile.Settings settings) {
    return TestFlow.of(new FetchFile().create(settings, standard.context()));
  }

  private List<FlowFile> list(String pattern, boolean recursive) throws Exception {
    var settings = new ListDirectory.Settings(folder, pattern, recursive, null);
    return standard.poll(new ListDirectory().create(settings, standard.context()));
  }

  private Path write(String name, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.from(standard.instant().minusSeconds(60)));
  }

  private static FlowFile named(String path, String filename) {
    return new FlowFile(
        Map.of("absolute.path", path, "filename", filename),
        new Content.Bytes(InputStream::nullInputStream, 0, new Origin("x", "file", 0)));
  }

  private static List<String> names(List<FlowFile> files) {
    return files.stream().map(file -> file.attributes().get("filename")).toList();
  }

  private static List<Path> visible(Path out) throws IOException {
    try (var files = Files.list(out)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
