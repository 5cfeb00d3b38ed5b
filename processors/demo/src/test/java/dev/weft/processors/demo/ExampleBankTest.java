package dev.weft.processors.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.processors.demo.GenerateBank.Kind;
import dev.weft.registry.ContractChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Holds the files of the example against the formats, and the data against the contracts. */
class ExampleBankTest {
  private static final Path BANK = Path.of("../../examples/bank");
  private static final Map<Kind, String> CONTRACTS =
      Map.of(
          Kind.CUSTOMERS, "bank-customers-v1",
          Kind.ACCOUNTS, "bank-accounts-v1",
          Kind.CARDS, "bank-cards-v1",
          Kind.TRANSACTIONS, "bank-transactions-v1");

  private final Problems problems = new Problems();

  @Test
  void theFilesCanBeApplied() throws IOException {
    var loaded = load();

    assertThat(problems.all()).isEmpty();
    assertThat(loaded)
        .extracting(each -> each.key().toString())
        .contains("Domain/payments", "DataProduct/payments", "Flow/payments-ingest", "User/nora");
  }

  @Test
  void theDataKeepsItsContracts() throws IOException {
    var loaded = load();
    for (var entry : CONTRACTS.entrySet()) {
      var contract = contract(loaded, entry.getValue());
      var check = new ContractChecks(new CelExpressions()).of(contract);
      var entity = entry.getKey().of(1);

      var broken =
          LongStream.range(0, 1_000)
              .mapToObj(number -> entity.entry(number, Instant.EPOCH))
              .map(check::check)
              .filter(violations -> !violations.isEmpty())
              .toList();

      assertThat(broken).as(entry.getValue()).isEmpty();
      assertThat(contract.fields())
          .extracting(Contract.Field::name)
          .containsExactlyElementsOf(entity.entry(0, Instant.EPOCH).fields().keySet());
    }
  }

  private static Contract contract(List<Checked> loaded, String id) {
    var key = ResourceKey.parse("DataContract/" + id);
    return loaded.stream()
        .filter(each -> each.key().equals(key))
        .map(each -> Json.read(each.tree(), Contract.class))
        .findFirst()
        .orElseThrow();
  }

  private List<Checked> load() throws IOException {
    var files = new ArrayList<SourceText>();
    try (var paths = Files.list(BANK)) {
      for (var path : paths.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        files.add(new SourceText(path.getFileName().toString(), Files.readString(path)));
      }
    }
    return new Documents().load(files, Known.NOTHING, problems);
  }
}
