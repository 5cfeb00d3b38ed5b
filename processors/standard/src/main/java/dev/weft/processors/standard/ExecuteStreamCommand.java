package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Sends content through a program: its standard input to its standard output. There is no shell,
 * the arguments are fixed, and only programs run that the server's settings name.
 */
public final class ExecuteStreamCommand
    implements ProcessorType.OfProcessor<ExecuteStreamCommand.Settings> {
  /** Which program. */
  public record Settings(
      @Doc(
              "The program, by its absolute path, and its arguments, as they are. The server must"
                  + " allow it: WEFT_COMMANDS, or the system property weft.commands, names absolute"
                  + " paths, separated by colons. None are allowed when it is not set.")
          List<String> command,
      @Doc("How long one run may take; then it is ended.") Duration timeout,
      @Doc("What the program writes, in bytes, at most.") long bytesMax) {
    public Settings {
      command = Bounds.texts(command);
      if (command.isEmpty() || !Path.of(command.get(0)).isAbsolute()) {
        throw new IllegalArgumentException("command must begin with a program's absolute path");
      }
      timeout = Bounds.positive("timeout", timeout, Duration.ofSeconds(30));
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, 1L << 40, 64 << 20);
    }
  }

  @Override
  public String name() {
    return "ExecuteStreamCommand";
  }

  @Override
  public String summary() {
    return "Sends content through a program that the server's settings allow.";
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
  public List<String> relationships(Settings settings) {
    return List.of("success", "nonzero.status", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    // What the program does with it nobody knows.
    return List.of(new Destination("command:" + settings.command().get(0), "command"));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnBytes(
        (in, bytes, out) -> {
          if (!AllowedCommands.ofProcess().allows(settings.command())) {
            throw new BadContentException(
                "the server does not allow this program: name it in WEFT_COMMANDS");
          }
          run(in, bytes, settings, context, out);
        });
  }

  private static void run(
      FlowFile in, Bytes bytes, Settings settings, ProcessorContext context, Output out)
      throws IOException, BadContentException {
    var run = new ProgramRun(settings.command(), settings.timeout(), settings.bytesMax());
    var written = context.space().write(bytes.origin(), to -> run.through(bytes, to));
    var status = run.status();
    var result = in.with("execution.status", Integer.toString(status));
    if (status == 0) {
      out.emit("success", result.with(written));
    } else {
      out.emit(
          "nonzero.status",
          result.with(Attributes.ERROR, "The program ends with status " + status + "."));
    }
  }
}
