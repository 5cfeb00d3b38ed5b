package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ExternalJob.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One event as the standard has it, checked: a RunEvent has a run and a job, a JobEvent a job, a
 * DatasetEvent neither, and its dataset as the only output.
 *
 * @param notes what of it is not kept, in sentences
 */
record LineageEvent(
    Instant time,
    String producer,
    Optional<Run> run,
    Optional<Job> job,
    List<Dataset> inputs,
    List<Dataset> outputs,
    List<String> notes) {

  record Run(String id, State told, Map<String, JsonNode> facets) {}

  record Job(String namespace, String name, Map<String, JsonNode> facets) {}

  record Dataset(String namespace, String name, Map<String, JsonNode> facets) {}
}
