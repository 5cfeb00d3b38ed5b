package dev.weft.processors.transform;

import dev.weft.processors.standard.Attributes;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;

/** Encrypts content with a passphrase, as an OpenPGP message. */
public final class EncryptContentPGP
    implements ProcessorType.OfProcessor<EncryptContentPGP.Settings>,
        SendsNothing<EncryptContentPGP.Settings> {
  static final int PASSPHRASE_LENGTH_MIN = 12;

  /** With what. */
  public record Settings(
      @Doc(value = "The passphrase, of 12 characters or more.", sensitive = true)
          String passphrase) {
    public Settings {
      checkPassphrase(passphrase);
    }
  }

  static void checkPassphrase(String passphrase) {
    if (passphrase == null || passphrase.length() < PASSPHRASE_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "passphrase must have " + PASSPHRASE_LENGTH_MIN + " characters or more");
    }
  }

  @Override
  public String name() {
    return "EncryptContentPGP";
  }

  @Override
  public String summary() {
    return "Encrypts content with a passphrase, as an OpenPGP message.";
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
          var message =
              context
                  .space()
                  .write(
                      bytes.origin(),
                      to -> {
                        try (var plain = bytes.opener().open()) {
                          pgp.encrypt(plain, to);
                        }
                      });
          var name = in.attributes().get(Attributes.FILENAME);
          var encrypted = in.with(message).with(Attributes.MIME_TYPE, "application/pgp-encrypted");
          out.emit(
              "success",
              name == null ? encrypted : encrypted.with(Attributes.FILENAME, name + ".pgp"));
        });
  }
}
