package dev.weft.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of resources in the mesh log. Those a person may write in a file come first; the others
 * are written by Weft itself as the result of people's acts.
 */
public enum ResourceKind {
  DOMAIN("Domain", true),
  DATA_PRODUCT("DataProduct", true),
  DATA_CONTRACT("DataContract", true),
  FLOW("Flow", true),
  QUERY("Query", true),
  POLICY("Policy", true),
  ENVIRONMENT("Environment", true),
  TERM("Term", true),
  USER("User", true),
  GROUP("Group", true),
  /** What several users, groups and other roles may do alike. */
  ROLE("Role", true),
  /** Ports that are governed apart from the rest of the mesh. */
  ZONE("Zone", true),
  /** Values that several flows share. */
  PARAMETER_CONTEXT("ParameterContext", true),
  /** What else fields may hold, and how to tell. */
  CLASSIFIER("Classifier", true),
  /** What else stewards want to know of things: sets of typed attributes. */
  BUSINESS_METADATA("BusinessMetadata", true),
  /** A function from a jar that queries may call. */
  FUNCTION("Function", true),

  /** One principal's request for one port and what became of it. */
  SUBSCRIPTION("Subscription", false),
  /** Who decides for a person while they are away. Named as the person. */
  ABSENCE("Absence", false),
  /** Data that somebody wants and that no product has yet. Named by its id. */
  WISH("Wish", false),
  /** What a person has read of their inbox. Named as the person. */
  INBOX_MARKS("InboxMarks", false),
  /** How somebody wants to be told: of a person, or {@code group:NAME}. */
  NOTICE_CHOICE("NoticeChoice", false),
  /** What somebody has been told already, by mail or webhook. Named likewise. */
  NOTICE_MARKS("NoticeMarks", false),
  /** A Kafka client's key: its SCRAM verifier, never its secret. */
  CLIENT_KEY("ClientKey", false),
  /** An access token: its hash, never the token. */
  ACCESS_TOKEN("AccessToken", false),
  /** A person's password: its Argon2id hash. */
  PASSWORD("Password", false),
  /** The parameters bound to a flow by {@code --set} and {@code --set-secret} (encrypted). */
  PARAMETERS("Parameters", false),
  /** The same for a parameter context. Named as the context. */
  CONTEXT_PARAMETERS("ContextParameters", false),
  /** What is known of a port's fields: types seen, tags with evidence. Named as the port. */
  PORT_FIELDS("PortFields", false),
  /** Which tags a steward keeps from a port's fields, by which flows. Named as the port. */
  TAG_STOPS("TagStops", false),
  /** Which glossary terms say what a product, port or field means. Named as the product or port. */
  ASSIGNMENTS("Assignments", false),
  /** The business metadata that people have given to something. Named {@code kind:name}. */
  BUSINESS_VALUES("BusinessValues", false),
  /** That somebody reads a port, or writes to it, as the gateway has seen. */
  PORT_USE("PortUse", false),
  /** That places in a port's topic may be empty, their records being in quarantine. */
  PORT_GAPS("PortGaps", false),
  /** Which promises of its contract a port does not keep at the moment. Named as the port. */
  PORT_HEALTH("PortHealth", false),
  /** A schema by which records are written. Named by its id, a number. */
  SCHEMA("Schema", false),
  /** The versions of a schema for one topic, and how compatible they must be. */
  SUBJECT("Subject", false),
  /** Whether a flow shall run. Named as the flow. */
  FLOW_CONTROL("FlowControl", false),
  /** Which host outside the server runs a flow, and with which key. Named as the flow. */
  FLOW_HOST("FlowHost", false),
  /** Where the fields of a query's ports come from, and how Flink runs it. Named as the query. */
  QUERY_PLAN("QueryPlan", false),
  /** What people want of a query. Named as the query. */
  QUERY_CONTROL("QueryControl", false),
  /** The job that a query is now, or from what it goes on. Named as the query. */
  QUERY_RUN("QueryRun", false),
  /** How far a query's next statement has come that takes the place of its own. Named likewise. */
  QUERY_UPGRADE("QueryUpgrade", false),
  /** Policies over another service's resources, imported as a whole. */
  POLICY_SET("PolicySet", false),
  /** A piece of such a set, for a record of the log is not long enough for all of it. */
  POLICY_SET_PART("PolicySetPart", false),
  /** A job outside the mesh, as its OpenLineage events tell. Named {@code namespace/name}. */
  EXTERNAL_JOB("ExternalJob", false),
  /** A dataset outside the mesh, likewise. Named {@code namespace/name}. */
  EXTERNAL_DATASET("ExternalDataset", false),
  /** A table that flows could read, as their sources have seen it. Named by its place. */
  SOURCE_TABLE("SourceTable", false),
  /** A plan to erase one person's records, and what became of it. Named by its id. */
  ERASURE("Erasure", false),
  /**
   * From which directory or issuer a user or group comes, and what that says of it. Named as the
   * user; of a group {@code group:NAME}.
   */
  ORIGIN("Origin", false),
  /** With what the issuer is asked about somebody who logs in there, sealed. Named as the user. */
  ISSUER_GRANT("IssuerGrant", false),
  /** A user that is a program: who answers for it, and its keys. Named as the user. */
  SERVICE("Service", false),
  /** How far a domain has come on its way to be authoritative. Named as the domain. */
  DOMAIN_STANDING("DomainStanding", false),
  /** The authoritative source of a term in a domain. Named {@code domain/term}. */
  SOURCE_DESIGNATION("SourceDesignation", false),
  /** That somebody may read another than the authoritative source. Named by its id. */
  SOURCE_EXCEPTION("SourceException", false),
  /** What people have said of a product on its way to be active. Named as the product. */
  PRODUCT_LIFE("ProductLife", false);

  private final String word;
  private final boolean authored;

  ResourceKind(String word, boolean authored) {
    this.word = word;
    this.authored = authored;
  }

  /** As written in {@code kind:} and in the key of the log. */
  public String word() {
    return word;
  }

  /** Whether people write it in files; {@code export} writes exactly these. */
  public boolean authored() {
    return authored;
  }

  /** Reads {@code DataProduct}, {@code dataproduct}, {@code data-product}, or {@code product}. */
  public static Optional<ResourceKind> parse(String text) {
    var plain = text.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return Arrays.stream(values())
        .filter(kind -> plain.equals(kind.plain()) || plain.equals(kind.shortWord()))
        .findFirst()
        .or(
            () ->
                plain.endsWith("s")
                    ? parse(plain.substring(0, plain.length() - 1))
                    : plural(plain));
  }

  private static Optional<ResourceKind> plural(String plain) {
    return plain.endsWith("ie")
        ? parse(plain.substring(0, plain.length() - 2) + "y")
        : Optional.empty();
  }

  private String plain() {
    return word.toLowerCase(Locale.ROOT);
  }

  private String shortWord() {
    return switch (this) {
      case DATA_PRODUCT -> "product";
      case DATA_CONTRACT -> "contract";
      case CLIENT_KEY -> "key";
      case ACCESS_TOKEN -> "token";
      case PARAMETER_CONTEXT -> "context";
      default -> plain();
    };
  }
}
