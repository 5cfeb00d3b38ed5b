package dev.weft.flow;

import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The types of processors that flows may use: those given, the runner's own two for ports, and what
 * plug-ins provide at this moment. For any thread: whoever looks sees one state of all plug-ins.
 */
public final class ProcessorTypes {
  private final Map<String, ProcessorType<?>> own = new TreeMap<>();
  private final Map<String, ServiceType<?, ?>> services = new TreeMap<>();
  private volatile Snapshot now;

  /**
   * A type that a plug-in provides.
   *
   * @param plugin the name of its file
   * @param edition differs where the plug-in's content differs
   */
  public record Provided(ProcessorType<?> type, String plugin, String edition) {}

  /** A type of controller service that a plug-in provides; as {@link Provided}. */
  public record ProvidedService(ServiceType<?, ?> type, String plugin, String edition) {}

  /** All that there is at one moment; {@code gone} is type to the plug-in that had it. */
  private record Snapshot(
      Map<String, ProcessorType<?>> types,
      Map<String, Provided> provided,
      Map<String, ServiceType<?, ?>> services,
      Map<String, String> serviceEditions,
      Map<String, String> gone) {}

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
    now = new Snapshot(own, Map.of(), services, Map.of(), Map.of());
  }

  private void add(ProcessorType<?> type) {
    var other = own.putIfAbsent(type.name(), type);
    if (other != null) {
      throw new IllegalArgumentException(
          "two types of processors are called " + type.name() + ": " + other + ", " + type);
    }
  }

  /**
   * From now on these are all that plug-ins provide. Names are different from each other and from
   * {@linkplain #isOwn Weft's own}.
   */
  public synchronized void provide(
      Collection<Provided> all, Collection<ProvidedService> allServices) {
    var types = new TreeMap<>(own);
    var provided = new HashMap<String, Provided>();
    for (var one : all) {
      if (types.putIfAbsent(one.type().name(), one.type()) != null) {
        throw new IllegalArgumentException("there is another type " + one.type().name());
      }
      provided.put(one.type().name(), one);
    }
    var gone = new HashMap<>(now.gone());
    now.provided().forEach((name, one) -> gone.put(name, one.plugin()));
    gone.keySet().removeAll(provided.keySet());
    var found = new TreeMap<>(services);
    var serviceEditions = new HashMap<String, String>();
    for (var one : allServices) {
      if (found.putIfAbsent(one.type().name(), one.type()) != null) {
        throw new IllegalArgumentException("there is another service " + one.type().name());
      }
      serviceEditions.put(one.type().name(), one.edition());
    }
    now = new Snapshot(types, provided, found, serviceEditions, gone);
  }

  /** Whether Weft has a type of this name without any plug-in, of a processor or of a service. */
  public boolean isOwn(String name) {
    return own.containsKey(name) || services.containsKey(name);
  }

  /** As {@link #edition}, of a type of controller service. */
  public Optional<String> serviceEdition(String name) {
    return Optional.ofNullable(now.serviceEditions().get(name));
  }

  /** The plug-in that provides a type now, as its edition; empty for a type of Weft. */
  public Optional<String> edition(String name) {
    return Optional.ofNullable(now.provided().get(name)).map(Provided::edition);
  }

  /** The plug-in that provided a type which is not there any more. */
  public Optional<String> gone(String name) {
    return Optional.ofNullable(now.gone().get(name));
  }

  public Optional<ProcessorType<?>> find(String name) {
    return Optional.ofNullable(now.types().get(name));
  }

  /** All names, in alphabetical order. */
  public Collection<String> names() {
    return Collections.unmodifiableSet(now.types().keySet());
  }

  /** What people should know of each type, for the reference, the forms and REST. */
  public List<TypeDescription> describe() {
    return now.types().values().stream().map(TypeDescription::of).toList();
  }

  /** The same of the types of controller services, none of which has a relationship. */
  public List<TypeDescription> describeServices() {
    return now.services().values().stream().map(TypeDescription::ofService).toList();
  }

  /** A type of controller service. */
  public Optional<ServiceType<?, ?>> findService(String name) {
    return Optional.ofNullable(now.services().get(name));
  }

  /** The names of all types of controller services, in alphabetical order. */
  public Collection<String> serviceNames() {
    return Collections.unmodifiableSet(now.services().keySet());
  }

  static boolean isSource(ProcessorType<?> type) {
    return type instanceof ProcessorType.OfSource || type instanceof ConsumePort;
  }
}
