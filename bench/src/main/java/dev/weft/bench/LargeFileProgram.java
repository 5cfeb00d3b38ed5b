package dev.weft.bench;

import dev.weft.flow.FlowStatus;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * One file that is far larger than memory goes through a flow, whose heap must not notice. The file
 * is sparse, so that the disk holds it; run it with {@code WEFT_JAVA_OPTIONS=-Xmx256m}.
 */
final class LargeFileProgram implements Program {
  private static final long MEGABYTE = 1L << 20;
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final long LOOK_NANOS = 20_000_000;

  private static final String FLOW =
      """
      {'name': 'large', 'product': 'results', 'processors': [
        {'name': 'list', 'type': 'ListDirectory', 'settings': {'directory': '%1$s', 'minAge': '0s'}},
        {'name': 'fetch', 'type': 'FetchFile', 'settings': {'directory': '%1$s'}},
        {'name': 'hash', 'type': 'CryptographicHashContent', 'settings': {'algorithm': 'SHA-256'}},
        {'name': 'pack', 'type': 'CompressContent', 'settings': {'mode': 'compress', 'format': 'zstd'}},
        {'name': 'put', 'type': 'PutFile',
         'settings': {'directory': '%2$s', 'filename': 'attributes.filename'}}],
       'connections': ['list.success -> fetch', 'fetch.success -> hash', 'hash.success -> pack',
        'pack.success -> put']}
      """;

  @Override
  public String name() {
    return "large";
  }

  @Override
  public String summary() {
    return "A file far larger than memory through a flow that hashes and packs it.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("megabytes", "5000");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var megabytes = options.count("megabytes");
    var folder = Files.createTempDirectory("weft-bench-large-");
    var in = Files.createDirectory(folder.resolve("in"));
    var out = folder.resolve("out");
    try (var mesh = new RunningMesh()) {
      try (var file = new RandomAccessFile(in.resolve("large.bin").toFile(), "rw")) {
        file.setLength(megabytes * MEGABYTE);
      }
      var flow = FLOW.formatted(in, out).replace('\'', '"');
      var cost =
          Cost.of(
              () -> {
                mesh.runner().start(Json.read(Json.parse(flow), FlowSpec.class), Map.of());
                await(mesh);
                return megabytes;
              });
      mesh.runner().forget("large");
      var table = report.table("file, MB", "written, MB", "MB/s", "heap allowed, MB", "its peak");
      table.row(
          Report.thousands(megabytes),
          Report.one(size(out) / (double) MEGABYTE),
          Report.thousands(cost.perSecond()),
          Report.thousands(Runtime.getRuntime().maxMemory() / (double) MEGABYTE),
          Report.thousands(peak() / (double) MEGABYTE));
      table.print();
    } finally {
      delete(folder);
    }
  }

  private static void await(RunningMesh mesh) {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      var status = mesh.runner().status("large").orElseThrow();
      var put = status.processors().get(status.processors().size() - 1);
      if (put.in() == 1 && put.failed() == 0) {
        return;
      }
      var failed = status.processors().stream().mapToLong(FlowStatus.ProcessorStatus::failed).sum();
      if (failed > 0 || System.nanoTime() > deadline) {
        throw new IllegalStateException("The file did not arrive: " + status);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
