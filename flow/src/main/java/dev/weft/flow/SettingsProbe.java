package dev.weft.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what a settings record requires by asking it: made with nothing, it refuses and names
 * what is missing; given that, it names the next. What it then holds are its defaults.
 *
 * @param required the components without which it cannot be made
 * @param settings an instance with as little as possible; empty when it wants more than examples
 */
record SettingsProbe<S extends Record>(Set<String> required, Optional<S> settings) {
  /** The key of a map that a component must not lack; relationships may be named by it. */
  static final String EXAMPLE = "example";

  /** What a text may have to be like: a name, a condition, an aggregate, a pattern. */
  private static final List<String> TEXTS = List.of("a.b", "true", "count", "%{WORD:a}");

  static <S extends Record> SettingsProbe<S> of(Class<S> type) {
    var required = new LinkedHashMap<String, Integer>();
    var components = type.getRecordComponents();
    for (var tries = 0; tries <= components.length * TEXTS.size(); tries++) {
      try {
        var made = SettingsBinder.constructor(type).newInstance(arguments(components, required));
        return new SettingsProbe<>(required.keySet(), Optional.of(made));
      } catch (InvocationTargetException e) {
        var message = String.valueOf(e.getCause().getMessage());
        var missing = SettingsBinder.component(message, type);
        if (missing.isEmpty()
            || required.merge(missing.get(), 0, (n, zero) -> n + 1) >= TEXTS.size()) {
          break;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("settings " + type + " must be a public record", e);
      }
    }
    return new SettingsProbe<>(required.keySet(), Optional.empty());
  }

  /** The value of a component that was left out, as text; empty when it is nothing. */
  Optional<String> valueOf(RecordComponent component) {
    return settings
        .map(
            made -> {
              try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(made);
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            })
        .map(SettingsProbe::text)
        .filter(text -> !text.isEmpty());
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingsProbe::text).orElse("");
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if ((value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())) {
      return "";
    }
    return value instanceof Duration duration ? DurationText.of(duration) : value.toString();
  }

  private static Object[] arguments(RecordComponent[] components, Map<String, Integer> given) {
    var arguments = new Object[components.length];
    for (var i = 0; i < components.length; i++) {
      var component = components[i];
      var text = given.get(component.getName());
      arguments[i] = text == null ? absent(component) : example(component, TEXTS.get(text));
    }
    return arguments;
  }

  private static Object absent(RecordComponent component) {
    return component.getType() == Optional.class
        ? Optional.empty()
        : ScalarSetting.absent(component.getType());
  }

  private static Object example(RecordComponent component, String text) {
    var type = component.getType();
    if (type == String.class) {
      return text;
    }
    if (component.getGenericType() instanceof ParameterizedType) {
      return type == Map.class ? Map.of(EXAMPLE, text) : List.of("a");
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    return type.isRecord() ? null : ScalarSetting.parse(type == boolean.class ? "true" : "1", type);
  }
}
