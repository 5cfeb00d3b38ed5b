package dev.weft.flow;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.DeclaredSettings;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One type of processor as people see it; everything is taken from its settings record. */
public record TypeDescription(
    String name,
    String summary,
    boolean source,
    List<String> relationships,
    List<SettingDescription> settings) {

  /**
   * One setting.
   *
   * @param type such as {@code text}, {@code whole number}, {@code list of text}, {@code one of a,
   *     b}
   * @param defaultValue what it is when left out, as text; empty when required or nothing
   */
  public record SettingDescription(
      String name,
      String type,
      String doc,
      boolean required,
      boolean sensitive,
      @JsonProperty("default") Optional<String> defaultValue) {}

  /** Everything that people can be told of a type; asks its settings record. */
  public static <S extends Record> TypeDescription of(ProcessorType<S> type) {
    var probe = SettingsProbe.of(type.settings());
    return new TypeDescription(
        type.name(),
        type.summary(),
        ProcessorTypes.isSource(type),
        relationships(type, probe),
        type instanceof DeclaredSettings declared
            ? declared.declared().stream().map(TypeDescription::setting).toList()
            : Arrays.stream(type.settings().getRecordComponents())
                .map(component -> setting(component, probe))
                .toList());
  }

  /** The same of a type of controller service. */
  static <S extends Record> TypeDescription ofService(ServiceType<S, ?> type) {
    var probe = SettingsProbe.of(type.settings());
    return new TypeDescription(
        type.name(),
        type.summary(),
        false,
        List.of(),
        Arrays.stream(type.settings().getRecordComponents())
            .map(component -> setting(component, probe))
            .toList());
  }

  private static SettingDescription setting(DeclaredSettings.Setting setting) {
    return new SettingDescription(
        setting.name(),
        setting.type(),
        setting.doc(),
        setting.required(),
        setting.sensitive(),
        setting.defaultValue());
  }

  /**
   * The relationships with the least settings; those that come from settings are not among them.
   */
  private static <S extends Record> List<String> relationships(
      ProcessorType<S> type, SettingsProbe<S> probe) {
    return probe
        .settings()
        .map(type::relationships)
        .map(all -> all.stream().filter(name -> !name.equals(SettingsProbe.EXAMPLE)).toList())
        .orElse(ProcessorTypes.isSource(type) ? List.of("success") : List.of("success", "failure"));
  }

  private static SettingDescription setting(RecordComponent component, SettingsProbe<?> probe) {
    var doc = component.getAnnotation(Doc.class);
    var required = probe.required().contains(component.getName());
    return new SettingDescription(
        component.getName(),
        word(component.getGenericType()),
        doc == null ? "" : doc.value(),
        required,
        doc != null && doc.sensitive(),
        required ? Optional.empty() : probe.valueOf(component));
  }

  private static String word(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return "map to " + word(arguments[1]);
      }
      return generic.getRawType() == List.class
          ? "list of " + word(arguments[0])
          : word(arguments[0]);
    }
    var plain = (Class<?>) type;
    if (plain.isRecord() || JsonNode.class.isAssignableFrom(plain)) {
      return "object";
    }
    return ScalarSetting.word(plain).replaceFirst("^an? ", "");
  }
}
