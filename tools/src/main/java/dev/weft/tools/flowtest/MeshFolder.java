package dev.weft.tools.flowtest;

import dev.weft.model.ContextChain;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.ParameterContext;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The flows, parameter contexts, products and contracts of a folder, without a server. */
final class MeshFolder {
  private static final int FILES_MAX = 5_000;

  private final List<Checked> all;

  private MeshFolder(List<Checked> all) {
    this.all = all;
  }

  /** Files that hold tests are left out. */
  static MeshFolder read(Path folder) {
    var problems = new Problems();
    var documents = new ArrayList<Document>();
    var reader = new Documents();
    for (var file : files(folder)) {
      documents.addAll(reader.read(new SourceText(file.toString(), TestFile.text(file)), problems));
    }
    documents.removeIf(one -> one.tree().path("kind").asText().equals("FlowTest"));
    documents.removeIf(one -> !one.tree().has("kind"));
    var checked = reader.check(documents, problems);
    problems.throwIfAny();
    return new MeshFolder(checked);
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted()
          .limit(FILES_MAX)
          .toList();
    } catch (IOException e) {
      throw Problem.input(
              "file-not-readable",
              new Place(folder.toString(), 0, 0, ""),
              "The folder of the mesh cannot be read: " + e + ".",
              "'mesh' names it, from the test's own folder.")
          .asException();
    }
  }

  /** The flow, as its file has it. */
  Checked flow(String name) {
    var names = new TreeSet<String>();
    for (var one : all) {
      if (one.key().kind() == ResourceKind.FLOW) {
        if (one.key().name().equals(name)) {
          return one;
        }
        names.add(one.key().name());
      }
    }
    throw Problem.input(
            "no-such-flow",
            Place.field("flow"),
            "No file of the mesh's folder holds a flow '" + name + "'.",
            names.isEmpty() ? "'mesh: DIR' names the folder." : Nearest.hint(name, names, "flows"))
        .asException();
  }

  /** The flow, with what its parameter context declares; values in files are its defaults. */
  FlowSpec spec(Checked flow) {
    var written = Json.read(flow.tree(), FlowSpec.class);
    var chain =
        ContextChain.of(
            written.parameterContext(),
            name -> find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class));
    return written.with(chain.declared());
  }

  /** The contract of an output port. */
  Optional<Contract> contract(PortName port) {
    return find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()))
        .flatMap(output -> Optional.ofNullable(output.contractId()))
        .flatMap(id -> find(ResourceKind.DATA_CONTRACT, id, Contract.class));
  }

  private <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun) {
    return all.stream()
        .filter(one -> one.key().kind() == kind && one.key().name().equals(name))
        .findFirst()
        .map(one -> Json.read(one.tree(), noun));
  }
}
