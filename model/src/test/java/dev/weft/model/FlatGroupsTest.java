package dev.weft.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlatGroupsTest {
  private static final FlowSpec NESTED =
      flow(
          """
          {'name': 'f', 'product': 'p',
           'processors': [{'name': 'read', 'type': 'A'}, {'name': 'publish', 'type': 'B'}],
           'connections': ['read.success -> clean.raw', 'clean.good -> publish'],
           'groups': [
             {'name': 'clean', 'inputs': {'raw': 'check.in'}, 'outputs': {'good': 'tidy.success'},
              'processors': [{'name': 'tidy', 'type': 'C'}],
              'connections': ['check.out -> tidy'],
              'queues': [{'connection': 'check.out -> tidy', 'records': 5}],
              'groups': [
                {'name': 'check', 'inputs': {'in': 'test'}, 'outputs': {'out': 'test.valid'},
                 'processors': [{'name': 'test', 'type': 'D'}]}]}]}
          """);

  @Test
  void processorsOfGroupsHaveTheGroupInTheirName() {
    assertThat(NESTED.processors().stream().map(FlowSpec.ProcessorSpec::name))
        .containsExactly("read", "publish", "clean/tidy", "clean/check/test");
  }

  @Test
  void connectionsLeadThroughPortsToTheProcessorsBehind() {
    assertThat(NESTED.connections())
        .containsExactly(
            "read.success -> clean/check/test",
            "clean/tidy.success -> publish",
            "clean/check/test.valid -> clean/tidy");
    assertThat(NESTED.queues().get(0).connection())
        .isEqualTo("clean/check/test.valid -> clean/tidy");
  }

  @Test
  void aPortThatAGroupDoesNotHaveStaysForTheCheckToFind() {
    var flow =
        flow(
            """
            {'name': 'f', 'product': 'p', 'processors': [{'name': 'read', 'type': 'A'}],
             'connections': ['read.success -> clean.nothing'],
             'groups': [{'name': 'clean', 'processors': [{'name': 'tidy', 'type': 'C'}]}]}
            """);

    assertThat(flow.connections()).containsExactly("read.success -> clean.nothing");
  }

  @Test
  void readAgainItStaysWhatItIs() {
    assertThat(Json.read(Json.tree(NESTED), FlowSpec.class)).isEqualTo(NESTED);
  }

  private static FlowSpec flow(String text) {
    return Json.read(Json.parse(text.replace('\'', '"')), FlowSpec.class);
  }
}
