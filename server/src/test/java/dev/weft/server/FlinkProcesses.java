package dev.weft.server;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone Flink session cluster: a job manager and a task manager in processes of their own,
 * with Flink's jars alone, so that a job has to bring along the rest.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Pattern NOT_THERE =
      Pattern.compile(
          "kafka|weft|javalin|jetty|lucene|/(?:avro|protobuf-java|jackson-[a-z0-9-]+)-\\d");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final String url;

  private FlinkProcesses(Path folder, String url) {
    this.folder = folder;
    this.url = url;
  }

  static FlinkProcesses start(Path folder) throws IOException {
    return start(folder, List.of());
  }

  /** One with a plug-in, and more settings, such as that needs. */
  static FlinkProcesses start(Path folder, Path plugin, List<String> settings) throws IOException {
    var its = Files.createDirectories(folder.resolve("plugins").resolve("one"));
    Files.copy(plugin, its.resolve(plugin.getFileName()));
    return start(folder, settings);
  }

  private static FlinkProcesses start(Path folder, List<String> settings) throws IOException {
    var rest = FreePort.find();
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.process.size: 1024m
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        taskmanager.bind-host: 127.0.0.1
        taskmanager.host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 4
        taskmanager.cpu.cores: 2
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.heap.size: 256m
        taskmanager.memory.task.off-heap.size: 0
        taskmanager.memory.managed.size: 64m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        io.tmp.dirs: %s
        %s
        """
            .formatted(
                FreePort.find(),
                rest,
                Files.createDirectory(folder.resolve("tmp")),
                String.join("\n", settings)));
    var cluster = new FlinkProcesses(folder, "http://127.0.0.1:" + rest);
    cluster.run(
        "job-manager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    cluster.startTasks();
    Eventually.within(PATIENCE, "a task manager with slots", cluster::hasSlots);
    return cluster;
  }

  /** A task manager. */
  void startTasks() throws IOException {
    run("task-manager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
  }

  /** kill -9 of the task manager. */
  void killTasks() {
    var tasks = processes.remove(processes.size() - 1);
    tasks.destroyForcibly();
    tasks.onExit().join();
  }

  String url() {
    return url;
  }

  private void run(String name, String main) throws IOException {
    var classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> !NOT_THERE.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    var program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main,
                "--configDir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    program.environment().put("FLINK_PLUGINS_DIR", folder.resolve("plugins").toString());
    processes.add(program.start());
  }

  private boolean hasSlots() {
    try {
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/overview")).build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.body().contains("\"slots-available\":4");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
