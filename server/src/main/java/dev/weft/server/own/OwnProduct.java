package dev.weft.server.own;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Applier;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The product {@code weft}: what Weft knows of itself, as ports. Made once, by the writer; what an
 * administrator changes of it stays.
 */
public final class OwnProduct {
  /** For auditors only. */
  public static final PortName AUDIT = new PortName("weft", "audit");

  /** For whoever is granted it. */
  public static final PortName METADATA = new PortName("weft", "metadata");

  private static final Map<PortName, Map<String, String>> FIELDS =
      Map.of(
          AUDIT,
          fields(
              Set.of("writer", "time", "actor", "action", "subject", "previousHash", "hash"),
              Map.of("sequence", "integer", "successful", "boolean", "details", "object")),
          METADATA,
          fields(
              Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype"),
              Map.of("data", "object")));

  private final MeshLog mesh;
  private final Applier applier;

  public OwnProduct(MeshLog mesh, Applier applier) {
    this.mesh = mesh;
    this.applier = applier;
  }

  private static Map<String, String> fields(Set<String> texts, Map<String, String> others) {
    var all = new TreeMap<>(others);
    texts.forEach(name -> all.put(name, "string"));
    return all;
  }

  /**
   * Makes a port with its contract and policies, and the product, unless they are there. The
   * contract comes last: until then nobody reads the port.
   */
  public void publish(PortName port) {
    if (product(port).isEmpty()) {
      apply("product.yaml");
    }
    if (product(port).flatMap(found -> found.outputPort(port.port())).isEmpty()) {
      mesh.decide((state, now) -> withPort(state, port, now));
    }
    var contract = new ResourceKey(ResourceKind.DATA_CONTRACT, contract(port));
    if (mesh.state().get(contract).isEmpty()) {
      apply(port.port() + ".yaml");
    }
  }

  private Optional<DataProduct> product(PortName port) {
    return mesh.state().find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
  }

  private static String contract(PortName port) {
    return "weft-" + port.port() + "-v1";
  }

  private void apply(String file) {
    try (var stream = OwnProduct.class.getResourceAsStream(file)) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      applier.apply(
          Caller.WEFT,
          new Applier.Request(List.of(new SourceText(file, text)), Map.of(), Map.of(), false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Weft knows what is in its own records; nothing there is personal data of the products. */
  private static MeshLog.Decided<String> withPort(MeshState state, PortName port, Instant now) {
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    var key = new ResourceKey(ResourceKind.DATA_PRODUCT, port.product());
    var product = state.get(key).orElseThrow().document().deepCopy();
    var ports =
        product.path("outputPorts") instanceof ArrayNode written
            ? written
            : product.putArray("outputPorts");
    ports
        .addObject()
        .put("name", port.port())
        .put("version", "1.0.0")
        .put("contractId", contract(port));
    puts.add(MeshLog.Put.of(key, product, PrincipalId.WEFT));
    var details = Json.object().put("port", port.topic());
    events.add(new AuditEvent(PrincipalId.WEFT, "resource.change", key.toString(), true, details));
    var known = new TreeMap<String, PortFields.KnownField>();
    FIELDS
        .get(port)
        .forEach(
            (name, type) -> known.put(name, new PortFields.KnownField(type, true, now, List.of())));
    puts.add(
        MeshLog.Put.of(
            new ResourceKey(ResourceKind.PORT_FIELDS, port.topic()),
            Json.tree(new PortFields(port.topic(), known)),
            PrincipalId.WEFT));
    return new MeshLog.Decided<>(puts, List.of(), events, "");
  }
}
