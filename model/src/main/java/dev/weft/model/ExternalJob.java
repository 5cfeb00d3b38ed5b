package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job outside the mesh, as its OpenLineage events have told (openlineage.io, 2-0-2).
 *
 * @param producer the program that told, a URI
 * @param facets the job's, by name, each as it was told last
 * @param runs the newest first, at most {@value #RUNS_MAX}
 * @param runFacets those of the newest run
 * @param declared what it reads and writes by design, without a run
 * @param current what the newest run has read and written so far
 * @param before what the runs before it did, until the newest has said what it writes; where that
 *     has failed, both hold
 */
public record ExternalJob(
    String namespace,
    String name,
    String producer,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> facets,
    List<Run> runs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> runFacets,
    Links declared,
    Links current,
    Links before) {
  public static final int RUNS_MAX = 10;
  private static final int LINKS_MAX = 1_000;
  private static final String PORT = "port/";

  public ExternalJob {
    if (namespace == null || name == null) {
      throw new IllegalArgumentException("a job needs namespace and name");
    }
    producer = Defaults.text(producer);
    facets = Defaults.map(facets);
    runs = Defaults.list(runs);
    runFacets = Defaults.map(runFacets);
    declared = declared == null ? Links.NONE : declared;
    current = current == null ? Links.NONE : current;
    before = before == null ? Links.NONE : before;
  }

  /** What an event says of a run; where a run stands. */
  public enum State {
    START,
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL,
    /** More about a run, whose state it leaves as it is. */
    OTHER;

    public boolean ends() {
      return this == COMPLETE || this == ABORT || this == FAIL;
    }
  }

  /** One run, from the time of its first event to that of its last. */
  public record Run(String id, State state, Instant startedAt, Instant lastAt) {}

  /** How a field of an output comes from a field of an input. */
  public enum How {
    COPIED,
    DERIVED,
    /** The job says that the value cannot be seen any more. */
    HIDDEN,
    UNKNOWN,
    /** The field decides which records there are, or in which order, but is not in the value. */
    INDIRECT
  }

  /** One field that another comes from, of this node of the lineage. */
  public record Origin(String node, String field, How how) {}

  /** What is read, or written, under its name and as a node of the lineage. */
  public record Dataset(String namespace, String name, String node) {}

  /**
   * What is written.
   *
   * @param columns field to the fields that it comes from; empty when nobody said
   */
  public record Output(
      Dataset dataset,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<Origin>> columns) {
    public Output {
      columns = Defaults.map(columns);
    }

    /** With what the other says of its columns, too. */
    Output and(Output other) {
      var both = new LinkedHashMap<>(columns);
      other.columns.forEach(
          (field, origins) ->
              both.merge(
                  field,
                  origins,
                  (one, two) -> Stream.concat(one.stream(), two.stream()).distinct().toList()));
      return new Output(dataset, both);
    }
  }

  /** What is read and written, each node once. */
  public record Links(List<Dataset> inputs, List<Output> outputs) {
    public static final Links NONE = new Links(List.of(), List.of());

    public Links {
      inputs = Defaults.list(inputs);
      outputs = Defaults.list(outputs);
    }

    /** Both; of an output in both, the columns of the later. */
    public Links plus(Links later) {
      var read = new LinkedHashMap<String, Dataset>();
      inputs.forEach(one -> read.put(one.node(), one));
      later.inputs.forEach(one -> read.put(one.node(), one));
      var written = new LinkedHashMap<String, Output>();
      outputs.forEach(one -> written.put(one.dataset().node(), one));
      for (var one : later.outputs) {
        written.merge(one.dataset().node(), one, (old, its) -> its.columns().isEmpty() ? old : its);
      }
      return new Links(new ArrayList<>(read.values()), new ArrayList<>(written.values()));
    }

    /**
     * Both, and of an output in both all that is said of its columns. The earlier go first where
     * there are too many.
     */
    public Links and(Links earlier) {
      var read = new LinkedHashMap<String, Dataset>();
      Stream.concat(inputs.stream(), earlier.inputs.stream())
          .limit(LINKS_MAX)
          .forEach(one -> read.putIfAbsent(one.node(), one));
      var written = new LinkedHashMap<String, Output>();
      Stream.concat(outputs.stream(), earlier.outputs.stream())
          .limit(LINKS_MAX)
          .forEach(one -> written.merge(one.dataset().node(), one, Output::and));
      return new Links(new ArrayList<>(read.values()), new ArrayList<>(written.values()));
    }

    /** With the columns that the other links know of outputs of which these say none. */
    Links withColumnsOf(Links other) {
      var known = new LinkedHashMap<String, Output>();
      other.outputs.forEach(one -> known.put(one.dataset().node(), one));
      return new Links(
          inputs,
          outputs.stream()
              .map(
                  one ->
                      one.columns().isEmpty() ? known.getOrDefault(one.dataset().node(), one) : one)
              .toList());
    }

    public boolean saysNothing() {
      return inputs.isEmpty() && outputs.isEmpty();
    }

    /** What is read, then what is written. */
    public Stream<Dataset> datasets() {
      return Stream.concat(inputs.stream(), outputs.stream().map(Output::dataset));
    }
  }

  public Optional<Run> newest() {
    return runs.stream().findFirst();
  }

  /**
   * What the job reads and writes, as far as is known. A run that has just begun and has not said
   * what it writes does not make forgotten what the one before wrote: it is there still.
   */
  public Links links() {
    return declared.plus(observed());
  }

  /** The products whose ports are among what it reads and writes. */
  public Set<String> products() {
    return links()
        .datasets()
        .map(Dataset::node)
        .filter(node -> node.startsWith(PORT))
        .map(node -> node.substring(PORT.length()).split("\\.", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The same without what is declared. Of an output of which the newest run has not said the
   * columns yet, those of the run before hold until it is complete. A run that has failed or was
   * aborted may have written what it named, and has not taken the place of what was there.
   */
  public Links observed() {
    var state = newest().map(Run::state).orElse(State.START);
    if (state == State.COMPLETE) {
      return current;
    }
    if (state.ends()) {
      return current.and(before);
    }
    return current.outputs().isEmpty() && !before.saysNothing()
        ? before
        : current.withColumnsOf(before);
  }
}
