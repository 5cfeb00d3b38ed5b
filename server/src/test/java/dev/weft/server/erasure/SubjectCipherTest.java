package dev.weft.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.server.erasure.SubjectCipher.Sealed;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SubjectCipherTest {
  private static final String ID = "AAAAAAAAAAAAAAAA";
  private static final String PLACE = "shop.orders\0email";

  private final SecureRandom random = new SecureRandom();
  private final SubjectCipher cipher = new SubjectCipher(random);
  private final SubjectKeys.Key key = key("ada");

  @Test
  void onlyTheSamePersonsKeyOpensItInTheSamePlace() {
    var text = cipher.seal(ID, key, PLACE, "ada@example.org, \"Ada\" \u00e4");
    var sealed = Sealed.parse(text).orElseThrow();

    assertThat(text).startsWith("wk1." + ID + ".").doesNotContain("ada");
    assertThat(SubjectCipher.open(sealed, key, PLACE)).contains("ada@example.org, \"Ada\" \u00e4");
    assertThat(SubjectCipher.open(sealed, key("ada"), PLACE)).isEmpty();
    assertThat(SubjectCipher.open(sealed, key, "shop.orders\0name")).isEmpty();
    assertThat(SubjectCipher.open(sealed, key, "shop.returns\0email")).isEmpty();
    var asAnother = new SubjectKeys.Key("bo", key.secret(), "");
    assertThat(SubjectCipher.open(sealed, asAnother, PLACE)).isEmpty();
  }

  @Test
  void anyAlteredByteIsNoticed() {
    var sealed = Sealed.parse(cipher.seal(ID, key, PLACE, "ada")).orElseThrow();

    for (var i = 0; i < sealed.data().length; i++) {
      sealed.data()[i] ^= 1;
      assertThat(SubjectCipher.open(sealed, key, PLACE)).as("byte " + i).isEmpty();
      sealed.data()[i] ^= 1;
    }
    assertThat(SubjectCipher.open(sealed, key, PLACE)).contains("ada");
  }

  @Test
  void theSameValueLooksDifferentEachTime() {
    assertThat(cipher.seal(ID, key, PLACE, "ada")).isNotEqualTo(cipher.seal(ID, key, PLACE, "ada"));
  }

  @Test
  void whatHasNotTheFormIsNotEncrypted() {
    assertThat(Sealed.parse("ada@example.org")).isEmpty();
    assertThat(Sealed.parse("wk1.AAAA.BBBB")).isEmpty();
    assertThat(Sealed.parse("wk1." + ID + ".")).isEmpty();
  }

  private SubjectKeys.Key key(String subject) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return new SubjectKeys.Key(subject, SubjectCipher.secret(bytes));
  }
}
