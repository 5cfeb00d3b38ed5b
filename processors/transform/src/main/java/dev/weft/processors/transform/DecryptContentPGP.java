package dev.weft.processors.transform;

import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;

/**
 * Decrypts OpenPGP messages that a passphrase protects. Nothing is sent on before the integrity of
 * all of it is verified.
 */
public final class DecryptContentPGP
    implements ProcessorType.OfProcessor<DecryptContentPGP.Settings>,
        SendsNothing<DecryptContentPGP.Settings> {
  /** With what. */
  public record Settings(
      @Doc(value = "The passphrase.", sensitive = true) String passphrase,
      @Doc("Content that becomes larger goes to failure.") long bytesMax) {
    public Settings {
      if (passphrase == null || passphrase.isEmpty()) {
        throw new IllegalArgumentException("passphrase must be given");
      }
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, 1L << 40, 1L << 30);
    }
  }

  @Override
  public String name() {
    return "DecryptContentPGP";
  }

  @Override
  public String summary() {
    return "Decrypts OpenPGP messages that a passphrase protects.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var pgp = new OpenPgp(settings.passphrase());
    return new OnBytes(
        (in, bytes, out) -> {
          var plain =
              context
                  .space()
                  .write(
                      bytes.origin(),
                      to -> {
                        try (var message = bytes.opener().open()) {
                          pgp.decrypt(message, new LimitedOutput(to, settings.bytesMax()));
                        }
                      });
          out.emit("success", in.with(plain));
        });
  }
}
