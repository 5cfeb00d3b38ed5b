package dev.weft.server.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Domain.Publishing;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.governance.ProductLife;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How documents that are applied move products on in their life. */
public final class LifeChanges {
  private LifeChanges() {}

  /** What people have said of a product so far. */
  public static ProductLife life(MeshState state, String product) {
    return state
        .get(ProductLife.key(product))
        .map(found -> found.as(ProductLife.class))
        .orElse(ProductLife.none(product));
  }

  /** The same for documents that say the same, whatever their status. */
  public static String print(ObjectNode product) {
    var rest = product.deepCopy();
    rest.remove("status");
    try {
      var sorted =
          Json.MAPPER
              .writer()
              .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsBytes(Json.MAPPER.convertValue(rest, Map.class));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sorted));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The life of a product whose status this document changes. Of a new product that its file alone
   * made active there is nothing to say.
   */
  static Optional<ProductLife> moved(
      MeshState state, Instant now, PrincipalId by, Checked one, String comment) {
    if (one.key().kind() != ResourceKind.DATA_PRODUCT) {
      return Optional.empty();
    }
    var product = Json.read(one.tree(), DataProduct.class);
    var before = state.get(one.key()).map(Resource::document).map(old -> old.path("status"));
    var life = life(state, product.id());
    var to = life.at(product.status(), print(one.tree()));
    var isSaid = before.isPresent() || !life.history().isEmpty() || isGoverned(state, product);
    var isMoved =
        to.compareTo(ProductLife.Stage.ACTIVE) >= 0
            && before.filter(old -> old.asText().equals(product.status())).isEmpty();
    return isMoved && isSaid ? Optional.of(life.moved(by, now, to, comment)) : Optional.empty();
  }

  private static boolean isGoverned(MeshState state, DataProduct product) {
    return state
        .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
        .filter(domain -> domain.governance().publishing() != Publishing.FILE)
        .isPresent();
  }

  /** What the log and its audit get of it. */
  public static MeshLog.Decided<ProductLife> decided(PrincipalId by, ProductLife after) {
    var key = ProductLife.key(after.product());
    var last = after.history().get(after.history().size() - 1);
    var details = Json.object().put("comment", last.comment()).put("stage", last.stage());
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(after), by)),
        List.of(),
        List.of(new AuditEvent(by, "product." + last.act(), key.toString(), true, details)),
        after);
  }
}
