package dev.weft.bench;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import java.nio.file.Path;

/**
 * A flow that NiFi 2.3.0 was measured with, rebuilt. NiFi cannot be had here, so its figures are
 * those that were measured once, on another machine, for its process alone.
 *
 * @param flow in JSON, with the name NAME
 * @param counts the processor that has taken all records when the work is done
 * @param nifi records of NiFi per CPU-second
 */
record PublishedFlow(String what, String flow, String counts, long records, double nifi) {

  /** FlowFiles of one record each, which is what NiFi counts. */
  static PublishedFlow attributes(long flowFiles) {
    return new PublishedFlow(
        "generate -> UpdateAttribute -> RouteOnAttribute",
        """
        {"name": "NAME", "product": "results", "processors": [
          {"name": "generate", "type": "GenerateRecords",
           "settings": {"count": %d, "perPoll": 10000, "fields": {"id": "record.n"}}},
          {"name": "split", "type": "SplitRecord", "settings": {"recordsPerSplit": 1}},
          {"name": "update", "type": "UpdateAttribute",
           "settings": {"set": {"kind": "attributes['fragment.index'] > '5' ? 'a' : 'b'"}}},
          {"name": "route", "type": "RouteOnAttribute",
           "settings": {"routes": {"a": "attributes.kind == 'a'"}}}],
         "connections": ["generate.success -> split", "split.splits -> update",
           "update.success -> route"]}
        """
            .formatted(flowFiles),
        "route",
        flowFiles,
        4_319);
  }

  /** JSON in, one field set, CSV out. */
  static PublishedFlow records(Path folder, long records) {
    return new PublishedFlow(
        "JSON -> UpdateRecord -> ConvertRecord -> CSV",
        """
        {"name": "NAME", "product": "results", "processors": [
          {"name": "list", "type": "ListDirectory",
           "settings": {"directory": "%1$s", "pattern": "*.jsonl", "minAge": "0s"}},
          {"name": "fetch", "type": "FetchFile",
           "settings": {"directory": "%1$s", "reader": "json-lines"}},
          {"name": "update", "type": "UpdateRecord",
           "settings": {"set": {"amount": "record.amount * 2.0"}}},
          {"name": "convert", "type": "ConvertRecord", "settings": {"writer": "csv"}}],
         "connections": ["list.success -> fetch", "fetch.success -> update",
           "update.success -> convert"]}
        """
            .formatted(folder),
        "convert",
        records,
        49_455);
  }

  /** CSV files, one query that a tenth of the records answer, CSV files. */
  static PublishedFlow query(Path folder, Path results, long records) {
    return new PublishedFlow(
        "CSV ListDirectory/FetchFile -> QueryRecord -> PutFile",
        """
        {"name": "NAME", "product": "results", "processors": [
          {"name": "list", "type": "ListDirectory",
           "settings": {"directory": "%1$s", "pattern": "*.csv", "minAge": "0s"}},
          {"name": "fetch", "type": "FetchFile",
           "settings": {"directory": "%1$s", "reader": "csv"}},
          {"name": "query", "type": "QueryRecord", "settings": {"queries":
            {"large":
              "SELECT \\"id\\", \\"iban\\", \\"amount\\" FROM FLOWFILE WHERE \\"amount\\" > 9000"}}},
          {"name": "put", "type": "PutFile",
           "settings": {"directory": "%2$s", "writer": "csv"}}],
         "connections": ["list.success -> fetch", "fetch.success -> query",
           "query.large -> put"]}
        """
            .formatted(folder, results),
        "query",
        records,
        196_721);
  }

  /** From a port into a port, in transactions, one field set. */
  static PublishedFlow kafka(PortName source, PortName target, long records) {
    return new PublishedFlow(
        "Kafka -> UpdateRecord -> Kafka, transactions",
        ports(source, target, true),
        "publish",
        records,
        16_506);
  }

  /** The same without a processor between. */
  static PublishedFlow mirror(PortName source, PortName target, long records) {
    return new PublishedFlow("port to port", ports(source, target, false), "publish", records, 0);
  }

  private static String ports(PortName source, PortName target, boolean change) {
    var update =
        """
        {"name": "change", "type": "UpdateRecord",
         "settings": {"set": {"amount": "record.amount * 2.0"}}},
        """;
    var through = "\"read.success -> change\", \"change.success -> publish\"";
    return """
        {"name": "NAME", "product": "results", "processors": [
          {"name": "read", "type": "ConsumePort", "settings": {"port": "%s"}}, %s
          {"name": "publish", "type": "PublishPort", "settings": {"port": "%s"}}],
         "connections": [%s]}
        """
        .formatted(
            source.topic(),
            change ? update : "",
            target.topic(),
            change ? through : "\"read.success -> publish\"");
  }

  FlowSpec named(String name) {
    return Json.read(Json.parse(flow.replace("NAME", name)), FlowSpec.class);
  }
}
