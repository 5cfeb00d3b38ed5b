/** Products as an RDF graph in the Data Catalog Vocabulary 3, written as JSON-LD and Turtle. */
package dev.weft.standards.dcat;
