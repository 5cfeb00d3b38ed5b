package dev.weft.flow;

import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of processors that flows may use: those given, and the runner's own two for ports. */
public final class ProcessorTypes {
  private final Map<String, ProcessorType<?>> types = new TreeMap<>();

  private final Map<String, ServiceType<?, ?>> services = new TreeMap<>();

  /** Without types of controller services. */
  public ProcessorTypes(Collection<? extends ProcessorType<?>> found) {
    this(found, List.of());
  }

  /** Throws IllegalArgumentException when two types have the same name. */
  public ProcessorTypes(
      Collection<? extends ProcessorType<?>> found, Collection<ServiceType<?, ?>> foundServices) {
    add(new ConsumePort());
    add(new PublishPort());
    found.forEach(this::add);
    for (var service : foundServices) {
      if (services.putIfAbsent(service.name(), service) != null) {
        throw new IllegalArgumentException("two services are called " + service.name());
      }
    }
  }

  private void add(ProcessorType<?> type) {
    var other = types.putIfAbsent(type.name(), type);
    if (other != null) {
      throw new IllegalArgumentException(
          "two types of processors are called " + type.name() + ": " + other + ", " + type);
    }
  }

  public Optional<ProcessorType<?>> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All names, in alphabetical order. */
  public Collection<String> names() {
    return Collections.unmodifiableSet(types.keySet());
  }

  /** What people should know of each type, for the reference, the forms and REST. */
  public List<TypeDescription> describe() {
    return types.values().stream().map(TypeDescription::of).toList();
  }

  /** A type of controller service. */
  public Optional<ServiceType<?, ?>> findService(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /** The names of all types of controller services, in alphabetical order. */
  public Collection<String> serviceNames() {
    return Collections.unmodifiableSet(services.keySet());
  }

  static boolean isSource(ProcessorType<?> type) {
    return type instanceof ProcessorType.OfSource || type instanceof ConsumePort;
  }
}
