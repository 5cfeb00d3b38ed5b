package dev.weft.model.format;

import dev.weft.model.ResourceKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds a file may hold: their versions, the key that names a resource, and their shape. */
final class Kinds {
  static final String WEFT_VERSION = "weft.dev/v1";

  /** What is known of one kind; {@code byVersion} from {@code apiVersion} to shape. */
  record Kind(ResourceKind kind, String nameKey, Map<String, ObjectShape> byVersion) {}

  private final Map<ResourceKind, Kind> kinds = new EnumMap<>(ResourceKind.class);

  Kinds() {
    put(ResourceKind.DATA_CONTRACT, "id", contractVersions());
    put(ResourceKind.DATA_PRODUCT, "id", productVersions());
    weft(ResourceKind.DOMAIN, WeftShapes.domain());
    weft(ResourceKind.FLOW, FlowShape.shape());
    weft(ResourceKind.QUERY, WeftShapes.query());
    weft(ResourceKind.POLICY, PolicyShape.shape());
    weft(ResourceKind.ENVIRONMENT, WeftShapes.environment());
    weft(ResourceKind.TERM, TermShape.shape());
    weft(ResourceKind.USER, WeftShapes.user());
    weft(ResourceKind.GROUP, WeftShapes.group());
    weft(ResourceKind.ROLE, WeftShapes.role());
    weft(ResourceKind.ZONE, WeftShapes.zone());
    weft(ResourceKind.PARAMETER_CONTEXT, ContextShape.shape());
    weft(ResourceKind.CLASSIFIER, ClassifierShape.shape());
    weft(ResourceKind.BUSINESS_METADATA, BusinessMetadataShape.shape());
    weft(ResourceKind.FUNCTION, FunctionShape.shape());
  }

  List<Kind> all() {
    return List.copyOf(kinds.values());
  }

  private static Map<String, ObjectShape> contractVersions() {
    var newer = new ContractShape(Edition.V3_1).shape();
    var older = new ContractShape(Edition.V3_0).shape();
    Map<String, ObjectShape> versions = new LinkedHashMap<>();
    versions.put("v3.1.0", newer);
    List.of("v3.0.2", "v3.0.1", "v3.0.0").forEach(version -> versions.put(version, older));
    return versions;
  }

  private static Map<String, ObjectShape> productVersions() {
    var shape = new ProductShape().shape();
    Map<String, ObjectShape> versions = new LinkedHashMap<>();
    List.of("v1.0.0", "v0.9.0").forEach(version -> versions.put(version, shape));
    return versions;
  }

  private void weft(ResourceKind kind, ObjectShape shape) {
    put(kind, "name", Map.of(WEFT_VERSION, shape));
  }

  private void put(ResourceKind kind, String nameKey, Map<String, ObjectShape> versions) {
    kinds.put(kind, new Kind(kind, nameKey, versions));
  }
}
