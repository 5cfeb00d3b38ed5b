package dev.weft.spi.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link ProcessorType} implements as well when its settings are not the components of a
 * record but names that a library declares at run time, such as those of a Kafka Connect connector.
 * Its settings record then has one component, the map of names to texts. For any thread.
 */
public interface DeclaredSettings {
  /**
   * One setting, as people should know it.
   *
   * @param type such as {@code text} or {@code whole number}
   * @param defaultValue what it is when left out; empty when required or nothing
   */
  record Setting(
      String name,
      String type,
      String doc,
      boolean required,
      boolean sensitive,
      Optional<String> defaultValue) {}

  /**
   * What is wrong with a setting.
   *
   * @param code {@code unknown-setting} or {@code bad-setting}
   * @param message a sentence without the setting's value, which may be secret
   */
  record Flaw(String code, String setting, String message, String hint) {}

  /** All of them, those that matter most first. */
  List<Setting> declared();

  /**
   * All that is wrong, without touching anything outside.
   *
   * @param pending settings that are given, but whose values are not known yet
   */
  List<Flaw> flaws(Map<String, String> values, Set<String> pending);
}
