package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.ProblemException;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.registry.ContractChecks;
import dev.weft.server.Fixture;
import dev.weft.spi.QualityQueries;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DocumentChecksTest {
  private final Fixture shop = new Fixture();

  @Test
  void aFlowsProblemsAreToldTogetherWhereverTheyAre() {
    var told =
        problems(
            """
            apiVersion: weft.dev/v1
            kind: Flow
            name: ingest
            product: customers
            descripton: misspelt
            processors:
              - name: in
                type: ListenHTPT
              - name: keep
                type: FilterRecords
                settings: {kep: "true"}
                relationships: {filterd: {autoTerminate: true}}
                concurrentTasks: many
              - name: out
                type: PublishPort
                settings: {port: customers.customers}
            services: [{name: pool, type: JdbcPol}]
            connections:
              - in.success -> keep
              - keep.succes -> out
              - keep.success -> nowhere
            """);

    assertThat(told)
        .containsExactlyInAnyOrder(
            "f.yaml:5:1 unknown-field",
            "f.yaml:8:11 unknown-processor-type",
            "f.yaml:11:21 unknown-setting",
            "f.yaml:12:30 unknown-relationship",
            "f.yaml:13:22 wrong-type",
            "f.yaml:17:31 unknown-service-type",
            "f.yaml:20:5 unknown-relationship",
            "f.yaml:21:5 processor-not-found");
  }

  @Test
  void whatFollowsFromABrokenShapeIsNotTold() {
    assertThat(
            problems(
                """
                apiVersion: weft.dev/v1
                kind: Flow
                name: ingest
                product: customers
                processors:
                  - {name: in, type: ListenHTTP, settigns: {port: 9081}}
                  - 7
                  - {name: out, type: PublishPort, settings: {port: customers.customers}}
                groups: nothing
                connections: [in.success -> out, 8]
                """))
        .containsExactlyInAnyOrder(
            "f.yaml:6:34 unknown-field",
            "f.yaml:7:5 wrong-type",
            "f.yaml:9:9 wrong-type",
            "f.yaml:10:34 wrong-type");
  }

  @Test
  void aParameterThatNobodyDeclaresIsToldOnce() {
    assertThat(
            problems(
                """
                apiVersion: weft.dev/v1
                kind: ParameterContext
                name: folders
                product: customers
                parameters: {in: {value: /in}}
                ---
                apiVersion: weft.dev/v1
                kind: Flow
                name: ingest
                product: customers
                parameterContext: folders
                processors:
                  - {name: list, type: ListDirectory, settings: {directory: "#{inn}"}}
                  - {name: fetch, type: FetchFile, settings: {directory: "#{in}", reader: none}}
                  - {name: put, type: PutFile, settings: {directory: /out}}
                connections: [list.success -> fetch, fetch.success -> put]
                """))
        .containsExactly("f.yaml:13:61 parameter-not-found");
  }

  @Test
  void aRuleInSqlThatDoesMoreThanAskIsRefusedWhereItStands() {
    assertThat(
            problems(
                """
                apiVersion: v3.1.0
                kind: DataContract
                id: orders-v1
                version: 1.0.0
                status: active
                schema:
                  - name: order
                    quality:
                      - {type: sql, query: 'SELECT COUNT(*) FROM ${table}', mustBeGreaterThan: 0}
                      - {type: sql, query: "SELECT FILE_READ('/etc/passwd') FROM ${table}", mustBe: 1}
                      - {type: text, description: for people}
                      - type: sql
                        query: |
                          SELECT COUNT(*)
                          FROM INFORMATION_SCHEMA.USERS
                        mustBe: 0
                    properties:
                      - name: id
                        logicalType: integer
                        quality: [{type: sql, query: 'SELECT COUNT(*) FROM order WHERE ${column} < max', mustBe: 0}]
                """))
        .containsExactly("f.yaml:10:28 bad-rule", "f.yaml:13:16 bad-rule", "f.yaml:20:38 bad-rule");
  }

  @Test
  void aFlowThatCannotRunOnTheClusterThatItNamesIsRefused() {
    assertThat(
            problems(
                """
                apiVersion: weft.dev/v1
                kind: Domain
                name: shop
                ---
                apiVersion: v1.0.0
                kind: DataProduct
                id: people
                name: people
                status: active
                domain: shop
                outputPorts: [{name: list, version: 1.0.0, contractId: people-v1}]
                ---
                apiVersion: v3.1.0
                kind: DataContract
                id: people-v1
                version: 1.0.0
                status: active
                domain: shop
                dataProduct: people
                schema:
                  - name: person
                    properties:
                      - {name: id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1, tags: [subject.customer]}
                      - {name: email, logicalType: string, customProperties: [{property: weft.encryptedPer, value: id}]}
                ---
                apiVersion: weft.dev/v1
                kind: Environment
                name: cluster
                connect: {url: "http://connect:8083"}
                ---
                apiVersion: weft.dev/v1
                kind: Flow
                name: people-fill
                product: people
                environment: cluster
                processors:
                  - {name: make, type: GenerateRecords, settings: {fields: {id: "string(record.n)"}}}
                  - {name: publish, type: PublishPort, settings: {port: people.list}}
                connections: [make.success -> publish]
                """))
        .containsExactly("f.yaml:35:14 not-on-connect");
  }

  private List<String> problems(String text) {
    var request =
        new Applier.Request(List.of(new SourceText("f.yaml", text)), Map.of(), Map.of(), true);
    return catchThrowableOfType(
            ProblemException.class, () -> applier().apply(Fixture.ADMIN, request))
        .problems()
        .stream()
        .map(one -> one.place() + " " + one.code())
        .toList();
  }

  private Applier applier() {
    var processors = new ArrayList<ProcessorType<?>>();
    ServiceLoader.load(ProcessorType.class).forEach(processors::add);
    var services = new ArrayList<ServiceType<?, ?>>();
    ServiceLoader.load(ServiceType.class).forEach(services::add);
    var expressions = new CelExpressions();
    return new Applier(
        shop.mesh,
        shop.parameters,
        shop.contexts,
        new DocumentChecks(
            new PolicyEngine(shop.clock, new byte[32]),
            new ProcessorTypes(processors, services),
            expressions,
            new ContractChecks(expressions),
            ServiceLoader.load(QualityQueries.class).findFirst()),
        shop.clock);
  }
}
