package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells the hash of the content as an attribute. */
public final class CryptographicHashContent
    implements ProcessorType.OfProcessor<CryptographicHashContent.Settings>,
        KeepsFields<CryptographicHashContent.Settings>,
        SendsNothing<CryptographicHashContent.Settings> {
  /** Which hash. */
  public record Settings(
      @Doc("The algorithm.") Algorithm algorithm,
      @Doc("The attribute that gets the hash in hex; content_SHA-256 and so on when left out.")
          String attribute) {
    public Settings {
      algorithm = algorithm == null ? Algorithm.SHA_256 : algorithm;
      attribute = attribute == null ? "content_" + algorithm.standardName() : attribute;
    }
  }

  /** Those that have no known collisions. */
  public enum Algorithm {
    SHA_256,
    SHA_384,
    SHA_512,
    SHA3_256,
    SHA3_512;

    String standardName() {
      return name().replace('_', '-');
    }
  }

  @Override
  public String name() {
    return "CryptographicHashContent";
  }

  @Override
  public String summary() {
    return "Tells the hash of the content as an attribute.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnBytes(
        (in, bytes, out) ->
            out.emit("success", in.with(settings.attribute(), hash(bytes, settings.algorithm()))));
  }

  private static String hash(Bytes bytes, Algorithm algorithm) throws IOException {
    try (var in = bytes.opener().open()) {
      var digest = MessageDigest.getInstance(algorithm.standardName());
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
