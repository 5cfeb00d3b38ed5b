package dev.weft.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortNameTest {
  private record Holder(PortName port) {}

  @Test
  void isOneTextInJson() {
    var json = Json.text(new Holder(new PortName("sales", "invoices")));

    assertThat(json).isEqualTo("{\"port\":\"sales.invoices\"}");
  }
}
