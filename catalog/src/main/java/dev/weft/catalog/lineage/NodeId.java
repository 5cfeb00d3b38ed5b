package dev.weft.catalog.lineage;

import dev.weft.model.PrincipalId;

/** How nodes are named. */
final class NodeId {
  private NodeId() {}

  static String product(String name) {
    return "product/" + name;
  }

  static String port(String name) {
    return "port/" + name;
  }

  static String flow(String name) {
    return "flow/" + name;
  }

  static String query(String name) {
    return "query/" + name;
  }

  static String source(String name) {
    return "source/" + name;
  }

  /** A job outside the mesh, by its name in the mesh log. */
  static String job(String name) {
    return "job/" + name;
  }

  /** A product that reads as its own principal is the product. */
  static String principal(PrincipalId id) {
    return id.type() == PrincipalId.Type.PRODUCT ? product(id.name()) : "principal/" + id.name();
  }

  static String kind(String id) {
    return id.substring(0, Math.max(0, id.indexOf('/')));
  }

  static String name(String id) {
    return id.substring(id.indexOf('/') + 1);
  }
}
