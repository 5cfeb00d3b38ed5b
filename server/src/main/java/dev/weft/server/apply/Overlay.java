package dev.weft.server.apply;

import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mesh with new products on top, where it has none of that name; domains are never overlaid.
 */
final class Overlay implements MeshState {
  private final MeshState below;
  private final Map<ResourceKey, Resource> added = new HashMap<>();

  Overlay(MeshState below, List<Checked> documents) {
    this.below = below;
    for (var one : documents) {
      if (one.key().kind() == ResourceKind.DATA_PRODUCT && below.get(one.key()).isEmpty()) {
        added.put(
            one.key(),
            new Resource(one.key(), 1, Instant.EPOCH, PrincipalId.WEFT.toString(), one.tree()));
      }
    }
  }

  @Override
  public Optional<Resource> get(ResourceKey key) {
    return below.get(key).or(() -> Optional.ofNullable(added.get(key)));
  }

  @Override
  public List<Resource> all(ResourceKind kind) {
    var all = new ArrayList<>(below.all(kind));
    added.values().stream().filter(resource -> resource.kind() == kind).forEach(all::add);
    return all;
  }

  @Override
  public long revision() {
    return below.revision();
  }
}
