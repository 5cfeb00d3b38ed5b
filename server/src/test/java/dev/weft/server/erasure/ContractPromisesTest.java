package dev.weft.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.server.access.PortCleanup;
import org.junit.jupiter.api.Test;

/** What a contract may say of how its records are erased. */
class ContractPromisesTest {
  private static final String PER =
      ",'customProperties':[{'property':'weft.encryptedPer','value':'id'}]";
  private static final String ID =
      "{'name':'id','logicalType':'integer','required':true,'tags':['subject.customer']}";

  @Test
  void aTextIsEncryptedPerARequiredFieldWithOneTag() {
    assertThatCode(() -> SealedPorts.check(fields(ID + ",{'name':'email'" + PER + "}")))
        .doesNotThrowAnyException();
  }

  @Test
  void whatCouldNotBeOpenedOrFoundAgainIsNotEncrypted() {
    refused(ID + ",{'name':'age','logicalType':'integer'" + PER + "}", "Only texts");
    refused(ID + ",{'name':'email','primaryKey':true" + PER + "}", "part of a key");
    refused("{'name':'email'" + PER + "}", "not a required field");
    refused(
        ID.replace("'required':true,", "") + ",{'name':'email'" + PER + "}",
        "not a required field");
    refused(
        ID.replace("subject.customer", "pii.id") + ",{'name':'email'" + PER + "}",
        "has not one tag");
    refused(
        ID.replace("'subject.customer'", "'subject.customer','subject.patient'")
            + ",{'name':'email'"
            + PER
            + "}",
        "has not one tag");
  }

  @Test
  void whatIsCompactedHasAKey() {
    var compact = "'customProperties':[{'property':'weft.cleanup','value':'compact'}],";
    var keyed = contract(compact, "{'name':'id','primaryKey':true}");
    var keyless = contract(compact, "{'name':'id'}");
    var odd = contract(compact.replace("compact'}", "shred'}"), "{'name':'id','primaryKey':true}");

    assertThatCode(() -> PortCleanup.check(keyed)).doesNotThrowAnyException();
    assertThat(PortCleanup.isCompacted(keyed)).isTrue();
    assertThatThrownBy(() -> PortCleanup.check(keyless)).hasMessageContaining("no primary key");
    assertThat(PortCleanup.isCompacted(keyless)).isFalse();
    assertThatThrownBy(() -> PortCleanup.check(odd)).hasMessageContaining("cannot be 'shred'");
    assertThat(PortCleanup.isCompacted(fields("{'name':'id','primaryKey':true}"))).isFalse();
  }

  private static void refused(String fields, String why) {
    assertThatThrownBy(() -> SealedPorts.check(fields(fields))).hasMessageContaining(why);
  }

  private static Contract fields(String fields) {
    return contract("", fields);
  }

  private static Contract contract(String more, String fields) {
    var text = "{'id':'c'," + more + "'schema':[{'name':'s','properties':[" + fields + "]}]}";
    return Json.read(Json.parse(text.replace('\'', '"')), Contract.class);
  }
}
