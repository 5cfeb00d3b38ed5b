package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.Optional;

/** The mesh's resources, for checking what documents say of them. */
public record KnownResources(MeshState state) implements Known {
  @Override
  public Optional<ObjectNode> document(ResourceKey key) {
    return state.get(key).map(Resource::document);
  }

  @Override
  public Collection<String> names(ResourceKind kind) {
    return state.all(kind).stream().map(Resource::name).toList();
  }

  @Override
  public Collection<String> productsWith(String contract) {
    return state.productsWith(contract);
  }
}
