package dev.weft.processors.standard;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.LookupService;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small table that stands in the flow itself. */
public final class MapLookup implements ServiceType<MapLookup.Settings, LookupService> {
  /** The table. */
  public record Settings(
      @Doc("Key to value, all of them texts.") Map<String, String> values,
      @Doc("What the value is called in records.") String field) {
    public Settings {
      values = Bounds.texts(values);
      field = field == null ? "value" : field;
      if (values.isEmpty()) {
        throw new IllegalArgumentException("values must hold a key and its value");
      }
    }
  }

  @Override
  public String name() {
    return "MapLookup";
  }

  @Override
  public String summary() {
    return "Looks values up in a small table that stands in the flow itself.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<LookupService> gives() {
    return LookupService.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return List.of();
  }

  @Override
  public LookupService create(Settings settings, Clock clock) {
    return key ->
        Optional.ofNullable(settings.values().get(key))
            .map(value -> Map.<String, Object>of(settings.field(), value));
  }
}
