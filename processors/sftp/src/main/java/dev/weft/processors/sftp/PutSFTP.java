package dev.weft.processors.sftp;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.OriginNames;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes each FlowFile as one file on an SFTP server, which gets its name when it is whole. Records
 * become lines of JSON; put a ConvertRecord before it for another format. The same content, sent
 * again after a crash, replaces itself.
 */
public final class PutSFTP
    implements ProcessorType.OfProcessor<PutSFTP.Settings>, KeepsFields<PutSFTP.Settings> {
  /** What to do when a file of that name is there. */
  public enum Conflict {
    @JsonProperty("replace")
    REPLACE,
    @JsonProperty("fail")
    FAIL
  }

  /** Where to write. */
  public record Settings(
      @Doc("The SftpServer service to use.") String server,
      @Doc("The folder to write into, from /; it is made when it is not there.") String directory,
      @Doc(
              "CEL over 'attributes' that gives the file's name; attributes.filename when left"
                  + " out, or a name made from where the content came from.")
          String filename,
      @Doc(
              "replace, the default, or fail: what happens when a file of that name is there. With"
                  + " fail a repeat after a crash goes to failure too.")
          Conflict conflict) {
    public Settings {
      server = Given.text("server", server);
      directory = Folders.given(directory);
      filename = Given.textOr(filename, "");
      conflict = conflict == null ? Conflict.REPLACE : conflict;
    }
  }

  @Override
  public String name() {
    return "PutSFTP";
  }

  @Override
  public String summary() {
    return "Writes each FlowFile as one file on an SFTP server, whole or not at all.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.server()).stream()
        .map(each -> each.of("server").below(settings.directory()))
        .toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    Folders.check(settings.directory());
    Optional<Compiled> filename =
        settings.filename().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.filename()));
    return new Put(settings, filename, context.service(settings.server(), SftpHost.class));
  }

  private static final class Put implements Processor {
    private final Settings settings;
    private final Optional<Compiled> filename;
    private final HeldConnection connection;

    Put(Settings settings, Optional<Compiled> filename, SftpHost host) {
      this.settings = settings;
      this.filename = filename;
      this.connection = new HeldConnection(host);
    }

    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      if (in.content() instanceof Records records && records.items().isEmpty()) {
        return;
      }
      try {
        var name = name(in);
        if (!name.matches("[^/\0]{1,200}") || name.startsWith(".")) {
          out.emit("failure", in.with("error.message", "filename gives no name of a file"));
        } else if (connection.run(open -> write(open, name, in.content()))) {
          out.emit("success", in.with("filename", name));
        } else {
          out.emit("failure", in.with("error.message", name + " is there already"));
        }
      } catch (EvaluationException e) {
        out.emit("failure", in.with("error.message", "filename: " + e.getMessage()));
      } catch (IOException e) {
        throw new RetryableException(e.getMessage(), e);
      }
    }

    private String name(FlowFile in) throws EvaluationException {
      if (filename.isPresent()) {
        var value = filename.get().evaluate(new DataRecord(Map.of()), in.attributes());
        return String.valueOf(value);
      }
      return in.attributes().getOrDefault("filename", OriginNames.of(in.content()));
    }

    /** Whether it is written: false when it is there and must not be replaced. */
    private boolean write(SftpConnection open, String name, Content content) throws IOException {
      open.makeFolder(settings.directory());
      if (settings.conflict() == Conflict.FAIL && open.exists(settings.directory() + "/" + name)) {
        return false;
      }
      try (var in = stream(content)) {
        open.write(settings.directory(), name, in);
      }
      return true;
    }

    private static InputStream stream(Content content) throws IOException {
      if (content instanceof Bytes bytes) {
        return bytes.opener().open();
      }
      var lines = new ByteArrayOutputStream();
      for (var item : ((Records) content).items()) {
        lines.write(Json.bytes(item.record().fields()));
        lines.write('\n');
      }
      return new ByteArrayInputStream(lines.toByteArray());
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
