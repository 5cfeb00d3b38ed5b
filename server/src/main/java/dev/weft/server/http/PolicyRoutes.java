package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Drafts;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.policies.FieldReaders;
import dev.weft.server.policies.PolicyPreview;
import dev.weft.spi.AccessContext;
import dev.weft.spi.MeshLog;
import java.util.List;

/**
 * Writing policies: what a document would change, what somebody would see, and who sees a field.
 */
public final class PolicyRoutes {
  private static final int RECORDS = 10;
  private static final int RECORDS_MAX = 50;
  private static final int DOCUMENTS_MAX = 100;

  private final MeshLog mesh;
  private final Drafts drafts;
  private final PolicyPreview preview;
  private final FieldReaders readers;

  public PolicyRoutes(MeshLog mesh, Drafts drafts, PolicyPreview preview, FieldReaders readers) {
    this.mesh = mesh;
    this.drafts = drafts;
    this.preview = preview;
    this.readers = readers;
  }

  record Wanted(
      String principal, String port, String purpose, Integer max, List<Planned> documents) {
    Wanted {
      documents = documents == null ? List.of() : documents;
    }
  }

  record Planned(String file, String text) {}

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/documents/check",
        "What is wrong with a document that is being written, and what would change.",
        request -> drafts.look(request.caller(), request.body(Drafts.Asked.class)));
    routes.post(
        "/api/v1/explain/preview",
        "How a principal would see records that the caller sees, now and after a planned change.",
        this::preview);
    routes.get(
        "/api/v1/explain/readers",
        "Who sees a port, or one field of it, and why.",
        List.of("port", "field"),
        this::readers);
  }

  private Object preview(Request request) {
    var wanted = request.body(Wanted.class);
    var caller = request.caller();
    var port = port(wanted.port());
    var principal =
        wanted.principal() == null || wanted.principal().isBlank()
            ? caller.id()
            : PrincipalId.parse(wanted.principal());
    require(caller, port, principal.equals(caller.id()));
    var purpose = wanted.purpose() == null ? "" : wanted.purpose();
    return preview.look(
        caller,
        new PolicyPreview.Asked(
            principal, port, new AccessContext("", purpose), max(wanted), planned(wanted)));
  }

  private static List<SourceText> planned(Wanted wanted) {
    if (wanted.documents().size() > DOCUMENTS_MAX
        || wanted.documents().stream().anyMatch(one -> one.text() == null)) {
      throw Problem.input(
              "bad-documents",
              Place.field("documents"),
              "Documents are at most " + DOCUMENTS_MAX + ", and each has a text.",
              "Send [{file, text}].")
          .asException();
    }
    return wanted.documents().stream()
        .map(one -> new SourceText(one.file() == null ? "" : one.file(), one.text()))
        .toList();
  }

  private static int max(Wanted wanted) {
    return wanted.max() == null ? RECORDS : Math.max(1, Math.min(wanted.max(), RECORDS_MAX));
  }

  private Object readers(Request request) {
    var port = port(request.query("port").orElse(null));
    require(request.caller(), port, false);
    return readers.of(mesh.state(), port, request.query("field"));
  }

  private static PortName port(String text) {
    if (text == null || text.isBlank()) {
      throw Problem.input("no-port", Place.field("port"), "Which port?", "Give port=product.port.")
          .asException();
    }
    return Request.port(text);
  }

  /**
   * As for explain, what others see is for those who answer for the port, and for auditors; and for
   * its domain's governing body, which writes the policies.
   */
  private void require(Caller caller, PortName port, boolean isAboutThemselves) {
    caller.require(
        isAboutThemselves
            || caller.isAuditor()
            || new Rights(mesh.state()).answersFor(caller, port.product()),
        "not-yours",
        "What others see is for owners, stewards, governing bodies and auditors.",
        "Leave the principal out to ask for yourself.");
  }
}
