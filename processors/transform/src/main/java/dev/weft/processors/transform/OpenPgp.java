package dev.weft.processors.transform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Messages after RFC 4880 that a passphrase protects: AES-256 with integrity protection, the key
 * from the passphrase by 65,011,712 rounds' worth of SHA-256. What other tools write by passphrase
 * is read, but never without integrity protection.
 */
record OpenPgp(String passphrase) {
  /** The coded count of most work: 65,011,712 bytes are hashed for one key. */
  private static final int WORK = 0xFF;

  private static final int BUFFER = 1 << 16;

  void encrypt(InputStream plain, OutputStream to) throws IOException {
    try {
      var encryption =
          new PGPEncryptedDataGenerator(
              new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                  .setWithIntegrityPacket(true)
                  .setSecureRandom(new SecureRandom()));
      var digests = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256);
      encryption.addMethod(
          new BcPBEKeyEncryptionMethodGenerator(passphrase.toCharArray(), digests, WORK));
      try (var encrypted = encryption.open(to, new byte[BUFFER]);
          var literal =
              new PGPLiteralDataGenerator()
                  .open(encrypted, PGPLiteralData.BINARY, "", new Date(0), new byte[BUFFER])) {
        plain.transferTo(literal);
      }
    } catch (PGPException e) {
      throw new IOException("it cannot be encrypted: " + e.getMessage(), e);
    }
  }

  /** Writes the plain text; what was written counts only if this returns. */
  void decrypt(InputStream message, OutputStream to) throws IOException {
    try {
      var encrypted = encrypted(message);
      var key =
          new BcPBEDataDecryptorFactory(
              passphrase.toCharArray(), new BcPGPDigestCalculatorProvider());
      try (var plain = encrypted.getDataStream(key)) {
        literal(plain).getInputStream().transferTo(to);
      }
      if (!encrypted.verify()) {
        throw new IOException("the message has been changed");
      }
    } catch (PGPException e) {
      throw new IOException("the passphrase is wrong or the message broken", e);
    }
  }

  private static PGPPBEEncryptedData encrypted(InputStream message) throws IOException {
    var objects =
        new BcPGPObjectFactory(PGPUtil.getDecoderStream(new BufferedInputStream(message)));
    var next = objects.nextObject();
    if (next instanceof PGPMarker) {
      next = objects.nextObject();
    }
    if (next instanceof PGPEncryptedDataList list) {
      for (var each : list) {
        if (each instanceof PGPPBEEncryptedData byPassphrase) {
          return protectedOnly(byPassphrase);
        }
      }
    }
    throw new IOException("it is no OpenPGP message that a passphrase opens");
  }

  private static PGPPBEEncryptedData protectedOnly(PGPPBEEncryptedData data) throws IOException {
    if (!data.isIntegrityProtected()) {
      throw new IOException("the message has no integrity protection");
    }
    return data;
  }

  /** Looks into one layer of compression, which other tools add. */
  private static PGPLiteralData literal(InputStream plain) throws IOException, PGPException {
    var next = new BcPGPObjectFactory(plain).nextObject();
    if (next instanceof PGPCompressedData compressed) {
      next = new BcPGPObjectFactory(compressed.getDataStream()).nextObject();
    }
    if (next instanceof PGPLiteralData literal) {
      return literal;
    }
    throw new IOException("the message holds no plain content");
  }
}
