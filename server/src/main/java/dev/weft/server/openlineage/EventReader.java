package dev.weft.server.openlineage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.ExternalJob.State;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads events within limits: of depth and size of the JSON, of names, of datasets and facets. Keys
 * that it does not know are nobody's error: the standard lets producers add some. A facet that is
 * too large is left out and said, for the rest of its event is worth having.
 */
final class EventReader {
  static final int EVENTS_MAX = 1_000;
  private static final int DEPTH_MAX = 100;
  private static final int TEXT_MAX = 1_000_000;
  private static final int KEY_MAX = 2_000;
  private static final int NAMESPACE_MAX = 500;
  private static final int NAME_MAX = 1_000;
  private static final int DATASETS_MAX = 1_000;
  private static final int FACETS_MAX = 100;
  private static final int FACET_BYTES_MAX = 64 * 1024;
  private static final int NOTES_MAX = 20;
  private static final Duration AHEAD_MAX = Duration.ofDays(1);
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** A namespace is a place; who was let in there is nobody's business. */
  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@:]+:[^/@]*@");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Numbers as the log has them, so that what is told twice is seen to be the same. */
  private static final JsonMapper BOUNDED =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_MAX)
                          .maxNameLength(KEY_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<String> notes = new ArrayList<>();

  private EventReader() {}

  /**
   * The JSON of a request.
   *
   * @throws ProblemException code {@code bad-json}, with line and column
   */
  static JsonNode json(byte[] body) {
    try {
      var read = BOUNDED.readTree(body); // Lines of events are none: they would be lost.
      return read == null ? MissingNode.getInstance() : read;
    } catch (StreamConstraintsException e) {
      throw badJson(e, "The JSON is deeper or has longer texts than is taken.").asException();
    } catch (JsonProcessingException e) {
      throw badJson(e, "The request is not JSON.").asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem badJson(JsonProcessingException e, String message) {
    var at = e.getLocation();
    return Problem.input(
        "bad-json",
        new Place("", at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), ""),
        message,
        "At most %d levels, texts of %d and keys of %d characters."
            .formatted(DEPTH_MAX, TEXT_MAX, KEY_MAX));
  }

  /**
   * Reads one event.
   *
   * @throws ProblemException of kind INPUT with the place in the event
   */
  static LineageEvent read(JsonNode event, Instant now) {
    return new EventReader().event(event, now);
  }

  private LineageEvent event(JsonNode event, Instant now) {
    if (!event.isObject()) {
      throw wrong("", "An event is a JSON object.", "Send a RunEvent, JobEvent or DatasetEvent.");
    }
    var time = time(event.path("eventTime"), now);
    var producer = text(event, "", "producer", NAME_MAX);
    if (event.path("run").isObject()) {
      var run = run(event);
      var job = job(event);
      return new LineageEvent(
          time, producer, run, job, datasets(event, "inputs"), datasets(event, "outputs"), notes);
    }
    if (event.path("job").isObject()) {
      var job = job(event);
      return new LineageEvent(
          time,
          producer,
          Optional.empty(),
          job,
          datasets(event, "inputs"),
          datasets(event, "outputs"),
          notes);
    }
    if (event.path("dataset").isObject()) {
      var dataset = dataset(event.path("dataset"), "dataset");
      return new LineageEvent(
          time, producer, Optional.empty(), Optional.empty(), List.of(), List.of(dataset), notes);
    }
    throw wrong(
        "",
        "The event has neither run and job, nor job, nor dataset.",
        "Send a RunEvent, JobEvent or DatasetEvent of OpenLineage.");
  }

  private Optional<LineageEvent.Run> run(JsonNode event) {
    var run = event.path("run");
    var id = text(run, "run.", "runId", NAME_MAX);
    if (!UUID.matcher(id).matches()) {
      throw wrong("run.runId", "'" + id + "' is not a UUID.", "Each run has one of its own.");
    }
    return Optional.of(
        new LineageEvent.Run(
            id.toLowerCase(java.util.Locale.ROOT),
            state(event.path("eventType")),
            facets(run.path("facets"), "run.facets")));
  }

  /** The standard lets it be left out: then it tells more of a run. */
  private static State state(JsonNode type) {
    if (type.isMissingNode() || type.isNull()) {
      return State.OTHER;
    }
    var names = Arrays.stream(State.values()).map(State::name).toList();
    var text = type.asText();
    if (!names.contains(text)) {
      throw wrong(
          "eventType",
          "'" + cut(text) + "' is not a type of event.",
          Nearest.to(text, names)
              .map(near -> "Did you mean " + near + "?")
              .orElse("There are " + String.join(", ", names) + "."));
    }
    return State.valueOf(text);
  }

  private Optional<LineageEvent.Job> job(JsonNode event) {
    var job = event.path("job");
    return Optional.of(
        new LineageEvent.Job(
            text(job, "job.", "namespace", NAMESPACE_MAX),
            text(job, "job.", "name", NAME_MAX),
            facets(job.path("facets"), "job.facets")));
  }

  private List<LineageEvent.Dataset> datasets(JsonNode event, String key) {
    var list = event.path(key);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > DATASETS_MAX) {
      throw wrong(
          key,
          "'" + key + "' is not a list of at most " + DATASETS_MAX + " datasets.",
          "Tell more datasets in further events of the run: they add up.");
    }
    var all = new ArrayList<LineageEvent.Dataset>();
    for (var i = 0; i < list.size(); i++) {
      all.add(dataset(list.get(i), key + "[" + i + "]"));
    }
    return all;
  }

  private LineageEvent.Dataset dataset(JsonNode dataset, String at) {
    if (!dataset.isObject()) {
      throw wrong(at, "A dataset is an object with namespace and name.", "");
    }
    var namespace = text(dataset, at + ".", "namespace", NAMESPACE_MAX);
    return new LineageEvent.Dataset(
        CREDENTIALS.matcher(namespace).replaceFirst("://"),
        text(dataset, at + ".", "name", NAME_MAX),
        facets(dataset.path("facets"), at + ".facets"));
  }

  /** Those that are taken back too; whoever merges them looks. */
  private Map<String, JsonNode> facets(JsonNode facets, String at) {
    if (facets.isMissingNode() || facets.isNull()) {
      return Map.of();
    }
    if (!facets.isObject()) {
      throw wrong(at, "Facets are an object: a name and an object for each.", "");
    }
    var kept = new LinkedHashMap<String, JsonNode>();
    for (var facet : facets.properties()) {
      if (!facet.getValue().isObject()) {
        note(at, facet.getKey(), "is no object");
      } else if (kept.size() >= FACETS_MAX) {
        note(at, facet.getKey(), "is one of more than " + FACETS_MAX);
      } else if (isLineage(facet.getKey()) || size(facet.getValue()) <= FACET_BYTES_MAX) {
        kept.put(facet.getKey(), facet.getValue());
      } else {
        note(at, facet.getKey(), "has more than " + FACET_BYTES_MAX + " bytes");
      }
    }
    return kept;
  }

  /** Tags follow these: they are taken whole, within limits of their own, or the event is not. */
  private static boolean isLineage(String facet) {
    return facet.equals(ColumnFacets.COLUMN_LINEAGE) || facet.equals(ColumnFacets.LINEAGE);
  }

  private static int size(JsonNode facet) {
    return Json.bytes(facet).length;
  }

  private void note(String at, String facet, String why) {
    if (notes.size() < NOTES_MAX) {
      notes.add(at + "." + cut(facet) + " is left out: it " + why + ".");
    }
  }

  private static Instant time(JsonNode value, Instant now) {
    var text = value.asText("");
    try {
      var time = OffsetDateTime.parse(text).toInstant();
      if (time.isAfter(now.plus(AHEAD_MAX))) {
        throw wrong(
            "eventTime",
            "The time '" + cut(text) + "' has not come yet.",
            "Set the clock of the machine that sends.");
      }
      return time;
    } catch (DateTimeException e) {
      throw wrong(
          "eventTime",
          "'" + cut(text) + "' is not a time.",
          "Write it as RFC 3339 does: 2026-05-01T12:00:00Z.");
    }
  }

  private static String text(JsonNode in, String path, String key, int max) {
    var value = in.path(key);
    var at = path + key;
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(at, "'" + at + "' is missing.", "The standard requires it, as a text.");
    }
    var text = value.textValue();
    if (text.length() > max || CONTROL.matcher(text).find()) {
      throw wrong(
          at,
          "'" + at + "' has more than " + max + " characters, or control characters.",
          "Shorter names are for people, too.");
    }
    return text;
  }

  private static String cut(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "..." : text;
  }

  static ProblemException wrong(String at, String message, String hint) {
    return Problem.input("bad-event", at.isEmpty() ? Place.NOWHERE : Place.field(at), message, hint)
        .asException();
  }
}
