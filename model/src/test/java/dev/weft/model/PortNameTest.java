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

  @Test
  void aTopicBesideAPortIsNoPort() {
    var port = new PortName("sales", "invoices");

    assertThat(PortName.ofUpcoming(port.upcomingTopic())).contains(port);
    assertThat(PortName.parse(port.upcomingTopic())).isEmpty();
    assertThat(PortName.ofUpcoming("sales.upcoming")).isEmpty();
    assertThat(PortName.ofUpcoming(port.topic())).isEmpty();
  }
}
