package dev.weft.standards.dcat;

import dev.weft.standards.MeshAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What things of a mesh are called in RDF: addresses below its own that lead to them. */
record Addresses(MeshAddress mesh) {

  String catalog() {
    return mesh.url() + "/dcat";
  }

  String page(int number) {
    return catalog() + "?page=" + number;
  }

  String publisher() {
    return catalog() + "#publisher";
  }

  String gateway() {
    return catalog() + "#gateway";
  }

  String rest() {
    return catalog() + "#rest";
  }

  String themes() {
    return catalog() + "#domains";
  }

  String domain(String name) {
    return catalog() + "/domains/" + encoded(name);
  }

  String product(String id) {
    return catalog() + "/products/" + encoded(id);
  }

  String part(String product, String what) {
    return product(product) + "#" + encoded(what);
  }

  String contract(String id) {
    return mesh.url() + "/api/v1/contracts/" + encoded(id) + "/export";
  }

  String records(String port) {
    return mesh.url() + "/api/v1/ports/" + encoded(port) + "/records";
  }

  String landingPage(String product) {
    return mesh.url() + "/products/" + encoded(product);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
