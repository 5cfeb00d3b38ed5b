package dev.weft.server.apply;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Documents;
import dev.weft.model.format.SourceText;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Writes authored resources as files that apply takes again, unknown keys included. */
public final class Exporter {
  private final MeshLog mesh;
  private final Documents documents = new Documents();

  public Exporter(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** Of those that pass the test. */
  public List<SourceText> files(Predicate<Resource> which, DocumentWork.Watch watch) {
    var state = mesh.state();
    var all =
        Arrays.stream(ResourceKind.values())
            .filter(ResourceKind::authored)
            .flatMap(kind -> state.all(kind).stream())
            .toList();
    var files = new ArrayList<SourceText>();
    for (var i = 0; i < all.size(); i++) {
      watch.passed(i, all.size());
      if (which.test(all.get(i))) {
        files.add(file(all.get(i)));
      }
    }
    return files;
  }

  private SourceText file(Resource resource) {
    var name = resource.name().replaceAll("[^A-Za-z0-9._-]", "_");
    var suffix =
        switch (resource.kind()) {
          case DATA_PRODUCT -> "odps";
          case DATA_CONTRACT -> "odcs";
          default -> resource.kind().word().toLowerCase(Locale.ROOT);
        };
    return new SourceText(name + "." + suffix + ".yaml", documents.write(resource.document()));
  }
}
