package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ExternalJob.How;
import dev.weft.model.ExternalJob.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fields a field comes from, by the facets of a dataset: {@code columnLineage} (1-2-0), with
 * its older words, and {@code lineage} (1-0-0), which says the same.
 */
record ColumnFacets(DatasetNames names) {
  static final String COLUMN_LINEAGE = "columnLineage";
  static final String LINEAGE = "lineage";
  private static final int FIELDS_MAX = 5_000;
  private static final int ORIGINS_MAX = 20_000;
  private static final int FIELD_LENGTH_MAX = 1_000;

  /** Whether a facet is one that takes back what was said. */
  static boolean isDeleted(JsonNode facet) {
    return facet.path("_deleted").asBoolean(false);
  }

  /**
   * Empty when the facets say nothing of fields; an empty map when they take back what was said.
   *
   * @throws dev.weft.model.ProblemException when they say too much, or what cannot be read
   */
  Optional<Map<String, List<Origin>>> of(Map<String, JsonNode> facets) {
    var facet = facets.containsKey(COLUMN_LINEAGE) ? COLUMN_LINEAGE : LINEAGE;
    var told = facets.get(facet);
    if (told == null) {
      return Optional.empty();
    }
    if (isDeleted(told)) {
      return Optional.of(Map.of());
    }
    var key = facet.equals(COLUMN_LINEAGE) ? "inputFields" : "inputs";
    var columns = new LinkedHashMap<String, List<Origin>>();
    var count = 0;
    for (var field : told.path("fields").properties()) {
      var origins = origins(field.getValue(), key, facet);
      count += origins.size();
      if (columns.size() >= FIELDS_MAX || count > ORIGINS_MAX) {
        throw EventReader.wrong(
            facet,
            "The facet has more than %d fields, or %d fields that they come from."
                .formatted(FIELDS_MAX, ORIGINS_MAX),
            "Tell only fields of which the value comes from others.");
      }
      columns.put(name(field.getKey(), facet), origins);
    }
    return Optional.of(columns);
  }

  /** The same where the job's own {@code lineage} facet says it, by the node that is written. */
  Map<String, Map<String, List<Origin>>> ofJob(Map<String, JsonNode> facets) {
    var entries = new LinkedHashMap<String, Map<String, List<Origin>>>();
    var told = facets.get(LINEAGE);
    if (told != null && !isDeleted(told)) {
      for (var entry : told.path("entries")) {
        if (entry.path("type").asText().equals("DATASET") && entry.path("fields").isObject()) {
          var node = names.node(entry.path("namespace").asText(""), entry.path("name").asText(""));
          of(Map.of(LINEAGE, entry)).ifPresent(columns -> entries.put(node, columns));
        }
      }
    }
    return entries;
  }

  private List<Origin> origins(JsonNode field, String key, String facet) {
    var all = new LinkedHashMap<String, Origin>();
    for (var input : field.path(key)) {
      var dataset = input.path("name").asText("");
      var name = input.path("field").asText("");
      if (!dataset.isEmpty() && !name.isEmpty()) {
        var node = names.node(input.path("namespace").asText(""), dataset);
        var how = how(input.path("transformations"), field.path("transformationType").asText(""));
        all.merge(
            node + "\n" + name,
            new Origin(node, name(name, facet), how),
            (one, other) -> stronger(one, other));
      }
    }
    return new ArrayList<>(all.values());
  }

  private static String name(String field, String facet) {
    if (field.isBlank() || field.length() > FIELD_LENGTH_MAX) {
      throw EventReader.wrong(
          facet, "A field has a name of at most " + FIELD_LENGTH_MAX + " characters.", "");
    }
    return field;
  }

  /** By two ways at once: hidden, or not in the value, only if it is so both ways. */
  private static Origin stronger(Origin one, Origin other) {
    return rank(one.how()) >= rank(other.how()) ? one : other;
  }

  private static int rank(How how) {
    return switch (how) {
      case INDIRECT -> 0;
      case HIDDEN -> 1;
      case COPIED -> 2;
      case DERIVED -> 3;
      case UNKNOWN -> 4;
    };
  }

  /** Nothing said is not known. A condition that chooses between values is in the value. */
  private static How how(JsonNode transformations, String older) {
    var found = Optional.<How>empty();
    for (var each : transformations) {
      var how = how(each);
      if (found.isEmpty() || rank(how) > rank(found.get())) {
        found = Optional.of(how);
      }
    }
    return found.orElseGet(
        () ->
            switch (older) {
              case "IDENTITY" -> How.COPIED;
              case "MASKED" -> How.HIDDEN;
              default -> How.UNKNOWN;
            });
  }

  private static How how(JsonNode transformation) {
    var subtype = transformation.path("subtype").asText("");
    if (transformation.path("type").asText().equals("INDIRECT") && !subtype.equals("CONDITIONAL")) {
      return How.INDIRECT;
    }
    if (transformation.path("masking").asBoolean(false)) {
      return How.HIDDEN;
    }
    return subtype.equals("IDENTITY") ? How.COPIED : How.DERIVED;
  }
}
