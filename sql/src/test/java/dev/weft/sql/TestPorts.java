package dev.weft.sql;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The ports of the tests, from the contracts in {@code contracts.yaml}. */
final class TestPorts implements PortTables {
  private final Map<PortName, Contract> contracts = new LinkedHashMap<>();
  private List<QueryFunction> functions = List.of();

  /** All contracts of the file, by the names of their ports. */
  static TestPorts load() {
    var ports = new TestPorts();
    ((Map<?, ?>) yaml("contracts.yaml"))
        .forEach(
            (port, contract) ->
                ports.contracts.put(
                    PortName.of(port.toString()),
                    Json.MAPPER.convertValue(contract, Contract.class)));
    return ports;
  }

  static Object yaml(String resource) {
    try (var in = TestPorts.class.getResourceAsStream(resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object parse(String yaml) {
    return new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
        .loadFromString(yaml);
  }

  void functions(List<QueryFunction> some) {
    functions = List.copyOf(some);
  }

  @Override
  public Collection<QueryFunction> functions() {
    return functions;
  }

  void put(PortName port, Contract contract) {
    contracts.put(port, contract);
  }

  @Override
  public Optional<Contract> contract(PortName port) {
    return Optional.ofNullable(contracts.get(port));
  }

  @Override
  public Collection<PortName> names() {
    return contracts.keySet();
  }
}
