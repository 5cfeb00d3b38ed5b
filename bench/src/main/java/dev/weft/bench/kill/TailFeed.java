package dev.weft.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Lines at the end of a file, which is renamed every {@value #ROLL_EVERY} lines. */
record TailFeed(Path folder) implements Feed {
  private static final int ROLL_EVERY = 1_000;

  @Override
  public String name() {
    return "tail";
  }

  @Override
  public String flow() {
    return """
          - {name: tail, type: TailFile, schedule: {every: 200ms},
             settings: {directory: "%s", pattern: "numbers.log*"}}
          - {name: number, type: UpdateRecord,
             settings: {set: {n: int(record.line)}, remove: [line, file]}}
        connections: [tail.success -> number, number.success -> publish]
        """
        .formatted(folder)
        .indent(0);
  }

  @Override
  public boolean give(long first, int count) throws IOException {
    var file = folder.resolve("numbers.log");
    if (first > 0 && first % ROLL_EVERY == 0) {
      Files.move(file, folder.resolve("numbers.log." + first));
    }
    var text =
        LongStream.range(first, first + count)
            .mapToObj(Long::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return true;
  }
}
