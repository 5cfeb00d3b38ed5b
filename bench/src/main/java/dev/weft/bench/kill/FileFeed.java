package dev.weft.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Files that appear whole in a folder. */
record FileFeed(Path folder) implements Feed {
  @Override
  public String name() {
    return "file";
  }

  @Override
  public String flow() {
    return """
          - {name: list, type: ListDirectory, schedule: {every: 200ms},
             settings: {directory: "%1$s", pattern: "*.csv", minAge: 0s}}
          - {name: fetch, type: FetchFile, settings: {directory: "%1$s", reader: csv}}
        connections: [list.success -> fetch, fetch.success -> publish]
        """
        .formatted(folder)
        .indent(0);
  }

  @Override
  public boolean give(long first, int count) throws IOException {
    var text =
        LongStream.range(first, first + count)
            .mapToObj(Long::toString)
            .collect(Collectors.joining("\n", "n\n", "\n"));
    var part = Files.writeString(folder.resolve("part"), text);
    Files.move(part, folder.resolve("n" + first + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
