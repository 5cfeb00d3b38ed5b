package dev.weft.processors.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.spi.flow.ProcessorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every processor that ships is found, explains itself, and takes the flows of the examples. */
class ShippedProcessorsTest {
  private final List<ProcessorType<?>> found = new ArrayList<>();
  private final ProcessorTypes types;

  ShippedProcessorsTest() {
    ServiceLoader.load(ProcessorType.class).forEach(found::add);
    types = new ProcessorTypes(found);
  }

  @Test
  void allAreFound() {
    assertThat(found)
        .extracting(ProcessorType::name)
        .containsExactlyInAnyOrder(
            "AggregateRecord",
            "Barrier",
            "CalculateRecordStats",
            "ControlRate",
            "ConvertRecord",
            "ExecuteSQLRecord",
            "CryptographicHashContent",
            "DeduplicateRecord",
            "DetectDuplicate",
            "DistributeLoad",
            "DuplicateFlowFile",
            "EnforceOrder",
            "ExecuteStreamCommand",
            "ExtractGrok",
            "ExtractText",
            "FetchFile",
            "FilterRecords",
            "FlattenRecord",
            "ForkRecord",
            "GenerateAuthLog",
            "GenerateBank",
            "GenerateRecords",
            "InvokeHTTP",
            "ListDirectory",
            "ConsumeMQTT",
            "PublishMQTT",
            "TailFile",
            "ListenHTTP",
            "LookupSQL",
            "PutDatabaseRecord",
            "LogAttribute",
            "LogMessage",
            "LookupRecord",
            "MergeContent",
            "MergeRecord",
            "MonitorActivity",
            "PartitionRecord",
            "PutFile",
            "PutSQL",
            "QueryDatabaseTable",
            "ReplaceText",
            "RouteOnAttribute",
            "RouteOnContent",
            "RouteOnRecord",
            "RouteText",
            "SampleRecord",
            "SplitRecord",
            "SplitText",
            "UpdateAttribute",
            "UpdateRecord",
            "ValidateRecord");
  }

  @Test
  void eachSaysWhatItsSettingsMean() {
    for (var type : types.describe()) {
      assertThat(type.summary()).as(type.name()).endsWith(".");
      assertThat(type.settings())
          .as(type.name())
          .isNotEmpty()
          .allSatisfy(setting -> assertThat(setting.doc()).as(setting.name()).isNotBlank());
    }
  }

  @Test
  void whatMustBeGivenIsKnown() {
    assertThat(required("QueryDatabaseTable"))
        .containsExactly("url", "table", "maximumValueColumns");
    assertThat(required("ListDirectory")).containsExactly("directory");
    assertThat(required("ListenHTTP")).containsExactly("port");
    assertThat(required("InvokeHTTP")).containsExactly("url");
    assertThat(required("PutFile")).containsExactly("directory");
    assertThat(required("GenerateBank")).containsExactly("entity");
    assertThat(required("FilterRecords")).containsExactly("keep");
    assertThat(required("RouteOnRecord")).containsExactly("routes");
  }

  @Test
  void theFlowsOfTheExamplesCanRun() throws IOException {
    for (var example : List.of("bank", "security", "iot")) {
      for (var flow : flows(Path.of("../../examples", example))) {
        assertThat(FlowCheck.problems(flow, types, Set.of())).as(flow.name()).isEmpty();
      }
    }
  }

  private List<String> required(String name) {
    return types.describe().stream()
        .filter(type -> type.name().equals(name))
        .flatMap(type -> type.settings().stream())
        .filter(setting -> setting.required())
        .map(setting -> setting.name())
        .toList();
  }

  private static List<FlowSpec> flows(Path folder) throws IOException {
    var files = new ArrayList<SourceText>();
    try (var paths = Files.list(folder)) {
      for (var path : paths.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        files.add(new SourceText(path.getFileName().toString(), Files.readString(path)));
      }
    }
    return new Documents()
        .load(files, Known.NOTHING, new Problems()).stream()
            .filter(each -> each.key().kind() == ResourceKind.FLOW)
            .map(each -> Json.read(each.tree(), FlowSpec.class))
            .toList();
  }
}
