package dev.weft.processors.standard;

import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.Reading;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.LookupService;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table in a CSV file, in memory; it is read again when the file has changed. */
public final class CsvLookup implements ServiceType<CsvLookup.Settings, LookupService> {
  /** Which file. */
  public record Settings(
      @Doc("The CSV file, with a header row.") Path file,
      @Doc("The column that holds the key, compared as text. If rows share one, the last counts.")
          String key,
      @Doc("What separates CSV cells: one character, a comma when left out.") String delimiter,
      @Doc("infer (unquoted numbers, true and false get their type) or text.")
          CsvDialect.Types types,
      @Doc("How often to look whether the file has changed, at most.") Duration checkEvery,
      @Doc("Rows, at most; with more nothing is looked up.") int rowsMax) {
    public Settings {
      if (file == null) {
        throw new IllegalArgumentException("file must be given");
      }
      key = Bounds.given("key", key, "id");
      types = types == null ? CsvDialect.Types.INFER : types;
      delimiter = String.valueOf(CsvDialect.of(delimiter, types).delimiter());
      checkEvery = Bounds.positive("checkEvery", checkEvery, Duration.ofSeconds(30));
      rowsMax = Bounds.number("rowsMax", rowsMax, 1, 5_000_000, 100_000);
    }
  }

  @Override
  public String name() {
    return "CsvLookup";
  }

  @Override
  public String summary() {
    return "Looks rows up in a CSV file, which is read again when it has changed.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public boolean isBoundToMachine() {
    return true;
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
    return new Table(settings, clock);
  }

  private static final class Table implements LookupService {
    private final Settings settings;
    private final Clock clock;
    private Map<String, Map<String, Object>> rows = Map.of();
    private Optional<FileTime> loaded = Optional.empty();
    private Instant checked = Instant.MIN;

    Table(Settings settings, Clock clock) {
      this.settings = settings;
      this.clock = clock;
    }

    @Override
    public synchronized Optional<Map<String, Object>> find(String key) throws RetryableException {
      var now = clock.instant();
      if (loaded.isEmpty() || !now.isBefore(checked.plus(settings.checkEvery()))) {
        reloadIfChanged();
        checked = now;
      }
      return Optional.ofNullable(rows.get(key));
    }

    private void reloadIfChanged() throws RetryableException {
      try {
        var time = Files.getLastModifiedTime(settings.file());
        if (!loaded.equals(Optional.of(time))) {
          rows = read();
          loaded = Optional.of(time);
        }
      } catch (IOException e) {
        loaded = Optional.empty();
        throw new RetryableException(settings.file() + " cannot be read: " + e.getMessage(), e);
      }
    }

    private Map<String, Map<String, Object>> read() throws IOException {
      var all = new HashMap<String, Map<String, Object>>();
      var dialect = CsvDialect.of(settings.delimiter(), settings.types());
      var source = settings.file().toString();
      try (var reader =
          RecordFormat.CSV.reader(Files.newInputStream(settings.file()), source, dialect)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          if (next.get() instanceof Reading.Malformed bad) {
            throw new IOException("line " + bad.origin().position() + ": " + bad.reason());
          }
          var fields = ((Reading.Good) next.get()).item().record().fields();
          if (!fields.containsKey(settings.key())) {
            throw new IOException("it has no column " + settings.key());
          }
          all.put(ValueText.of(fields.get(settings.key())), withoutKey(fields));
          if (all.size() > settings.rowsMax()) {
            throw new IOException("it has more than " + settings.rowsMax() + " rows");
          }
        }
      }
      return all;
    }

    private Map<String, Object> withoutKey(Map<String, Object> fields) {
      var row = new LinkedHashMap<>(fields);
      row.remove(settings.key());
      return row;
    }
  }
}
