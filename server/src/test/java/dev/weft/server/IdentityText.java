package dev.weft.server;

/** The mesh and the directory that people come from outside to. */
final class IdentityText {
  static final String MESH =
      MeshText.of(
          MeshText.shop("olga", "eve", "sam"),
          """
          apiVersion: weft.dev/v1
          kind: Group
          name: analysts
          ---
          apiVersion: weft.dev/v1
          kind: Group
          name: everybody
          ---
          apiVersion: weft.dev/v1
          kind: User
          name: ada
          groups: [analysts]
          """,
          MeshText.contract("orders", MeshText.KEY, "{name: email, logicalType: string}"),
          MeshText.product("orders")
              + """
              description: {purpose: What people have ordered}
              customProperties: [{property: weft.partitions, value: 1}]
              """,
          """
          apiVersion: v1.0.0
          kind: DataProduct
          id: archive
          status: active
          domain: shop
          customProperties: [{property: weft.termsOfUse, value: {version: "1", text: Keep it to yourself.}}]
          outputPorts: [{name: orders, version: 1.0.0, contractId: archive-v1}]
          team: {members: [{username: olga, role: owner}]}
          """,
          MeshText.contract("archive", MeshText.KEY),
          """
          apiVersion: weft.dev/v1
          kind: Policy
          name: readers
          type: access
          resources: {ports: [orders.orders]}
          rules:
            - {principals: {groups: [analysts]}, allow: [read]}
          ---
          apiVersion: weft.dev/v1
          kind: Policy
          name: hidden-mail
          type: mask
          resources: {fields: [orders.orders.email]}
          rules:
            - {principals: {everyone: true}, mask: redact}
          """);
  static final String PEOPLE =
      """
      dn: dc=bank,dc=example
      objectClass: dcObject
      objectClass: organization
      o: Bank
      dc: bank

      dn: ou=people,dc=bank,dc=example
      objectClass: organizationalUnit
      ou: people

      dn: ou=groups,dc=bank,dc=example
      objectClass: organizationalUnit
      ou: groups

      dn: uid=lea,ou=people,dc=bank,dc=example
      objectClass: inetOrgPerson
      uid: lea
      cn: Lea Lane
      sn: Lane
      mail: lea@bank.example
      userPassword: lea's own password

      dn: uid=max,ou=people,dc=bank,dc=example
      objectClass: inetOrgPerson
      uid: max
      cn: Max Miller
      sn: Miller
      userPassword: max's own password

      dn: uid=olga,ou=people,dc=bank,dc=example
      objectClass: inetOrgPerson
      uid: olga
      cn: Another Olga
      sn: Olga
      userPassword: another olga's password

      dn: cn=Ann Active,ou=people,dc=bank,dc=example
      objectClass: inetOrgPerson
      objectClass: adUser
      cn: Ann Active
      sn: Active
      sAMAccountName: ann
      objectGUID:: MyIRAFVEd2aImaq7zN3u/w==
      userAccountControl: 512
      userPassword: ann's own password

      dn: cn=Desk,ou=groups,dc=bank,dc=example
      objectClass: groupOfNames
      cn: Desk
      member: uid=lea,ou=people,dc=bank,dc=example
      member: cn=Analysts,ou=groups,dc=bank,dc=example

      dn: cn=Analysts,ou=groups,dc=bank,dc=example
      objectClass: groupOfNames
      cn: Analysts
      member: cn=Desk,ou=groups,dc=bank,dc=example
      """;

  private IdentityText() {}
}
