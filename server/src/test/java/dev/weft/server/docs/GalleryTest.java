package dev.weft.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the flows that {@code docs/gallery.md} shows, and draws them. {@code -Dgolden.write=true}
 * draws them anew.
 */
class GalleryTest {
  private static final Path PICTURES = Path.of("../docs/gallery");
  private static final Path PAGE = Path.of("../docs/gallery.md");
  private static final int BYTES_MAX = 20_000;

  private final ProcessorTypes types = new ProcessorTypes(installed(), services());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gallery/sources",
        "gallery/routing",
        "gallery/transforms",
        "gallery/joining",
        "gallery/sinks",
        "security/sshd-ingest",
        "security/login-alerts",
        "iot/sensors-ingest",
        "iot/machine-health"
      })
  void theFlowIsRightAndIsDrawn(String name) throws IOException {
    var flow = flow(Path.of("../examples", name + ".flow.yaml"));
    var picture = PICTURES.resolve(name.substring(name.indexOf('/') + 1) + ".svg");

    var drawn = FlowPicture.of(flow);

    if (System.getProperty("golden.write") != null) {
      Files.createDirectories(PICTURES);
      Files.writeString(picture, drawn);
    }
    assertThat(FlowCheck.problems(flow, types, flow.parameters().keySet(), new CelExpressions()))
        .isEmpty();
    assertThat(picture).content().isEqualTo(drawn);
    assertThat(drawn.length()).isLessThan(BYTES_MAX);
  }

  @Test
  void everyPictureIsShown() throws IOException {
    var page = Files.readString(PAGE);
    try (var pictures = Files.list(PICTURES)) {
      assertThat(pictures.map(each -> "(gallery/" + each.getFileName() + ")"))
          .allMatch(page::contains);
    }
  }

  private static FlowSpec flow(Path file) throws IOException {
    var problems = new Problems();
    var text = new SourceText(file.getFileName().toString(), Files.readString(file));
    var loaded = new Documents().load(List.of(text), Known.NOTHING, problems);
    return loaded.stream()
        .filter(each -> each.key().kind() == ResourceKind.FLOW)
        .map(each -> Json.read(each.tree(), FlowSpec.class))
        .findFirst()
        .orElseThrow(() -> new AssertionError(problems.all().toString()));
  }

  private static List<ProcessorType<?>> installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return found;
  }

  private static List<ServiceType<?, ?>> services() {
    var found = new ArrayList<ServiceType<?, ?>>();
    for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class)) {
      found.add(type);
    }
    return found;
  }
}
