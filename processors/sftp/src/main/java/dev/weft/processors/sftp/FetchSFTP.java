package dev.weft.processors.sftp;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads the file that {@link ListSFTP} has listed. It is copied once, whatever reads it then. */
public final class FetchSFTP
    implements ProcessorType.OfProcessor<FetchSFTP.Settings>, KeepsFields<FetchSFTP.Settings> {
  /** From where to read. */
  public record Settings(
      @Doc("The SftpServer service to use.") String server,
      @Doc("The folder that files must be in, from /; whatever leads out of it is refused.")
          String directory) {
    public Settings {
      server = Given.text("server", server);
      directory = Folders.given(directory);
    }
  }

  @Override
  public String name() {
    return "FetchSFTP";
  }

  @Override
  public String summary() {
    return "Reads the file on an SFTP server that ListSFTP has listed.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "not.found", "failure");
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
    return new Fetch(settings, context.service(settings.server(), SftpHost.class), context);
  }

  private static final class Fetch implements Processor {
    private final Settings settings;
    private final SftpHost host;
    private final ProcessorContext context;
    private final HeldConnection connection;

    Fetch(Settings settings, SftpHost host, ProcessorContext context) {
      this.settings = settings;
      this.host = host;
      this.context = context;
      this.connection = new HeldConnection(host);
    }

    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      var folder = in.attributes().get("absolute.path");
      var name = in.attributes().get("filename");
      if (folder == null || name == null) {
        out.emit(
            "failure",
            in.with("error.message", "the attributes absolute.path and filename name no file"));
        return;
      }
      var path = folder + "/" + name;
      try {
        var content = connection.run(open -> read(open, path, origin(in, path)));
        out.emit("success", in.with(content));
      } catch (NoSuchFileException e) {
        out.emit("not.found", in);
      } catch (OutsideException e) {
        out.emit("failure", in.with("error.message", e.getMessage()));
      } catch (IOException e) {
        throw new RetryableException(e.getMessage(), e);
      }
    }

    private Content read(SftpConnection open, String path, Origin origin) throws IOException {
      var real = open.realPath(path);
      if (!Folders.isWithin(open.realPath(settings.directory()), real)) {
        throw new OutsideException(path + " is not in " + settings.directory());
      }
      var size = open.size(real);
      Bytes content = context.space().write(origin, to -> open.read(real, to));
      if (content.size() != size) {
        throw new IOException(host.title() + path + " changes while it is read");
      }
      return content;
    }

    private Origin origin(FlowFile in, String path) {
      if (in.content() instanceof Bytes bytes) {
        return bytes.origin();
      }
      var items = ((Records) in.content()).items();
      return items.isEmpty() ? new Origin(host.title() + path, "file", 0) : items.get(0).origin();
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private static final class OutsideException extends IOException {
    OutsideException(String message) {
      super(message);
    }
  }
}
