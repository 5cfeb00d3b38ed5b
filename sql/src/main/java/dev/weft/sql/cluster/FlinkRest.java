package dev.weft.sql.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.sql.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a Flink cluster about its jobs, and stops them (Flink's REST API, version 1). Safe for any
 * thread.
 *
 * <p>Methods throw {@link ProblemException} with an ENVIRONMENT problem when the cluster does not
 * answer; that says nothing about its jobs.
 */
public final class FlinkRest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Why Flink makes no savepoint now and soon will: tasks are being deployed, or others are made.
   */
  private static final List<String> PASSING =
      List.of(
          "Not all required tasks are currently running",
          "tasks not ready",
          "maximum number of queued checkpoint requests",
          "minimum time between checkpoints");

  private static final int NOT_FOUND = 404;
  private static final int OK_MAX = 299;
  private static final int EXCEPTIONS = 3;

  private final URI url;
  private final HttpClient http;

  public FlinkRest(Launch.Cluster cluster) {
    this.url = cluster.url();
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    RestIdentity.of(cluster.settings()).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** A job; empty when the cluster does not know it, or no longer. */
  public Optional<JobState> job(String id) {
    return get("/jobs/" + id).map(FlinkRest::state);
  }

  private static JobState state(JsonNode job) {
    var state = job.path("state").asText();
    var tasks = 0;
    var running = 0;
    for (var vertex : job.path("vertices")) {
      tasks += vertex.path("parallelism").asInt();
      running += vertex.path("tasks").path("RUNNING").asInt();
    }
    var since = Instant.ofEpochMilli(job.path("timestamps").path(state).asLong());
    return new JobState(state, since, tasks, running);
  }

  /** Why a job has failed, or failed last: the causes of the exception, the deepest last. */
  public List<String> failure(String id) {
    var entries =
        get("/jobs/" + id + "/exceptions?maxExceptions=" + EXCEPTIONS)
            .map(answer -> answer.path("exceptionHistory").path("entries"));
    return entries
        .filter(all -> !all.isEmpty())
        .map(all -> Causes.of(all.get(0)))
        .orElse(List.of());
  }

  /** Where the newest complete checkpoint of a job is, also for a while after its end. */
  public Optional<String> newestCheckpoint(String id) {
    return get("/jobs/" + id + "/checkpoints")
        .map(all -> all.path("latest").path("completed").path("external_path").asText(""))
        .filter(path -> !path.isEmpty());
  }

  /**
   * Has the cluster remove a checkpoint or savepoint that no job needs; some time later it will.
   */
  public void dispose(String path) {
    var answer = send(request("/savepoint-disposal").POST(body(Map.of("savepoint-path", path))));
    if (answer.statusCode() > OK_MAX) {
      throw refused("remove " + path, answer.body());
    }
  }

  /** The step of a job that has most of the state of its last checkpoint; empty before that. */
  public Optional<StateShare> largest(String id) {
    var last =
        get("/jobs/" + id + "/checkpoints")
            .map(all -> all.path("latest").path("completed").path("id"))
            .filter(JsonNode::isNumber);
    var job = get("/jobs/" + id);
    if (last.isEmpty() || job.isEmpty()) {
      return Optional.empty();
    }
    var tasks =
        get("/jobs/" + id + "/checkpoints/details/" + last.get().asLong())
            .map(all -> all.path("tasks"));
    return job.get()
        .path("vertices")
        .valueStream()
        .map(
            vertex ->
                new StateShare(
                    vertex.path("name").asText(),
                    tasks
                        .map(all -> all.path(vertex.path("id").asText()).path("state_size"))
                        .map(JsonNode::asLong)
                        .orElse(0L)))
        .max(Comparator.comparingLong(StateShare::bytes));
  }

  /** What one step of a job remembers. */
  public record StateShare(String step, long bytes) {}

  /** How much a job does; {@link JobNumbers#NONE} for one that is unknown. */
  public JobNumbers numbers(String id) {
    return get("/jobs/" + id)
        .map(job -> new JobMetrics(this::get).of(id, job))
        .orElse(JobNumbers.NONE);
  }

  /** Ends a job at once. What it had checkpointed stays. No error when it is over already. */
  public void cancel(String id) {
    var answer = send(request("/jobs/" + id + "?mode=cancel").method("PATCH", body(Map.of())));
    if (answer.statusCode() > OK_MAX && job(id).filter(job -> !job.isOver()).isPresent()) {
      throw refused("cancel", answer.body());
    }
  }

  /**
   * Ends a job with a savepoint, so that all it has read is in what it has written, and returns
   * where the savepoint is.
   *
   * @param folder in which the savepoint is made
   * @param patience for how long it may take, which depends on the size of the state
   * @throws ProblemException ENVIRONMENT when that is over, and at once when Flink says that it
   *     cannot be, other than for now
   */
  public String stop(String id, String folder, Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var order = Map.of("targetDirectory", folder, "drain", false);
    while (true) {
      var trigger = asked(id, order);
      if (trigger.isPresent()) {
        var made = awaited(id, trigger.get(), end);
        if (made.isPresent()) {
          return made.get();
        }
      }
      if (System.nanoTime() > end) {
        throw refused("stop", "it took more than " + patience.toSeconds() + " s");
      }
      // Tasks that are still being deployed cannot make one; soon they can.
      Thread.sleep(POLL.toMillis());
    }
  }

  private Optional<String> asked(String id, Map<String, ?> order) {
    var answer = send(request("/jobs/" + id + "/stop").POST(body(order)));
    if (answer.statusCode() == NOT_FOUND) {
      throw refused("stop", "it does not know the job");
    }
    return answer.statusCode() <= OK_MAX
        ? Optional.of(json(answer.body()).path("request-id").asText())
        : Optional.empty();
  }

  /** Empty when it could not be made for now; throws when it cannot be made. */
  private Optional<String> awaited(String id, String trigger, long end)
      throws InterruptedException {
    while (System.nanoTime() < end) {
      var answer = get("/jobs/" + id + "/savepoints/" + trigger);
      var status = answer.map(it -> it.path("status").path("id").asText()).orElse("");
      if (status.equals("COMPLETED")) {
        var operation = answer.get().path("operation");
        if (operation.hasNonNull("location")) {
          return Optional.of(operation.path("location").asText());
        }
        var cause = operation.path("failure-cause").path("stack-trace").asText();
        if (!cause.isEmpty() && PASSING.stream().noneMatch(cause::contains)) {
          throw refused("stop", cause);
        }
        return Optional.empty();
      }
      Thread.sleep(POLL.toMillis());
    }
    return Optional.empty();
  }

  private Optional<JsonNode> get(String path) {
    var answer = send(request(path).GET());
    if (answer.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.statusCode() > OK_MAX) {
      throw refused("answer", answer.body());
    }
    return Optional.of(json(answer.body()));
  }

  private HttpRequest.Builder request(String path) {
    var base = url.toString().replaceAll("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Content-Type", "application/json")
        .timeout(ANSWER);
  }

  private static HttpRequest.BodyPublisher body(Map<String, ?> fields) {
    return HttpRequest.BodyPublishers.ofByteArray(Json.bytes(fields));
  }

  private static JsonNode json(String text) {
    return Json.parse(text);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "flink-away",
                  "Flink at " + url + " does not answer: " + reason(e) + ".",
                  "Check that it runs, and the address in the environment.")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.environment("flink-away", "Weft stops.", "").asException();
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private ProblemException refused(String what, String why) {
    return Problem.environment(
            "flink-refuses",
            "Flink at " + url + " does not " + what + ": " + Causes.sentence(why) + ".",
            "Look into the log of its job manager.")
        .asException();
  }
}
