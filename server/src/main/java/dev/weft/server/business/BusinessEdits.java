package dev.weft.server.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.BusinessValues;
import dev.weft.model.BusinessValues.Given;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives values to things and takes them back: whoever answers for them may. */
public final class BusinessEdits {
  private static final int CHANGES_MAX = 100;
  private static final int FIELDS_MAX = 5_000;

  private final MeshLog mesh;

  public BusinessEdits(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * Gives values, all or none.
   *
   * @param field a field of a port; empty for the thing itself
   * @param values by name, such as {@code risk.criticality}; null takes the value back
   */
  public void set(
      Caller caller, String kind, String name, String field, Map<String, JsonNode> values) {
    var unused =
        mesh.decide(
            (state, now) -> {
              var asset = BusinessAsset.of(state, caller, kind, name, field);
              caller.require(
                  asset.answers(caller, state),
                  "not-yours",
                  caller.name() + " does not answer for " + asset.words() + ".",
                  "Its owners and stewards, or those of its domain, may.");
              check(state, asset, values);
              return decided(caller, state, now, asset, values);
            });
  }

  private static void check(MeshState state, BusinessAsset asset, Map<String, JsonNode> values) {
    var problems = new ArrayList<Problem>();
    if (values.isEmpty() || values.size() > CHANGES_MAX) {
      problems.add(
          Problem.input(
              "bad-values",
              Place.field("values"),
              "Give 1 to " + CHANGES_MAX + " values at once.",
              "As in risk.criticality: high; null takes a value back."));
    }
    var sets = new Sets(state::find, names(state));
    values.forEach(
        (key, value) -> {
          if (!value.isNull()) {
            sets.problem(key, asset.subject(), value, Place.field(key)).ifPresent(problems::add);
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  static List<String> names(MeshState state) {
    return state.all(ResourceKind.BUSINESS_METADATA).stream().map(one -> one.name()).toList();
  }

  private static MeshLog.Decided<Integer> decided(
      Caller caller,
      MeshState state,
      Instant now,
      BusinessAsset asset,
      Map<String, JsonNode> values) {
    var before = asset.given(state);
    var ofField = new LinkedHashMap<>(before.of(asset.field()));
    var details = Json.object().put("field", asset.field());
    values.forEach(
        (key, value) -> {
          var old = ofField.remove(key);
          details
              .putObject(key)
              .<ObjectNode>set("before", old == null ? null : old.value())
              .set("after", value);
          if (!value.isNull()) {
            ofField.put(key, new Given(value, caller.name(), now));
          }
        });
    var all = new LinkedHashMap<>(before.values());
    if (ofField.isEmpty()) {
      all.remove(asset.field());
    } else {
      all.put(asset.field(), ofField);
    }
    if (all.size() > FIELDS_MAX) {
      throw Problem.conflict(
              "too-many-values", asset.name() + " has values at too many fields already.", "")
          .asException();
    }
    var event = new AuditEvent(caller.id(), "metadata.set", asset.key().name(), true, details);
    var document = Json.tree(new BusinessValues(before.asset(), all));
    return all.isEmpty() && before.values().isEmpty()
        ? MeshLog.Decided.nothing(0)
        : all.isEmpty()
            ? new MeshLog.Decided<>(List.of(), List.of(asset.key()), List.of(event), 0)
            : new MeshLog.Decided<>(
                List.of(MeshLog.Put.of(asset.key(), document, caller.id())),
                List.of(),
                List.of(event),
                ofField.size());
  }
}
