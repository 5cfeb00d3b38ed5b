package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A node of the mesh, as Open Data Product Standard 1.0 describes it. */
public record DataProduct(
    String id,
    String name,
    String version,
    String status,
    String domain,
    Description description,
    List<String> tags,
    List<InputPort> inputPorts,
    List<OutputPort> outputPorts,
    List<CustomProperty> customProperties,
    Team team) {

  /** What it is for and what it is not. */
  public record Description(String purpose, String limitations, String usage) {
    public Description {
      purpose = Defaults.text(purpose);
      limitations = Defaults.text(limitations);
      usage = Defaults.text(usage);
    }
  }

  /** Where the product takes data in: the contract of another product's output port. */
  public record InputPort(String name, String version, String contractId) {}

  /** Where the product gives data out: a topic with a contract. */
  public record OutputPort(
      String name,
      String version,
      String contractId,
      String description,
      List<String> tags,
      List<CustomProperty> customProperties) {
    public OutputPort {
      description = Defaults.text(description);
      tags = Defaults.list(tags);
      customProperties = Defaults.list(customProperties);
    }
  }

  /** A key and value that the standard does not name, such as {@code weft.environment}. */
  public record CustomProperty(String property, JsonNode value) {}

  /** Those who answer for the product. */
  public record Team(String name, List<Member> members) {
    public Team {
      members = Defaults.list(members);
    }
  }

  /** A member of the team; roles {@code owner} and {@code steward} carry rights. */
  public record Member(String username, String role, String name) {}

  public DataProduct {
    name = name == null ? id : name;
    version = Defaults.text(version);
    status = Defaults.text(status);
    domain = Defaults.text(domain);
    description = description == null ? new Description(null, null, null) : description;
    tags = Defaults.list(tags);
    inputPorts = Defaults.list(inputPorts);
    outputPorts = Defaults.list(outputPorts);
    customProperties = Defaults.list(customProperties);
    team = team == null ? new Team("", null) : team;
  }

  /** The people with this role in the team, such as {@code owner}. */
  public List<String> members(String role) {
    return team.members().stream()
        .filter(member -> role.equalsIgnoreCase(member.role()))
        .map(Member::username)
        .toList();
  }

  public List<String> owners() {
    return members("owner");
  }

  public List<String> stewards() {
    return members("steward");
  }

  public PortName portName(OutputPort port) {
    return new PortName(id, port.name());
  }

  public Optional<OutputPort> outputPort(String portName) {
    return outputPorts.stream().filter(port -> port.name().equals(portName)).findFirst();
  }

  /** Whether one of its output ports is described by this contract. */
  public boolean hasPortOf(String contract) {
    return outputPorts.stream().anyMatch(port -> contract.equals(port.contractId()));
  }
}
