package dev.weft.server.parameters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private final SecretBox box = new SecretBox(new byte[32], new SecureRandom());

  @Test
  void opensWhatItSealedAndShowsNothingOfIt() {
    var hidden = box.seal("Flow/a#password", "hunter2-hunter2");

    assertThat(hidden).doesNotContain("hunter2");
    assertThat(box.open("Flow/a#password", hidden)).isEqualTo("hunter2-hunter2");
  }

  @Test
  void aSecretDoesNotOpenInAnotherPlace() {
    var hidden = box.seal("Flow/a#password", "hunter2-hunter2");

    assertThatThrownBy(() -> box.open("Flow/b#password", hidden))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Flow/b#password");
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    assertThat(box.seal("p", "s")).isNotEqualTo(box.seal("p", "s"));
  }

  @Test
  void knowsWhetherASecretIsTheSameAlsoWhenAnotherKeyHasSealedIt() {
    var other =
        new SecretBox("thirty-two bytes of another key!".getBytes(UTF_8), new SecureRandom());

    assertThat(box.holds("p", box.seal("p", "s"), "s")).isTrue();
    assertThat(box.holds("p", box.seal("p", "s"), "t")).isFalse();
    assertThat(box.holds("p", other.seal("p", "s"), "s")).isFalse();
  }
}
