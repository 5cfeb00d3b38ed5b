package dev.weft.server.query;

import dev.weft.model.FunctionSpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.sql.FunctionJars;
import java.util.List;

/** The functions that queries may call, as people see them. */
public final class FunctionPages {
  private final MeshLog mesh;
  private final FunctionJars jars;

  FunctionPages(MeshLog mesh, FunctionJars jars) {
    this.mesh = mesh;
    this.jars = jars;
  }

  /**
   * One function.
   *
   * @param here whether this server has its jar
   */
  public record Page(
      String name,
      String product,
      String description,
      String className,
      String sha256,
      List<String> usableBy,
      boolean here) {}

  /** Those of products that the caller may know of, by name. */
  public List<Page> list(Caller caller) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    return state.all(ResourceKind.FUNCTION).stream()
        .filter(insiders::sees)
        .map(resource -> page(resource.as(FunctionSpec.class)))
        .toList();
  }

  private Page page(FunctionSpec function) {
    return new Page(
        function.name(),
        function.product(),
        function.description(),
        function.className(),
        function.sha256(),
        function.usableBy(),
        jars.jar(function.sha256()).isPresent());
  }
}
