package dev.weft.server;

/** The mesh and the directory that people come from outside to. */
final class IdentityText {
  static final String MESH =
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
      name: olga
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: ada
      groups: [analysts]
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: eve
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: sam
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      governance: {body: [olga]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: orders-v1
      version: 1.0.0
      status: active
      schema:
        - name: order
          properties:
            - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: email, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: orders
      status: active
      domain: shop
      description: {purpose: What people have ordered}
      customProperties: [{property: weft.partitions, value: 1}]
      outputPorts: [{name: orders, version: 1.0.0, contractId: orders-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: archive
      status: active
      domain: shop
      customProperties: [{property: weft.termsOfUse, value: {version: "1", text: Keep it to yourself.}}]
      outputPorts: [{name: orders, version: 1.0.0, contractId: archive-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: archive-v1
      version: 1.0.0
      status: active
      schema: [{name: order, properties: [{name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}]}]
      ---
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
      """;
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
