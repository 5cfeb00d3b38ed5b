package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Questions about output ports, answered from the mesh's state. */
public final class Ports {
  private Ports() {}

  public static boolean exists(MeshState state, PortName port) {
    return find(state, port).isPresent();
  }

  public static Optional<DataProduct.OutputPort> find(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()));
  }

  public static Optional<Contract> contract(MeshState state, PortName port) {
    return find(state, port)
        .flatMap(found -> Optional.ofNullable(found.contractId()))
        .flatMap(id -> state.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
  }

  /** Until when a port's contract holds, if it is deprecated and the port is there. */
  public static Optional<String> end(MeshState state, String port) {
    return PortName.parse(port)
        .flatMap(name -> contract(state, name))
        .filter(contract -> contract.status().equals("deprecated"))
        .flatMap(Contract::endOfLife);
  }

  /** The output ports that this contract describes. */
  public static List<PortName> ofContract(MeshState state, String contractId) {
    return contractId == null ? List.of() : ofContracts(state, Set.of(contractId));
  }

  /** The same of several. */
  public static List<PortName> ofContracts(MeshState state, Set<String> contractIds) {
    var ports = new ArrayList<PortName>();
    contractIds.stream()
        .flatMap(id -> state.productsWith(id).stream())
        .distinct()
        .sorted()
        .flatMap(name -> state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream())
        .forEach(
            product ->
                product.outputPorts().stream()
                    .filter(port -> port.contractId() != null)
                    .filter(port -> contractIds.contains(port.contractId()))
                    .forEach(port -> ports.add(product.portName(port))));
    return ports;
  }

  /** The output ports of a product. */
  public static List<PortName> ofProduct(MeshState state, String product) {
    return state.find(ResourceKind.DATA_PRODUCT, product, DataProduct.class).stream()
        .flatMap(found -> found.outputPorts().stream().map(found::portName))
        .toList();
  }

  /** All output ports, by name. */
  public static List<PortName> all(MeshState state) {
    var ports = new ArrayList<PortName>();
    for (var product : state.all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
      product.outputPorts().forEach(port -> ports.add(product.portName(port)));
    }
    return ports;
  }

  /** The dotted paths of the contract's fields and of those that turned up at the source. */
  public static Set<String> fieldNames(MeshState state, PortName port) {
    var names = new TreeSet<String>();
    contract(state, port).ifPresent(contract -> collect("", contract.fields(), names));
    state
        .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
        .ifPresent(fields -> names.addAll(fields.fields().keySet()));
    return names;
  }

  private static void collect(String prefix, List<Contract.Field> fields, Set<String> names) {
    for (var field : fields) {
      var path = prefix + field.name();
      names.add(path);
      collect(path + ".", field.properties(), names);
      if (field.items() != null) {
        collect(path + ".", field.items().properties(), names);
      }
    }
  }
}
