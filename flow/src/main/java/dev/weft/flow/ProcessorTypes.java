package dev.weft.flow;

import dev.weft.spi.flow.ProcessorType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of processors that flows may use: those given, and the runner's own two for ports. */
public final class ProcessorTypes {
  private final Map<String, ProcessorType<?>> types = new TreeMap<>();

  /** Throws IllegalArgumentException when two types have the same name. */
  public ProcessorTypes(Collection<? extends ProcessorType<?>> found) {
    add(new ConsumePort());
    add(new PublishPort());
    found.forEach(this::add);
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

  static boolean looksAtQueue(ProcessorType<?> type) {
    return type instanceof ProcessorType.OfQueue;
  }

  static boolean isSource(ProcessorType<?> type) {
    return type instanceof ProcessorType.OfSource || type instanceof ConsumePort;
  }
}
