package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.DeclaredSettings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Makes a settings record from what an author wrote: component by component, unknown keys refused
 * with a suggestion, and the record's own checks turned into problems. Collects all problems.
 */
final class SettingsBinder {
  private final Parameters parameters;
  private final List<Problem> problems;

  SettingsBinder(Parameters parameters, List<Problem> problems) {
    this.parameters = parameters;
    this.problems = problems;
  }

  /** The settings; empty when there are problems, or when a value is not known yet. */
  <S extends Record> Optional<S> bind(ObjectNode written, Class<S> type, String path) {
    var before = problems.size();
    refuseUnknown(written, type, path);
    var arguments = new ArrayList<>();
    var known = true;
    for (var component : type.getRecordComponents()) {
      var at = path + "." + component.getName();
      var value = component(written.get(component.getName()), component, at);
      known &= value.isKnown();
      arguments.add(value.value());
    }
    if (problems.size() > before || !known) {
      return Optional.empty();
    }
    return construct(type, arguments.toArray(), path);
  }

  /** As the other, for settings that a library declares: all are texts, and it checks them. */
  <S extends Record> Optional<S> bind(
      ObjectNode written, DeclaredSettings declared, Class<S> type, String path) {
    var before = problems.size();
    var values = new LinkedHashMap<String, String>();
    var pending = new HashSet<String>();
    for (var entry : written.properties()) {
      if (!entry.getValue().isNull()) {
        declaredText(entry.getValue(), path + "." + entry.getKey())
            .ifPresentOrElse(
                value -> values.put(entry.getKey(), value), () -> pending.add(entry.getKey()));
      }
    }
    if (problems.size() == before) {
      declared
          .flaws(values, pending)
          .forEach(
              flaw ->
                  problem(flaw.code(), path + "." + flaw.setting(), flaw.message(), flaw.hint()));
    }
    return problems.size() > before || !pending.isEmpty()
        ? Optional.empty()
        : construct(type, new Object[] {values}, path);
  }

  /** A list is written with commas between its values, as such libraries read it. */
  private Optional<String> declaredText(JsonNode node, String path) {
    if (node.isValueNode()) {
      return text(node.asText(), path);
    }
    if (!node.isArray()) {
      problem("wrong-type", path, "One value is expected here, or a list.", "");
      return Optional.empty();
    }
    var texts = new ArrayList<String>();
    for (var item : node) {
      text(item.asText(), path).ifPresent(texts::add);
    }
    return texts.size() == node.size() ? Optional.of(String.join(",", texts)) : Optional.empty();
  }

  private SettingValue component(JsonNode node, RecordComponent component, String path) {
    return SettingValue.of(node, component.getGenericType(), path, this);
  }

  /** A text with its parameters filled in; empty when one is unknown. */
  Optional<String> text(String text, String path) {
    return parameters.resolve(text, path, problems);
  }

  void problem(String code, String path, String message, String hint) {
    problems.add(Problem.input(code, Place.field(path), message, hint));
  }

  private void refuseUnknown(ObjectNode written, Class<?> type, String path) {
    var names = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    written
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!names.contains(key)) {
                problem(
                    "unknown-setting",
                    path + "." + key,
                    "'" + key + "' is not a setting.",
                    Nearest.hint(key, names, "settings"));
              }
            });
  }

  private <S extends Record> Optional<S> construct(Class<S> type, Object[] args, String path) {
    try {
      return Optional.of(constructor(type).newInstance(args));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        var message = refused.getMessage() == null ? "It is refused." : refused.getMessage();
        problem("bad-setting", named(message, type, path), message, "");
        return Optional.empty();
      }
      throw new IllegalStateException(type + " must refuse with IllegalArgumentException", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("settings " + type + " must be a public record", e);
    }
  }

  /** The constructor that takes all components. */
  static <S extends Record> Constructor<S> constructor(Class<S> type) throws NoSuchMethodException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  /** The path of the component that the message names first, else the path of all settings. */
  private static String named(String message, Class<?> type, String path) {
    return component(message, type).map(name -> path + "." + name).orElse(path);
  }

  /** The component that a message of the settings' constructor names first. */
  static Optional<String> component(String message, Class<?> type) {
    var names = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    return Arrays.stream(message.split("[^A-Za-z0-9_]+")).filter(names::contains).findFirst();
  }
}
