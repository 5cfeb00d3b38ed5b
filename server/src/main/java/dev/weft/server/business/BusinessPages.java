package dev.weft.server.business;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.BusinessMetadata;
import dev.weft.model.BusinessMetadata.Attribute;
import dev.weft.model.DataProduct.CustomProperty;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The business metadata of a thing: what may be known of it, and what is. */
public final class BusinessPages {
  private final MeshLog mesh;

  public BusinessPages(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * Of one thing.
   *
   * @param missing names of what is required and not given
   */
  public record Page(
      String kind,
      String name,
      String field,
      boolean mayChange,
      List<SetValues> sets,
      List<String> missing) {}

  /** A set with its attributes, given or not. */
  public record SetValues(String set, String title, String description, List<Value> attributes) {}

  /**
   * An attribute.
   *
   * @param value empty when it is not given
   * @param from {@code document} or {@code hand}; what the document says counts
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Value(
      String name,
      String type,
      String description,
      boolean many,
      boolean required,
      List<String> values,
      Optional<JsonNode> value,
      String from,
      String by,
      Optional<Instant> at) {}

  public Page of(Caller caller, String kind, String name, String field) {
    var state = mesh.state();
    var asset = BusinessAsset.of(state, caller, kind, name, field);
    var sets =
        state.all(ResourceKind.BUSINESS_METADATA, BusinessMetadata.class).stream()
            .filter(set -> set.appliesTo(asset.subject()))
            .sorted(Comparator.comparing(BusinessMetadata::name))
            .map(set -> values(state, asset, set))
            .toList();
    var missing = new ArrayList<String>();
    for (var set : sets) {
      set.attributes().stream()
          .filter(one -> one.required() && one.value().isEmpty())
          .forEach(one -> missing.add(set.set() + "." + one.name()));
    }
    return new Page(kind, name, field, asset.answers(caller, state), sets, missing);
  }

  private static SetValues values(MeshState state, BusinessAsset asset, BusinessMetadata set) {
    var written =
        asset.written(state).stream()
            .filter(one -> one.property() != null && one.value() != null)
            .collect(
                Collectors.toMap(
                    CustomProperty::property, CustomProperty::value, (first, second) -> first));
    return new SetValues(
        set.name(),
        set.title(),
        set.description(),
        set.attributes().stream().map(one -> value(state, asset, set, one, written)).toList());
  }

  private static Value value(
      MeshState state,
      BusinessAsset asset,
      BusinessMetadata set,
      Attribute attribute,
      Map<String, JsonNode> written) {
    var key = set.name() + "." + attribute.name();
    var document = Optional.ofNullable(written.get(key));
    var given = Optional.ofNullable(asset.given(state).of(asset.field()).get(key));
    return new Value(
        attribute.name(),
        attribute.type(),
        attribute.description(),
        attribute.many(),
        attribute.required(),
        attribute.values(),
        document.or(() -> given.map(one -> one.value())).filter(Objects::nonNull),
        document.isPresent() ? "document" : given.isPresent() ? "hand" : "",
        document.isPresent() ? "" : given.map(one -> one.by()).orElse(""),
        document.isPresent() ? Optional.empty() : given.map(one -> one.at()));
  }
}
