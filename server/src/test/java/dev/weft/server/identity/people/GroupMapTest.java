package dev.weft.server.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupMapTest {
  @Test
  void onlyGroupsThatAreNamedMeanSomething() {
    var map = GroupMap.parse("/bank/Analysts=analysts, a=b=c; Data Office = stewards");

    assertThat(map.of(List.of("/bank/Analysts", "admins", "Data Office", "a=b")))
        .containsExactly("analysts", "c", "stewards");
    assertThat(GroupMap.parse("").of(List.of("analysts"))).isEmpty();
    assertThatThrownBy(() -> GroupMap.parse("analysts"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
